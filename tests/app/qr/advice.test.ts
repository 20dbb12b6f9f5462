import { expect, test } from 'vitest';
import { adviseOn } from '#app/qr/advice.ts';
import type { Look, SeenCode } from '#app/qr/look.ts';

const seen = (kind: SeenCode['kind'], side = 500, x = 300): SeenCode => ({
  kind,
  corners: [
    [x, 100],
    [x + side, 100],
    [x + side, 100 + side],
    [x, 100 + side],
  ],
  version: kind === 'frame' ? 25 : undefined,
  text: undefined,
});
const look = (codes: readonly SeenCode[], luminance = 120): Look => ({
  width: 1280,
  height: 720,
  luminance,
  milliseconds: 6,
  codes,
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
