/** What is shown as an animated QR, and what becomes of what was filmed. */

import { attachmentsOf } from '#board/carried.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import {
  encodePart,
  encodePlace,
  encodeWhole,
  parcelSizeLimit,
  readParcel,
  type ParcelSource,
} from '#sync/parcel.ts';
import type { Grappe, StorageError } from '../grappe.ts';
import type { AskToMerge, OpenedFile, OpenError } from '../open-file.ts';

/** `whole`: everything. A state vector: what a device lacks that stands there. `place`: only where this device stands. */
export type Wanted = 'whole' | 'place' | Uint8Array;

export interface Packed {
  readonly title: string;
  readonly bytes: Uint8Array;
  /** Notes carry something that does not travel this way. */
  readonly leavesAttachments: boolean;
}

export type PackError = StorageError | { readonly type: 'TooLargeForQr' };

/** Packs a workshop of this device. */
export const packWorkshop = async (
  grappe: Grappe,
  id: BoardId,
  wanted: Wanted,
): Promise<Result<Packed, PackError>> => {
  const source = await readSource(grappe, id);
  if (!source.ok) return source;
  const { title, leavesAttachments } = source.value;
  const bytes =
    wanted === 'whole'
      ? encodeWhole(source.value)
      : wanted === 'place'
        ? encodePlace(source.value)
        : encodePart(source.value, wanted);
  return bytes.length > parcelSizeLimit
    ? err({ type: 'TooLargeForQr' })
    : ok({ title, bytes, leavesAttachments });
};

export type Taken =
  | { readonly type: 'notes'; readonly id: BoardId; readonly opened: OpenedFile; readonly vector: Uint8Array }
  /** The other device asks for what it lacks. */
  | { readonly type: 'asked'; readonly id: BoardId; readonly vector: Uint8Array };

/** Takes in what was filmed, through the same checks as a file. */
export const takeParcel = async (
  grappe: Grappe,
  payload: Uint8Array,
  ask: AskToMerge,
): Promise<Result<Taken, OpenError>> => {
  const parcel = readParcel(payload);
  if (!parcel.ok) return parcel;
  const { kind, boardId } = parcel.value;
  let base: Uint8Array | undefined;
  if (kind === 'part') {
    const source = await readSource(grappe, boardId);
    if (source.ok) base = source.value.state;
    else if (source.error.type !== 'WorkshopMissing') return source;
  }
  const opened = await grappe.openFile(new Blob([payload as BlobPart]), { ask, ...(base && { base }) });
  if (opened.ok) {
    const [{ id }] = opened.value.workshops;
    return ok({
      type: 'notes',
      id,
      opened: opened.value,
      vector: opened.value.vector ?? new Uint8Array([0]),
    });
  }
  if (opened.error.type !== 'PlaceParcel') return opened;
  return ok({ type: 'asked', id: opened.error.boardId, vector: opened.error.vector });
};

const readSource = async (
  grappe: Grappe,
  id: BoardId,
): Promise<Result<ParcelSource & Pick<Packed, 'leavesAttachments'>, StorageError>> => {
  const opened = await grappe.open(id);
  if (!opened.ok) return opened;
  const { workshop } = opened.value;
  const source = {
    boardId: id,
    title: workshop.board.meta.title.value,
    state: workshop.encode(),
    leavesAttachments: attachmentsOf(workshop.whole).length > 0,
  };
  await opened.value.close();
  return ok(source);
};
