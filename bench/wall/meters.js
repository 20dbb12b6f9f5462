/** What a browser has to do for a page, and what it keeps for it. */

import { readFileSync } from 'node:fs';

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('playwright').CDPSession} Session */

/**
 * Seconds of processor time that the page's process and the one that draws (without a GPU it rasters nothing itself, but
 * puts the layers together) have had since they were started.
 * @param {Page} page
 */
export const processorSeconds = async (page) =>
  (await processesOf(page))
    .filter(({ type }) => type === 'renderer' || type === 'GPU')
    .reduce((sum, { cpuTime }) => sum + cpuTime, 0);

/**
 * The page's JavaScript heap and all that its process has for itself, after a collection. In bytes; the second only where
 * the system has `/proc`.
 * @param {Page} page
 * @returns {Promise<{ heap: number, process: number | undefined }>}
 */
export const memoryOf = async (page) => {
  const session = await page.context().newCDPSession(page);
  // What the first collection lets go of may hold more.
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const renderers = (await processesOf(page)).filter(({ type }) => type === 'renderer');
  // The browser keeps an empty process ready for the next page.
  const sizes = renderers.map(({ id }) => privateBytes(id)).filter((size) => size !== undefined);
  return { heap: usedSize, process: sizes.length === 0 ? undefined : Math.max(...sizes) };
};

/** @param {Page} page */
const processesOf = async (page) => {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error('no session with the browser');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo;
};

/**
 * @param {number} pid
 * @returns {number | undefined}
 */
const privateBytes = (pid) => {
  try {
    const lines = readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8').matchAll(
      /^Private_\w+: +(\d+) kB$/gm,
    );
    return [...lines].reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * 1024, 0);
  } catch {
    return undefined;
  }
};
