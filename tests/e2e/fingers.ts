/** Real touch events, with several fingers: what the browser makes of them is the browser's own. */

import type { CDPSession, Page } from '@playwright/test';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Fingers {
  /** Puts fingers down, one at each point; they stay. */
  readonly press: (...at: readonly Point[]) => Promise<void>;
  /** Moves the fingers that are down, in steps, as a hand does. */
  readonly move: (...to: readonly Point[]) => Promise<void>;
  readonly release: () => Promise<void>;
}

const steps = 8;

export const createFingers = async (page: Page): Promise<Fingers> => {
  const session: CDPSession = await page.context().newCDPSession(page);
  let down: readonly Point[] = [];
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]): Promise<unknown> =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(({ x, y }, id) => ({ x: Math.round(x), y: Math.round(y), id })),
    });
  return {
    press: async (...at) => {
      down = at;
      await send('touchStart', down);
    },
    move: async (...to) => {
      const from = down;
      for (let step = 1; step <= steps; step += 1) {
        down = to.map(({ x, y }, i) => {
          const start = from[i] ?? { x, y };
          const part = step / steps;
          return { x: start.x + (x - start.x) * part, y: start.y + (y - start.y) * part };
        });
        await send('touchMove', down);
      }
    },
    release: async () => {
      down = [];
      await send('touchEnd', down);
    },
  };
};
