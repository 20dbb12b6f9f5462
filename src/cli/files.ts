/** Files of this machine: read within a limit, written whole or not at all. */

import {
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '#core/result.ts';

export type PathError =
  | { readonly type: 'PathMissing' }
  | { readonly type: 'FolderMissing' }
  | { readonly type: 'PathIsFolder' }
  | { readonly type: 'ReadForbidden' }
  | { readonly type: 'WriteForbidden' }
  | { readonly type: 'DiskFull' }
  | { readonly type: 'PathFailed'; readonly code: string };

export type TooLarge = {
  readonly type: 'BundleTooLarge';
  readonly size: number;
  readonly limit: number;
};

/**
 * Reads a file of at most as many bytes as `limitOf` its first ones says; a longer one, or an endless pipe, is not read
 * to its end.
 * Errors: `BundleTooLarge`; `PathMissing`, `PathIsFolder`, `ReadForbidden`, `PathFailed`.
 */
export const readWithin = async (
  path: string,
  limitOf: (start: Uint8Array) => number,
): Promise<Result<Uint8Array, PathError | TooLarge>> => {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    return await readAll(file, limitOf);
  } catch (error) {
    return err(readError(codeOf(error)));
  } finally {
    await file?.close();
  }
};

const readAll = async (
  file: FileHandle,
  limitOf: (start: Uint8Array) => number,
): Promise<Result<Uint8Array, TooLarge>> => {
  const chunks: Buffer[] = [];
  let { size } = await file.stat();
  let limit = Infinity;
  for (let length = 0; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(1 << 18));
    if (bytesRead === 0) return ok(new Uint8Array(Buffer.concat(chunks)));
    if (chunks.length === 0) limit = limitOf(buffer.subarray(0, bytesRead));
    length += bytesRead;
    size = Math.max(size, length);
    if (size > limit) return err({ type: 'BundleTooLarge', size, limit });
    chunks.push(buffer.subarray(0, bytesRead));
  }
};

/** Tells whether a path is a folder's, or is written as one. */
export const namesFolder = async (path: string): Promise<boolean> => {
  if (/[/\\]$/.test(path)) return true;
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
};

/** Tells whether writing to a path would replace something; what is no ordinary file (`/dev/stdout`) only takes it. */
export const holdsFile = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};

/**
 * Lists the files of a folder with one of these endings, in the order of their names; `deep`: those of folders in it too.
 * Errors: `PathMissing`, `ReadForbidden`, `PathFailed`.
 */
export const listFolder = async (
  folder: string,
  endings: readonly string[],
  deep = false,
): Promise<Result<readonly string[], PathError>> => {
  try {
    const found = await readdir(folder, { recursive: deep });
    const names = found.filter((path) => {
      const name = basename(path).toLowerCase();
      return endings.some((ending) => name.endsWith(ending)) && !name.startsWith('.');
    });
    return ok(names.sort().map((name) => join(folder, name)));
  } catch (error) {
    return err(readError(codeOf(error)));
  }
};

/**
 * Makes a folder, unless it is there.
 * Errors: `FolderMissing` when the one around it isn't there; `WriteForbidden`, `DiskFull`, `PathFailed`.
 */
export const makeFolder = async (path: string): Promise<Result<void, PathError>> => {
  try {
    if (!(await stat(path).catch(() => undefined))?.isDirectory()) await mkdir(path);
    return ok();
  } catch (error) {
    return err(writeError(codeOf(error)));
  }
};

const readError = (code: string): PathError => {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { type: 'PathMissing' };
    case 'EISDIR':
      return { type: 'PathIsFolder' };
    case 'EACCES':
    case 'EPERM':
      return { type: 'ReadForbidden' };
    default:
      return { type: 'PathFailed', code };
  }
};

/**
 * Writes a file beside its place and then puts it there, so that whoever looks finds the old one or all of the
 * new one. A link is followed; what is no ordinary file (`/dev/stdout`, a pipe) is written into.
 * Errors: `FolderMissing`, `PathIsFolder`, `WriteForbidden`, `DiskFull`, `PathFailed`.
 */
export const writeWhole = async (
  path: string,
  content: Uint8Array | string,
): Promise<Result<void, PathError>> => {
  let draft: string | undefined;
  try {
    const place = await findPlace(path);
    if (place.type === 'folder') return err({ type: 'PathIsFolder' });
    if (place.type === 'stream') {
      await writeFile(place.path, content);
      return ok();
    }
    const folder = dirname(place.path);
    draft = join(folder, `.${basename(place.path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
    await writeFile(draft, content, { flag: 'wx', flush: true });
    await rename(draft, place.path);
    return ok();
  } catch (error) {
    if (draft !== undefined) await rm(draft, { force: true }).catch(() => undefined);
    return err(writeError(codeOf(error)));
  }
};

type Place = { readonly type: 'file' | 'folder' | 'stream'; readonly path: string };

const findPlace = async (path: string): Promise<Place> => {
  try {
    const real = await realpath(path);
    const stats = await stat(real);
    return { type: stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'stream', path: real };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return { type: /[/\\]$/.test(path) ? 'folder' : 'file', path };
  }
};

const writeError = (code: string): PathError => {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { type: 'FolderMissing' };
    case 'EISDIR':
      return { type: 'PathIsFolder' };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { type: 'WriteForbidden' };
    case 'ENOSPC':
    case 'EDQUOT':
      return { type: 'DiskFull' };
    default:
      return { type: 'PathFailed', code };
  }
};

const codeOf = (error: unknown): string => {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
};
