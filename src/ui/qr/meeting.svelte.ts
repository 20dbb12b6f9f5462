/** Two devices that show and film each other in turn: what is shown now, or read, or was brought. */

import type { Grappe } from '#app/grappe.ts';
import { packWorkshop, takeParcel, type Packed, type Wanted } from '#app/qr/parcels.ts';
import * as m from '#app/words/messages/messages.js';
import { fileSentence } from '#app/words/file-sentences.ts';
import { sentence } from '#app/words/sentences.ts';
import type { BoardId } from '#core/ids.ts';
import { askToMerge } from '../merge/ask.svelte.ts';
import { openedSentence } from '../shell/take-file.ts';

export type Stage =
  | { readonly type: 'busy' }
  | { readonly type: 'showing'; readonly what: 'whole' | 'part' | 'place'; readonly packed: Packed }
  /** `asks`: the other device is first to say where it stands. */
  | { readonly type: 'reading'; readonly asks: boolean }
  | { readonly type: 'brought'; readonly sentence: string; readonly id: BoardId }
  | { readonly type: 'failed'; readonly sentence: string };

export interface MeetingContext {
  readonly grappe: Grappe;
  /** The workshop that is shown; null until one was read. */
  readonly id: BoardId | null;
  readonly start: 'show' | 'read';
}

export const createMeeting = ({ grappe, id: first, start }: MeetingContext) => {
  let stage = $state.raw<Stage>(start === 'read' ? { type: 'reading', asks: false } : { type: 'busy' });
  let id = $state.raw(first);
  /** Where the other device stands with the workshop `id`, once it has told. */
  let peer = $state.raw<Uint8Array | null>(null);
  let isOver = false;

  const show = async (wanted: Wanted): Promise<void> => {
    if (id === null) return;
    stage = { type: 'busy' };
    const packed = await packWorkshop(grappe, id, wanted);
    if (isOver) return;
    const what = typeof wanted === 'string' ? wanted : 'part';
    if (packed.ok) stage = { type: 'showing', what, packed: packed.value };
    else {
      const { error } = packed;
      stage = {
        type: 'failed',
        sentence: error.type === 'TooLargeForQr' ? m.qr_too_large() : sentence(error),
      };
    }
  };

  if (start === 'show') void show('whole');

  return {
    get stage() {
      return stage;
    },
    get id() {
      return id;
    },
    /** Shows what the other lacks where that is known, else everything. */
    show: () => show(peer ?? 'whole'),
    showAll: () => {
      peer = null;
      return show('whole');
    },
    showPlace: () => show('place'),
    read: ({ asks = false } = {}) => {
      stage = { type: 'reading', asks };
    },
    /** Takes in what was filmed. */
    take: async (payload: Uint8Array): Promise<void> => {
      stage = { type: 'busy' };
      const taken = await takeParcel(grappe, payload, askToMerge);
      if (isOver) return;
      if (!taken.ok) {
        const { error } = taken;
        stage =
          error.type === 'MergeDeclined'
            ? { type: 'reading', asks: false }
            : { type: 'failed', sentence: fileSentence(error) };
        return;
      }
      [id, peer] = [taken.value.id, taken.value.vector];
      if (taken.value.type === 'asked') await show(taken.value.vector);
      else
        stage = { type: 'brought', sentence: await openedSentence(taken.value.opened), id: taken.value.id };
    },
    close: () => {
      isOver = true;
    },
  };
};

export type Meeting = ReturnType<typeof createMeeting>;
