/**
 * Looks for QR codes in pictures and collects what those of Grappe hold. The reader is ZXing, as WebAssembly; it is handed its
 * bytes, so that it never asks anybody else for them.
 */

import { prepareZXingModule } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { versionOfFrame } from '#transports/qr/densities.ts';
import { decodeFrame } from '#transports/qr/frames.ts';
import { createQrReceiver } from '#transports/qr/receiver.ts';
import { createCodeFinder, type CodeFinder } from './code-finder.ts';
import { lumaOf, meanLuma } from './luma.ts';
import type { Look, LookRequest, SeenCode, WorkerAnswer } from './look.ts';
import { readCodes, searches, type Area, type FoundCode, type Zxing } from './zxing.ts';

const answer = (message: WorkerAnswer): void => postMessage(message);

const receiver = createQrReceiver();
const loading = load();
let room = { pointer: 0, size: 0 };
/** In the last picture of the camera. */
let seen: readonly SeenCode[] = [];

async function load(): Promise<{ readonly zxing: Zxing; readonly finder: CodeFinder }> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`${String(response.status)} for the reader of codes`);
  const wasmBinary = await response.arrayBuffer();
  const options = { overrides: { wasmBinary, locateFile: () => wasmUrl }, fireImmediately: true } as const;
  const zxing = (await prepareZXingModule(options)) as unknown as Zxing;
  // The first look takes ten times as long as all others: not while somebody waits.
  readCodes(zxing, { pointer: reserve(zxing, 4_096), width: 64, height: 64 }, searches.searching);
  return { zxing, finder: createCodeFinder(zxing) };
}

loading.then(
  () => answer({ type: 'ready' }),
  () => answer({ type: 'failed' }),
);

/** One picture after the other, as they share their room. */
let turn: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<LookRequest>) => {
  turn = turn.then(async () => {
    try {
      answer({ type: 'look', look: await look(data) });
    } catch {
      // A picture that can't be read is one that was missed.
      answer({ type: 'look', look: nothingSeen });
    } finally {
      if (data.type === 'frame') data.frame.close();
    }
  });
});

const nothingSeen: Look = {
  width: 0,
  height: 0,
  luminance: 128,
  milliseconds: 0,
  codes: [],
  isRepeat: false,
  progress: null,
};

const look = async (request: LookRequest): Promise<Look> => {
  const { zxing, finder } = await loading;
  const start = performance.now();
  const area =
    request.type === 'frame' ? await placeFrame(zxing, request.frame) : place(zxing, request.pixels);
  const { pointer, width, height } = area;
  const isPhoto = request.type === 'photo';
  const found = isPhoto ? readCodes(zxing, area, searches.thorough) : finder.find(area);
  const { codes, progress } = found ? collect(found) : { codes: seen, progress: null };
  if (!isPhoto) seen = codes;
  const luminance = meanLuma(zxing.HEAPU8.subarray(pointer, pointer + width * height));
  const milliseconds = performance.now() - start;
  return { width, height, luminance, milliseconds, codes, isRepeat: !found, progress };
};

/** Hands symbols on, until one transfer is whole. */
const collect = (found: readonly FoundCode[]): Pick<Look, 'codes' | 'progress'> => {
  let progress: Look['progress'] = null;
  const codes = found.map(({ corners, bytes }): SeenCode => {
    const frame = bytes && decodeFrame(bytes);
    if (!frame) return { kind: 'unread', corners };
    if (!frame.ok) return { kind: 'other', corners, text: readText(bytes) };
    const { first, symbols } = frame.value;
    if (!progress?.payload) progress = receiver.take(frame.value);
    return {
      corners,
      kind: 'frame',
      version: versionOfFrame(symbols.length),
      first,
      symbols: symbols.length,
    };
  });
  return { codes, progress };
};

/** Puts brightness where the module reads it. */
const place = (zxing: Zxing, { data, width, height }: ImageData): Area => {
  const pointer = reserve(zxing, width * height);
  zxing.HEAPU8.set(lumaOf(data), pointer);
  return { pointer, width, height };
};

const placeFrame = async (zxing: Zxing, frame: VideoFrame): Promise<Area> => {
  const width = frame.visibleRect?.width ?? frame.codedWidth;
  const height = frame.visibleRect?.height ?? frame.codedHeight;
  // Brightness stands first in these, and packed; the colours behind it are not looked at.
  if (frame.format === 'I420' || frame.format === 'NV12') {
    const size = frame.allocationSize();
    const pointer = reserve(zxing, size);
    await frame.copyTo(zxing.HEAPU8.subarray(pointer, pointer + size));
    return { pointer, width, height };
  }
  // eslint-disable-next-line compat/compat -- where there are frames of video there is this
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(frame, 0, 0, width, height);
  return place(zxing, context.getImageData(0, 0, width, height));
};

function reserve(zxing: Zxing, size: number): number {
  if (room.size < size) {
    if (room.pointer) zxing._free(room.pointer);
    room = { pointer: zxing._malloc(size), size };
  }
  return room.pointer;
}

/** Longest text that is handed on; a code that pairs devices has 220 characters at most. */
const textLimit = 2_000;

function readText(bytes: Uint8Array): string | undefined {
  const isPlain = bytes.length <= textLimit && bytes.every((byte) => byte >= 32 && byte < 127);
  return isPlain ? String.fromCharCode(...bytes) : undefined;
}
