/** Reads a file's bytes into a board's state: pure, the same in the page's worker and on the command line. */

import { checkBoard, type BoardShapeError } from '#board/check.ts';
import { readBoard } from '#board/board.ts';
import { createBoardDoc, encodeBoard, openBoardDoc } from '#board/document.ts';
import { attachmentsOf } from '#board/carried.ts';
import { systemClock } from '#core/clock.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { openBundle, type BundleAttachment, type BundleError } from '#sync/bundle.ts';
import { readParcel, startsLikeParcel, unpackParcel, type ParcelError } from '#sync/parcel.ts';
import { importWorkshop } from '#synthesis/import-workshop.ts';
import { readTemplate, startsLikeTemplate, type Template } from '#synthesis/template.ts';
import { parseWorkshopJson, type JsonError } from '#synthesis/workshop-json.ts';
import { startsLikeRescue } from './file-limits.ts';
import { readClockNote, type ClockNote } from './peer-clocks.ts';
import type { BoardKey } from '#sync/board-key.ts';
import { readRescue, type RescueEmpty, type RescueError } from './read-rescue.ts';

export interface ReadBoard {
  readonly boardId: BoardId;
  /** Full state, V2. */
  readonly state: Uint8Array;
  /** What its notes carry beside their texts, as far as the file has it. */
  readonly attachments: readonly BundleAttachment[];
  /** Of a rescue file: by which the workshop meets others at a hub. */
  readonly key?: BoardKey;
}

export interface ReadFile {
  /** One, or all that a rescue file holds. */
  readonly boards: readonly [ReadBoard, ...ReadBoard[]];
  /** What a rescue file left out; null for any other file, which is whole or refused. */
  readonly rescue: { readonly refusedRows: number } | null;
  /** How many attachments of a `.grappe` file were left out, being damaged. */
  readonly badAttachments: number;
  /** When the file was made, by the clock of its device: ISO 8601, or empty. */
  readonly created: string;
  /** What a `.grappe` file tells of clocks. */
  readonly clock: ClockNote | null;
  /** Of a parcel (sync/parcel.ts): where the device stands that made it. */
  readonly vector: Uint8Array | null;
}

type OneBoard = ReadBoard & Pick<ReadFile, 'created' | 'clock' | 'badAttachments' | 'vector'>;

export type FileError =
  | BundleError
  | JsonError
  | BoardShapeError
  | RescueError
  | RescueEmpty
  | ParcelError
  /** No workshop, but where another device stands with one: it asks for what it lacks. */
  | { readonly type: 'PlaceParcel'; readonly boardId: BoardId; readonly vector: Uint8Array }
  | { readonly type: 'NotAGrappeFile' }
  /** No workshop, but what one can begin from; whoever can begin one offers it. */
  | { readonly type: 'TemplateFile'; readonly template: Template }
  | { readonly type: 'FileUnreadable' }
  | { readonly type: 'FileTooSlow'; readonly limitMs: number };

/**
 * Tells a bundle (a ZIP) and a parcel from JSON by their first bytes, never by a name; and by their first characters a rescue
 * file and a template from a workshop's JSON. `base`: this device's state of the board, which a parcel may only be a part for.
 */
export const readFile = (bytes: Uint8Array, base?: Uint8Array): Result<ReadFile, FileError> => {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return alone(readBundle(bytes));
  if (startsLikeParcel(bytes)) return alone(readOneParcel(bytes, base));
  const text = decodeText(bytes);
  if (text === undefined || !/^\s*\{/.test(text)) return err({ type: 'NotAGrappeFile' });
  if (startsLikeTemplate(text)) {
    const template = readTemplate(text);
    return template.ok ? err({ type: 'TemplateFile', template: template.value }) : template;
  }
  return startsLikeRescue(text) ? readRescued(text) : alone(readJson(text));
};

const alone = (read: Result<OneBoard, FileError>): Result<ReadFile, FileError> => {
  if (!read.ok) return read;
  const { created, clock, badAttachments, vector, ...board } = read.value;
  return ok({ boards: [board], rescue: null, created, clock, badAttachments, vector });
};

const readBundle = (bytes: Uint8Array): Result<OneBoard, FileError> => {
  const bundle = openBundle(bytes);
  if (!bundle.ok) return bundle;
  const { boardId, state, doc, created, clock, attachments, badAttachments } = bundle.value;
  const checked = checkBoard(doc);
  if (!checked.ok) return checked;
  // What no note of it carries is nobody's, and takes room on every device.
  const carried = new Set(attachmentsOf(readBoard(openBoardDoc(doc))));
  return ok({
    boardId,
    state,
    created,
    clock: readClockNote(clock),
    attachments: attachments.filter(({ hash }) => carried.has(hash)),
    badAttachments,
    vector: null,
  });
};

const readOneParcel = (bytes: Uint8Array, base: Uint8Array | undefined): Result<OneBoard, FileError> => {
  const parcel = readParcel(bytes);
  if (!parcel.ok) return parcel;
  const { kind, boardId, vector } = parcel.value;
  if (kind === 'place') return err({ type: 'PlaceParcel', boardId, vector });
  const unpacked = unpackParcel(parcel.value, base);
  if (!unpacked.ok) return unpacked;
  const checked = checkBoard(unpacked.value.doc);
  if (!checked.ok) return checked;
  return ok({ boardId, state: unpacked.value.state, vector: unpacked.value.vector, ...nothingElse });
};

/** What only a `.grappe` file tells. */
const nothingElse = { attachments: [], badAttachments: 0, created: '', clock: null } as const;

const readJson = (text: string): Result<OneBoard, FileError> => {
  const json = parseWorkshopJson(text);
  if (!json.ok) return json;
  const board = createBoardDoc();
  importWorkshop(board, json.value, { at: systemClock.now() });
  return ok({
    boardId: createId<BoardId>(),
    state: encodeBoard(board),
    vector: null,
    ...nothingElse,
  });
};

/** Takes the workshops of a rescue file that could be read; what of them could not is counted. */
const readRescued = (text: string): Result<ReadFile, FileError> => {
  const rescue = readRescue(text);
  if (!rescue.ok) return rescue;
  const { boards, strayRows } = rescue.value;
  const [first, ...others] = boards.flatMap(({ boardId, state, attachments, key }): ReadBoard[] =>
    state.ok ? [{ boardId, state: state.value, attachments, ...(key !== null && { key }) }] : [],
  );
  if (!first) return err({ type: 'RescueEmpty' });
  const refusedRows = boards.reduce((sum, { refused }) => sum + refused, strayRows);
  return ok({
    boards: [first, ...others],
    rescue: { refusedRows },
    badAttachments: 0,
    created: '',
    clock: null,
    vector: null,
  });
};

const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
