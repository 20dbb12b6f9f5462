import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { openBundle } from '#sync/bundle.ts';
import { seal, smallState, zipOf } from './bundle-for-tests.ts';

// A slow machine is no wrong answer.
vi.setConfig({ testTimeout: 60_000 });

const seed = 20_261_124;

test(`[FI5] whatever the bytes, opening refuses and never throws (seed ${String(seed)})`, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      expect(openBundle(bytes).ok).toBe(false);
    }),
    { seed, numRuns: 500 },
  );
});

test(`[FI5] whatever stands under a right seal, opening never throws (seed ${String(seed)})`, () => {
  const zip = zipOf();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (changes) => {
        const changed = zip.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        expect(typeof openBundle(seal(changed)).ok).toBe('boolean');
      },
    ),
    { seed, numRuns: 2_000 },
  );
});

test(`[FI5] whatever the state, opening never throws (seed ${String(seed)})`, () => {
  const good = smallState();
  const states = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const changed = good.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        return changed;
      }),
  );
  fc.assert(
    fc.property(states, (state) => {
      expect(typeof openBundle(seal(zipOf({ state }))).ok).toBe('boolean');
    }),
    { seed, numRuns: 2_000 },
  );
});
