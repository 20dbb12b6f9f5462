import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hues } from '#board/method.ts';

const css = readFileSync(join(import.meta.dirname, '../../src/ui/theme/tokens.css'), 'utf8');

/** The `--name: #colour` lines of the first block behind `selector`. */
const tokensOf = (selector: string): ReadonlyMap<string, string> => {
  const from = css.indexOf(selector);
  const block = css.slice(from, css.indexOf('}', from));
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
};

const light = tokensOf(':root {');
const themes = { light, dark: new Map([...light, ...tokensOf(":root[data-theme='dark']")]) };

/** Relative luminance (WCAG 2.2, definition of relative luminance). */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string): number => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
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

describe.each(Object.entries(themes))('in the %s theme', (_, tokens) => {
  const ratio = (ink: string, ground: string): number => {
    const [a, b] = [tokens.get(ink), tokens.get(ground)];
    if (a === undefined || b === undefined) throw new Error(`no token ${ink} or ${ground}`);
    return contrast(a, b);
  };

  test('[AT6] every text, handwriting too, stands out from its ground by 4.5:1', () => {
    expect(
      texts.filter(([ink, ground]) => ratio(ink, ground) < 4.5).map((pair) => pair.join(' on ')),
    ).toEqual([]);
  });

  test('every edge that matters stands out from its ground by 3:1', () => {
    expect(edges.filter(([ink, ground]) => ratio(ink, ground) < 3).map((pair) => pair.join(' on '))).toEqual(
      [],
    );
  });
});
