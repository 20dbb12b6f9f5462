/** A code to type as eyes and ears take it; by itself, so that no screen loads what makes codes. */

/** `K7TF-9M2X` */
export const showCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** « K, 7, T, F, 9, M, 2, X »: screen readers would say a word. */
export const spellCode = (code: string): string => [...code].join(', ');
