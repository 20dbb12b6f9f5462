/** What browsers tell of files that come in. */

import { shareFailed } from '#app/shared-files.ts';

/** The files of a drop or a paste, in their order. */
export const filesOf = (transfer: DataTransfer | null): readonly File[] => [...(transfer?.files ?? [])];

/** Of dropped folders: what is more than a round of tablets brings was dropped by mistake, where nobody asked for more. */
const folderFileLimit = 1_000;
const folderDepthLimit = 8;

/**
 * The files of a drop, those in its folders too, as far as they can be read; what is hidden there, as systems leave it, is not
 * for people. The drop tells of its folders only while it is being heard of, so this is called at once.
 */
export const droppedFiles = async (
  transfer: DataTransfer | null,
  limit = folderFileLimit,
): Promise<readonly File[]> => {
  const files = filesOf(transfer);
  const entries = [...(transfer?.items ?? [])].flatMap((item) => {
    const entry = item.kind === 'file' ? (item as Partial<DataTransferItem>).webkitGetAsEntry?.() : null;
    return entry ? [entry] : [];
  });
  if (!entries.some(({ isDirectory }) => isDirectory)) return files;
  const found: File[] = [];
  for (const entry of entries) await gather(entry, found, 0, limit);
  return found;
};

const gather = async (entry: FileSystemEntry, found: File[], depth: number, limit: number): Promise<void> => {
  if (found.length >= limit || depth > folderDepthLimit) return;
  if (depth > 0 && entry.name.startsWith('.')) return;
  try {
    if (entry.isFile) {
      found.push(await new Promise<File>((...answer) => (entry as FileSystemFileEntry).file(...answer)));
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      // A hundred at a time, until there are none.
      const some = await new Promise<FileSystemEntry[]>((...answer) => reader.readEntries(...answer));
      if (some.length === 0) return;
      for (const one of some) await gather(one, found, depth + 1, limit);
      if (found.length >= limit) return;
    }
  } catch {
    // What the system does not hand out is not there.
    return;
  }
};

/**
 * Tells whether a paste is text for the field that it goes into: word processors put a picture of the text beside it, and
 * file managers the name of the file.
 */
export const isPastedText = ({ target, clipboardData }: ClipboardEvent): boolean =>
  target instanceof Element &&
  target.closest('textarea, input, [contenteditable]') !== null &&
  (clipboardData?.types.some((type) => type.startsWith('text/')) ?? false);

/** Tells, once, whether the page was shown because shared files could not be kept. */
export const sharingFailed = (): boolean => {
  if (location.search !== `?${shareFailed}`) return false;
  history.replaceState(history.state, '', location.pathname + location.hash);
  return true;
};

/** Not in TypeScript's library: https://wicg.github.io/web-app-launch/ */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Hears of files that the system opens with the installed app, those before this call too. */
export const watchLaunches = (take: (files: readonly File[]) => void): void => {
  const { launchQueue } = globalThis as { readonly launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => {
    void Promise.allSettled(files.map((file) => file.getFile())).then((got) =>
      take(got.flatMap((file) => (file.status === 'fulfilled' ? [file.value] : []))),
    );
  });
};
