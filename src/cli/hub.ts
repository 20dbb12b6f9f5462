/** `grappe hub`: what a hub keeps, looked at and erased while it is stopped. */

import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isId, type BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { eraseBoard, listBoards, type KeptBoard } from '#hub/kept-boards.ts';
import type { PostgresError } from '#hub/postgres.ts';
import { openStore, type StoreError } from '#hub/store.ts';
import { defaultDataFolder } from './data-folder.ts';
import { hubWords } from './hub-words.ts';
import { readLocale } from './locale.ts';
import { serveWords } from './serve-words.ts';
import { done, refused, type Terminal } from './terminal.ts';

/** `list`, or `erase <board>`; with `--data`, or `--postgres`. Returns the exit code. */
export const hub = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const words = hubWords(readLocale(terminal.env));
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      postgres: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    strict: false,
    allowPositionals: true,
  });
  if (values.help === true) {
    terminal.out(`${words.help}\n`);
    return done;
  }
  const [command, board, ...extra] = positionals;
  const isErase = command === 'erase' && isId(board);
  const isList = command === 'list' && board === undefined;
  const { data, postgres = terminal.env['GRAPPE_POSTGRES'] ?? '', help: _help, ...unknown } = values;
  if (
    (!isErase && !isList) ||
    extra.length > 0 ||
    Object.keys(unknown).length > 0 ||
    typeof data === 'boolean' ||
    typeof postgres === 'boolean'
  ) {
    terminal.err(words.help);
    return misused;
  }
  const opened = await openPlace(postgres === '' ? undefined : postgres, data, terminal);
  if (!opened.ok) {
    const isTaken = opened.error.type === 'DataFolderTaken';
    terminal.err(isTaken ? words.running : serveWords(terminal.env).refusal(opened.error));
    return refused;
  }
  const place = opened.value;
  try {
    return isErase ? await erase(place, board as BoardId, terminal) : await list(place, terminal);
  } finally {
    await place.close();
  }
};

/** Where boards are kept. */
interface Place {
  list(): Promise<readonly KeptBoard[]>;
  erase(board: BoardId): Promise<boolean>;
  close(): Promise<unknown>;
}

const openPlace = async (
  postgres: string | undefined,
  data: string | undefined,
  { env }: Terminal,
): Promise<Result<Place, StoreError | PostgresError>> => {
  if (postgres !== undefined) {
    const [{ openPostgres }, boards] = await Promise.all([
      import('#hub/postgres.ts'),
      import('#hub/shared-boards.ts'),
    ]);
    const pool = await openPostgres(postgres);
    if (!pool.ok) return pool;
    return ok({
      list: () => boards.listSharedBoards(pool.value),
      erase: (board) => boards.eraseSharedBoard(pool.value, board),
      close: () => pool.value.end(),
    });
  }
  const folder = data ?? defaultDataFolder(env, process.platform, homedir());
  const nothing = (): void => undefined;
  const store = await openStore(resolve(folder), { onTrouble: nothing, onRecovery: nothing });
  if (!store.ok) return store;
  return ok({
    list: () => listBoards(store.value),
    erase: (board) => eraseBoard(store.value, board),
    close: () => store.value.close(patienceMs),
  });
};

const misused = 2;
const patienceMs = 10_000;

const list = async (place: Place, { out, env }: Terminal): Promise<number> => {
  const boards = await place.list();
  const words = hubWords(readLocale(env));
  for (const { board, bytes, usedAt } of boards) {
    const day = usedAt === undefined ? '?' : new Date(usedAt).toISOString().slice(0, 10);
    out(`${board}\t${String(bytes)}\t${day}\n`);
  }
  if (boards.length === 0) out(`${words.none}\n`);
  return done;
};

const erase = async (place: Place, board: BoardId, { out, err, env }: Terminal): Promise<number> => {
  const words = hubWords(readLocale(env));
  if (await place.erase(board)) {
    out(`${words.erased(board)}\n`);
    return done;
  }
  err(words.unknown(board));
  return refused;
};
