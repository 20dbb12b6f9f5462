/** Puts lines of notes onto a board, new or at work. */

import { readAudiences } from '#board/audiences.ts';
import { readBoard, type Board } from '#board/board.ts';
import { orderBehind } from '#board/commands/arrange.ts';
import { writeCluster } from '#board/commands/clusters.ts';
import { writeNote } from '#board/commands/notes.ts';
import { writeRetex } from '#board/commands/retex.ts';
import { writeRow } from '#board/commands/rows.ts';
import {
  notesOf,
  parkedMark,
  transact,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type RetexId,
  type RowId,
  type ThingId,
} from '#board/document.ts';
import { findKind, type Audience, type AudienceId, type Method, type Phase } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import { makeRoom } from '#board/order.ts';
import { liveClusters, liveRetex } from '#board/select.ts';
import { titleLimit } from '#board/text.ts';
import { createId, idAlphabet, isId, type DeviceId, type RandomBytes } from '#core/ids.ts';
import type { ImportedLine } from './read-lines.ts';
import { readReferences } from './references.ts';

export interface ImportLinesOptions {
  /** When, milliseconds since 1970. */
  readonly at: number;
  readonly device?: DeviceId;
  readonly random?: RandomBytes;
}

export interface ImportedLines {
  readonly added: number;
  /** Notes that are on the board already, under the same reference and with the same text. */
  readonly known: number;
}

/** Adds the notes in one transaction, with the clusters, rows and cards they name. A note with a reference has it again. */
export const importLines = (
  board: BoardDoc,
  lines: readonly ImportedLine[],
  { at, device, random }: ImportLinesOptions,
): ImportedLines => {
  const shown = readBoard(board);
  const method = findMethod(shown.meta.method.value);
  const audiences = [...readAudiences(method, shown.meta.audiences.value), ...method.audiences];
  const here = new Map(Array.from(readReferences(shown, method), ([id, reference]) => [reference, id]));
  const fresh = lines.filter(({ reference, text }) => {
    const known = shown.notes.get(here.get(reference) as NoteId);
    return !(known && known.text === text && (known.trash === null || known.parked));
  });
  const ids = new Map<string, ThingId>(here);
  const named = fresh.map((line) => {
    const id = idFor<NoteId>(line.reference, here.has(line.reference), random);
    if (line.reference !== '') ids.set(line.reference, id);
    return { line, id };
  });
  transact(board, () => {
    const clusters = writeClusters(board, shown, fresh, ids, random);
    const rowOf = createRows(board, shown, method, random);
    const orders = ordersBehind(notesOf(board), named.length);
    named.forEach(({ line, id }, i) => {
      const note = writeNote(
        board,
        {
          id,
          kind: line.kind.id,
          text: line.text,
          at,
          ...(device && { device }),
          row: line.parked ? null : rowOf(line),
          cluster: clusters.get(clusterKey(line)) ?? null,
          audience: audienceOf(line.audience, audiences),
          theme: line.theme === shown.meta.theme.value ? null : line.theme,
          from: line.from.flatMap((reference) => ids.get(reference) ?? []),
        },
        orders[i] as string,
      );
      if (line.stressed) note.set('stressed', true);
      if (line.parked) note.set('live', parkedMark);
    });
  });
  return { added: fresh.length, known: lines.length - fresh.length };
};

/** An id that gives this reference: its digits, then chance. A reference that leads to something else here is not given twice. */
const idFor = <Id extends ThingId>(reference: string, isTaken: boolean, random?: RandomBytes): Id => {
  const id = createId<Id>(random);
  const digits = isTaken ? '' : (/^[A-Z](\d{3,12})$/.exec(reference)?.[1] ?? '');
  const start = Array.from(digits, (digit, i) => {
    // Any character that stands for the digit: the drawn one's neighbour, so that as much chance is kept as may be.
    const drawn = idAlphabet.indexOf(id.charAt(i));
    const at = drawn - (drawn % 10) + Number(digit);
    return idAlphabet.charAt(at < idAlphabet.length ? at : at - 10);
  });
  return (start.join('') + id.slice(digits.length)) as Id;
};

const clusterKey = ({ cluster, clusterReference }: ImportedLine): string => clusterReference || cluster;

const writeClusters = (
  board: BoardDoc,
  shown: Board,
  lines: readonly ImportedLine[],
  ids: Map<string, ThingId>,
  random?: RandomBytes,
): ReadonlyMap<string, ClusterId> => {
  const found = new Map<string, ClusterId>();
  for (const line of lines) {
    const key = clusterKey(line);
    if (key === '' || found.has(key)) continue;
    const title = line.cluster.slice(0, titleLimit);
    const here = liveClusters(shown).find((each) => ids.get(key) === each.id || each.title.value === title);
    const id = here?.id ?? idFor<ClusterId>(line.clusterReference, ids.has(line.clusterReference), random);
    if (!here) writeCluster(board, id, title);
    found.set(key, id);
    if (line.clusterReference !== '') ids.set(line.clusterReference, id);
  }
  return found;
};

/** Gives each line, one after the other, the row it stands in; makes those that are not there. */
const createRows = (board: BoardDoc, shown: Board, method: Method, random?: RandomBytes) => {
  const cards = new Map<string, RetexId>();
  for (const { id, number, title } of liveRetex(shown)) cards.set(cardName(number.value, title.value), id);
  let open:
    | { readonly phase: Phase; readonly title: string; readonly id: RowId; column: number; heads: string }
    | undefined;

  const cardOf = (row: string): RetexId => {
    const known = cards.get(row);
    if (known) return known;
    const [, number, title = ''] = /^RETEX (\d{1,6})(?: · ([\s\S]*))?$/.exec(row) ?? [];
    const id = createId<RetexId>(random);
    const draft = {
      number: number === undefined ? cards.size + 1 : Number(number),
      scope: '',
      title: (number === undefined ? row : title).slice(0, titleLimit),
      text: '',
      links: [],
    };
    writeRetex(board, id, draft);
    cards.set(row, id);
    return id;
  };

  return ({ kind, row, text }: ImportedLine): RowId | RetexId | null => {
    const phase = findKind(method, kind.id)?.phase;
    if (!phase || phase.rows.type === 'whole') return null;
    const { without } = phase.rows;
    if (Object.values(without).includes(row)) return null;
    if (phase.rows.type === 'retex') return row === '' ? null : cardOf(row);
    const column = kind.id === phase.rows.head.id ? -1 : phase.kinds.indexOf(kind);
    // Rows stand one behind the other, each with its columns from left to right.
    const goesOn =
      open?.phase === phase &&
      open.title === row &&
      column >= open.column &&
      // Its heads are all there: the next one is of a row of the same name.
      !(column === -1 && open.heads === row);
    if (row === '' && !goesOn) return null;
    if (!open || !goesOn) {
      open = { phase, title: row, id: createId<RowId>(random), column, heads: '' };
      writeRow(board, open.id, phase);
    }
    open.column = column;
    if (column === -1) open.heads += open.heads === '' ? text : ` · ${text}`;
    return open.id;
  };
};

const cardName = (number: number, title: string): string =>
  `RETEX ${String(number)}${title === '' ? '' : ` · ${title}`}`;

const audienceOf = (named: string, audiences: readonly Audience[]): AudienceId | null => {
  const word = named.toLowerCase();
  const known = audiences.find(({ id, inFull, label }) =>
    [id, inFull, ...Object.values(label)].some((each) => each.toLowerCase() === word),
  );
  return known?.id ?? (isId(named) ? (named as AudienceId) : null);
};

/** Order keys behind all that is there, made at one go. */
const ordersBehind = (root: ReturnType<typeof notesOf>, count: number): readonly string[] => {
  if (count === 0) return [];
  const start = orderBehind(root);
  return [start, ...makeRoom([{ id: '', order: start }], 1, count - 1).keys];
};
