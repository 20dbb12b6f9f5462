/** How much one QR code holds: the more, the smaller its squares. */

/** Symbols in a code by its version, with the least error correction (L): what is lost comes again as other symbols. */
const versions = [
  { symbols: 1, version: 10 },
  { symbols: 2, version: 15 },
  { symbols: 3, version: 20 },
  { symbols: 5, version: 25 },
  { symbols: 7, version: 30 },
  { symbols: 12, version: 40 },
] as const;

/** A code of so many symbols, or of the next number that there is a version for. */
export interface Density {
  readonly symbols: number;
  readonly version: number;
}

/** From the largest squares to the smallest. */
export const densities: readonly Density[] = versions;

/** The code with the largest squares that holds so many symbols, or the fullest. */
export const densityFor = (symbols: number): Density =>
  versions.find((density) => density.symbols >= symbols) ?? versions[5];

/** Squares of a code along each side, without its quiet zone (ISO/IEC 18004). */
export const modulesOf = (version: number): number => 17 + 4 * version;

/** The version of a code by how many bytes its frame takes; undefined where it is none of these. */
export const versionOfFrame = (symbols: number): number | undefined =>
  versions.find((density) => density.symbols === symbols)?.version;
