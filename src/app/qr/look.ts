/** What the page and the worker that looks for codes tell each other. */

import type { Progress } from '#transports/qr/receiver.ts';
import type { Corner } from './zxing.ts';

/** Pictures are handed over: who sends one no longer has it. */
export type LookRequest =
  | { readonly type: 'frame'; readonly frame: VideoFrame }
  | { readonly type: 'pixels' | 'photo'; readonly pixels: ImageData };

export type SeenCode =
  | {
      readonly kind: 'frame';
      readonly corners: readonly Corner[];
      readonly version: number | undefined;
      /** Id of its first symbol, and how many it holds. */
      readonly first: number;
      readonly symbols: number;
    }
  /** `unread`: found, but too small, blurred or covered. `other`: a QR code of something else. */
  | {
      readonly kind: 'other';
      readonly corners: readonly Corner[];
      /** What it says, where that is plain text (ASCII). */
      readonly text: string | undefined;
    }
  | { readonly kind: 'unread'; readonly corners: readonly Corner[] };

export interface Look {
  readonly width: number;
  readonly height: number;
  /** 0 to 255. */
  readonly luminance: number;
  readonly milliseconds: number;
  readonly codes: readonly SeenCode[];
  /** The picture showed what was read in the one before, and was not read again. */
  readonly isRepeat: boolean;
  /** Of the transfer whose code was read last; with its payload once it is whole. */
  readonly progress: Progress | null;
}

export type WorkerAnswer =
  { readonly type: 'ready' } | { readonly type: 'failed' } | { readonly type: 'look'; readonly look: Look };
