/** The figures as bars: docs/benchmarks/wall.svg, readable on light and dark pages. */

import { figures } from './goals.js';
import { appNames, withUnit } from './report.js';

/** @typedef {import('./app.js').AppName} AppName */
/** @typedef {import('./goals.js').Figure} Figure */

const width = 880;
const labelWidth = 290;
const barHeight = 13;
const groupGap = 12;
const titleHeight = 44;
/** Room for a value behind the longest bar. */
const valueWidth = 190;

/** Each has a scale of its own: bars are compared within it. */
const panels = [
  { title: 'Frames, 95th percentile (16.7 ms is the least)', holds: /^(far|near|drag|slow)\// },
  { title: 'Processor time a second', holds: /^far-processor\// },
  { title: 'From opening to painted', holds: /^open(-changed)?\// },
  { title: 'Memory', holds: /^(process|heap)\// },
];

/** @param {import('./report.js').Findings} findings */
export const drawChart = ({ reached }) => {
  let y = 10;
  const parts = panels.flatMap(({ title, holds }) => {
    const shown = figures.filter(({ id }) => holds.test(id) && Object.keys(reached(id)).length > 0);
    if (shown.length === 0) return [];
    const longest = Math.max(...shown.flatMap(({ id }) => Object.values(reached(id))));
    y += titleHeight;
    const heading = text(16, y - 18, title, 'title');
    const groups = shown.map((figure) => {
      const group = drawGroup(figure, reached(figure.id), longest, y);
      y += 3 * barHeight + groupGap;
      return group;
    });
    return [heading, ...groups];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y + 10}" width="${width}" height="${y + 10}" role="img" aria-label="Grappe’s wall beside tldraw and Excalidraw">
<style>
text { font: 12px system-ui, sans-serif; fill: #23202b }
.title { font-weight: 600; font-size: 15px }
.value { font-size: 11px; fill: #5c566b }
.grappe { fill: #5b2a86 } .tldraw { fill: #8b8398 } .excalidraw { fill: #c0b7cd }
@media (prefers-color-scheme: dark) {
  text { fill: #f3eef8 } .value { fill: #bdb4cc }
  .grappe { fill: #cfb0f4 } .tldraw { fill: #8b8398 } .excalidraw { fill: #5b5468 }
}
</style>
${parts.join('\n')}
</svg>
`;
};

/**
 * @param {Figure} figure
 * @param {import('./goals.js').Figures} values
 * @param {number} longest
 * @param {number} top
 */
const drawGroup = (figure, values, longest, top) =>
  [
    text(16, top + 1.5 * barHeight + 4, figure.name, 'label'),
    ...Object.keys(appNames).map((key, at) => {
      const app = /** @type {AppName} */ (key);
      const value = values[app];
      const length = ((width - labelWidth - valueWidth) * (value ?? 0)) / longest;
      const y = top + at * barHeight;
      const bar = `<rect class="${app}" x="${labelWidth}" y="${y + 1}" width="${length.toFixed(1)}" height="${barHeight - 2}" rx="2"/>`;
      return `${bar}${text(labelWidth + length + 6, y + 10, `${appNames[app]} ${withUnit(value, figure.unit)}`, 'value')}`;
    }),
  ].join('\n');

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content Without `<` and `&`.
 * @param {string} name
 */
const text = (x, y, content, name) => `<text class="${name}" x="${x.toFixed(1)}" y="${y}">${content}</text>`;
