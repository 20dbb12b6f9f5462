/** `grappe verify`: what a `.grappe` file holds, once every check has let it pass. */

import * as m from '#app/words/messages/messages.js';
import { getLocale } from '#app/words/messages/runtime.js';
import { checkBoard, type BoardShapeError } from '#board/check.ts';
import { readBoard, type Board } from '#board/board.ts';
import { openBoardDoc } from '#board/document.ts';
import { localized } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import { attachmentsOf } from '#board/carried.ts';
import { liveClusters, liveNotes, liveRetex, parkedNotes } from '#board/select.ts';
import { ok, type Result } from '#core/result.ts';
import { openBundle, type Bundle, type BundleError } from '#sync/bundle.ts';
import { stateHash } from '#sync/state-hash.ts';
import { printable } from './sentences.ts';

/**
 * Reports counts, schema and hashes, a line each: of what the workshop holds, and of the file.
 * Errors: those of `openBundle` and `checkBoard`.
 */
export const verify = (bytes: Uint8Array, path: string): Result<string, BundleError | BoardShapeError> => {
  const bundle = openBundle(bytes);
  if (!bundle.ok) return bundle;
  const checked = checkBoard(bundle.value.doc);
  if (!checked.ok) return checked;
  const board = readBoard(openBoardDoc(bundle.value.doc));
  const rows = [...board.rows.values()].filter((row) => row.trash === null);
  const trashed = [board.notes, board.clusters, board.rows, board.retex]
    .flatMap((things) => [...things.values()])
    .filter((thing) => thing.trash !== null && !('parked' in thing && thing.parked));
  const lines: readonly (readonly [label: string, value: string | number])[] = [
    [m.cli_verify_title(), board.meta.title.value],
    [m.cli_verify_method(), localized(findMethod(board.meta.method.value).name, getLocale())],
    [m.cli_verify_notes(), liveNotes(board).length],
    [m.cli_verify_clusters(), liveClusters(board).length],
    [m.cli_verify_rows(), rows.length],
    [m.cli_verify_retex(), liveRetex(board).length],
    [m.screen_parking(), parkedNotes(board).length],
    [m.cli_verify_trash(), trashed.length],
    ...attachmentLine(board, bundle.value),
    [m.cli_verify_schema(), board.schema],
    [m.cli_verify_board(), bundle.value.boardId],
    [m.cli_verify_content(), stateHash(bundle.value.doc)],
    ['SHA-256', bundle.value.hash],
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  return ok(
    [
      m.cli_verify_whole({ path: printable(path) }),
      ...lines.map(([label, value]) => `${label.padEnd(width)}  ${printable(String(value))}`),
      '',
    ].join('\n'),
  );
};

/** What notes carry: how many of it are in the file, where that is not all. */
const attachmentLine = (board: Board, { attachments }: Bundle): readonly (readonly [string, string])[] => {
  const wanted = attachmentsOf(board);
  if (wanted.length === 0) return [];
  const there = new Set(attachments.map(({ hash }) => hash));
  const count = wanted.filter((hash) => there.has(hash)).length;
  const all = String(wanted.length);
  return [[m.cli_verify_attachments(), count === wanted.length ? all : `${String(count)} / ${all}`]];
};
