/**
 * How long a wall takes to open: from the start of the navigation until the screen shows what it will show at rest.
 * The browser hands out each picture that it has put on the screen, with its time; so no app's own word counts, and
 * none is asked anything while it opens.
 */

import { patience } from './app.js';
import { untilTime } from './stillness.js';

/** @typedef {import('playwright').Page} Page */

/** Share of the middle of the picture that may still differ: a caret, an edge drawn anew. */
const unlikeLimit = 0.02;

/** Milliseconds without a new picture, and the app's word that its notes are there: it is at rest. */
const restMs = 2000;

/**
 * Opens the wall; gives milliseconds: until it is painted, and until its notes are at hand, when the app says that they are
 * there and has had a frame since.
 * @param {Page} page Blank.
 * @param {import('./app.js').App} app
 * @param {number} count
 * @returns {Promise<{ painted: number, ready: number }>}
 */
export const openToPainted = async (page, app, count) => {
  const session = await page.context().newCDPSession(page);
  /** @type {{ data: string, time: number }[]} */
  const pictures = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    pictures.push({ data, time: (metadata.timestamp ?? 0) * 1000 });
    void session.send('Page.screencastFrameAck', { sessionId });
  });
  // Half the size, so that making pictures takes little of what is measured.
  await session.send('Page.startScreencast', {
    format: 'jpeg',
    quality: 80,
    maxWidth: 640,
    maxHeight: 400,
    everyNthFrame: 1,
  });
  await page.goto(app.url(count), { waitUntil: 'commit' });
  const start = await page.evaluate(() => performance.timeOrigin);
  await app.whenOpen(page);
  const ready = await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now()))),
  );
  const end = performance.now() + patience;
  for (let seen = -1; seen !== pictures.length;) {
    if (performance.now() > end) throw new Error(`${app.name} does not come to rest`);
    seen = pictures.length;
    await untilTime(performance.now() + restMs);
  }
  await session.send('Page.stopScreencast');
  await session.detach();
  const shown = pictures.filter(({ time }) => time >= start);
  const unlike = await unlikeLast(
    page,
    shown.map(({ data }) => data),
  );
  const lastUnlike = unlike.findLastIndex((share) => share > unlikeLimit);
  const first = shown[lastUnlike + 1];
  if (first === undefined) throw new Error(`${app.name} showed no picture`);
  return { painted: first.time - start, ready };
};

/**
 * Tells of each picture which share of its middle differs from the last; the middle, since tools lie about the edges.
 * @param {Page} page
 * @param {string[]} pictures JPEG, in Base64.
 */
const unlikeLast = async (page, pictures) => {
  const beside = await page.context().newPage();
  const shares = await beside.evaluate(async (pictures) => {
    /** Far more than what packing as JPEG changes. */
    const colourDistance = 24;
    const decode = async (/** @type {string} */ picture) => {
      const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
      const { width, height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.drawImage(image, 0, 0);
      return context.getImageData(width * 0.2, height * 0.2, width * 0.6, height * 0.6).data;
    };
    const last = await decode(pictures.at(-1) ?? '');
    const shares = [];
    for (const picture of pictures) {
      const colours = await decode(picture);
      let different = 0;
      for (let at = 0; at < last.length; at += 4) {
        const isUnlike = [0, 1, 2].some(
          (part) => Math.abs((colours[at + part] ?? 0) - (last[at + part] ?? 0)) > colourDistance,
        );
        if (isUnlike) different += 1;
      }
      shares.push(different / (last.length / 4));
    }
    return shares;
  }, pictures);
  await beside.close();
  return shares;
};
