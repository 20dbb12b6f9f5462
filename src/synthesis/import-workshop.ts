/** Puts a readable JSON onto an empty board. */

import { writeCluster } from '#board/commands/clusters.ts';
import { writeNote } from '#board/commands/notes.ts';
import { writeRetex, writeRetexRowOrder } from '#board/commands/retex.ts';
import { writeRow } from '#board/commands/rows.ts';
import { writeSchema } from '#board/commands/schema.ts';
import { writeMeta } from '#board/commands/workshop.ts';
import {
  findThing,
  parkedMark,
  retexOf,
  transact,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type RetexId,
  type RowId,
  type ThingId,
} from '#board/document.ts';
import type { AudienceId } from '#board/method.ts';
import { makeRoom } from '#board/order.ts';
import { chooseField } from '#board/register.ts';
import { createId, type RandomBytes } from '#core/ids.ts';
import { listBullets } from './bullets.ts';
import type { DetailJson, WorkshopJson } from './workshop-json.ts';

export interface ImportOptions {
  /** When, milliseconds since 1970: the file does not tell when a note was written. */
  readonly at: number;
  readonly random?: RandomBytes;
}

/** Writes all of a workshop in one transaction; texts are written as they are. */
export const importWorkshop = (board: BoardDoc, json: WorkshopJson, { at, random }: ImportOptions): void => {
  const newId: NewId = () => createId(random);
  transact(board, () => {
    writeWorkshop(board, json);
    const places = writeRows(board, json, writeCards(board, json, newId), newId);
    writeNotes(board, json, places, writeClusters(board, json, newId), { at, newId });
  });
};

type NewId = <Id extends string>() => Id;

/** Of each phase, the row or card that each of its rows became; null for none. */
type Places = readonly (readonly (RowId | RetexId | null)[])[];

const writeWorkshop = (board: BoardDoc, json: WorkshopJson): void => {
  const { title, place, date, introduction, theme, themes, audiences, method } = json;
  writeSchema(board);
  writeMeta(board, {
    title,
    method: method.id,
    ...(place !== '' && { place }),
    ...(date !== '' && { date }),
    ...(introduction !== '' && { introduction }),
    ...(theme !== null && { theme }),
    ...(themes && { themes }),
    ...(audiences && { audiences }),
  });
};

const writeCards = (
  board: BoardDoc,
  { method, retex, phases }: WorkshopJson,
  newId: NewId,
): ReadonlyMap<number, RetexId> => {
  const orders = newOrders(retex.length);
  const ids = new Map<number, RetexId>();
  retex.forEach(({ number, scope, title, summary, links, theme }, i) => {
    const id = newId<RetexId>();
    ids.set(number, id);
    writeRetex(board, id, { number, scope, title, text: summary, links }, orders[i]);
    const card = findThing(retexOf(board), id);
    if (theme !== undefined && card) chooseField(board, card, 'theme', theme);
  });
  const table = method.phases.findIndex(({ rows }) => rows.type === 'retex');
  const inTable = new Set((phases[table] ?? []).flatMap((row) => (row.retex === null ? [] : [row.retex])));
  const inList = [...ids.keys()].filter((number) => inTable.has(number));
  if ([...inTable].some((number, i) => number !== inList[i])) {
    const rest = [...ids.keys()].filter((number) => !inTable.has(number));
    writeRetexRowOrder(
      board,
      [...inTable, ...rest].map((number) => ids.get(number) as RetexId),
    );
  }
  return ids;
};

const writeRows = (
  board: BoardDoc,
  { method, phases }: WorkshopJson,
  cards: ReadonlyMap<number, RetexId>,
  newId: NewId,
): Places => {
  const orders = newOrders(phases.reduce((sum, rows) => sum + rows.length, 0));
  let count = 0;
  return method.phases.map((phase, p) =>
    (phases[p] ?? []).map((row) => {
      if (phase.rows.type === 'retex') return row.retex === null ? null : (cards.get(row.retex) ?? null);
      if (phase.rows.type === 'whole' || row.unplaced) return null;
      const id = newId<RowId>();
      writeRow(board, id, phase, orders[count++]);
      return id;
    }),
  );
};

const writeClusters = (board: BoardDoc, { clusters }: WorkshopJson, newId: NewId): readonly ClusterId[] => {
  const orders = newOrders(clusters.length);
  return clusters.map(({ title }, i) => {
    const id = newId<ClusterId>();
    writeCluster(board, id, title, orders[i]);
    return id;
  });
};

const writeNotes = (
  board: BoardDoc,
  json: WorkshopJson,
  places: Places,
  clusterIds: readonly ClusterId[],
  { at, newId }: { readonly at: number; readonly newId: NewId },
): void => {
  const bullets = listBullets(json).map((bullet) => ({ ...bullet, id: newId<NoteId>() }));
  const ids = new Map<string, ThingId>(bullets.map(({ pointer, id }) => [pointer, id]));
  clusterIds.forEach((id, i) => ids.set(`/clusters/${String(i)}`, id));
  const clusterOf = new Map<string, ClusterId | undefined>();
  json.clusters.forEach(({ notes }, i) => {
    for (const pointer of notes) clusterOf.set(pointer, clusterIds[i]);
  });
  const detailOf = new Map<string, DetailJson>(json.details.map((detail) => [detail.at, detail]));
  const orders = newOrders(bullets.length);
  bullets.forEach(({ id, pointer, kind, text, row, parked }, i) => {
    const { audience, stressed, theme, from = [] } = detailOf.get(pointer) ?? { at: pointer };
    const note = writeNote(
      board,
      {
        id,
        kind,
        text,
        at,
        row: row && (places[row.phase]?.[row.index] ?? null),
        cluster: clusterOf.get(pointer) ?? null,
        audience: (audience ?? null) as AudienceId | null,
        theme: theme ?? null,
        from: from.flatMap((source) => ids.get(source) ?? []),
      },
      orders[i] as string,
    );
    if (stressed) note.set('stressed', true);
    if (parked) note.set('live', parkedMark);
  });
};

/** The board is new, so that order keys are made at one go: one behind the other would look at all before, each time. */
const newOrders = (count: number): readonly string[] => makeRoom([], 0, count).keys;
