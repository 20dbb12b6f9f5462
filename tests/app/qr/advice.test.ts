import { expect, test } from 'vitest';
import { adviseOn, shouldAskForLess } from '#app/qr/advice.ts';
import type { Look, SeenCode } from '#app/qr/look.ts';

const seen = (kind: SeenCode['kind'], side = 500, x = 300, first = 0): SeenCode => ({
  ...(kind === 'frame'
    ? { kind, version: 25, first, symbols: 5 }
    : kind === 'other'
      ? { kind, text: undefined }
      : { kind }),
  corners: [
    [x, 100],
    [x + side, 100],
    [x + side, 100 + side],
    [x, 100 + side],
  ],
});
const look = (codes: readonly SeenCode[], luminance = 120, milliseconds = 6): Look => ({
  width: 1280,
  height: 720,
  luminance,
  milliseconds,
  codes,
  isRepeat: false,
  progress: null,
});
const many = (make: (index: number) => Look): Look[] => Array.from({ length: 20 }, (_, index) => make(index));

test('[QR12] nothing is said while codes come in, nor before there is something to judge', () => {
  expect(adviseOn([look([])])).toBeNull();
  expect(adviseOn(many((index) => look(index % 2 ? [seen('frame')] : [])))).toBeNull();
});

test.for([
  ['aim', 'there is no code', many(() => look([]))],
  ['brighter', 'it is dark', many(() => look([], 20))],
  ['closer', 'a code is too small to be read', many(() => look([seen('unread', 200)]))],
  [
    'closer',
    'squares are hardly larger than pixels',
    many((i) => look([seen(i < 5 ? 'frame' : 'unread', 325)])),
  ],
  ['still', 'a code is large and blurred', many(() => look([seen('unread', 600)]))],
  ['still', 'a code jumps', many((i) => look([seen('unread', 300, i % 2 ? 300 : 380)]))],
  ['other', 'the code is another', many(() => look([seen('other')]))],
] as const)('[QR12] « %s » is said when %s', ([advice, , looks]) => {
  expect(adviseOn(looks)).toBe(advice);
});

test('[QR12] « slower » is said when good pictures come too seldom for the codes that are shown', () => {
  const every = (nth: number, codes: number) =>
    many((index) =>
      look(
        Array.from({ length: codes }, (_, code) => seen('frame', 500, 300, (index * nth * codes + code) * 5)),
      ),
    );
  for (const codes of [1, 4]) {
    expect(adviseOn(every(1, codes))).toBeNull();
    expect(adviseOn(every(2, codes))).toBeNull();
    expect(adviseOn(every(3, codes))).toBe('slower');
  }
  // The same code in three pictures was not missed, nor is one that begins anew.
  expect(adviseOn(many((index) => look([seen('frame', 500, 300, Math.floor(index / 3) * 5)])))).toBeNull();
  expect(adviseOn(many((index) => look([seen('frame', 500, 300, (index % 10) * 5 + 500)])))).toBeNull();
});

test('smaller pictures are asked for where looking is slow, and where they could still be read', () => {
  const slow = (side: number) => many(() => look([seen('frame', side)], 120, 90));
  expect(shouldAskForLess(slow(800))).toBe(true);
  expect(shouldAskForLess(slow(500))).toBe(false);
  expect(shouldAskForLess(many(() => look([seen('frame', 800)])))).toBe(false);
  // Pictures that were not read cost nothing, and tell nothing.
  const repeats = slow(800).map((one, index) =>
    index % 3 ? { ...one, milliseconds: 1, isRepeat: true } : one,
  );
  expect(shouldAskForLess(repeats)).toBe(true);
});
