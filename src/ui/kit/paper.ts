/** Notes on sheets of paper: six or eight to a sheet of A4, in letters as large as their texts allow. */

import type { Board, Note } from '#board/board.ts';
import type { Kind, Phase } from '#board/method.ts';
import { phaseKinds } from '#board/method.ts';
import { phaseNotes } from '#board/select.ts';

/** Two columns: of four, 95 mm by 69 mm each, or of three, 92 mm high, within margins that every printer leaves. */
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
      written.filter((note) => note.kind === kind.id).flatMap((note) => onPaper(note, kind)),
    );
  });
  return Array.from({ length: Math.ceil(notes.length / size) }, (_, i) => ({
    key: `filled-${String(i)}`,
    notes: notes.slice(i * size, (i + 1) * size),
  }));
};

const onPaper = (note: Note, kind: Kind): readonly PaperNote[] => {
  const parts = splitText(note.text);
  return parts.map((text, i) => ({
    key: `${note.id}-${String(i)}`,
    kind,
    note: i === 0 ? note : null,
    text,
    part: parts.length > 1 ? `${String(i + 1)}/${String(parts.length)}` : '',
  }));
};

/** What a paper note holds in the smallest letters, as `textWeight` counts: a note as long as may be, and a little more. */
const weightLimit = 640;

/** Cuts a text that is too long for one paper note, between words where there are any: nothing of it is left out. */
export const splitText = (text: string): readonly string[] => {
  const parts: string[] = [];
  let rest = text;
  while (textWeight(rest) > weightLimit) {
    let end = rest.length;
    while (textWeight(rest.slice(0, end)) > weightLimit) {
      end = Math.min(end - 1, Math.ceil(end * 0.9));
    }
    const space = Math.max(rest.lastIndexOf(' ', end), rest.lastIndexOf('\n', end));
    // Half a character is none.
    const cut = space > end / 2 ? space : end - (/[\ud800-\udbff]/.test(rest.charAt(end - 1)) ? 1 : 0);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest];
};

/** How much room a text takes, in small letters: wide scripts and emoji take twice as much, capitals a third more. */
const textWeight = (text: string): number => {
  const count = (some: RegExp): number => text.match(some)?.length ?? 0;
  // A line break takes what is left of its line, half a line on average.
  return text.length + count(/[\u1100-\uffef]/g) + count(/\p{Lu}/gu) / 3 + 24 * count(/\n/g);
};

/** The letters of a note, in millimetres, up to a weight: three quarters of what 85 mm by 50 mm hold, for lines end early. */
const sizes = [
  [70, 8],
  [95, 7],
  [130, 6],
  [190, 5],
  [270, 4.2],
  [390, 3.5],
  [520, 3],
] as const;

/** `carries`: a picture takes most of the note. */
export const letterSize = (text: string, carries = false): number => {
  const weight = textWeight(text) * (carries ? 3 : 1);
  return sizes.find(([most]) => weight <= most)?.[1] ?? 2.7;
};
