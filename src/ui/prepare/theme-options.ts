/** Themes as choices of a list. */

import type { Theme } from '#board/method.ts';

/** A chosen number that is in no list any more stays choosable: nothing changes unasked. */
export const themeOptions = (
  themes: readonly Theme[],
  chosen: number | null,
  none: string,
): readonly { readonly value: string; readonly label: string }[] => {
  const options = themes.map(({ number, title }) => ({
    value: String(number),
    label: title === '' ? String(number) : `${String(number)} · ${title}`,
  }));
  const isListed = chosen === null || themes.some(({ number }) => number === chosen);
  return [
    { value: '', label: none },
    ...options,
    ...(isListed ? [] : [{ value: String(chosen), label: String(chosen) }]),
  ];
};
