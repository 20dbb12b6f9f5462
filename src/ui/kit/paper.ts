/** Notes on sheets of paper: six or eight to a sheet of A4, in letters as large as their texts allow. */

import type { Board, Note } from '#board/board.ts';
import type { Kind, Phase } from '#board/method.ts';
import { phaseKinds } from '#board/method.ts';
import { phaseNotes } from '#board/select.ts';

/**
 * Two columns: of four, or of three. Cut along the lines, and nowhere else, the notes of a sheet of A4 are of one size: A7, 105 mm
 * by 74.25 mm, or 99 mm high.
 */
export const sheetSizes = [8, 6] as const;
export type SheetSize = (typeof sheetSizes)[number];

/** A note of paper: blank, or (part of) a note of the workshop. */
export interface PaperNote {
  readonly key: string;
  readonly kind: Kind;
  readonly note: Note | null;
  readonly text: string;
  /** « 2/3 » where a text takes several, else empty. */
  readonly part: string;
}

export interface PaperSheet {
  readonly key: string;
  readonly notes: readonly PaperNote[];
}

/** A sheet of blank notes for each kind that is written in these phases. */
export const blankSheets = (phases: readonly Phase[], size: SheetSize = 8): readonly PaperSheet[] =>
  phases
    .flatMap(({ kinds }) => kinds)
    .map((kind) => ({
      key: `blank-${kind.id}`,
      notes: Array.from({ length: size }, (_, i) => ({
        key: String(i),
        kind,
        note: null,
        text: '',
        part: '',
      })),
    }));

/** The notes of these phases, kind by kind. */
export const filledSheets = (
  board: Board,
  phases: readonly Phase[],
  size: SheetSize = 8,
): readonly PaperSheet[] => {
  const notes = phases.flatMap((phase) => {
    const written = phaseNotes(board, phase);
    return phaseKinds(phase).flatMap((kind) =>
      written.filter((note) => note.kind === kind.id).flatMap((note) => onPaper(note, kind, size)),
    );
  });
  return Array.from({ length: Math.ceil(notes.length / size) }, (_, i) => ({
    key: `filled-${String(i)}`,
    notes: notes.slice(i * size, (i + 1) * size),
  }));
};

const onPaper = (note: Note, kind: Kind, size: SheetSize): readonly PaperNote[] => {
  const parts = splitText(note.text, size);
  return parts.map((text, i) => ({
    key: `${note.id}-${String(i)}`,
    kind,
    note: i === 0 ? note : null,
    text,
    part: parts.length > 1 ? `${String(i + 1)}/${String(parts.length)}` : '',
  }));
};

/** What of a note is free for words, in millimetres: beside the lines to cut along, what no printer reaches, and its kind. */
const room = { width: 88, height: { 8: 48, 6: 72 } } as const;

/** The letters of a note, in millimetres, and how high their lines are. */
const letterSizes = [8, 7, 6, 5, 4.2, 3.5, 3, 2.7] as const;
const smallest = 2.7;
const lineHeight = 1.22;

/** More than so many code units fit no note, whatever they are. */
const mostOfNote = 2_000;

/** Cuts a text that is too long for one paper note, between lines or words where there are any: nothing of it is left out. */
export const splitText = (text: string, size: SheetSize = 8): readonly string[] => {
  const parts: string[] = [];
  let rest = text;
  while (!fits(rest, smallest, room.height[size])) {
    let end = Math.min(rest.length, mostOfNote);
    while (!fits(rest.slice(0, end), smallest, room.height[size])) end = Math.floor(end * 0.95);
    const line = rest.lastIndexOf('\n', end);
    const space = line > end / 2 ? line : rest.lastIndexOf(' ', end);
    // Half a character is none.
    const cut = space > end / 2 ? space : end - (/[\ud800-\udbff]/.test(rest.charAt(end - 1)) ? 1 : 0);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest];
};

/** In millimetres. `carries`: a picture takes two thirds of the note. */
export const letterSize = (text: string, size: SheetSize = 8, carries = false): number => {
  const height = room.height[size] / (carries ? 3 : 1);
  return letterSizes.find((each) => fits(text, each, height)) ?? smallest;
};

const fits = (text: string, letters: number, height: number): boolean =>
  text.length <= mostOfNote && linesOf(text, room.width / letters) * letters * lineHeight <= height;

/** How many lines a text takes where they are so many letters’ heights wide: broken between words, and in those that are longer. */
const linesOf = (text: string, width: number): number => {
  let lines = 0;
  for (const paragraph of text.split('\n')) {
    let at = 0;
    lines += 1;
    for (const word of paragraph.match(/\s*\S+/g) ?? []) {
      const wide = widthOf(word);
      if (at > 0 && at + wide > width) {
        lines += 1;
        at = 0;
      }
      lines += Math.floor(wide / width);
      at += wide % width;
    }
  }
  return lines;
};

/** In letters’ heights, reckoned widely: whatever font the browser finds for a script, nothing is cut off. */
const widthOf = (word: string): number => {
  const count = (some: RegExp): number => word.match(some)?.length ?? 0;
  const narrow = count(/\s/g);
  const wide = count(/[mwMW@%œæŒÆ—…]/g) + count(/[\u1100-\ud7ff\uf900-\uffef]/g);
  const middle = count(/[A-LN-VX-ZÀ-ÖØ-Þ]/g) + count(/[\u0370-\u10ff\ud800-\udfff]/g);
  return 0.3 * narrow + wide + 0.72 * middle + 0.55 * (word.length - narrow - wide - middle);
};
