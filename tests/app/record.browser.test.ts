/** The microphone of Chromium's own, which beeps once a second, through the browser's real recorder. */

import { afterEach, expect, test, vi } from 'vitest';
import { startRecording } from '#app/attachments/record.ts';
import { soundType } from '#app/attachments/sound.ts';
import { attachmentSizeLimit } from '#core/attachments.ts';
import { value } from '../board/board-for-tests.ts';

/** Hands out the real microphone, and remembers it. */
const listenIn = (): MediaStream[] => {
  const streams: MediaStream[] = [];
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(async (asked) => {
    const stream = await open(asked);
    streams.push(stream);
    return stream;
  });
  return streams;
};

afterEach(() => vi.restoreAllMocks());

test('[AT9] what is said is recorded, small, measured, and the microphone is closed when it stops', async () => {
  const streams = listenIn();
  const recording = value(await startRecording());
  const levels: number[] = [];
  await vi.waitUntil(
    () => {
      levels.push(recording.level() ?? 0);
      return recording.elapsed() > 2_100;
    },
    { interval: 20, timeout: 10_000 },
  );
  recording.stop();
  expect(streams[0]?.getTracks().map(({ readyState }) => readyState)).toEqual(['ended']);
  const taken = await recording.finished;
  if (taken?.type !== 'voice') throw new Error('nothing was recorded');
  expect(taken.seconds).toBe(2);
  expect(soundType(taken.bytes)).toBe('audio/webm');
  // 24 kbit/s, and what the container adds.
  expect(taken.bytes.length).toBeGreaterThan(1_000);
  expect(taken.bytes.length).toBeLessThan((attachmentSizeLimit / 60) * 3);
  // It beeps, and is silent in between.
  expect(Math.max(...levels)).toBeGreaterThan(0.2);
  expect(Math.min(...levels)).toBeLessThan(0.2);
  // A browser other than the recorder reads it.
  const context = new AudioContext();
  const sound = await context.decodeAudioData(new Uint8Array(taken.bytes).buffer);
  expect(sound.duration).toBeGreaterThan(1.5);
  expect(sound.numberOfChannels).toBe(1);
  await context.close();
});

test('[AT9] a microphone that is pulled out ends the recording, with what was said until then', async () => {
  const streams = listenIn();
  const recording = value(await startRecording());
  await vi.waitUntil(() => recording.elapsed() > 1_100, { timeout: 10_000 });
  for (const track of streams[0]?.getTracks() ?? []) track.stop();
  expect(await recording.finished).toMatchObject({ type: 'voice', seconds: 1 });
});
