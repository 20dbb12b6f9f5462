/** Recording what is said: a minute at most, the microphone open no longer than that. */

import { attachmentSizeLimit } from '#core/attachments.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { Taken } from './attachments.svelte.ts';
import { closeStream } from './camera.ts';
import { stripTimes } from './strip-times.ts';

export type MicrophoneError =
  /** The page is not secure, or the browser records nothing. */
  | { readonly type: 'MicrophoneUnavailable' }
  | { readonly type: 'MicrophoneRefused' }
  | { readonly type: 'MicrophoneMissing' }
  /** Another application holds it, or it broke. */
  | { readonly type: 'MicrophoneBusy' };

export interface Recording {
  /** How loud it is now, from 0 to 1; null where the browser does not tell. */
  readonly level: () => number | null;
  /** Milliseconds since it began. */
  readonly elapsed: () => number;
  /** Ends it and closes the microphone. */
  readonly stop: () => void;
  /** What was recorded, once it ended by whichever way; null: nothing. */
  readonly finished: Promise<Taken | null>;
}

export const recordingLimitMs = 60_000;
/** Speech stays clear; a minute takes 180 KB. */
const bitsPerSecond = 24_000;
/** Not every browser keeps to the bits it is asked for: before the limit is reached, recording ends. */
const sizeLimit = attachmentSizeLimit - 25_000;
const sliceMs = 500;

/** Opus where it is recorded; else what Safari writes. */
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4;codecs=opus', 'audio/mp4'];

export const startRecording = async (): Promise<Result<Recording, MicrophoneError>> => {
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  const type =
    typeof MediaRecorder === 'undefined'
      ? undefined
      : types.find((known) => MediaRecorder.isTypeSupported(known));
  if (!devices?.getUserMedia || type === undefined) return err({ type: 'MicrophoneUnavailable' });
  try {
    const stream = await devices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    return record(stream, type);
  } catch (thrown) {
    return err({ type: reasonOf(thrown) });
  }
};

const record = (stream: MediaStream, type: string): Result<Recording, MicrophoneError> => {
  let recorder: MediaRecorder;
  try {
    recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: bitsPerSecond });
  } catch {
    closeStream(stream);
    return err({ type: 'MicrophoneUnavailable' });
  }
  const chunks: Blob[] = [];
  let size = 0;
  const meter = createMeter(stream);
  const begun = performance.now();
  let ended: number | undefined;
  const elapsed = (): number => (ended ?? performance.now()) - begun;

  const stop = (): void => {
    if (ended !== undefined) return;
    ended = performance.now();
    clearTimeout(timer);
    meter.close();
    if (recorder.state !== 'inactive') recorder.stop();
    closeStream(stream);
  };
  const timer = setTimeout(stop, recordingLimitMs);

  const finished = new Promise<Taken | null>((resolve) => {
    recorder.ondataavailable = ({ data }) => {
      // Past the limit nothing more fits; what was said until then is whole.
      if (size + data.size > attachmentSizeLimit) {
        stop();
        return;
      }
      chunks.push(data);
      size += data.size;
      if (size > sizeLimit) stop();
    };
    // Also when the microphone was pulled out, or its permission taken back.
    recorder.onstop = () => {
      stop();
      void readChunks(chunks).then((bytes) => {
        const seconds = Math.max(1, Math.min(recordingLimitMs / 1000, Math.round(elapsed() / 1000)));
        resolve(bytes.length > 0 ? { type: 'voice', bytes, seconds } : null);
      });
    };
    recorder.onerror = stop;
  });
  recorder.start(sliceMs);
  return ok({ level: meter.level, elapsed, stop, finished });
};

const readChunks = async (chunks: readonly Blob[]): Promise<Uint8Array> => {
  const bytes = new Uint8Array(await new Blob([...chunks]).arrayBuffer());
  stripTimes(bytes);
  return bytes;
};

/** Louder than this is as loud as it gets; softer than that is silence. In decibels below the loudest there is. */
const [loudest, softest] = [-12, -60];

const createMeter = (stream: MediaStream) => {
  try {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    // Safari may hold it back; until it runs it hears silence.
    void context.resume().catch(() => undefined);
    return {
      level: (): number | null => {
        if (context.state !== 'running') return null;
        analyser.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        const decibels = 10 * Math.log10(power + 1e-12);
        return Math.max(0, Math.min(1, (decibels - softest) / (loudest - softest)));
      },
      close: () => void context.close().catch(() => undefined),
    };
  } catch {
    return { level: () => null, close: () => undefined };
  }
};

const reasonOf = (thrown: unknown): MicrophoneError['type'] => {
  switch (thrown instanceof Error ? thrown.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'MicrophoneRefused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'MicrophoneMissing';
    default:
      return 'MicrophoneBusy';
  }
};
