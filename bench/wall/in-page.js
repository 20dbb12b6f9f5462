/** What the bench has in every page: a counter of frames, and an eye for the note that is to appear. */

/**
 * @typedef {object} Instruments
 * @property {() => void} startFrames
 * @property {() => Promise<number[]>} stopFrames Milliseconds from each frame to the next, the one under way included.
 * @property {(appearance: Appearance, cause: (begin: () => void) => void) => Promise<Painted>} untilPainted
 *   Runs `cause`, which calls `begin` when the note is given, and counts frames until it is painted.
 */

/**
 * @typedef {object} Appearance How a further note shows.
 * @property {string} text
 * @property {string | null} element Selects the elements that notes are; null where they are drawn on a canvas.
 * @property {{ x: number, y: number }} point Within the note, in the viewport: where a canvas changes.
 */

/** @typedef {{ frames: number, milliseconds: number }} Painted */

/** Runs in the page, before anything else: sees nothing of this module. */
export const installInstruments = () => {
  const frameLimit = 600;
  /** @type {number[] | null} */
  let times = null;

  const tick = (/** @type {number} */ time) => {
    if (times === null) return;
    times.push(time);
    requestAnimationFrame(tick);
  };

  const startFrames = () => {
    times = [];
    requestAnimationFrame(tick);
  };

  /** @returns {Promise<number[]>} */
  const stopFrames = () =>
    new Promise((resolve) => {
      requestAnimationFrame((time) => {
        const all = times?.at(-1) === time ? times : [...(times ?? []), time];
        times = null;
        resolve(all.slice(1).map((at, index) => at - (all[index] ?? at)));
      });
    });

  /** @type {Instruments['untilPainted']} */
  const untilPainted = (appearance, cause) => {
    const before = appearance.element === null ? colours(appearance.point) : '';
    return new Promise((resolve, reject) => {
      cause(() => {
        const begun = performance.now();
        let frames = 0;
        const look = () => {
          if (isPainted(appearance, before)) resolve({ frames, milliseconds: performance.now() - begun });
          else if (frames === frameLimit) reject(new Error(`nothing new in ${String(frames)} frames`));
          else requestAnimationFrame(next);
        };
        const next = () => {
          frames += 1;
          afterPainting(look);
        };
        requestAnimationFrame(next);
      });
    });
  };

  /** A frame is painted behind its callbacks: a message is heard behind both. */
  const afterPainting = (/** @type {() => void} */ work) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = work;
    port2.postMessage(null);
  };

  const isPainted = (/** @type {Appearance} */ { text, element, point }, /** @type {string} */ before) =>
    element === null
      ? colours(point) !== before
      : [...document.querySelectorAll(element)].some(
          (note) => note.textContent.includes(text) && note.getClientRects().length > 0,
        );

  /** What every canvas shows at a point of the viewport. */
  const colours = (/** @type {{ x: number, y: number }} */ { x, y }) =>
    [...document.querySelectorAll('canvas')]
      .filter((canvas) => canvas.getClientRects().length > 0)
      .map((canvas) => {
        const { left, top, width, height } = canvas.getBoundingClientRect();
        const [atX, atY] = [(x - left) * (canvas.width / width), (y - top) * (canvas.height / height)];
        return canvas.getContext('2d')?.getImageData(atX, atY, 1, 1).data.join();
      })
      .join(' ');

  Object.assign(window, { bench: { startFrames, stopFrames, untilPainted } });
};
