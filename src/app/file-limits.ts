/** What the first bytes of a file tell: whether it is a rescue file, and how much of it is read. */

/** How many of a file's first bytes are looked at. */
export const startLength = 256;

/** A workshop of 500 notes takes 30 KB, and 30 MB if each of them is a photo. */
export const fileSizeLimit = 50_000_000;

/** A device of thirty large workshops, each held a dozen times over, takes half of it. */
export const rescueSizeLimit = 200_000_000;

/** A rescue file says what it is in its first characters, so that a large one is known before it is read. */
export const startsLikeRescue = (start: string): boolean =>
  /^\ufeff?\s*\{\s*"format"\s*:\s*"grappe-secours"/.test(start);

/** The most bytes that are read of a file which starts so. */
export const sizeLimitOf = (start: Uint8Array): number =>
  startsLikeRescue(new TextDecoder().decode(start.subarray(0, startLength)))
    ? rescueSizeLimit
    : fileSizeLimit;
