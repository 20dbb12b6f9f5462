/** Writes a file to a place that a person chooses, such as a USB stick: desktop Chromium, from a secure page. */

import { err, ok, type Result } from '#core/result.ts';
import { nameOf } from './backups/folder-access.ts';
import { writeInto, type NotWritten } from './backups/write-file.ts';

/** What TypeScript's library does not know yet. Source: wicg.github.io/file-system-access. */
type Picker = (options: { id: string; suggestedName: string }) => Promise<FileSystemFileHandle>;

const picker = (): Picker | undefined => (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;

export const canSaveAs = (): boolean => picker() !== undefined;

export type SaveAsError = { readonly type: 'NothingChosen' } | { readonly type: 'PlaceRefused' };

/**
 * Asks where; called from the press of a button, before the file is made, as browsers ask for that.
 * Errors: `NothingChosen`; `PlaceRefused` for places that browsers keep from pages.
 */
export const choosePlace = async (name: string): Promise<Result<FileSystemFileHandle, SaveAsError>> => {
  const pick = picker();
  if (!pick) return err({ type: 'PlaceRefused' });
  try {
    return ok(await pick({ id: 'grappe-file', suggestedName: name }));
  } catch (thrown) {
    return err({ type: nameOf(thrown) === 'AbortError' ? 'NothingChosen' : 'PlaceRefused' });
  }
};

/** Writes there and reads it back. */
export const writePlace = async (
  place: FileSystemFileHandle,
  blob: Blob,
): Promise<Result<void, NotWritten>> =>
  writeInto(() => Promise.resolve(place), new Uint8Array(await blob.arrayBuffer()));
