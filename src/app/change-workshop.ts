/** Changes what is said of a workshop: it loads with the screens that do. */

import { changeWorkshop as change, type WorkshopChange } from '#board/commands/workshop.ts';
import type { Workshop } from './workshop.svelte.ts';

/** `before`: the values that the person saw, where somebody else may have given another meanwhile. */
export const changeWorkshop = ({ run }: Workshop, changed: WorkshopChange, before?: WorkshopChange) =>
  run((board) => change(board, changed, before));
