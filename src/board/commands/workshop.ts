/** The workshop itself: its title, place, date, method, themes. */

import { err, ok, type Result } from '#core/result.ts';
import { metaOf, transact, type BoardDoc } from '../document.ts';
import type { MethodId, Theme } from '../method.ts';
import { writeField } from '../register.ts';
import { cleanLine, cleanText, isBlank, retexTextLimit, titleLimit } from '../text.ts';
import { writeSchema } from './schema.ts';
import { checkTitle, type TitleTooLong } from './title.ts';

export interface WorkshopDraft {
  readonly title: string;
  readonly method: MethodId;
  readonly place?: string;
  /** ISO 8601 calendar date. */
  readonly date?: string;
}

export type TitleEmpty = { readonly type: 'TitleEmpty' };
export type NotADate = { readonly type: 'NotADate' };
export type BadTheme = { readonly type: 'BadTheme' };

/**
 * Starts a workshop on an empty board.
 * Errors: `TitleEmpty`; `TitleTooLong`; `NotADate`.
 */
export const startWorkshop = (
  board: BoardDoc,
  { title, method, place = '', date = '' }: WorkshopDraft,
): Result<void, TitleEmpty | TitleTooLong | NotADate> => {
  const checkedTitle = checkWorkshopTitle(title);
  if (!checkedTitle.ok) return checkedTitle;
  const checkedPlace = checkTitle(place);
  if (!checkedPlace.ok) return checkedPlace;
  if (!isDate(date)) return err({ type: 'NotADate' });
  transact(board, () => {
    writeSchema(board);
    writeMeta(board, { title: checkedTitle.value, method, place: checkedPlace.value, date });
  });
  return ok();
};

/** What can be changed of a workshop. */
export interface WorkshopChange {
  readonly title?: string;
  readonly place?: string;
  readonly date?: string;
  readonly method?: MethodId;
  readonly theme?: number | null;
  readonly themes?: readonly Theme[];
  readonly audiences?: readonly string[];
  readonly introduction?: string;
}

export type IntroductionTooLong = {
  readonly type: 'TextTooLong';
  readonly length: number;
  readonly limit: number;
};

/**
 * Changes what is said of a workshop. `before` holds the values that the person saw: one that somebody else
 * gave meanwhile is kept beside the new one.
 * Errors: `TitleEmpty`; `TitleTooLong`; `NotADate`; `BadTheme` for a theme without number or title; `TextTooLong` for an
 * introduction past `retexTextLimit`.
 */
export const changeWorkshop = (
  board: BoardDoc,
  change: WorkshopChange,
  before: WorkshopChange = {},
): Result<void, TitleEmpty | TitleTooLong | NotADate | BadTheme | IntroductionTooLong> => {
  const clean: { -readonly [K in keyof WorkshopChange]: WorkshopChange[K] } = { ...change };
  if (change.title !== undefined) {
    const title = checkWorkshopTitle(change.title);
    if (!title.ok) return title;
    clean.title = title.value;
  }
  if (change.place !== undefined) {
    const place = checkTitle(change.place);
    if (!place.ok) return place;
    clean.place = place.value;
  }
  if (change.date !== undefined && !isDate(change.date)) return err({ type: 'NotADate' });
  if (change.themes) {
    const themes = change.themes.map(({ number, title }) => ({ number, title: cleanLine(title) }));
    if (
      themes.some(({ number, title }) => !Number.isInteger(number) || number < 0 || title.length > titleLimit)
    ) {
      return err({ type: 'BadTheme' });
    }
    clean.themes = themes;
  }
  if (change.introduction !== undefined) {
    const text = cleanText(change.introduction);
    if (text.length > retexTextLimit) {
      return err({ type: 'TextTooLong', length: text.length, limit: retexTextLimit });
    }
    clean.introduction = text;
  }
  transact(board, () => writeMeta(board, clean, before));
  return ok();
};

/** Writes fields of the workshop as they are, inside a transaction. */
export const writeMeta = (board: BoardDoc, change: WorkshopChange, before: WorkshopChange = {}): void => {
  for (const [field, value] of Object.entries(change)) {
    if (value === undefined) continue;
    writeField(board, metaOf(board), field, value, before[field as keyof WorkshopChange]);
  }
};

const checkWorkshopTitle = (typed: string): Result<string, TitleEmpty | TitleTooLong> => {
  const title = checkTitle(typed);
  return title.ok && isBlank(title.value) ? err({ type: 'TitleEmpty' }) : title;
};

const isDate = (date: string): boolean =>
  date === '' || (/^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)));
