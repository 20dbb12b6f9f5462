/** The codes of a payload, one after the other, at the pace that is wanted. */

import { paintFrame, type Squares } from '#transports/qr/paint.ts';
import { createQrSender } from '#transports/qr/sender.ts';
import { nextDensity, type Pace } from './show-pace.ts';

export type { Squares } from '#transports/qr/paint.ts';

export interface Show {
  /** How many symbols give the payload back. */
  readonly count: number;
  next(pace: Pace): Squares;
}

export const createShow = (payload: Uint8Array): Show => {
  const sender = createQrSender(payload);
  const { count } = sender;
  let shown = 0;
  let turn = 0;
  return {
    count,
    next: (pace) => {
      const density = nextDensity(pace, { count, shown, turn });
      turn += 1;
      shown += density.symbols;
      return paintFrame(sender.next(density.symbols), density);
    },
  };
};
