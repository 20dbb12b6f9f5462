/**
 * What the windows of one browser tell each other about the plenary screen of a workshop. None of it is kept: what the
 * room does stands in the board, and here is only where one looks.
 *
 * | message                  | from     | says                                                         |
 * | ------------------------ | -------- | ------------------------------------------------------------ |
 * | `who`                    | whoever leads | is there a plenary screen?                              |
 * | `here` (screen, view)    | a screen | there is, and this is what it shows                          |
 * | `gone` (screen)          | a screen | not any more                                                 |
 * | `look`                   | a screen | where does the wall of whoever leads look?                   |
 * | `sight` (phase, box)     | whoever leads | there: all of the box, in wall units; null: all of the wall |
 * | `show` (view)            | whoever leads | another view, please                                    |
 * | `cluster` (cluster)      | whoever leads | this cluster, please                                    |
 * | `turn` (by)              | whoever leads | the next page, or the one before                        |
 */

import type { BoardId } from '#core/ids.ts';
import type { Box } from '../wall/free/geometry.ts';

/** In the order of their keys, from 1. */
export const plenaryViews = ['welcome', 'wall', 'clusters', 'results', 'later'] as const;
export type PlenaryView = (typeof plenaryViews)[number];

/** Where whoever leads looks on the wall. */
export interface Sight {
  readonly phase: string;
  readonly box: Box | null;
}

export type Turn = 1 | -1;

export type PlenaryMessage =
  | { readonly type: 'who' }
  | { readonly type: 'here'; readonly screen: string; readonly view: PlenaryView }
  | { readonly type: 'gone'; readonly screen: string }
  | { readonly type: 'look' }
  | ({ readonly type: 'sight' } & Sight)
  | { readonly type: 'show'; readonly view: PlenaryView }
  | { readonly type: 'cluster'; readonly cluster: string }
  | { readonly type: 'turn'; readonly by: Turn };

export interface PlenaryWire {
  readonly post: (message: PlenaryMessage) => void;
  readonly close: () => void;
}

/** Joins the windows of a workshop; a browser without such channels hears nothing. */
export const joinPlenary = (board: BoardId, hear: (message: PlenaryMessage) => void): PlenaryWire => {
  if (typeof BroadcastChannel === 'undefined') return { post: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(`grappe-plenary-${board}`);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = readMessage(data);
    if (message) hear(message);
  });
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
};

/** The other window may have another version of the app: what it says is checked, and passed over where it is not known. */
const readMessage = (data: unknown): PlenaryMessage | null => {
  const { type, screen, view, phase, box, cluster, by } = recordOf(data);
  const known = plenaryViews.find((each) => each === view);
  switch (type) {
    case 'who':
    case 'look':
      return { type };
    case 'here':
      return typeof screen === 'string' && known ? { type, screen, view: known } : null;
    case 'gone':
      return typeof screen === 'string' ? { type, screen } : null;
    case 'sight':
      return typeof phase === 'string' ? { type, phase, box: readBox(box) } : null;
    case 'show':
      return known ? { type, view: known } : null;
    case 'cluster':
      return typeof cluster === 'string' ? { type, cluster } : null;
    case 'turn':
      return by === 1 || by === -1 ? { type, by } : null;
    default:
      return null;
  }
};

const readBox = (value: unknown): Box | null => {
  const { x, y, width, height } = recordOf(value);
  return isNumber(x) && isNumber(y) && isNumber(width) && isNumber(height) && width > 0 && height > 0
    ? { x, y, width, height }
    : null;
};

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
