/** Stored rows → one document: the union of all that decodes; what does not is named, never half applied. */

import * as Y from 'yjs';
import { crc32, sameBytes } from './checksum.ts';

export interface StoredRow {
  readonly bytes: unknown;
  /** V2 rows are the ledger's and carry a checksum; V1 rows are y-indexeddb's and carry none. */
  readonly format: 'v1' | 'v2';
  readonly checksum?: unknown;
}

export interface Decoded<Row> {
  readonly doc: Y.Doc;
  readonly refused: readonly { readonly row: Row; readonly reason: string }[];
  /** For each group of rows, whether it held something that the groups before it did not. */
  readonly news: readonly boolean[];
}

/**
 * Decodes groups of rows, in order, into a fresh document.
 * A truncated update can apply in part before it throws (9 of 150 lengths, measured), so after a refusal
 * the document is thrown away and begun again without that row.
 */
export const decodeRows = <Row extends StoredRow>(groups: readonly (readonly Row[])[]): Decoded<Row> => {
  const refused = new Map<Row, string>();
  for (const row of groups.flat()) {
    const reason = findDamage(row);
    if (reason !== undefined) refused.set(row, reason);
  }
  const repeated = findRepeated(groups.flat());
  const build = (): Built<Row> =>
    // What was refused once is refused each time.
    buildDocument(
      groups.map((rows) => rows.filter((row) => refused.has(repeated.get(row) ?? row) || !repeated.has(row))),
      refused,
    );
  let built = build();
  if (built.type === 'refused') {
    // Each row alone first, so that many bad rows do not mean as many beginnings.
    for (const row of groups.flat()) {
      if (refused.has(row)) continue;
      const alone = buildDocument([[row]], refused);
      if (alone.type === 'refused') refused.set(row, alone.reason);
      else alone.doc.destroy();
    }
    built = build();
  }
  while (built.type === 'refused') {
    refused.set(built.row, built.reason);
    built = build();
  }
  return {
    doc: built.doc,
    news: built.news,
    refused: [...refused].map(([row, reason]) => ({ row, reason })),
  };
};

/** Tells whether bytes decode, without touching any document but a scratch one. */
export const isUpdateV2 = (bytes: Uint8Array): boolean => {
  const built = buildDocument([[{ bytes, format: 'v2' }]], new Map());
  if (built.type === 'built') built.doc.destroy();
  return built.type === 'built';
};

const findDamage = (row: StoredRow): string | undefined => {
  if (!(row.bytes instanceof Uint8Array)) return 'not bytes';
  if (row.format === 'v2' && row.checksum !== crc32(row.bytes)) return 'checksum differs';
  return undefined;
};

/**
 * Rows that hold the same bytes as one before, each with that one: a board that is opened and left as it was is written
 * again as it was, and decoding is what an opening takes most of its time for.
 */
const findRepeated = <Row extends StoredRow>(rows: readonly Row[]): ReadonlyMap<Row, Row> => {
  const repeated = new Map<Row, Row>();
  for (const row of rows) {
    const first = rows.find((other) => other === row || isSame(other, row));
    if (first !== undefined && first !== row) repeated.set(row, first);
  }
  return repeated;
};

const isSame = (a: StoredRow, b: StoredRow): boolean =>
  a.format === b.format &&
  a.bytes instanceof Uint8Array &&
  b.bytes instanceof Uint8Array &&
  sameBytes(a.bytes, b.bytes);

type Built<Row> =
  | { readonly type: 'built'; readonly doc: Y.Doc; readonly news: readonly boolean[] }
  | { readonly type: 'refused'; readonly row: Row; readonly reason: string };

const buildDocument = <Row extends StoredRow>(
  groups: readonly (readonly Row[])[],
  refused: ReadonlyMap<Row, string>,
): Built<Row> => {
  const doc = new Y.Doc();
  const news: boolean[] = [];
  let changed: boolean;
  // Not `update`: for that Yjs would encode all that was decoded.
  const onTransaction = (transaction: Y.Transaction): void => void (changed ||= hasContent(transaction));
  doc.on('afterTransaction', onTransaction);
  let current: Row | undefined;
  try {
    for (const group of groups) {
      changed = false;
      const pendingBefore = pendingSize(doc);
      doc.transact(() => {
        for (const row of group) {
          if (refused.has(row)) continue;
          current = row;
          const bytes = row.bytes as Uint8Array;
          if (row.format === 'v1') Y.applyUpdate(doc, bytes);
          else Y.applyUpdateV2(doc, bytes);
        }
      });
      news.push(changed || pendingSize(doc) !== pendingBefore);
    }
    doc.off('afterTransaction', onTransaction);
    return { type: 'built', doc, news };
  } catch (thrown) {
    doc.destroy();
    if (current === undefined) throw thrown;
    return { type: 'refused', row: current, reason: String(thrown) };
  }
};

/** Whether a transaction has added or deleted anything. */
const hasContent = ({ deleteSet, beforeState, afterState }: Y.Transaction): boolean =>
  deleteSet.clients.size > 0 || [...afterState].some(([client, clock]) => beforeState.get(client) !== clock);

/** Updates whose predecessors are missing change nothing that shows, but must be kept. */
const pendingSize = (doc: Y.Doc): number =>
  (doc.store.pendingStructs?.update.length ?? 0) + (doc.store.pendingDs?.length ?? 0);
