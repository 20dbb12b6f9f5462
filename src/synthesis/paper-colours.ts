/** The colours of printed documents, as hexadecimal digits: those of the page on paper (src/ui/theme/tokens.css, light). */

import type { Hue } from '#board/method.ts';

export const headColours: Readonly<Record<Hue, string>> = {
  coral: 'FFD9CF',
  green: 'D8F0CF',
  blue: 'D3E7FB',
  yellow: 'FFEEB0',
  violet: 'E8DCF8',
  teal: 'CDEFE9',
  orange: 'FFE1C2',
  slate: 'DFE4EE',
  pink: 'F8D8EA',
  paper: 'F3ECDF',
};

/** A column of no kind. */
export const plainHead = 'F1ECF4';
export const accent = '5B2A86';
export const quiet = '5F5668';
/** What is stressed: green, and 5 : 1 against white. */
export const stress = '1F6B3A';
export const line = '8A8293';
