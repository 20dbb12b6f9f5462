/** Says how many notes were copied from another workshop, with the way back. */

import type { Grappe } from '#app/grappe.ts';
import type { TakenWorkshop } from '#app/open-file.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import type { BoardId } from '#core/ids.ts';
import { showToast } from '../parts/toast.svelte.ts';

export const tellCopy = async (
  grappe: Grappe,
  { id }: Pick<TakenWorkshop, 'id'>,
  said: string,
): Promise<void> => {
  const copied = await onWorkshop(grappe, id, (workshop) => ({ workshop, step: workshop.lastStep }));
  const takeBack = async (): Promise<void> => {
    // Only while it is still open, and nothing else came behind it.
    await onWorkshop(grappe, id, (workshop) => {
      if (workshop === copied?.workshop && workshop.lastStep === copied.step) workshop.undo();
    });
  };
  showToast(said, { label: m.other_undo(), run: () => void takeBack() });
};

const onWorkshop = async <T>(
  grappe: Grappe,
  id: BoardId,
  use: (workshop: Workshop) => T,
): Promise<T | undefined> => {
  const opened = await grappe.open(id);
  if (!opened.ok) return undefined;
  const used = use(opened.value.workshop);
  await opened.value.close();
  return used;
};
