/** What is in the synthesis, chosen on this device and kept on it. */

import type { Grappe } from '#app/grappe.ts';
import { defaultPlan, partIds, readPlan, type DocumentPlan, type PartId } from '#app/synthesis-document.ts';
import type { BoardId } from '#core/ids.ts';

export const createPlan = (grappe: Pick<Grappe, 'readDraft' | 'writeDraft'>, board: BoardId) => {
  const key = `${board}/synthesis`;
  let plan = $state.raw<DocumentPlan>(defaultPlan);
  let isChosen = false;
  void grappe.readDraft(key).then((stored) => {
    if (!isChosen && stored !== undefined) plan = readPlan(stored);
  });

  const choose = (change: Partial<DocumentPlan>): void => {
    isChosen = true;
    plan = { ...plan, ...change };
    grappe.writeDraft(key, { ...plan, parts: [...plan.parts] });
  };

  return {
    get current() {
      return plan;
    },
    /** Every part: those that are in it in their order, then the others. */
    get parts(): readonly PartId[] {
      return [...plan.parts, ...partIds.filter((id) => !plan.parts.includes(id))];
    },
    choose,
    /** Takes a part in, at the end, or leaves it out. */
    toggle: (id: PartId): void =>
      choose({
        parts: plan.parts.includes(id) ? plan.parts.filter((each) => each !== id) : [...plan.parts, id],
      }),
    /** Moves a part by one place. */
    move: (id: PartId, by: -1 | 1): void => {
      const parts = [...plan.parts];
      const at = parts.indexOf(id);
      const other = parts[at + by];
      if (at < 0 || other === undefined) return;
      [parts[at], parts[at + by]] = [other, id];
      choose({ parts });
    },
  };
};

export type Plan = ReturnType<typeof createPlan>;
