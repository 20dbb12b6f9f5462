/** Puts a readable JSON onto an empty board. */

import { chooseField } from '#board/register.ts';
import { writeCluster } from '#board/commands/clusters.ts';
import { writeNote } from '#board/commands/notes.ts';
import { writeRetex, writeRetexRowOrder } from '#board/commands/retex.ts';
import { writeRow } from '#board/commands/rows.ts';
import { writeMeta, writeSchema } from '#board/commands/workshop.ts';
import {
  findThing,
  notesOf,
  retexOf,
  transact,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type RetexId,
  type RowId,
  type ThingId,
} from '#board/document.ts';
import type { AudienceId, Kind, Phase } from '#board/method.ts';
import { makeRoom } from '#board/order.ts';
import { createId, isId, type RandomBytes } from '#core/ids.ts';
import { furtherHeadsKey, type DetailJson, type RowJson, type WorkshopJson } from './workshop-json.ts';

export interface ImportOptions {
  /** When, milliseconds since 1970: the file does not tell when a note was written. */
  readonly at: number;
  readonly random?: RandomBytes;
}

/** A note of the file, before it is written. */
interface Bullet {
  readonly id: NoteId;
  readonly pointer: string;
  readonly kind: Kind;
  readonly text: string;
  readonly row: RowId | RetexId | null;
}

/** Writes all of a workshop in one transaction; texts are written as they are. */
export const importWorkshop = (board: BoardDoc, json: WorkshopJson, { at, random }: ImportOptions): void => {
  const id = <Id extends string>(): Id => createId<Id>(random);
  transact(board, () => {
    const { title, place, date, theme, themes, audiences, method } = json;
    writeSchema(board);
    writeMeta(board, {
      title,
      method: method.id,
      ...(place !== '' && { place }),
      ...(date !== '' && { date }),
      ...(theme !== null && { theme }),
      ...(themes && { themes }),
      ...(audiences && { audiences }),
    });
    const retexIds = writeRetexCards(board, json, id);
    const bullets = method.phases.flatMap((phase, i) =>
      (json.phases[i] ?? []).flatMap((row, n) =>
        placeRow(board, phase, row, `/${phase.id}/${String(n)}`, retexIds, id),
      ),
    );
    const clusterIds = json.clusters.map(() => id<ClusterId>());
    json.clusters.forEach((cluster, i) => writeCluster(board, clusterIds[i] as ClusterId, cluster.title));
    writeBullets(board, bullets, json, clusterIds, at);
  });
};

const writeRetexCards = (
  board: BoardDoc,
  { method, retex, phases }: WorkshopJson,
  id: () => RetexId,
): ReadonlyMap<number, RetexId> => {
  const ids = new Map<number, RetexId>();
  for (const { number, scope, title, summary, links, theme } of retex) {
    const retexId = id();
    ids.set(number, retexId);
    writeRetex(board, retexId, { number, scope, title, text: summary, links });
    const card = findThing(retexOf(board), retexId);
    if (theme !== undefined && card) chooseField(board, card, 'theme', theme);
  }
  const phase = method.phases.findIndex(({ rows }) => rows.type === 'retex');
  const inTable = (phases[phase] ?? []).flatMap((row) => (row.retex === null ? [] : [row.retex]));
  const inList = retex.map(({ number }) => number).filter((number) => inTable.includes(number));
  if (inTable.some((number, i) => number !== inList[i])) {
    const rest = retex.map(({ number }) => number).filter((number) => !inTable.includes(number));
    writeRetexRowOrder(
      board,
      [...inTable, ...rest].map((number) => ids.get(number) as RetexId),
    );
  }
  return ids;
};

/** Writes a row, if it is one, and tells which notes go into it. */
const placeRow = (
  board: BoardDoc,
  phase: Phase,
  row: RowJson,
  pointer: string,
  retexIds: ReadonlyMap<number, RetexId>,
  id: <Id extends string>() => Id,
): readonly Bullet[] => {
  let place: RowId | RetexId | null = null;
  const bullets: Bullet[] = [];
  if (phase.rows.type === 'retex' && row.retex !== null) place = retexIds.get(row.retex) ?? null;
  if (phase.rows.type === 'heads') {
    const { head, single } = phase.rows;
    if (!row.unplaced) {
      place = id<RowId>();
      writeRow(board, place, phase);
    }
    for (const [i, text] of row.heads.entries()) {
      const at = !single
        ? `${pointer}/${head.key}/${String(i)}`
        : i === 0
          ? `${pointer}/${head.key}`
          : `${pointer}/${furtherHeadsKey(head)}/${String(i - 1)}`;
      bullets.push({ id: id(), pointer: at, kind: head, text, row: place });
    }
  }
  for (const [column, kind] of phase.kinds.entries()) {
    for (const [i, text] of (row.cells[column] ?? []).entries()) {
      bullets.push({ id: id(), pointer: `${pointer}/${kind.key}/${String(i)}`, kind, text, row: place });
    }
  }
  return bullets;
};

const writeBullets = (
  board: BoardDoc,
  bullets: readonly Bullet[],
  { clusters, details }: WorkshopJson,
  clusterIds: readonly ClusterId[],
  at: number,
): void => {
  const ids = new Map<string, ThingId>(bullets.map((bullet) => [bullet.pointer, bullet.id]));
  clusterIds.forEach((cluster, i) => ids.set(`/clusters/${String(i)}`, cluster));
  const clusterOf = new Map<string, ClusterId>(
    clusters.flatMap(({ notes }, i) =>
      notes.map((pointer) => [pointer, clusterIds[i] as ClusterId] as const),
    ),
  );
  const detailOf = new Map<string, DetailJson>(details.map((detail) => [detail.at, detail]));
  const orders = makeRoom([], 0, bullets.length).keys;
  bullets.forEach(({ id, pointer, kind, text, row }, i) => {
    const { audience, stressed, theme, from } = detailOf.get(pointer) ?? { at: pointer };
    const sources = (from ?? []).flatMap((source) => ids.get(source) ?? []);
    writeNote(
      board,
      {
        id,
        kind: kind.id,
        text,
        at,
        row,
        cluster: clusterOf.get(pointer) ?? null,
        ...(isId(audience) && { audience: audience as string as AudienceId }),
        ...(theme !== undefined && { theme }),
        from: sources,
      },
      orders[i] as string,
    );
    if (stressed) findThing(notesOf(board), id)?.set('stressed', true);
  });
};
