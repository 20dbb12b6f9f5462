/** Waiting without guessing how long. */

import { patience } from './app.js';

/** @typedef {import('playwright').Page} Page */

/**
 * Resolves when the page shows the same twice, a third of a second and two of its frames apart: a page that is too busy to
 * draw is not at rest.
 * @param {Page} page
 */
export const untilStill = async (page) => {
  const end = performance.now() + patience;
  let before = await picture(page);
  for (;;) {
    await untilTime(performance.now() + 333);
    const now = await picture(page);
    if (now.equals(before)) return now;
    if (performance.now() > end) throw new Error(`${page.url()} does not come to rest`);
    before = now;
  }
};

/** @param {Page} page */
const picture = async (page) => {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return page.screenshot({ timeout: patience });
};

/** @param {number} time By the clock of `performance.now()`. */
export const untilTime = (time) =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));
