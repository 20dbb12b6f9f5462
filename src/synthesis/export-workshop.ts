/** Writes a board as readable JSON. */

import type { AttachedType } from '#board/attached.ts';
import type { Board, Note, Retex } from '#board/board.ts';
import type { ThingId } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import type { Kind, Method } from '#board/method.ts';
import { boardThemes, liveClusters, liveNotes, liveRetex, parkedNotes } from '#board/select.ts';
import { isEmptyRow, readTables, type Table, type TableRow } from './tables.ts';
import { furtherHeadsKey } from './bullets.ts';
import { noteText, type TableLabels } from './labels.ts';
import {
  numberLimit,
  type ClusterJson,
  type DetailJson,
  type OtherNoteJson,
  type RetexJson,
} from './workshop-json.ts';

/** Plain JSON, keys in reading order. */
export type ExportedWorkshop = Readonly<Record<string, unknown>>;

/**
 * Tells a workshop: its live notes, in their tables, and its parking lot. The trash and the other values of conflicts are in the
 * `.grappe` file only. Neither times nor devices are told: they could give authors away.
 */
export const exportWorkshop = (
  board: Board,
  method: Method,
  labels: Pick<TableLabels, 'attached'>,
): ExportedWorkshop => {
  const { title, place, date, theme, audiences, introduction } = board.meta;
  const cards = liveRetex(board);
  const numbers = numberCards(cards);
  const pointers = new Map<ThingId, string>();
  const notes: Note[] = [];
  const point = (note: Note, pointer: string): string => {
    pointers.set(note.id, pointer);
    notes.push(note);
    return noteText(note, labels);
  };
  const tables = readTables(board, method).map((table) => [
    table.phase.id,
    exportTable(table, numbers, point),
  ]);
  const clusters = liveClusters(board);
  clusters.forEach((cluster, i) => pointers.set(cluster.id, `/clusters/${String(i)}`));
  // Where the method was changed, or a newer version knows more kinds.
  const others = liveNotes(board).filter((note) => !pointers.has(note.id));
  const otherNotes = others.map((note, i): OtherNoteJson => ({
    kind: note.kind,
    text: point(note, `/otherNotes/${String(i)}`),
  }));
  const parked = parkedNotes(board).map((note, i): OtherNoteJson => ({
    kind: note.kind,
    text: point(note, `/parked/${String(i)}`),
  }));
  const details = notes.flatMap((note) => exportDetail(note, pointers));
  const hasRetex = method.phases.some(({ rows }) => rows.type === 'retex');
  return {
    title: title.value,
    ...(theme.value !== null && { theme: theme.value }),
    themes: boardThemes(board, method),
    audiences: audiences.value ?? method.audiences.map(({ inFull }) => inFull),
    ...(method.id !== defaultMethod.id && { method: method.id }),
    ...(place.value !== '' && { place: place.value }),
    ...(date.value !== '' && { date: date.value }),
    ...(introduction.value !== '' && { introduction: introduction.value }),
    ...(hasRetex && { retex: cards.map((card) => exportCard(card, numbers)) }),
    ...(Object.fromEntries(tables) as Record<string, unknown>),
    ...(otherNotes.length > 0 && { otherNotes }),
    ...(parked.length > 0 && { parked }),
    ...(clusters.length > 0 && {
      clusters: clusters.map(({ id, title }): ClusterJson => ({
        title: title.value,
        notes: notes.filter((note) => note.cluster === id).flatMap((note) => pointers.get(note.id) ?? []),
      })),
    }),
    ...(details.length > 0 && { details }),
  };
};

/** Rows name cards by number, so a number that a merge has given twice is told once; the second gets the next free one. */
const numberCards = (cards: readonly Retex[]): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>();
  const given = new Set(cards.map((card) => card.number.value));
  const told = new Set<number>();
  let next = 1;
  for (const card of cards) {
    let number = card.number.value;
    if (told.has(number) || number > numberLimit) {
      while (told.has(next) || given.has(next)) next++;
      number = next;
    }
    told.add(number);
    numbers.set(card.id, number);
  }
  return numbers;
};

const exportCard = (card: Retex, numbers: ReadonlyMap<string, number>): RetexJson => ({
  number: numbers.get(card.id) ?? 0,
  scope: card.scope.value,
  title: card.title.value,
  summary: card.text,
  links: card.links.value,
  ...(card.theme.value !== null && { theme: card.theme.value }),
});

type Point = (note: Note, pointer: string) => string;

const exportTable = ({ phase, rows }: Table, numbers: ReadonlyMap<string, number>, point: Point): unknown[] =>
  rows
    .filter((row) => !isEmptyRow(row) || (phase.rows.type === 'heads' && row.id !== null))
    .map((row, n) => {
      const base = `/${phase.id}/${String(n)}`;
      const all = (key: string, notes: readonly Note[]): readonly string[] =>
        notes.map((note, i) => point(note, `${base}/${key}/${String(i)}`));
      return {
        ...(phase.rows.type === 'retex' && { retex: row.id === null ? null : numbers.get(row.id) }),
        ...(phase.rows.type === 'heads' &&
          exportHeads(row, phase.rows.head, phase.rows.single, base, all, point)),
        ...Object.fromEntries(row.cells.map(({ kind, notes }) => [kind.key, all(kind.key, notes)])),
        ...(phase.rows.type === 'heads' && row.id === null && { unplaced: true }),
      };
    });

const exportHeads = (
  { heads }: TableRow,
  head: Kind,
  single: boolean,
  base: string,
  all: (key: string, notes: readonly Note[]) => readonly string[],
  point: Point,
): object => {
  if (!single) return { [head.key]: all(head.key, heads) };
  const [first, ...further] = heads;
  return {
    [head.key]: first ? point(first, `${base}/${head.key}`) : '',
    ...(further.length > 0 && { [furtherHeadsKey(head)]: all(furtherHeadsKey(head), further) }),
  };
};

/** What is not read back: it leads whoever unpacks a `.grappe` file to what the note carries. */
interface ToldDetail extends DetailJson {
  readonly attached?: readonly { readonly type: AttachedType; readonly file: string }[];
}

const exportDetail = (note: Note, pointers: ReadonlyMap<ThingId, string>): readonly ToldDetail[] => {
  const from = note.from.flatMap((id) => pointers.get(id) ?? []);
  const detail: ToldDetail = {
    at: pointers.get(note.id) ?? '',
    ...(note.audience !== null && { audience: note.audience }),
    ...(note.stressed && { stressed: true }),
    ...(note.theme !== null && { theme: note.theme }),
    ...(from.length > 0 && { from }),
    ...(note.attached.length > 0 && {
      attached: note.attached.map(({ type, hash }) => ({ type, file: `attachments/${hash}` })),
    }),
  };
  return Object.keys(detail).length > 1 ? [detail] : [];
};

/** The file's text. */
export const workshopText = (workshop: ExportedWorkshop): string => `${JSON.stringify(workshop, null, 2)}\n`;
