/**
 * A document as one HTML page that needs nothing else: no script, no picture, nothing fetched. Numbers that are shares of a largest
 * have a bar beside them; the figure itself is always written.
 */

import type { Block, Cell, Item, SynthesisDocument } from './document.ts';
import { accent, headColours, line, plainHead, quiet, stress } from './paper-colours.ts';

export const toHtml = ({
  locale,
  title,
  theme,
  facts,
  parts,
  legend,
}: SynthesisDocument): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
${theme === '' ? '' : `<p class="theme">${escape(theme)}</p>\n`}<h1 dir="auto">${escape(title)}</h1>
${[...facts, legend]
  .filter((fact) => fact !== '')
  .map(paragraph)
  .join('\n')}
</header>
<main>
${parts.map(({ blocks }) => `<section>\n${blocks.map(write).join('\n')}\n</section>`).join('\n')}
</main>
</body>
</html>
`;

/** Whatever a note holds stays text; controls that no HTML may have are left out. */
const escape = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
    .replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`)
    .replace(/\r\n?|\n/g, '<br>');

const paragraph = (text: string): string => `<p dir="auto">${escape(text)}</p>`;

const write = (block: Block): string => {
  switch (block.type) {
    case 'heading':
      return `<h${String(block.level)}>${escape(block.text)}</h${String(block.level)}>`;
    case 'words':
      return `<p class="${block.look}" dir="auto">${escape(block.text)}</p>`;
    case 'case':
      return [
        `<h3>${escape(block.name)}${block.scope === '' ? '' : ` (${escape(block.scope)})`}</h3>`,
        `<p class="strong" dir="auto">${escape(block.title)}</p>`,
        ...(block.text === '' ? [] : [paragraph(block.text)]),
        ...block.links.map(({ url, isSafe }) =>
          isSafe ? `<p><a href="${escape(url)}" rel="noreferrer">${escape(url)}</a></p>` : paragraph(url),
        ),
      ].join('\n');
    case 'items':
      return list(block.items);
    case 'picture':
      return paragraph(block.alt);
    case 'table':
      return table(block);
  }
};

const table = ({
  caption,
  columns,
  rows,
  hasRowHeaders,
}: Extract<
  Block,
  { type: 'table' }
>): string => `<div class="wide" tabindex="0" role="region" aria-label="${escape(caption)}"><table>
<caption>${escape(caption)}</caption>
<thead><tr>${columns
  .map(
    ({ title, hue }) =>
      `<th scope="col" style="background:#${hue ? headColours[hue] : plainHead}">${escape(title)}</th>`,
  )
  .join('')}</tr></thead>
<tbody>
${rows
  .map(
    (row) =>
      `<tr>${row
        .map((cell, i) =>
          hasRowHeaders && i === 0
            ? `<th scope="row">${content(cell)}</th>`
            : `<td${look(cell)}>${content(cell)}</td>`,
        )
        .join('')}</tr>`,
  )
  .join('\n')}
</tbody>
</table></div>`;

const look = (cell: Cell): string =>
  cell.type === 'number'
    ? ` class="number"${cell.share === undefined ? '' : ` style="--share:${cell.share.toFixed(3)}"`}`
    : '';

const content = (cell: Cell): string => {
  switch (cell.type) {
    case 'notes':
    case 'named':
      return cell.items.length === 0 ? '' : list(cell.items);
    case 'words':
      return `<span dir="auto">${escape(cell.text)}</span>${cell.quiet === undefined ? '' : ` <small>${escape(cell.quiet)}</small>`}`;
    case 'number':
      return String(cell.value);
  }
};

const list = (items: readonly Item[]): string =>
  `<ul>${items
    .map(({ text, reference, stressed }) => {
      const written = stressed ? `<strong>★ ${escape(text)}</strong>` : escape(text);
      return `<li dir="auto">${written}${reference === '' ? '' : ` <code>${escape(reference)}</code>`}</li>`;
    })
    .join('')}</ul>`;

const style = `
body{max-width:75rem;margin:2rem auto;padding:0 1rem;font:1rem/1.45 system-ui,sans-serif;color:#221a2b;background:#fff}
h1,h2,h3,.theme{color:#${accent};line-height:1.2;text-wrap:balance}
h2{margin-top:2.5rem}
.quiet,small,caption{color:#${quiet}}
.strong{font-weight:650}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;min-width:50%}
caption{text-align:start;font-style:italic;padding:.3rem 0}
th,td{border:1px solid #${line};padding:.35rem .6rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}
thead th{color:#221a2b}
tbody th{font-weight:600;min-width:12rem}
small{display:block;font-weight:400}
.number{text-align:end;font-variant-numeric:tabular-nums;min-width:4.5rem;background:linear-gradient(to left,#d3b5ee calc(var(--share,0)*100%),transparent 0)}
ul{margin:0;padding-inline-start:1.1rem}
td ul{min-width:18rem}
li strong{color:#${stress}}
code{font-size:.75em;color:#${quiet};white-space:nowrap}
thead{display:table-header-group}
tr{break-inside:avoid}tr:has(li:nth-child(14)){break-inside:auto}
@media print{body{margin:0;font-size:.8rem}section{break-before:page}section:first-of-type{break-before:auto}.wide{overflow:visible}.number{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
