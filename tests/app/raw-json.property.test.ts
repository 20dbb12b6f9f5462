import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { toRawJson } from '../../public/secours/raw-json.js';

// A slow machine is no wrong answer.
vi.setConfig({ testTimeout: 60_000 });

/** Reads what docs/format.md describes, without the code under test. */
const fromRawJson = (told: unknown): unknown => {
  if (typeof told !== 'object' || told === null) return told;
  if (Array.isArray(told)) return told.map(fromRawJson);
  const entries = Object.entries(told as Record<string, unknown>);
  const [[tag, held] = ['', undefined]] = entries;
  if (!tag.startsWith('$'))
    return Object.fromEntries(entries.map(([key, inner]) => [key, fromRawJson(inner)]));
  expect(entries).toHaveLength(1);
  const pairs = (): [unknown, unknown][] =>
    (held as [unknown, unknown][]).map(([key, inner]) => [fromRawJson(key), fromRawJson(inner)]);
  const bytes = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'base64'));
  switch (tag) {
    case '$bytes':
      return bytes(held);
    case '$buffer':
      return bytes(held).buffer;
    case '$view': {
      const [name, text] = held as [string, string];
      expect(name).toBe('Float32Array');
      return new Float32Array(bytes(text).buffer);
    }
    case '$number':
      return Number(held);
    case '$undefined':
      return undefined;
    case '$bigint':
      return BigInt(String(held));
    case '$date':
      return new Date(held === null ? NaN : Number(held));
    case '$map':
      return new Map(pairs());
    case '$set':
      return new Set((held as unknown[]).map(fromRawJson));
    case '$regexp': {
      const [source, flags] = held as [string, string];
      return new RegExp(source, flags);
    }
    case '$object': {
      const object = {};
      for (const [key, inner] of pairs()) {
        Object.defineProperty(object, String(key), {
          value: inner,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return object;
    }
    default:
      throw new Error(`unknown ${tag}`);
  }
};

const roundTrip = async (value: unknown): Promise<unknown> =>
  fromRawJson(JSON.parse(JSON.stringify(await toRawJson(value))));

const seed = 20_261_124;

test(`[RQ7] any value of a database comes back from the JSON (seed ${String(seed)})`, async () => {
  const leaf = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.double(),
    fc.constantFrom(null, undefined, true, false, -0, NaN, Infinity, -Infinity),
    fc.bigInt(),
    fc.date({ noInvalidDate: false }),
    fc.uint8Array({ maxLength: 20 }),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.slice().buffer),
    fc.float32Array({ maxLength: 8 }),
    fc.constant(/[a-z]+/giu),
  );
  const key = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('$bytes', '$', '$object', '__proto__', 'a'),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
      fc.array(tie('value'), { maxLength: 3 }).map((items) => new Set(items)),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(value, async (given) => {
      expect(await roundTrip(given)).toStrictEqual(given);
    }),
    { seed, numRuns: 500 },
  );
});

describe('what is told by its name only', () => {
  test('[RQ7] half a character, and what leads round in a circle, stop nothing', async () => {
    expect(await roundTrip('\ud83d')).toBe('\ud83d');
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(JSON.stringify(await toRawJson(circle))).toContain('{"$omitted":"too deep"}');
  });

  test('[RQ7] a file keeps its bytes, type and name', async () => {
    expect(await toRawJson(new File(['été'], 'x.txt', { type: 'text/plain' }))).toEqual({
      $blob: { type: 'text/plain', name: 'x.txt', bytes: Buffer.from('été').toString('base64') },
    });
  });
});
