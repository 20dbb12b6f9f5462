import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveBoardKeys, createBoardKey } from '#sync/board-keys.ts';
import { openSeal } from '#sync/seal.ts';
import {
  createJoinCode,
  isJoinCode,
  openInvitation,
  readJoinCode,
  sealInvitation,
  stretchJoinCode,
  type JoinCode,
} from '#sync/join-code.ts';
import type { BoardId } from '#core/ids.ts';

const codes = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => createJoinCode(() => bytes));

/** A sign as somebody may type it who read it for another, or in another case or width. */
const asTyped = (sign: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    ...({ '0': ['0', 'o', 'O', '０'], '1': ['1', 'i', 'I', 'l', 'L'], V: ['V', 'v', 'u', 'U'] }[sign] ?? [
      sign,
      sign.toLowerCase(),
      String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0),
    ]),
  );
const between = fc.constantFrom('', '', '', ' ', '-', ' - ', '–', '\u00a0', '\u202f', '\u200b', '_', '\t');

describe('a code to type', () => {
  it('[SC1] has eight signs, none of which is read for another', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
        expect(isJoinCode(code)).toBe(true);
        expect(readJoinCode(code)).toEqual({ ok: true, value: code });
      }),
      { seed: 1 },
    );
    const made = new Set(Array.from({ length: 500 }, () => createJoinCode()));
    expect(made.size).toBe(500);
    expect(new Set([...made].join('')).size).toBe(32);
  });

  it('[SC1] is read however it is typed: case, width, spaces, dashes and look-alikes do not matter', () => {
    const typings = codes.chain((code) =>
      fc
        .tuple(...[...code].flatMap((sign) => [between, asTyped(sign)]), between)
        .map((parts) => ({ code, typed: parts.join('') })),
    );
    fc.assert(
      fc.property(typings, ({ code, typed }) => {
        expect(readJoinCode(typed)).toEqual({ ok: true, value: code });
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('[SC1] too short, too long or with a sign that no code has, it is told to be so', () => {
    for (const typed of ['', '  - ', 'K7TF', 'K7TF-9M2'])
      expect(readJoinCode(typed), typed).toEqual({ ok: false, error: { type: 'CodeTooShort' } });
    for (const typed of ['K7TF-9M2XX', 'K7TF-9M2é', 'K7TF?', 'http://a', '👍'])
      expect(readJoinCode(typed), typed).toEqual({ ok: false, error: { type: 'CodeUnreadable' } });
    for (const value of ['k7tf9m2x', 'K7TF-9M2', 'K7TF9M2U', 8, null]) expect(isJoinCode(value)).toBe(false);
  });

  it('[SC1] whatever is typed, reading it never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (typed) => {
        const read = readJoinCode(typed);
        if (read.ok) expect(isJoinCode(read.value)).toBe(true);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe('a sealed invitation', () => {
  const code = 'K7TF9M2X' as JoinCode;
  const salt = 'a'.repeat(22);
  const link = '#/rejoindre/abc?t=R%C3%A9tro&m=empty-wall&k=' + 'x'.repeat(43);

  it('[SC2] opens with its code and the salt of its hub, and with nothing else', async () => {
    const [keys, again, other, elsewhere] = await Promise.all([
      stretchJoinCode(code, salt),
      stretchJoinCode(code, salt),
      stretchJoinCode('K7TF9M2Y' as JoinCode, salt),
      stretchJoinCode(code, 'b'.repeat(22)),
    ]);
    const sealed = sealInvitation(keys, link);
    expect(keys.token).toMatch(/^[\w-]{43}$/);
    expect(again.token).toBe(keys.token);
    expect(openInvitation(again, sealed)).toEqual({ ok: true, value: link });
    for (const wrong of [other, elsewhere, deriveBoardKeys(createBoardKey(), 'abc' as BoardId)]) {
      expect(wrong.token).not.toBe(keys.token);
      expect(openInvitation(wrong, sealed).ok).toBe(false);
      // The same, by somebody who makes up the id.
      expect(openInvitation({ ...wrong, id: keys.id }, sealed).ok).toBe(false);
    }
    for (let at = 0; at < sealed.length; at++) {
      const altered = sealed.slice();
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(openInvitation(keys, altered).ok).toBe(false);
    }
    expect(openSeal(keys, 'update', sealed).ok).toBe(false);
    const seen = Buffer.concat([sealed, Buffer.from(keys.token)]).toString('latin1');
    for (const word of [code, 'rejoindre', 'empty-wall', 'xxxx']) expect(seen).not.toContain(word);
  });

  it('[SC2] is stretched as RFC 7914 has it, at the cost that is told', async () => {
    const { scrypt } = await import('node:crypto').then(({ scryptSync }) => ({ scrypt: scryptSync }));
    const secret = scrypt(code, `grappe join code 1 ${salt}`, 32, { N: 32_768, r: 8, p: 1, maxmem: 2 ** 27 });
    const keys = await stretchJoinCode(code, salt);
    expect(deriveBoardKeys(secret.toString('base64url') as never, 'join-code' as BoardId)).toEqual(keys);
  });
});
