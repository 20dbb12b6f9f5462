/** Finds codes in one picture of a camera after the other, with no more work than each needs. */

import { markCode, isUnchanged, type CodeMarks } from './code-marks.ts';
import { readCodes, searches, type Area, type Corner, type FoundCode, type Zxing } from './zxing.ts';

/** Of so many looks, one is at all of the picture: another code may have come. */
const searchEvery = 10;
/** So many looks back, the number of codes that were read together is what is expected. */
const memory = 8;
/** What a hand moves from one picture to the next, over the side of a code. */
const margin = 0.2;
/** Pixels along a code above which its squares may be too large to be read without making the picture smaller. */
const largeSide = 700;

export interface CodeFinder {
  /**
   * `area`: one byte of brightness a pixel, all of a picture. Gives undefined where it shows what was read before.
   */
  find(area: Area): readonly FoundCode[] | undefined;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const createCodeFinder = (zxing: Zxing): CodeFinder => {
  /** Codes that were read in the last picture that was looked at. */
  let known: readonly (FoundCode & { readonly marks: CodeMarks })[] = [];
  let counts: readonly number[] = [];
  /** Around all codes that were there, be some covered now; and how many these are. */
  let place: { readonly box: Box; readonly count: number } | undefined;
  let looks = 0;
  let size = 0;
  let part = { pointer: 0, size: 0 };

  const lumaOf = ({ pointer, width, height }: Area): Uint8Array =>
    zxing.HEAPU8.subarray(pointer, pointer + width * height);

  const cut = ({ pointer, width }: Area, box: Box): Area => {
    const wanted = box.width * box.height;
    if (part.size < wanted) {
      if (part.pointer) zxing._free(part.pointer);
      part = { pointer: zxing._malloc(wanted), size: wanted };
    }
    for (let row = 0; row < box.height; row++) {
      const from = pointer + (box.top + row) * width + box.left;
      zxing.HEAPU8.copyWithin(part.pointer + row * box.width, from, from + box.width);
    }
    return { pointer: part.pointer, ...box };
  };

  const find = (area: Area): readonly FoundCode[] => {
    looks += 1;
    const isSearch = looks % searchEvery === 0;
    if (place && !isSearch) {
      const side = Math.max(...known.map((code) => sideOf(code.corners)));
      const search = side > largeSide ? searches.followingLarge : searches.following;
      const found = readCodes(zxing, cut(area, widen(place.box, margin * side, area)), search);
      if (found.length > 0) return found;
    }
    place = undefined;
    return readCodes(zxing, area, searches.searching);
  };

  const remember = (area: Area, found: readonly FoundCode[]): void => {
    const luma = lumaOf(area);
    known = found.flatMap((code) =>
      code.bytes ? [{ ...code, marks: markCode(luma, area.width, area.height, code.corners) }] : [],
    );
    counts = [...counts, known.length].slice(-memory);
    if (known.length === 0) return;
    const corners = known.flatMap((code) => code.corners);
    place =
      place && place.count > known.length
        ? { ...place, box: boxAround([...corners, ...cornersOf(place.box)]) }
        : { box: boxAround(corners), count: known.length };
  };

  return {
    find: (area) => {
      const { width, height } = area;
      if (width * height !== size) {
        size = width * height;
        known = [];
        place = undefined;
      }
      const isComplete = known.length > 0 && known.length >= Math.max(...counts);
      if (isComplete && known.every(({ marks }) => isUnchanged(lumaOf(area), marks))) return undefined;
      const found = find(area);
      remember(area, found);
      return found;
    },
  };
};

const sideOf = ([a, b]: readonly Corner[]): number => (a && b ? Math.hypot(b[0] - a[0], b[1] - a[1]) : 0);

const boxAround = (corners: readonly Corner[]): Box => {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
};

const cornersOf = ({ left, top, width, height }: Box): readonly Corner[] => [
  [left, top],
  [left + width, top + height],
];

/** By so much on each side, in whole pixels, as far as the picture goes. */
const widen = (box: Box, edge: number, { width, height }: Area): Box => {
  const left = Math.max(0, Math.floor(box.left - edge));
  const top = Math.max(0, Math.floor(box.top - edge));
  const right = Math.min(width, Math.ceil(box.left + box.width + edge));
  const bottom = Math.min(height, Math.ceil(box.top + box.height + edge));
  return { left, top, width: right - left, height: bottom - top };
};
