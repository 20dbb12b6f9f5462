/** `grappe hub`: what a hub keeps, looked at and erased while it is stopped. */

import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isId, type BoardId } from '#core/ids.ts';
import { eraseBoard, listBoards } from '#hub/kept-boards.ts';
import { openStore, type Store } from '#hub/store.ts';
import { defaultDataFolder } from './data-folder.ts';
import { hubWords } from './hub-words.ts';
import { readLocale } from './locale.ts';
import { serveWords } from './serve-words.ts';
import { done, refused, type Terminal } from './terminal.ts';

/** `list`, or `erase <board>`; with `--data`. Returns the exit code. */
export const hub = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const words = hubWords(readLocale(terminal.env));
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
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
  const { data, help: _help, ...unknown } = values;
  if (
    (!isErase && !isList) ||
    extra.length > 0 ||
    Object.keys(unknown).length > 0 ||
    typeof data === 'boolean'
  ) {
    terminal.err(words.help);
    return misused;
  }
  const folder = data ?? defaultDataFolder(terminal.env, process.platform, homedir());
  const nothing = (): void => undefined;
  const store = await openStore(resolve(folder), { onTrouble: nothing, onRecovery: nothing });
  if (!store.ok) {
    const isTaken = store.error.type === 'DataFolderTaken';
    terminal.err(isTaken ? words.running : serveWords(terminal.env).refusal(store.error));
    return refused;
  }
  try {
    return isErase ? await erase(store.value, board as BoardId, terminal) : await list(store.value, terminal);
  } finally {
    await store.value.close(patienceMs);
  }
};

const misused = 2;
const patienceMs = 10_000;

const list = async (store: Store, { out, env }: Terminal): Promise<number> => {
  const boards = await listBoards(store);
  const words = hubWords(readLocale(env));
  for (const { board, bytes, usedAt } of boards) {
    const day = usedAt === undefined ? '?' : new Date(usedAt).toISOString().slice(0, 10);
    out(`${board}\t${String(bytes)}\t${day}\n`);
  }
  if (boards.length === 0) out(`${words.none}\n`);
  return done;
};

const erase = async (store: Store, board: BoardId, { out, err, env }: Terminal): Promise<number> => {
  const words = hubWords(readLocale(env));
  if (await eraseBoard(store, board)) {
    out(`${words.erased(board)}\n`);
    return done;
  }
  err(words.unknown(board));
  return refused;
};
