/** Waiting without guessing how long. */

import { patience } from './app.js';

/** @typedef {import('playwright').Page} Page */

/**
 * Resolves when the page shows the same twice, a third of a second apart: what is still loading or moving shows.
 * @param {Page} page
 */
export const untilStill = async (page) => {
  const end = performance.now() + patience;
  let before = await page.screenshot();
  for (;;) {
    await untilTime(performance.now() + 333);
    const now = await page.screenshot();
    if (now.equals(before)) return now;
    if (performance.now() > end) throw new Error(`${page.url()} does not come to rest`);
    before = now;
  }
};

/** @param {number} time By the clock of `performance.now()`. */
export const untilTime = (time) =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));
