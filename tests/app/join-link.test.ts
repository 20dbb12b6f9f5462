import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appAddress, isOnlyHere, joinLink, linkTitleLimit, readJoinLink } from '#app/join-link.ts';
import { joinedKey, readJoined, withJoined } from '#app/joined.ts';
import { readBoard } from '#board/board.ts';
import { raiseSchema } from '#board/commands/schema.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, metaOf } from '#board/document.ts';
import type { MethodId } from '#board/method.ts';
import { defaultMethod, methods } from '#board/methods.ts';
import type { BoardId } from '#core/ids.ts';
import { merge, stick, value } from '../board/board-for-tests.ts';

const id = 'V1StGXR8_Z5jdHi-' as BoardId;
const method = defaultMethod.id;
const refused = { ok: false, error: { type: 'JoinLinkBroken' } };

describe('a join link', () => {
  test('[JN4] is read back as it was made, behind any address', () => {
    const title = 'Égal accès : « zones blanches » & 100 % ?';
    const link = joinLink({ id, title, method }, 'https://exemple.fr/grappe/');
    expect(link).toMatch(/^https:\/\/exemple\.fr\/grappe\/#\/rejoindre\/V1StGXR8_Z5jdHi-\?t=/);
    expect(value(readJoinLink(new URL(link).hash))).toEqual({ id, title, method });
  });

  test('[JN4] has all of it in the fragment, which no server sees', () => {
    const { pathname, search } = new URL(joinLink({ id, title: 'Secret', method }, 'https://exemple.fr/'));
    expect([pathname, search]).toEqual(['/', '']);
    const location = new URL('https://exemple.fr/grappe/?x=1#/atelier/a/preparer');
    expect(appAddress(location)).toBe('https://exemple.fr/grappe/');
  });

  test('[JN4] passes over parameters that it does not know', () => {
    expect(value(readJoinLink(`${joinLink({ id, title: 'T', method })}&g=key&x=1`)).title).toBe('T');
  });

  test('[LD9] carries the key of whoever leads, and no other text in its place', () => {
    const leader = 'V1StGXR8_Z5jdHi9';
    const link = joinLink({ id, title: 'T', method, leader });
    expect(value(readJoinLink(link))).toEqual({ id, title: 'T', method, leader });
    for (const broken of ['', 'short', `${leader}0`, 'V1StGXR8 Z5jdHi9', '../../../../../..']) {
      const read = value(readJoinLink(link.replace(leader, encodeURIComponent(broken))));
      expect(read, broken).toEqual({ id, title: 'T', method });
    }
  });

  test('[JN4] that was cut, altered or is of an unknown method is refused', () => {
    const whole = joinLink({ id, title: 'Titre', method });
    for (const broken of [
      '',
      '#/rejoindre',
      '#/rejoindre/',
      whole.replace(id, 'a b'),
      whole.replace(id, 'x'.repeat(65)),
      whole.replace(id, '../../etc'),
      whole.replace(`m=${method}`, 'm=inconnue'),
      whole.replace(/&m=.*/, ''),
      `#/rejoindre/${id}`,
      whole + 'x'.repeat(3_000),
    ]) {
      expect(readJoinLink(broken), broken).toEqual(refused);
    }
  });

  test('[JN4] brings no title that is long, of several lines, or that hides or turns its text', () => {
    const read = (title: string): string =>
      value(readJoinLink(`#/rejoindre/${id}?${new URLSearchParams({ t: title, m: method }).toString()}`))
        .title;
    expect(read('a\nb\u0000c\u202ed\u200be')).toBe('a bcde');
    expect(read('é'.repeat(200))).toHaveLength(linkTitleLimit);
    expect(read('🍇'.repeat(100)).isWellFormed()).toBe(true);
    expect(read('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
    expect(read('👩🏽‍🏫 école')).toBe('👩🏽‍🏫 école');
  });

  test('[JN4] of any text is read or refused, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: 'binary' }).map((tail) => `#/rejoindre/${tail}`),
          fc.string({ unit: 'binary' }).map((title) => `#/rejoindre/${id}?t=${title}&m=${method}`),
        ),
        (fragment) => {
          const read = readJoinLink(fragment);
          if (!read.ok) return;
          expect(read.value.id).toMatch(/^[\w-]{1,64}$/);
          expect(read.value.title.length).toBeLessThanOrEqual(linkTitleLimit);
          expect(methods.map((known) => known.id)).toContain(read.value.method);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('[JN4] that was made of any title is read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (title) => {
        const once = value(readJoinLink(joinLink({ id, title, method })));
        expect(value(readJoinLink(joinLink(once)))).toEqual(once);
      }),
    );
  });
});

test('[JN5] an address that leads to the very device is known', () => {
  for (const host of ['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '[::1]', '0.0.0.0'])
    expect(isOnlyHere(host), host).toBe(true);
  for (const host of ['192.168.1.20', 'grappe.exemple.fr', 'localhost.exemple.fr', '10.127.0.1'])
    expect(isOnlyHere(host), host).toBe(false);
});

describe('a board that began with a link', () => {
  const joined = { title: 'Du lien', method: methods[1]?.id ?? '' };

  const emptyBoard = () => {
    const board = createBoardDoc();
    raiseSchema(board);
    return board;
  };

  test('[JN1] holds nothing but the mark of its schema', () => {
    const board = emptyBoard();
    expect([...metaOf(board).keys()]).toEqual(['schema/1']);
    expect([...board.doc.share.keys()]).toEqual(['meta']);
  });

  test('[JN1] becomes one with the workshop, in either order, and no value stands against another', () => {
    const started = createBoardDoc();
    value(startWorkshop(started, { title: 'Le vrai titre', method: 'empty-wall' as MethodId }));
    for (const order of ['link first', 'workshop first']) {
      const board = emptyBoard();
      stick(board, 'écrite sur un téléphone');
      const into = createBoardDoc();
      for (const from of order === 'link first' ? [board, started] : [started, board]) merge(into, from);
      const { meta, notes } = withJoined(readBoard(into), joined);
      expect(meta.title).toEqual({ value: 'Le vrai titre', others: [] });
      expect(meta.method).toEqual({ value: 'empty-wall', others: [] });
      expect([...notes.values()].map(({ text }) => text)).toEqual(['écrite sur un téléphone']);
    }
  });

  test('[JN3] is shown with the link’s title and method as long as it has none', () => {
    const board = readBoard(emptyBoard());
    const shown = withJoined(board, joined);
    expect([shown.meta.title.value, shown.meta.method.value]).toEqual([joined.title, joined.method]);
    expect(board.meta.title.value).toBe('');
    const own = createBoardDoc();
    value(startWorkshop(own, { title: 'Le sien', method }));
    const whole = readBoard(own);
    expect(withJoined(whole, joined)).toBe(whole);
  });

  test('[JN3] believes of storage only what has the shape', () => {
    expect(joinedKey).toBe('joined');
    expect(readJoined({ ...joined, more: 1 })).toEqual(joined);
    for (const other of [undefined, null, 3, 'x', [], { title: 1, method: 'x' }, { title: 'x' }])
      expect(readJoined(other)).toBe(null);
  });
});
