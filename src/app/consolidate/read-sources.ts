/**
 * Reads files of any number of workshops, one after the other, so that no more than one is in memory; of each only what is told of it
 * beside the others is kept. The same in the page's worker and on the command line.
 */

import type * as Y from 'yjs';
import { checkBoard } from '#board/check.ts';
import { createBoardDoc, mergeBoard } from '#board/document.ts';
import {
  consolidationVersion,
  createConsolidation,
  encodeConsolidation,
  isConsolidation,
  readConsolidation,
  readVersion,
} from '#consolidation/consolidation.ts';
import { readWorkshop, type Workshop } from '#consolidation/workshop.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { openBundle, type Bundle } from '#sync/bundle.ts';
import { openConsolidationFile, startsLikeConsolidation } from '#sync/consolidation-file.ts';
import { readState } from '#sync/scratch-doc.ts';
import { stateHash } from '#sync/state-hash.ts';
import type { FileError } from '../read-file.ts';

/** A file, wherever it is. */
export interface Source<E> {
  readonly name: string;
  readonly read: () => Promise<Result<Uint8Array, E>>;
}

/** What was found, as it is found. */
export type Found<E> =
  | { readonly type: 'workshop'; readonly workshop: Workshop }
  /** A consolidation, with the workshops that count in it. */
  | { readonly type: 'consolidation'; readonly state: Uint8Array; readonly workshops: readonly Workshop[] }
  /** The same workshop as another file, `first`; `isEqual`: with nothing in it that differs. */
  | { readonly type: 'same'; readonly name: string; readonly first: string; readonly isEqual: boolean }
  | { readonly type: 'failed'; readonly name: string; readonly error: E | FileError }
  /** How many files were read. */
  | { readonly type: 'progress'; readonly done: number };

/** Where a workshop was met. */
interface Met<E> {
  readonly sources: Source<E>[];
  readonly hash: string;
  isSeveral: boolean;
}

/**
 * Gives what each file holds. A workshop that comes in several files is merged of them, as everywhere, after all others: they are
 * read again for it.
 */
export async function* readSources<E>(sources: readonly Source<E>[]): AsyncGenerator<Found<E>> {
  const met = new Map<BoardId, Met<E>>();
  for (const [i, source] of sources.entries()) {
    const read = await readOne(source);
    if (!read.ok) yield { type: 'failed', name: source.name, error: read.error };
    else if (read.value.type === 'consolidation') yield read.value;
    else {
      const { bundle, hash } = read.value;
      const before = met.get(bundle.boardId);
      if (before) {
        const [first] = before.sources;
        const isEqual = before.hash === hash;
        if (!isEqual) {
          before.sources.push(source);
          before.isSeveral = true;
        }
        yield { type: 'same', name: source.name, first: first?.name ?? '', isEqual };
      } else {
        met.set(bundle.boardId, { sources: [source], hash, isSeveral: false });
        yield { type: 'workshop', workshop: readWorkshop(bundle.boardId, bundle.doc, hash) };
      }
      bundle.doc.destroy();
    }
    yield { type: 'progress', done: i + 1 };
  }
  for (const [id, { sources: several, isSeveral }] of met) {
    if (isSeveral) yield { type: 'workshop', workshop: await mergeSources(id, several) };
  }
}

type ReadSource =
  | { readonly type: 'bundle'; readonly bundle: Bundle; readonly hash: string }
  | Extract<Found<never>, { type: 'consolidation' }>;

const readOne = async <E>(source: Source<E>): Promise<Result<ReadSource, E | FileError>> => {
  const bytes = await source.read();
  if (!bytes.ok) return bytes;
  if (startsLikeConsolidation(bytes.value)) return readConsolidationFile(bytes.value);
  const bundle = openBundle(bytes.value);
  if (!bundle.ok) return bundle;
  const checked = checkBoard(bundle.value.doc);
  return checked.ok
    ? ok({ type: 'bundle', bundle: bundle.value, hash: stateHash(bundle.value.doc) })
    : checked;
};

const readConsolidationFile = (bytes: Uint8Array): Result<ReadSource, FileError> => {
  const doc = openConsolidationFile(bytes);
  return doc.ok ? readConsolidationDoc(doc.value) : doc;
};

/** Reads a state that this device kept. */
export const readKeptState = (state: Uint8Array): Result<ReadSource, FileError> => {
  const read = readState(state);
  return read.ok
    ? readConsolidationDoc(read.value.doc)
    : err({ type: 'BundleUnreadable', detail: read.error.type });
};

const readConsolidationDoc = (doc: Y.Doc): Result<ReadSource, FileError> => {
  if (!isConsolidation(doc)) return err({ type: 'BundleUnreadable', detail: 'consolidation.yjs2' });
  const version = readVersion(doc);
  if (version > consolidationVersion) {
    return err({ type: 'BundleNewer', version, known: consolidationVersion });
  }
  const consolidation = createConsolidation(doc);
  const { workshops, out } = readConsolidation(consolidation);
  return ok({
    type: 'consolidation',
    state: encodeConsolidation(consolidation),
    workshops: [...workshops, ...out],
  });
};

/** What can no longer be read is missing from the merge: it was there a moment ago, and has been counted. */
const mergeSources = async <E>(id: BoardId, sources: readonly Source<E>[]): Promise<Workshop> => {
  const board = createBoardDoc();
  for (const source of sources) {
    const read = await readOne(source);
    if (!read.ok || read.value.type !== 'bundle' || read.value.bundle.boardId !== id) continue;
    mergeBoard(board, read.value.bundle.state, { type: 'file' });
    read.value.bundle.doc.destroy();
  }
  return readWorkshop(id, board.doc, stateHash(board.doc));
};
