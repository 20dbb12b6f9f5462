/** What browsers tell of files that come in. */

import { shareFailed } from '#app/shared-files.ts';

/** The files of a drop or a paste, in their order. */
export const filesOf = (transfer: DataTransfer | null): readonly File[] => [...(transfer?.files ?? [])];

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
