/**
 * Looks for QR codes in pictures and collects what those of Grappe hold. The reader is ZXing, as WebAssembly; it is handed its
 * bytes, so that it never asks anybody else for them.
 */

import { prepareZXingModule } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { versionOfFrame } from '#transports/qr/densities.ts';
import { decodeFrame } from '#transports/qr/frames.ts';
import { createQrReceiver } from '#transports/qr/receiver.ts';
import { lumaOf, meanLuma } from './luma.ts';
import type { Look, LookRequest, SeenCode, WorkerAnswer } from './look.ts';

/** What is used of the module, of which zxing-wasm 3.1 calls this part internal: its version is pinned. */
interface Zxing {
  readonly HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
  /** `pointer`: one byte of brightness a pixel. */
  readBarcodesFromPixmap(
    pointer: number,
    width: number,
    height: number,
    options: Readonly<Record<string, unknown>>,
  ): { size(): number; get(index: number): ZxingCode | undefined; delete?(): void };
}

type Corner = { readonly x: number; readonly y: number };
interface ZxingCode {
  readonly isValid: boolean;
  readonly bytes: Uint8Array;
  readonly position: Readonly<Record<'topLeft' | 'topRight' | 'bottomRight' | 'bottomLeft', Corner>>;
}

/**
 * Several codes at a time, those that were found but could not be read counted in. Numbers are places in lists of the module.
 */
const quick = {
  formats: 'QRCode',
  tryHarder: false,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: true,
  tryDenoise: false,
  binarizer: 0,
  isPure: false,
  downscaleFactor: 3,
  downscaleThreshold: 500,
  minLineCount: 2,
  maxNumberOfSymbols: 12,
  validateOptionalChecksum: false,
  returnErrors: true,
  eanAddOnSymbol: 0,
  textMode: 0,
  characterSet: 0,
  tryCode39ExtendedMode: false,
};
/** A photo is looked at once, and comes from further away. */
const thorough = { ...quick, tryHarder: true, tryRotate: true, tryDenoise: true };

const answer = (message: WorkerAnswer): void => postMessage(message);

const receiver = createQrReceiver();
const loading = load();
let room = { pointer: 0, size: 0 };

async function load(): Promise<Zxing> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`${String(response.status)} for the reader of codes`);
  const wasmBinary = await response.arrayBuffer();
  const options = { overrides: { wasmBinary, locateFile: () => wasmUrl }, fireImmediately: true } as const;
  const zxing = (await prepareZXingModule(options)) as unknown as Zxing;
  // The first look takes ten times as long as all others: not while somebody waits.
  look(zxing, { width: 64, height: 64, luma: new Uint8Array(4_096) }, quick);
  return zxing;
}

loading.then(
  () => answer({ type: 'ready' }),
  () => answer({ type: 'failed' }),
);

addEventListener('message', ({ data }: MessageEvent<LookRequest>) => {
  void (async () => {
    try {
      const zxing = await loading;
      const picture = data.type === 'frame' ? await readFrame(data.frame) : readPixels(data.pixels);
      answer({ type: 'look', look: look(zxing, picture, data.type === 'photo' ? thorough : quick) });
    } catch {
      // A picture that can't be read is one that was missed.
      answer({ type: 'look', look: nothingSeen });
    } finally {
      if (data.type === 'frame') data.frame.close();
    }
  })();
});

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
}

const nothingSeen: Look = { width: 0, height: 0, luminance: 128, milliseconds: 0, codes: [], progress: null };

const readPixels = ({ data, width, height }: ImageData): Picture => ({ width, height, luma: lumaOf(data) });

const readFrame = async (frame: VideoFrame): Promise<Picture> => {
  const width = frame.visibleRect?.width ?? frame.codedWidth;
  const height = frame.visibleRect?.height ?? frame.codedHeight;
  // Brightness stands first in these, and packed; the colours behind it are not looked at.
  if (frame.format === 'I420' || frame.format === 'NV12') {
    const bytes = new Uint8Array(frame.allocationSize());
    await frame.copyTo(bytes);
    return { width, height, luma: bytes.subarray(0, width * height) };
  }
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(frame, 0, 0, width, height);
  return readPixels(context.getImageData(0, 0, width, height));
};

function look(zxing: Zxing, { width, height, luma }: Picture, options: typeof quick): Look {
  const start = performance.now();
  if (room.size < luma.length) {
    if (room.pointer) zxing._free(room.pointer);
    room = { pointer: zxing._malloc(luma.length), size: luma.length };
  }
  zxing.HEAPU8.set(luma, room.pointer);
  const found = zxing.readBarcodesFromPixmap(room.pointer, width, height, options);
  const codes: SeenCode[] = [];
  let progress: Look['progress'] = null;
  for (let index = 0; index < found.size(); index++) {
    const code = found.get(index);
    if (!code) continue;
    const { topLeft, topRight, bottomRight, bottomLeft } = code.position;
    const corners = [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => [x, y] as const);
    const frame = code.isValid ? decodeFrame(code.bytes) : undefined;
    codes.push({
      corners,
      kind: !frame ? 'unread' : frame.ok ? 'frame' : 'other',
      version: frame?.ok ? versionOfFrame(frame.value.symbols.length) : undefined,
      text: frame && !frame.ok ? readText(code.bytes) : undefined,
    });
    if (frame?.ok && !progress?.payload) progress = receiver.take(frame.value);
  }
  found.delete?.();
  const milliseconds = performance.now() - start;
  return { width, height, luminance: meanLuma(luma), milliseconds, codes, progress };
}

/** Longest text that is handed on; a code that pairs devices has 220 characters at most. */
const textLimit = 2_000;

function readText(bytes: Uint8Array): string | undefined {
  const isPlain = bytes.length <= textLimit && bytes.every((byte) => byte >= 32 && byte < 127);
  return isPlain ? String.fromCharCode(...bytes) : undefined;
}
