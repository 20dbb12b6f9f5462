/**
 * Reads what the rescue page exported (docs/format.md, « grappe-secours ») back into workshops: pure, and as wary as with
 * any other file. Of each workshop it takes the union of all rows that decode, from both copies of the device.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { checkBoard, type BoardShapeError } from '#board/check.ts';
import { readBoard } from '#board/board.ts';
import { encodeBoard, openBoardDoc } from '#board/document.ts';
import { attachmentsOf } from '#board/carried.ts';
import { attachmentSizeLimit, isAttachmentHash, type AttachmentHash } from '#core/attachments.ts';
import { isId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { decodeRows, type StoredRow } from '#storage/decode.ts';
import type { BoardKey } from '#sync/board-key.ts';
import { readState, statePartLimit } from '#sync/scratch-doc.ts';
import type { BundleAttachment, BundleError } from '#sync/bundle.ts';
import type { JsonError, JsonFault } from '#synthesis/workshop-json.ts';
import * as v from 'valibot';
import { rescueSizeLimit } from './file-limits.ts';
import { hubDraft, readHubDraft } from './hub/hub-draft.ts';

const databaseLimit = 10_000;
const storeLimit = 100;
/** Storage merges its rows every few hundred; a device has thousands of them at most. */
const rowLimit = 500_000;
/** Longest title believed from the list of workshops: it is shown, not kept. */
const listedTitleLimit = 200;

const rescueVersion = 1;
const ledgerName = 'grappe';
/** As `workingCopyName` has it, whose module would bring all of Dexie along. */
const copyPrefix = 'grappe-board-';

export interface RescuedBoard {
  readonly boardId: BoardId;
  /** What the list of workshops called it, or nothing. */
  readonly listedAs: string;
  /** What its notes carry beside their texts, as far as the file has it. */
  readonly attachments: readonly BundleAttachment[];
  /** By which the device met others at a hub; null: it had none. */
  readonly key: BoardKey | null;
  /** Rows that decoded. */
  readonly rows: number;
  /** Rows that did not, and were left out. */
  readonly refused: number;
  /** Rows that the app itself had set aside; they are not looked at. */
  readonly quarantined: number;
  /** Full state, V2. `RescueEmpty`: nothing of it could be read. */
  readonly state: Result<Uint8Array, BoardShapeError | RescueEmpty>;
}

export interface Rescue {
  /** In the order in which the file first names them. */
  readonly boards: readonly RescuedBoard[];
  /** Rows that can't be said to belong to any workshop. */
  readonly strayRows: number;
  /** Databases and tables that the rescue page could not read, or not to their end. */
  readonly unreadPlaces: readonly string[];
}

export type RescueEmpty = { readonly type: 'RescueEmpty' };
export type RescueError = JsonError | Extract<BundleError, { type: 'BundleNewer' }>;

/**
 * Reads the text of a file; never throws, whatever it holds.
 * Errors: `JsonTooLarge`; `NotJson`; `JsonWrong` with the first place that is not as it should be; `BundleNewer`.
 */
export const readRescue = (text: string): Result<Rescue, RescueError> => {
  if (text.length > rescueSizeLimit) {
    return err({ type: 'JsonTooLarge', size: text.length, limit: rescueSizeLimit });
  }
  const file = readShape(text);
  if (!file.ok) return file;
  const found = sortRows(file.value);
  return ok({
    boards: [...found.boards].map(([boardId, board]) => readBoardRows(boardId, board)),
    strayRows: found.strayRows,
    unreadPlaces: found.unreadPlaces,
  });
};

const textField = v.string('text');
const list = <Item extends v.GenericSchema>(item: Item, limit: number) =>
  v.pipe(v.array(item, 'list'), v.maxLength(limit, 'fewer'));

const rescueShape = v.object(
  {
    databases: list(
      v.object(
        {
          name: textField,
          error: v.exactOptional(textField),
          stores: list(
            v.object(
              { name: textField, error: v.exactOptional(textField), rows: list(v.unknown(), rowLimit) },
              'object',
            ),
            storeLimit,
          ),
        },
        'object',
      ),
      databaseLimit,
    ),
  },
  'object',
);

type RescueFile = v.InferOutput<typeof rescueShape>;

const readShape = (text: string): Result<RescueFile, RescueError> => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return err({ type: 'NotJson', line: null });
  }
  // Before the shape: a later version may have another.
  const version = v.safeParse(v.object({ version: v.number('number') }, 'object'), parsed);
  if (!version.success) return wrong('/version', 'number');
  if (version.output.version > rescueVersion) {
    return err({ type: 'BundleNewer', version: version.output.version, known: rescueVersion });
  }
  const shaped = v.safeParse(rescueShape, parsed, { abortEarly: true });
  if (!shaped.success) {
    const [issue] = shaped.issues;
    const missing = issue.type === 'object' && issue.expected?.startsWith('"') === true;
    const path = (issue.path ?? []).map((item) => `/${String(item.key)}`).join('');
    return wrong(path, missing ? 'missing' : (issue.message as JsonFault));
  }
  const rows = shaped.output.databases.flatMap(({ stores }) => stores.map((store) => store.rows.length));
  return rows.reduce((sum, count) => sum + count, 0) > rowLimit
    ? wrong('/databases', 'fewer')
    : ok(shaped.output);
};

const wrong = (path: string, expected: JsonFault): Result<never, JsonError> =>
  err({ type: 'JsonWrong', path, expected });

/** A board's rows as the file has them, not yet decoded. */
interface FoundBoard {
  listedAs: string;
  key: BoardKey | null;
  readonly rows: StoredRow[];
  readonly attachments: { readonly hash: unknown; readonly bytes: Uint8Array | undefined }[];
  quarantined: number;
}

/** Says of each row whose it is. A database or table given twice is read as one. */
const sortRows = (file: RescueFile) => {
  const boards = new Map<BoardId, FoundBoard>();
  const unreadPlaces: string[] = [];
  const keys = new Map<BoardId, BoardKey | null>();
  let strayRows = 0;

  const boardOf = (id: BoardId): FoundBoard => {
    const board = boards.get(id) ?? { listedAs: '', key: null, rows: [], attachments: [], quarantined: 0 };
    boards.set(id, board);
    return board;
  };

  const sortLedgerRow = (table: string, row: unknown): void => {
    const fields = fieldsOf(row);
    if (table === 'entries') {
      const { scope, key, value } = fields ?? {};
      // Of settings and drafts, only what a workshop meets others by; a device that had nothing of it has no use for the key.
      if (key === hubDraft && isBoardId(scope)) keys.set(scope, readHubDraft(value).key);
      return;
    }
    const id = table === 'boards' ? fields?.['id'] : fields?.['boardId'];
    if (!fields || !isBoardId(id)) {
      strayRows += 1;
      return;
    }
    const board = boardOf(id);
    if (table === 'boards') board.listedAs ||= titleOf(fields['summary']);
    else if (table === 'quarantine') board.quarantined += 1;
    else if (table === 'attachments')
      board.attachments.push({ hash: fields['hash'], bytes: readBytes(fields['bytes']) });
    else board.rows.push({ bytes: readBytes(fields['bytes']), format: 'v2', checksum: fields['checksum'] });
  };

  for (const { name, error, stores } of file.databases) {
    if (error !== undefined) unreadPlaces.push(name);
    const id = name.startsWith(copyPrefix) ? name.slice(copyPrefix.length) : undefined;
    if (name !== ledgerName && !isBoardId(id)) continue;
    for (const store of stores) {
      if (store.error !== undefined) unreadPlaces.push(`${name}/${store.name}`);
      if (!isBoardId(id)) {
        if (boardTables.has(store.name)) for (const row of store.rows) sortLedgerRow(store.name, row);
      } else if (store.name === 'updates') {
        const { rows } = boardOf(id);
        for (const row of store.rows) rows.push({ bytes: readBytes(valueOf(row)), format: 'v1' });
      }
    }
  }
  for (const [id, board] of boards) board.key = keys.get(id) ?? null;
  return { boards, strayRows, unreadPlaces };
};

/** The ledger's tables that lead to what boards hold. */
const boardTables: ReadonlySet<string> = new Set([
  'boards',
  'journal',
  'restorePoints',
  'quarantine',
  'attachments',
  'entries',
]);

const isBoardId = (value: unknown): value is BoardId => isId(value);

const readBoardRows = (
  boardId: BoardId,
  { listedAs, key, rows, attachments, quarantined }: FoundBoard,
): RescuedBoard => {
  const sound = rows.filter(withinParts(statePartLimit));
  const { doc, refused } = decodeRows([sound]);
  const checked = sound.length > refused.length ? checkBoard(doc) : err({ type: 'RescueEmpty' });
  const state = checked.ok ? ok(encodeBoard(openBoardDoc(doc))) : checked;
  const soundAttachments = attachments.filter(isSoundAttachment);
  const carried = new Set(checked.ok ? attachmentsOf(readBoard(openBoardDoc(doc))) : []);
  doc.destroy();
  return {
    boardId,
    listedAs,
    key,
    attachments: soundAttachments.filter(({ hash }) => carried.has(hash)),
    rows: sound.length - refused.length + soundAttachments.length,
    refused: rows.length - sound.length + refused.length + attachments.length - soundAttachments.length,
    quarantined,
    state,
  };
};

const isSoundAttachment = (
  row: FoundBoard['attachments'][number],
): row is { hash: AttachmentHash; bytes: Uint8Array } =>
  row.bytes !== undefined &&
  row.bytes.length <= attachmentSizeLimit &&
  isAttachmentHash(row.hash) &&
  bytesToHex(sha256(row.bytes)) === row.hash;

/** Keeps the rows that Yjs reads by themselves, as long as all of them together hold no more than `limit` parts. */
const withinParts = (limit: number) => {
  let left = limit;
  return ({ bytes, format }: StoredRow): boolean => {
    if (!(bytes instanceof Uint8Array)) return false;
    const read = readState(bytes, { format, limit: left });
    if (!read.ok) return false;
    read.value.doc.destroy();
    left -= read.value.parts;
    return true;
  };
};

const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;

const valueOf = (row: unknown): unknown => ownField(asObject(row), 'value');

/** The fields of a row's value; an object with `$` keys is told as a list of its fields. */
const fieldsOf = (row: unknown): Readonly<Record<string, unknown>> | undefined => {
  const value = asObject(valueOf(row));
  const pairs = ownField(value, '$object');
  if (!Array.isArray(pairs)) return value;
  const fields = pairs.filter(
    (pair): pair is [string, unknown] => Array.isArray(pair) && typeof pair[0] === 'string',
  );
  return Object.fromEntries(fields);
};

const ownField = (value: Readonly<Record<string, unknown>> | undefined, name: string): unknown =>
  value !== undefined && Object.hasOwn(value, name) ? value[name] : undefined;

const titleOf = (summary: unknown): string => {
  const title = ownField(asObject(summary), 'title');
  return typeof title === 'string' ? title.slice(0, listedTitleLimit) : '';
};

/** Bytes are `{ "$bytes": "<base64>" }`; anything else is no bytes. */
const readBytes = (value: unknown): Uint8Array | undefined => {
  const text = ownField(asObject(value), '$bytes');
  if (typeof text !== 'string' || text.length % 4 !== 0 || /[^A-Za-z0-9+/=]/.test(text)) return undefined;
  try {
    const characters = atob(text);
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = characters.charCodeAt(i);
    return bytes;
  } catch {
    return undefined;
  }
};
