/** Reads how the page letters a note, whatever text size and spacing a person has asked for. */

import type { Lettering } from './measure.ts';

export const readLettering = (probe: Element): Lettering => {
  const { fontSize, fontFamily, lineHeight, letterSpacing, wordSpacing } = getComputedStyle(probe);
  const high = pixels(lineHeight) || pixels(fontSize) * 1.32;
  return {
    plain: `400 ${fontSize} ${fontFamily}`,
    strong: `700 ${fontSize} ${fontFamily}`,
    small: `400 ${String(pixels(fontSize) * 0.853)}px ${fontFamily}`,
    factsHeight: Math.ceil(high * 0.853),
    lineHeight: high,
    letterSpacing: pixels(letterSpacing),
    wordSpacing: pixels(wordSpacing),
  };
};

export const sameLettering = (a: Lettering, b: Lettering): boolean =>
  (Object.keys(a) as (keyof Lettering)[]).every((key) => a[key] === b[key]);

/** `normal` counts as nothing. */
const pixels = (value: string): number => Number.parseFloat(value) || 0;

/** Measures texts without laying them out. */
export const createTextMeasure = (): ((text: string, font: string) => number) => {
  const context = document.createElement('canvas').getContext('2d');
  let current = '';
  return (text, font) => {
    // Every browser that runs this draws; without, notes would be a little too high.
    if (!context) return text.length * 9;
    if (font !== current) context.font = current = font;
    return context.measureText(text).width;
  };
};
