/** RETEX cards: the experiences presented to the room, which notes of the first phase may be about. */

import * as Y from 'yjs';
import { err, ok, type Result } from '#core/result.ts';
import { readBoard } from '../board.ts';
import { bear, findThing, retexOf, transact, type BoardDoc, type RetexId } from '../document.ts';
import { makeRoom } from '../order.ts';
import { liveRetex } from '../select.ts';
import { writeField } from '../register.ts';
import {
  cleanLine,
  cleanText,
  correctText,
  linkCountLimit,
  linkLimit,
  retexTextLimit,
  titleLimit,
} from '../text.ts';
import { moveThing, orderBehind, type ThingMissing } from './arrange.ts';

export type RetexMissing = { readonly type: 'RetexMissing' };
export type FieldError =
  | { readonly type: 'TextTooLong'; readonly length: number; readonly limit: number }
  | { readonly type: 'NotANumber' }
  | { readonly type: 'BadLink'; readonly link: string }
  | { readonly type: 'TooManyLinks'; readonly count: number; readonly limit: number };

/** What a card holds, save its order. */
export interface RetexDraft {
  readonly number: number;
  readonly scope: string;
  readonly title: string;
  readonly text: string;
  readonly links: readonly string[];
}

/** The fields that are short: of two values given at the same time, both are kept. */
export type RetexChange = Partial<Omit<RetexDraft, 'text'>> & { readonly theme?: number | null };

/** Adds an empty card behind the others, with the next free number. */
export const addRetex = (board: BoardDoc, id: RetexId): RetexId => {
  const numbers = liveRetex(readBoard(board)).map((retex) => retex.number.value);
  transact(board, () =>
    writeRetex(board, id, { number: Math.max(0, ...numbers) + 1, scope: '', title: '', text: '', links: [] }),
  );
  return id;
};

/** Writes a card as it is, inside a transaction. */
export const writeRetex = (
  board: BoardDoc,
  id: RetexId,
  { text, ...is }: RetexDraft,
  order = orderBehind(retexOf(board)),
): void => {
  bear(board, retexOf(board), id, { is: { ...is, links: [...is.links] }, text, order });
};

/**
 * Changes short fields of a card. `before` holds the values that the person saw: one that somebody else gave
 * meanwhile is kept beside the new one.
 * Errors: `RetexMissing`; `NotANumber` for a number that is not 1 to 9999; `TextTooLong`;
 * `BadLink` for anything but http and https; `TooManyLinks`.
 */
export const changeRetex = (
  board: BoardDoc,
  id: RetexId,
  change: RetexChange,
  before: RetexChange = {},
): Result<void, RetexMissing | FieldError> => {
  const card = findThing(retexOf(board), id);
  if (!card) return err({ type: 'RetexMissing' });
  const checked = checkRetex(change);
  if (!checked.ok) return checked;
  transact(board, () => {
    for (const [field, value] of Object.entries(checked.value)) {
      writeField(board, card, field, value, before[field as keyof RetexChange]);
    }
  });
  return ok();
};

const checkRetex = (change: RetexChange): Result<RetexChange, FieldError> => {
  const clean: { -readonly [K in keyof RetexChange]: RetexChange[K] } = { ...change };
  if (
    change.number !== undefined &&
    !(Number.isInteger(change.number) && change.number > 0 && change.number < 10_000)
  ) {
    return err({ type: 'NotANumber' });
  }
  for (const field of ['scope', 'title'] as const) {
    if (change[field] === undefined) continue;
    const line = cleanLine(change[field]);
    if (line.length > titleLimit) return err({ type: 'TextTooLong', length: line.length, limit: titleLimit });
    clean[field] = line;
  }
  if (change.links) {
    const links = change.links.map(cleanLine).filter((link) => link !== '');
    if (links.length > linkCountLimit) {
      return err({ type: 'TooManyLinks', count: links.length, limit: linkCountLimit });
    }
    const bad = links.find((link) => !isWebLink(link));
    if (bad !== undefined) return err({ type: 'BadLink', link: bad });
    clean.links = links;
  }
  return ok(clean);
};

/** Tells whether a text is a link that may be opened: http or https, and not too long. */
export const isWebLink = (link: string): boolean =>
  link.length <= linkLimit && /^https?:\/\/[^\s/]/i.test(link) && URL.canParse(link);

/** Corrects a card's text from what was read to `after`; what others wrote meanwhile stays. */
export const correctRetex = (
  board: BoardDoc,
  id: RetexId,
  before: string,
  after: string,
): Result<void, RetexMissing | FieldError> => {
  const text = findThing(retexOf(board), id)?.get('text');
  if (!(text instanceof Y.Text)) return err({ type: 'RetexMissing' });
  const clean = cleanText(after);
  if (clean.length > Math.max(retexTextLimit, before.length)) {
    return err({ type: 'TextTooLong', length: clean.length, limit: retexTextLimit });
  }
  if (clean !== before) transact(board, () => correctText(text, before, clean));
  return ok();
};

/** Moves a card before another, or (null) behind all; the rows of the table follow the cards. */
export const moveRetex = (board: BoardDoc, id: RetexId, before: RetexId | null): Result<void, ThingMissing> =>
  transact(board, () => {
    const moved = moveThing(board, retexOf(board), id, before);
    if (moved.ok) retexOf(board).forEach((card) => card instanceof Y.Map && card.delete('rowOrder'));
    return moved;
  });

/** Puts the rows of the table in an order of their own, inside a transaction. */
export const writeRetexRowOrder = (board: BoardDoc, ids: readonly RetexId[]): void => {
  const { keys } = makeRoom([], 0, ids.length);
  ids.forEach((id, i) => findThing(retexOf(board), id)?.set('rowOrder', keys[i]));
};
