/** Whether a workshop is also in the consolidation that this device keeps, which does not go with it. */

import { createConsolidation, hasWorkshop, mergeConsolidation } from '#consolidation/consolidation.ts';
import type { BoardId } from '#core/ids.ts';
import { readKept } from '#storage/kept-consolidation.ts';

export const isConsolidated = async (workshop: BoardId): Promise<boolean> => {
  const state = await readKept();
  if (!state) return false;
  const consolidation = createConsolidation();
  try {
    mergeConsolidation(consolidation, state);
  } catch {
    // What can’t be read is shown nowhere either.
    return false;
  }
  return hasWorkshop(consolidation, workshop);
};
