/** Reads a file's bytes into a board's state: pure, the same in the page's worker and on the command line. */

import { checkBoard, type BoardShapeError } from '#board/check.ts';
import { createBoardDoc, encodeBoard } from '#board/document.ts';
import { systemClock } from '#core/clock.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { openBundle, type BundleError } from '#sync/bundle.ts';
import { importWorkshop } from '#synthesis/import-workshop.ts';
import { parseWorkshopJson, type JsonError } from '#synthesis/workshop-json.ts';

export interface ReadFile {
  readonly boardId: BoardId;
  /** Full state, V2. */
  readonly state: Uint8Array;
  /** When the file was made, by the clock of its device: ISO 8601, or empty. */
  readonly created: string;
}

export type FileError =
  | BundleError
  | JsonError
  | BoardShapeError
  | { readonly type: 'NotAGrappeFile' }
  | { readonly type: 'FileUnreadable' }
  | { readonly type: 'FileTooSlow'; readonly limitMs: number };

/** Tells a bundle (a ZIP) from JSON by its first bytes, never by its name. */
export const readFile = (bytes: Uint8Array): Result<ReadFile, FileError> => {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readBundle(bytes);
  const text = decodeText(bytes);
  if (text === undefined || !/^\s*\{/.test(text)) return err({ type: 'NotAGrappeFile' });
  return readJson(text);
};

const readBundle = (bytes: Uint8Array): Result<ReadFile, FileError> => {
  const bundle = openBundle(bytes);
  if (!bundle.ok) return bundle;
  const { boardId, state, doc, created } = bundle.value;
  const checked = checkBoard(doc);
  return checked.ok ? ok({ boardId, state, created }) : checked;
};

const readJson = (text: string): Result<ReadFile, FileError> => {
  const json = parseWorkshopJson(text);
  if (!json.ok) return json;
  const board = createBoardDoc();
  importWorkshop(board, json.value, { at: systemClock.now() });
  return ok({ boardId: createId<BoardId>(), state: encodeBoard(board), created: '' });
};

const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
