/** The figures of the bench, what each is to be, and whether it is. */

/** @typedef {import('./app.js').AppName} AppName */

/**
 * @typedef {object} Figure
 * @property {string} id As in the samples of script.js.
 * @property {string} name
 * @property {'ms' | 's/s' | 'frames' | 'MB'} unit `s/s`: seconds of processor time a second; `MB`: given in bytes.
 * @property {Goal | null} goal Null where the figure only explains another.
 */

/**
 * @typedef {object} Goal
 * @property {string} words
 * @property {(figures: Figures) => boolean} isMet
 */

/** What each app reached in one figure: the median of its rounds; absent where it refuses so many notes. */
/** @typedef {Partial<Record<AppName, number>>} Figures */

const crowds = [2000, 5000, 10_000];
/** The crowd that everything is done with. */
export const fullCrowd = 5000;
/** The crowd on the slow tablet. */
export const slowedCrowd = 500;

export const allCrowds = [slowedCrowd, ...crowds];

/** A frame that comes in time for a screen of 60 Hz, and a little. */
const frameMs = 20;
/** A frame that comes in time for 30 Hz. */
const slowedFrameMs = 33;

/**
 * @param {number} limit
 * @param {string} unit
 * @returns {Goal}
 */
const atMost = (limit, unit) => ({
  words: `≤ ${String(limit)} ${unit}`,
  isMet: ({ grappe = Infinity }) => grappe <= limit,
});

/** @type {Goal} */
const halfTheBetterPeer = {
  words: 'at most half of the better peer’s',
  isMet: ({ grappe = Infinity, tldraw = Infinity, excalidraw = Infinity }) =>
    grappe <= Math.min(tldraw, excalidraw) / 2,
};

/** @type {Goal} */
const halfOfExcalidraw = {
  words: 'at most half of Excalidraw’s',
  isMet: ({ grappe = Infinity, excalidraw = 0 }) => grappe <= excalidraw / 2,
};

/** @type {Goal} */
const belowExcalidraw = {
  words: 'below Excalidraw’s',
  isMet: ({ grappe = Infinity, excalidraw = 0 }) => grappe < excalidraw,
};

/**
 * @param {string} id
 * @param {string} name
 * @param {Figure['unit']} unit
 * @param {Goal | null} goal
 * @returns {Figure}
 */
const figure = (id, name, unit, goal) => ({ id, name, unit, goal });

/** @param {number} count */
const notes = (count) => `${count.toLocaleString('en')} notes`;

const inTime = atMost(frameMs, 'ms');
const inTimeSlowed = atMost(slowedFrameMs, 'ms');

/** @type {readonly Figure[]} */
export const figures = [
  ...crowds.map((count) => figure(`far/${count}`, `far pan, ${notes(count)}`, 'ms', inTime)),
  ...crowds.map((count) =>
    figure(`far-processor/${count}`, `processor, far pan, ${notes(count)}`, 's/s', halfTheBetterPeer),
  ),
  ...crowds.map((count) => figure(`near/${count}`, `near pan, ${notes(count)}`, 'ms', inTime)),
  figure(`drag/${fullCrowd}`, `dragging one of ${notes(fullCrowd)}`, 'ms', inTime),
  figure(`open/${fullCrowd}`, `opening ${notes(fullCrowd)} to painted`, 'ms', halfOfExcalidraw),
  figure(`open-changed/${fullCrowd}`, 'the same, changed and left at once', 'ms', halfOfExcalidraw),
  figure(`ready/${fullCrowd}`, 'until its notes are at hand', 'ms', null),
  figure(`add/${fullCrowd}`, `adding a note to ${notes(fullCrowd)}`, 'frames', atMost(1, 'frame')),
  figure(`add-time/${fullCrowd}`, 'from adding it to painted', 'ms', null),
  figure(`process/${fullCrowd}`, `memory at ${notes(fullCrowd)}`, 'MB', belowExcalidraw),
  figure(`heap/${fullCrowd}`, 'of it JavaScript’s heap', 'MB', belowExcalidraw),
  figure(`slow/far/${slowedCrowd}`, `slowed, far pan, ${notes(slowedCrowd)}`, 'ms', inTimeSlowed),
  figure(`slow/near/${slowedCrowd}`, `slowed, near pan, ${notes(slowedCrowd)}`, 'ms', inTimeSlowed),
  figure(`slow/drag/${slowedCrowd}`, `slowed, dragging one of ${notes(slowedCrowd)}`, 'ms', inTimeSlowed),
];

/**
 * Names the figures that are not what they are to be. One that could be told of no app is left out: not every system
 * tells the memory of a process.
 * @param {(id: string) => Figures} reached
 */
export const missedGoals = (reached) =>
  figures.filter(({ id, goal }) => {
    const values = reached(id);
    return goal !== null && Object.keys(values).length > 0 && !goal.isMet(values);
  });
