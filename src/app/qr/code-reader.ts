/** Hands pictures to the worker that looks for codes: as many as it can look at, and no more. None waits but the newest. */

import type { Look, LookRequest, WorkerAnswer } from './look.ts';

export interface CodeReader {
  /** Looks at what a video shows now, or as soon as it is done with what it showed before; what came between is dropped. */
  see(video: HTMLVideoElement): void;
  /** Looks at photos one after the other; gives how many could be opened. */
  seePhotos(photos: readonly Blob[]): Promise<number>;
  close(): void;
}

interface CodeReaderContext {
  readonly onlook: (look: Look) => void;
  /** The worker can't start: its file is missing, or the browser has no WebAssembly. */
  readonly onfail: () => void;
  /** It has started; what it was shown before has waited. */
  readonly onready?: () => void;
}

/** Larger photos are made smaller: an old tablet has no memory for 50 megapixels, and codes are as large as the screen. */
const photoSide = 2_560;

export const createCodeReader = ({ onlook, onfail, onready }: CodeReaderContext): CodeReader => {
  const worker = new Worker(new URL('./read-codes.worker.ts', import.meta.url), { type: 'module' });
  /** Pictures that the worker has. */
  let busy = 0;
  /** The newest that it has not. */
  let next: VideoFrame | undefined;
  let isClosed = false;
  let looked = (): void => undefined;
  worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
    if (isClosed) return;
    if (data.type === 'ready') {
      onready?.();
      return;
    }
    if (data.type === 'failed') {
      onfail();
      return;
    }
    busy -= 1;
    if (next && busy === 0) ask({ type: 'frame', frame: next }, next);
    looked();
    onlook(data.look);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    if (!isClosed) onfail();
  };
  const ask = (request: LookRequest, transfer: Transferable): void => {
    if (request.type === 'frame') next = undefined;
    busy += 1;
    worker.postMessage(request, [transfer]);
  };

  return {
    see: (video) => {
      if (isClosed || video.videoWidth === 0) return;
      if (typeof VideoFrame !== 'undefined') {
        try {
          const frame = new VideoFrame(video);
          next?.close();
          next = frame;
          if (busy === 0) ask({ type: 'frame', frame }, frame);
        } catch {
          // Between two pictures there may be none.
        }
        return;
      }
      // Drawing one costs too much to do it for nothing; one is drawn while another is looked at.
      if (busy > 1) return;
      const pixels = draw(video, video.videoWidth, video.videoHeight);
      if (pixels) ask({ type: 'pixels', pixels }, pixels.data.buffer);
    },

    seePhotos: async (photos) => {
      let opened = 0;
      for (const photo of photos) {
        const pixels = await readPhoto(photo);
        if (isClosed) break;
        if (!pixels) continue;
        opened += 1;
        const done = new Promise<void>((resolve) => (looked = resolve));
        ask({ type: 'photo', pixels }, pixels.data.buffer);
        await done;
      }
      return opened;
    },

    close: () => {
      isClosed = true;
      next?.close();
      looked();
      worker.terminate();
    },
  };
};

let canvas: HTMLCanvasElement | undefined;

/** In the page, for browsers that hand out no frames (Safari before 16.4, Firefox before 130). */
const draw = (source: CanvasImageSource, width: number, height: number): ImageData | undefined => {
  canvas ??= document.createElement('canvas');
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(source, 0, 0, width, height);
  return context?.getImageData(0, 0, width, height);
};

const readPhoto = async (photo: Blob): Promise<ImageData | undefined> => {
  try {
    const bitmap = await createImageBitmap(photo);
    const scale = Math.min(1, photoSide / Math.max(bitmap.width, bitmap.height));
    const pixels = draw(bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    bitmap.close();
    return pixels;
  } catch {
    return undefined;
  }
};

/** Calls at each new picture of a video; what it returns ends that. */
export const followVideo = (video: HTMLVideoElement, each: () => void): (() => void) => {
  let isOver = false;
  const byPicture = (video as Partial<HTMLVideoElement>).requestVideoFrameCallback !== undefined;
  let handle = 0;
  let lastTime = -1;
  const next = (): void => {
    if (isOver) return;
    if (byPicture) handle = video.requestVideoFrameCallback(seen);
    else handle = requestAnimationFrame(seen);
  };
  const seen = (): void => {
    if (byPicture || video.currentTime !== lastTime) each();
    lastTime = video.currentTime;
    next();
  };
  next();
  return () => {
    isOver = true;
    if (byPicture) video.cancelVideoFrameCallback(handle);
    else cancelAnimationFrame(handle);
  };
};
