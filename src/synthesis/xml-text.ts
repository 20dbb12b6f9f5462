/** Texts that go into XML: DOCX, ODT. */

// XML 1.0, section 2.2: the characters that no document may hold, not even escaped.
// eslint-disable-next-line no-control-regex
const refused = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Drops what XML refuses; half a character becomes a sign that something was there. */
export const xmlText = (text: string): string =>
  text.replace(refused, '').replace(/\p{Surrogate}/gu, '\ufffd');

/** The lines of a text. */
export const xmlLines = (text: string): readonly string[] => xmlText(text).split(/\r\n?|\n/);

/** Whether a text is written from right to left: its first letter tells (UAX 9, rule P2). */
export const isRightToLeft = (text: string): boolean => {
  const [letter] = /\p{L}/u.exec(text) ?? [];
  return letter !== undefined && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(letter);
};
