/** What hands do on the wall, the same in every app. */

import { viewport } from './app.js';
import { memoryOf, processorSeconds } from './meters.js';
import { openToPainted } from './first-picture.js';
import { middleOf, noteSize } from './notes.js';
import { untilStill, untilTime } from './stillness.js';

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('./app.js').App} App */

/** Figures of one run, by the names of goals.js; undefined where the machine can't tell. */
/** @typedef {Record<string, number | undefined>} Sample */

/** How far one pan goes, in pixels of the screen: 240 wheel events of 16. */
const panLength = 3840;
const panSeconds = 4;
const dragSeconds = 3;
const dragRadius = 120;
const slowdown = 4;

/** How long a wall is at rest before it is left. */
const atRestMs = 5000;

const middle = { x: viewport.width / 2, y: viewport.height / 2 };

/**
 * Pans over the wall from afar and near.
 * @param {Page} page Blank.
 * @param {App} app
 * @param {number} count
 * @returns {Promise<Sample>}
 */
export const playCrowd = async (page, app, count) => {
  await open(page, app, count);
  return pans(page, app, count);
};

/**
 * All of it, on the wall that most goals are about.
 * @param {Page} page Blank.
 * @param {App} app
 * @param {number} count
 * @returns {Promise<Sample>}
 */
export const playAll = async (page, app, count) => {
  const opened = await openToPainted(page, app, count);
  await app.fit(page);
  await untilStill(page);
  const { heap, process } = await memoryOf(page);
  const panned = await pans(page, app, count);
  const dragged = await drag(page, app);
  const added = await addNote(page, app, count);
  return {
    [`open/${count}`]: opened.painted,
    [`ready/${count}`]: opened.ready,
    [`heap/${count}`]: heap,
    [`process/${count}`]: process,
    ...panned,
    [`drag/${count}`]: dragged.frame,
    [`add/${count}`]: added.frames,
    [`add-time/${count}`]: added.milliseconds,
  };
};

/**
 * Leaves the wall as people leave it: with all in sight, at rest.
 * @param {Page} page Blank.
 * @param {App} app
 * @param {number} count
 */
export const leaveAtRest = async (page, app, count) => {
  await open(page, app, count);
  await app.fit(page);
  await untilStill(page);
  await untilTime(performance.now() + atRestMs);
};

/**
 * Changes the wall and goes in the same moment.
 * @param {Page} page Blank.
 * @param {App} app
 * @param {number} count
 */
export const changeAndGo = async (page, app, count) => {
  await open(page, app, count);
  await app.actualSize(page);
  await addNote(page, app, count);
};

/**
 * Opens a wall that has changed since it was last at rest.
 * @param {Page} page Blank.
 * @param {App} app
 * @param {number} count
 * @returns {Promise<Sample>}
 */
export const playChanged = async (page, app, count) => {
  const opened = await openToPainted(page, app, count);
  return { [`open-changed/${count}`]: opened.painted };
};

/**
 * As on a slow tablet: the page's main thread has a quarter of the processor.
 * @param {Page} page Blank.
 * @param {App} app
 * @param {number} count
 * @returns {Promise<Sample>}
 */
export const playSlowed = async (page, app, count) => {
  await open(page, app, count);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const panned = await pans(page, app, count);
  const dragged = await drag(page, app);
  return {
    [`slow/far/${count}`]: panned[`far/${count}`],
    [`slow/near/${count}`]: panned[`near/${count}`],
    [`slow/drag/${count}`]: dragged.frame,
  };
};

/**
 * @param {Page} page
 * @param {App} app
 * @param {number} count
 */
const open = async (page, app, count) => {
  await page.goto(app.url(count), { waitUntil: 'commit' });
  await app.whenOpen(page);
  await untilStill(page);
};

/**
 * @param {Page} page
 * @param {App} app
 * @param {number} count
 * @returns {Promise<Sample>}
 */
const pans = async (page, app, count) => {
  await app.fit(page);
  // Two circles, small enough that most of the wall stays in sight.
  const far = await pan(page, 2);
  await untilStill(page);
  await app.actualSize(page);
  // One, so that notes come into sight all along.
  const near = await pan(page, 1);
  return {
    [`far/${count}`]: far.frame,
    [`far-processor/${count}`]: far.processor,
    [`near/${count}`]: near.frame,
    [`near-processor/${count}`]: near.processor,
  };
};

/**
 * Turns the wheel so that the wall goes round in circles and ends where it was.
 * @param {Page} page
 * @param {number} circles
 */
const pan = async (page, circles) => {
  await page.mouse.move(middle.x, middle.y);
  await expectMove(page, () => page.mouse.wheel(200, 100));
  await page.mouse.wheel(-200, -100);
  await untilStill(page);
  const steps = panSeconds * 60;
  return measured(page, () =>
    atEachFrame(steps, (step) => {
      const angle = (2 * Math.PI * circles * step) / steps;
      const length = panLength / steps;
      return page.mouse.wheel(length * Math.cos(angle), length * Math.sin(angle));
    }),
  );
};

/**
 * Takes a note in the middle and carries it round, near; then puts it back, so that every round finds the same wall.
 * @param {Page} page
 * @param {App} app
 */
const drag = async (page, app) => {
  await untilStill(page);
  await app.actualSize(page);
  await untilStill(page);
  const { x, y } = await app.pointOnNote(page);
  const steps = dragSeconds * 60;
  await page.mouse.move(x, y);
  const result = await expectMove(page, async () => {
    await page.mouse.down();
    return measured(page, () =>
      atEachFrame(steps, (step) => {
        // Ends opposite to where it began.
        const angle = (2.5 * 2 * Math.PI * step) / steps;
        return page.mouse.move(x + dragRadius * (1 - Math.cos(angle)), y + dragRadius * Math.sin(angle));
      }),
    );
  });
  await page.mouse.move(x, y);
  await page.mouse.up();
  return result;
};

/**
 * @param {Page} page
 * @param {App} app
 * @param {number} count
 */
const addNote = async (page, app, count) => {
  await untilStill(page);
  await app.actualSize(page);
  await untilStill(page);
  const { x, y } = middleOf(count);
  return app.addNote(
    page,
    {
      id: `note-${String(count)}`,
      kind: 'start',
      text: 'Une note de plus.',
      x: x - noteSize.width / 2,
      y: y - noteSize.height / 2,
    },
    middle,
  );
};

/**
 * An app that does not move would be the fastest.
 * @template T
 * @param {Page} page
 * @param {() => Promise<T>} act
 */
const expectMove = async (page, act) => {
  const before = await untilStill(page);
  const result = await act();
  if ((await untilStill(page)).equals(before)) throw new Error(`nothing moved on ${page.url()}`);
  return result;
};

/**
 * Gives the 95th percentile of the milliseconds from frame to frame, and the seconds of processor time a second.
 * @param {Page} page
 * @param {() => Promise<void>} act
 */
const measured = async (page, act) => {
  const before = await processorSeconds(page);
  const start = performance.now();
  await page.evaluate(() => Reflect.get(window, 'bench').startFrames());
  await act();
  /** @type {number[]} */
  const frames = await page.evaluate(() => Reflect.get(window, 'bench').stopFrames());
  const seconds = (performance.now() - start) / 1000;
  const processor = ((await processorSeconds(page)) - before) / seconds;
  return { frame: quantile(frames, 0.95), processor };
};

/**
 * Acts sixty times a second whatever the page makes of it: hands don't wait. Resolves when the page has taken all of it.
 * @param {number} steps
 * @param {(step: number) => Promise<void>} act
 */
const atEachFrame = async (steps, act) => {
  const start = performance.now();
  const acts = [];
  for (let step = 1; step <= steps; step += 1) {
    await untilTime(start + (step * 1000) / 60);
    acts.push(act(step));
  }
  await Promise.all(acts);
};

/**
 * @param {readonly number[]} values
 * @param {number} part
 */
export const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.ceil(part * values.length) - 1] ?? NaN;
