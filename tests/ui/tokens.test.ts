import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hues } from '#board/method.ts';

const css = ['tokens', 'reading']
  .map((sheet) => readFileSync(join(import.meta.dirname, `../../src/ui/theme/${sheet}.css`), 'utf8'))
  .join('');

/** The `--name: #colour` lines of the first block behind `selector`. */
const tokensOf = (selector: string): ReadonlyMap<string, string> => {
  const from = css.indexOf(selector);
  const block = css.slice(from, css.indexOf('}', from));
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
};

const light = tokensOf(':root {');
const dark = new Map([...light, ...tokensOf(":root[data-theme='dark'] {")]);
/** The least contrast of texts and of edges: WCAG 2.2, 1.4.3 and 1.4.11, and with high contrast 1.4.6. */
const usual = { text: 4.5, edge: 3 };
const high = { text: 7, edge: 4.5 };
const themes = [
  ['light', light, usual],
  ['dark', dark, usual],
  [
    'light, high contrast',
    new Map([...light, ...tokensOf(":root[data-theme][data-contrast='high'] {")]),
    high,
  ],
  [
    'dark, high contrast',
    new Map([...dark, ...tokensOf(":root[data-theme='dark'][data-contrast='high'] {")]),
    high,
  ],
] as const;

/** Relative luminance (WCAG 2.2, definition of relative luminance). */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

const grounds = ['paper', 'card', 'sunken', 'grape-tint', 'danger-tint', 'warn-tint'];
const notes = hues.map((hue) => `hue-${hue}`);

const texts = [
  ...[...grounds, ...notes].flatMap(
    (ground) =>
      [
        ['ink', ground],
        ['ink-2', ground],
      ] as const,
  ),
  ...['paper', 'card', 'sunken', 'grape-tint'].map((ground) => ['grape', ground] as const),
  ...['paper', 'card'].flatMap(
    (ground) =>
      [
        ['ok', ground],
        ['danger', ground],
      ] as const,
  ),
  // Handwriting on a note, in each of its inks.
  ...notes.flatMap((ground) => ['grape', 'ok', 'danger'].map((ink) => [ink, ground] as const)),
  ['danger', 'danger-tint'],
  ['grape-ink', 'grape'],
  ['danger-ink', 'danger'],
] as const;

const edges = [
  ...['paper', 'card', 'sunken'].map((ground) => ['edge', ground] as const),
  ...hues.flatMap((hue) =>
    ['paper', 'card', `hue-${hue}`].map((ground) => [`hue-${hue}-edge`, ground] as const),
  ),
  ...notes.map((ground) => ['grape', ground] as const),
];

/** The mark of what has the focus, wherever it is. */
const focus = [...grounds, ...notes].map((ground) => ['grape', ground] as const);

describe.each(themes)('in the %s theme', (_, tokens, least) => {
  const ratio = (ink: string, ground: string): number => {
    const [a, b] = [tokens.get(ink), tokens.get(ground)];
    if (a === undefined || b === undefined) throw new Error(`no token ${ink} or ${ground}`);
    return contrast(a, b);
  };

  const below = (pairs: readonly (readonly [string, string])[], limit: number): readonly string[] =>
    pairs.filter(([ink, ground]) => ratio(ink, ground) < limit).map((pair) => pair.join(' on '));

  test('[AT6] [AC1] every text, handwriting too, stands out from its ground', () => {
    expect(below(texts, least.text)).toEqual([]);
  });

  test('[AC1] every edge that matters stands out from its ground', () => {
    // With high contrast notes take the edge of everything else.
    const all =
      least === high
        ? [...grounds, ...notes].map((ground) => ['edge', ground] as const)
        : [...edges, ...focus];
    expect(below(all, least.edge)).toEqual([]);
  });
});
