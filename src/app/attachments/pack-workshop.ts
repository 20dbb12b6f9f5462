/** A workshop of this device as a `.grappe` file, with what its notes carry beside their texts. */

import { attachmentsOf } from '#board/carried.ts';
import type { BoardId } from '#core/ids.ts';
import { readAttachment } from '#storage/attachments.ts';
import type { Ledger } from '#storage/ledger.ts';
import { encodeBundle, fitAttachments, type BundleAttachment, type BundleContent } from '#sync/bundle.ts';
import type { ExportedBoard } from '../export-file.ts';
import type { ClockNote } from '../peer-clocks.ts';
import { bundleContent, firstThatWorks } from '../make-bundle.ts';

export interface PackedWorkshop {
  readonly bytes: Uint8Array;
  /** How many attachments notes have that are not in the file: this device lacks them, or it has no room for them. */
  readonly leftOut: number;
}

/** `now`: milliseconds since 1970. Without a ledger, or where it does not answer, attachments are left out. */
export const packWorkshop = async (
  workshop: ExportedBoard,
  now: number,
  ledger: Ledger | undefined,
  clock?: ClockNote,
): Promise<PackedWorkshop> => {
  const wanted = firstThatWorks(
    () => attachmentsOf(workshop.whole),
    () => [],
  );
  const attachments = ledger ? await readAll(ledger, workshop.id, wanted) : [];
  const content = bundleContent({
    id: workshop.id,
    state: workshop.encode(),
    get board() {
      return workshop.board;
    },
    get method() {
      return workshop.method;
    },
    now,
    ...(clock && { clock }),
    attachments,
  });
  return {
    bytes: attachments.length === 0 ? encodeBundle(content) : await encodeAside(content),
    leftOut: wanted.length - fitAttachments(content).length,
  };
};

/** Storage that refuses one refuses all, and each refusal may take seconds. */
const readAll = async (
  ledger: Ledger,
  boardId: BoardId,
  hashes: ReturnType<typeof attachmentsOf>,
): Promise<readonly BundleAttachment[]> => {
  const found: BundleAttachment[] = [];
  for (const hash of hashes) {
    const read = await readAttachment(ledger, boardId, hash);
    if (!read.ok) return found;
    if (read.value) found.push({ hash, bytes: read.value });
  }
  return found;
};

/** Hashing and packing megabytes takes an old tablet seconds: beside the page where there are workers that start. */
const encodeAside = (content: BundleContent): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const encodeHere = (): void => {
      try {
        resolve(encodeBundle(content));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    if (typeof Worker === 'undefined') {
      encodeHere();
      return;
    }
    const worker = new Worker(new URL('./pack-workshop.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Uint8Array>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      encodeHere();
    };
    worker.postMessage(content);
  });
