/** What the run found, for the terminal and for docs/benchmarks/wall.md. */

import { cpus, totalmem } from 'node:os';
import { fullCrowd, figures, missedGoals } from './goals.js';

/** @typedef {import('./app.js').AppName} AppName */
/** @typedef {import('./goals.js').Figures} Figures */

/**
 * @typedef {object} Findings
 * @property {(id: string) => Figures} reached
 * @property {Record<AppName, string>} versions
 * @property {string} chromium
 * @property {number} rounds
 */

/** @type {Record<AppName, string>} */
export const appNames = { grappe: 'Grappe', tldraw: 'tldraw', excalidraw: 'Excalidraw' };

/**
 * One row a figure, with how many times Grappe's each peer's is.
 * @param {Findings} findings
 */
export const tableOf = ({ reached }) => {
  const missed = missedGoals(reached);
  const rows = figures
    .map((figure) => ({ figure, values: reached(figure.id) }))
    .filter(({ values }) => Object.keys(values).length > 0)
    .map(({ figure, values }) => [
      figure.name,
      figure.goal?.words ?? '',
      withUnit(values.grappe, figure.unit),
      withUnit(values.tldraw, figure.unit),
      times(values.tldraw, values.grappe),
      withUnit(values.excalidraw, figure.unit),
      times(values.excalidraw, values.grappe),
      figure.goal === null ? '' : missed.includes(figure) ? 'MISSED' : 'met',
    ]);
  const head = [
    '95th percentile of frames (ms), or as said',
    'goal',
    'Grappe',
    'tldraw',
    '',
    'Excalidraw',
    '',
    '',
  ];
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), 3),
  );
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
};

/**
 * @param {number | undefined} value
 * @param {import('./goals.js').Figure['unit']} unit
 */
export const withUnit = (value, unit) => {
  if (value === undefined) return 'refuses';
  if (unit === 'MB') return `${rounded(value / 2 ** 20)} MB`;
  if (unit === 's/s') return `${value.toFixed(2)} s/s`;
  if (unit === 'frames') return value === 1 ? '1 frame' : `${String(value)} frames`;
  return `${rounded(value)} ms`;
};

/** @param {number} value */
const rounded = (value) => (value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));

/**
 * @param {number | undefined} peer
 * @param {number | undefined} own
 */
const times = (peer, own) =>
  peer === undefined || own === undefined ? '' : `× ${(peer / own).toFixed(peer / own < 10 ? 1 : 0)}`;

/** @param {Findings} findings */
export const machineOf = ({ chromium, rounds, versions }) => {
  const [processor] = cpus();
  return [
    `Grappe ${versions.grappe}, tldraw ${versions.tldraw}, Excalidraw ${versions.excalidraw}`,
    `Chromium ${chromium} without a window or GPU, Node ${process.version}, ${process.platform}`,
    `${String(cpus().length)} × ${processor?.model.trim() ?? '?'}, ${String(Math.round(totalmem() / 2 ** 30))} GB`,
    rounds === 1 ? 'one round' : `median of ${String(rounds)} rounds, the apps in turn`,
  ];
};

/**
 * The page docs/benchmarks/wall.md.
 * @param {Findings} findings
 * @param {string} day ISO 8601.
 */
export const pageOf = (findings, day) => {
  const missed = missedGoals(findings.reached);
  return `# The wall beside tldraw and Excalidraw

Measured on ${day} by \`npm run bench:wall\`, which writes this page.

${machineOf(findings)
  .map((line) => `- ${line}`)
  .join('\n')}

![Bars of the figures below](wall.svg)

${tableOf(findings)}

“×” is how many times Grappe's figure a peer's is. ${
    missed.length === 0 ? 'Every goal is met.' : `Missed: ${missed.map(({ name }) => name).join('; ')}.`
  }

## How it is measured

- **The notes** are the same for all: 500 to 10,000 French sentences in three colours, 180 × 110 px each, at the same
  places on a wall as high as wide. Grappe opens them as a \`.grappe\` file. In tldraw they are rectangles with text, since
  its own notes have one size; in Excalidraw rectangles with text. Both have the plainest outline, filling and font, which
  are the fastest they have.
- **The apps** are production builds, each with its whole interface, at 1280 × 800, one pixel a pixel. The peers are their
  npm packages, mounted as their documentation shows. Each visit has a browser of its own, with the profile that the app
  had before, so that caches are warm. No network.
- **Panning** is 240 trusted wheel events in 4 s, sixty a second whatever the page makes of them, 3,840 px in all: from afar
  (the app's “fit”) in two circles, near (100 %, the middle of the wall) in one, so that notes come into sight all along.
  **Dragging** is 180 pointer moves in 3 s, near. Before each pan and after each drag the bench looks whether anything moved.
- **A frame** is what passes between two calls of \`requestAnimationFrame\`; the figure is the 95th percentile. 16.7 ms is
  the least: the screen has 60 Hz.
- **Processor** is the time of the page's process and of the one that puts the picture together, a second.
- **Opening** goes from the start of the navigation to the first picture put on the screen whose middle is, to 2 %, the one
  that stays. The pictures are the browser's own record of the screen: no app's word counts. All three read the notes from
  IndexedDB; the peers' scripts come from the HTTP cache, Grappe's from its service worker. Each wall was left with
  all in sight, at rest for five seconds. What Grappe paints first is a picture of the wall as it was left, if the board has
  not changed since (docs/decisions/0040): it can be looked at, not worked on. **Changed and left at once** is a wall to which
  a note was added, near, and whose page was closed in the same moment, so that there is no picture of it. **At hand** are the notes when the app says that they are there and has had a frame since.
- **Adding a note**: in the peers by their API, at once. In Grappe by the key that takes back the throwing away of a note,
  which is one transaction as well, stored and drawn as a new one is. Frames are counted until, behind the frame, the note
  is among the page's elements or the canvas has changed where it lies.
- **Memory** is what the page's process has for itself (\`Private_*\` of \`/proc\`), and the JavaScript heap, with all
  ${fullCrowd.toLocaleString('en')} notes open and shown, after a collection.
- **Slowed** is Chromium's throttling of the page's main thread by 4.

## What it does not tell

- There is no GPU here. With one, all three draw faster, and not by the same factor.
- Excalidraw does not zoom out below 10 %: of 5,000 notes it shows 69 % at once, of 10,000 notes 37 %. Its far figures are of
  so many.
- tldraw refuses more than 4,000 shapes a page. The limit can be lifted; as it comes, it stands.
- Here Excalidraw saves nothing while one works, tldraw in IndexedDB, Grappe in two copies that are checked.
- \`requestAnimationFrame\` tells when the page could draw, not when the picture reached the eye.
- A machine that does other things beside makes all figures worse, and the ratios less certain.
`;
};
