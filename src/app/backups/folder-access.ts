/** What the browser allows in the backup folder. File System Access: desktop Chromium, from a secure page. */

import { err, ok, type Result } from '#core/result.ts';

/** What TypeScript's library does not know yet. Source: wicg.github.io/file-system-access. */
type Permitted = FileSystemDirectoryHandle & {
  queryPermission?(descriptor: { mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(descriptor: { mode: 'readwrite' }): Promise<PermissionState>;
};
type Picker = (options: {
  id: string;
  mode: 'readwrite';
  startIn: 'documents';
}) => Promise<FileSystemDirectoryHandle>;

const picker = (): Picker | undefined => (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker;

export const canChooseFolder = (): boolean => picker() !== undefined;

export type ChoiceError = { readonly type: 'NothingChosen' } | { readonly type: 'FolderRefused' };

/**
 * Asks a person for a folder; only at the press of a button.
 * Errors: `NothingChosen`; `FolderRefused`, for folders that browsers keep from pages.
 */
export const chooseFolder = async (): Promise<Result<FileSystemDirectoryHandle, ChoiceError>> => {
  const pick = picker();
  if (!pick) return err({ type: 'FolderRefused' });
  try {
    return ok(await pick({ id: 'grappe', mode: 'readwrite', startIn: 'documents' }));
  } catch (thrown) {
    return err({ type: nameOf(thrown) === 'AbortError' ? 'NothingChosen' : 'FolderRefused' });
  }
};

export const isAllowed = async (folder: Permitted): Promise<boolean> => {
  try {
    return (await folder.queryPermission?.({ mode: 'readwrite' })) === 'granted';
  } catch {
    return false;
  }
};

/** Asks a person to allow the folder again; only at the press of a button. */
export const askToAllow = async (folder: Permitted): Promise<boolean> => {
  try {
    return (await folder.requestPermission?.({ mode: 'readwrite' })) === 'granted';
  } catch {
    return false;
  }
};

export const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : '');
