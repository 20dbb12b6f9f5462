/**
 * How large a note is on the wall, and how its text breaks into lines: reckoned without the page, since ten thousand
 * notes can't be laid out by it. A note that is near is real text in the page, at least as high as reckoned here.
 */

import type { Attached, AttachedType } from '#board/attached.ts';
import type { Note } from '#board/board.ts';
import { carriedGap, carriedHeights } from '../../notes/carried-size.ts';
import type { Size } from './geometry.ts';

/** As NoteTile.svelte draws it. */
export const noteBox = {
  width: 180,
  gap: 12,
  padding: { top: 10, side: 13, bottom: 13 },
  border: 1,
  factsGap: 4,
  minHeight: 92,
} as const;

/** A note of more characters than this is two notes wide, lest it become a ribbon. */
const wideFrom = 180;
const wideWidth = 2 * noteBox.width + noteBox.gap;

/** The type of a note's text, as the page draws it. */
export interface Lettering {
  /** CSS `font` of the plain text, and of the strong. */
  readonly plain: string;
  readonly strong: string;
  /** Of what stands above the text. */
  readonly small: string;
  readonly factsHeight: number;
  readonly lineHeight: number;
  readonly letterSpacing: number;
  readonly wordSpacing: number;
}

/** Something that a note carries, above its text. */
export interface CarriedBox {
  readonly type: AttachedType;
  /** From where the note's text would begin without it. */
  readonly top: number;
  readonly height: number;
}

/** What wide spacing adds to the width of a text, in pixels. */
export const spacesOf = (text: string, { letterSpacing, wordSpacing }: Lettering): number =>
  text.length * letterSpacing + (text.split(' ').length - 1) * wordSpacing;

export interface MeasuredNote extends Size {
  readonly lines: readonly string[];
  readonly carried: readonly CarriedBox[];
  /** From where the text would begin if the note carried nothing. */
  readonly textTop: number;
}

export type MeasureNote = (note: Note) => MeasuredNote;

/** `widthOf`: the width of a text in a CSS font, in pixels; asked once for each word. */
export const createNoteMeasure = (
  lettering: Lettering,
  widthOf: (text: string, font: string) => number,
): MeasureNote => {
  const known = new WeakMap<Note, MeasuredNote>();
  const words = { plain: new Map<string, number>(), strong: new Map<string, number>() };

  const wordWidth = (word: string, weight: 'plain' | 'strong'): number => {
    let width = words[weight].get(word);
    if (width === undefined) {
      width = widthOf(word, lettering[weight]) + word.length * lettering.letterSpacing;
      words[weight].set(word, width);
    }
    return width;
  };

  const measure = (note: Note): MeasuredNote => {
    const weight = note.stressed ? 'strong' : 'plain';
    const width = note.text.length > wideFrom ? wideWidth : noteBox.width;
    const room = width - 2 * (noteBox.padding.side + noteBox.border);
    const space = wordWidth(' ', weight) + lettering.wordSpacing;
    const carried = placeCarried(note.attached, room);
    // What carries something and has no text has no line for it.
    const lines =
      note.text === '' && carried.length > 0
        ? noLines
        : breakLines(note.text, room, space, (word) => wordWidth(word, weight));
    const { padding, border, factsGap, minHeight } = noteBox;
    const last = carried.at(-1);
    const textTop = last ? last.top + last.height + (lines.length > 0 ? factsGap : 0) : 0;
    const height =
      padding.top +
      lettering.factsHeight +
      factsGap +
      textTop +
      lines.length * lettering.lineHeight +
      padding.bottom +
      2 * border;
    return { width, height: Math.max(minHeight, Math.ceil(height)), lines, carried, textTop };
  };

  return (note) => {
    let measured = known.get(note);
    if (!measured) known.set(note, (measured = measure(note)));
    return measured;
  };
};

const noLines: readonly string[] = [];
const nothing: readonly CarriedBox[] = [];

const placeCarried = (attached: readonly Attached[], room: number): readonly CarriedBox[] => {
  if (attached.length === 0) return nothing;
  let top = 0;
  return carriedHeights(attached, room).map((height, i) => {
    const box = { type: (attached[i] as Attached).type, top, height };
    top += height + carriedGap;
    return box;
  });
};

/** Where a line may break inside what stands between two spaces: behind a hyphen or slash, around an ideograph. */
const syllables =
  /[^-/\u2E80-\u9FFF\uAC00-\uD7AF\uFF00-\uFFEF]+[-/]*|[-/]+|[\u2E80-\u9FFF\uAC00-\uD7AF\uFF00-\uFFEF]/gu;

/** Breaks a text as `white-space: pre-wrap; overflow-wrap: anywhere` does, as near as the height of a note needs. */
export const breakLines = (
  text: string,
  room: number,
  space: number,
  widthOf: (word: string) => number,
): readonly string[] => {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    let used = 0;
    const put = (piece: string, width: number): void => {
      line += piece;
      used += width;
    };
    const next = (): void => {
      lines.push(line);
      line = '';
      used = 0;
    };
    for (const word of paragraph.split(/[ \t]/)) {
      if (line !== '') put(' ', space);
      for (const piece of word.match(syllables) ?? []) {
        const width = widthOf(piece);
        if (used > 0 && used + width > room) next();
        if (width <= room) {
          put(piece, width);
          continue;
        }
        for (const letter of piece) {
          const letterWidth = widthOf(letter);
          if (used > 0 && used + letterWidth > room) next();
          put(letter, letterWidth);
        }
      }
    }
    next();
  }
  return lines;
};
