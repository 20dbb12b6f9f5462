/** « J’ai fini », as this device has said it of the phase that is on: it may be taken back, after a reload too. */

import type { Grappe, OpenWorkshop } from '#app/grappe.ts';
import { sessionCommands } from '#app/session-commands.ts';
import * as m from '#app/words/messages/messages.js';
import { announce } from '../parts/announcer.svelte.ts';

/** To be called while a component is made. */
export const createDone = ({ workshop }: OpenWorkshop, grappe: Grappe) => {
  const key = `${workshop.id}/done`;
  let said = $state.raw<{ readonly opening: string; readonly id: string } | null>(null);
  void grappe.readDraft(key).then((stored) => {
    const { opening, id } = (stored ?? {}) as Record<string, unknown>;
    if (said === null && typeof opening === 'string' && typeof id === 'string') said = { opening, id };
  });
  const isDone = $derived(said !== null && said.opening === workshop.board.session.now?.opening);

  return {
    get isDone() {
      return isDone;
    },
    toggle: (): void => {
      const opening = workshop.board.session.now?.opening;
      if (opening === undefined) return;
      if (isDone && said) {
        sessionCommands(workshop).sayNotDone(said.id);
        said = null;
        announce(m.room_done_taken_back());
      } else {
        const id = sessionCommands(workshop).sayDone();
        if (!id.ok || id.value === null) return;
        said = { opening, id: id.value };
        announce(m.room_done_said());
      }
      grappe.writeDraft(key, said ?? undefined);
    },
  };
};
