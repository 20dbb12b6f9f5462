/** Hands a workshop’s file to another application of the device: mail, messages, Bluetooth, a cloud. */

import { err, ok, type Result } from '#core/result.ts';
import { nameOf } from './folder-access.ts';

export type ShareError = { readonly type: 'ShareCancelled' } | { readonly type: 'ShareRefused' };

/**
 * Gives the file under the first name that the device shares, or undefined. What is in a file decides when it is opened, so
 * any name is right.
 */
export const shareableFile = (name: string, bytes: Uint8Array): File | undefined => {
  if (typeof navigator.canShare !== 'function') return undefined;
  return endings()
    .map(({ ending, type }) => new File([bytes as BlobPart], name + ending, { type }))
    .find((file) => {
      try {
        return navigator.canShare({ files: [file] });
      } catch {
        return false;
      }
    });
};

export const canShareFiles = (): boolean => shareableFile('essai.grappe', new Uint8Array(1)) !== undefined;

/**
 * Chromium answers yes to any name and then refuses endings that are not on its list (w3c/web-share#142): of those that
 * mail and messages carry on unchanged, only `.txt` is (its FILE_TYPES.md names neither `.zip` nor `.json`, 2026-11-26).
 * A press of a button is good for one attempt, so it is offered nothing else.
 */
const endings = (): readonly { ending: string; type: string }[] => {
  const text = { ending: '.txt', type: 'text/plain' };
  const zip = 'application/zip';
  return 'userAgentData' in navigator
    ? [text]
    : [{ ending: '', type: zip }, { ending: '.zip', type: zip }, text];
};

/**
 * Shares a file; called from the press of a button, with nothing awaited in between: browsers ask for that.
 * Errors: `ShareCancelled` when the person turns back; `ShareRefused` when the device doesn’t share such a file.
 */
export const shareFile = async (file: File): Promise<Result<void, ShareError>> => {
  try {
    await navigator.share({ files: [file], title: file.name });
    return ok();
  } catch (thrown) {
    return err({ type: nameOf(thrown) === 'AbortError' ? 'ShareCancelled' : 'ShareRefused' });
  }
};
