/** What the page and the worker that looks for codes tell each other. */

import type { Progress } from '#transports/qr/receiver.ts';

/** Pictures are handed over: who sends one no longer has it. */
export type LookRequest =
  | { readonly type: 'frame'; readonly frame: VideoFrame }
  | { readonly type: 'pixels' | 'photo'; readonly pixels: ImageData };

export interface SeenCode {
  /** In pixels of the picture, around the code. */
  readonly corners: readonly (readonly [x: number, y: number])[];
  /** `unread`: found, but too small, blurred or covered. `other`: a QR code of something else. */
  readonly kind: 'frame' | 'other' | 'unread';
  readonly version: number | undefined;
  /** What an `other` one says, where that is plain text (ASCII). */
  readonly text: string | undefined;
}

export interface Look {
  readonly width: number;
  readonly height: number;
  /** 0 to 255. */
  readonly luminance: number;
  readonly milliseconds: number;
  readonly codes: readonly SeenCode[];
  /** Of the transfer whose code was read last; with its payload once it is whole. */
  readonly progress: Progress | null;
}

export type WorkerAnswer =
  { readonly type: 'ready' } | { readonly type: 'failed' } | { readonly type: 'look'; readonly look: Look };
