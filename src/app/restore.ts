/** Brings things back from the trash and the parking lot; it loads with the screens that show them. */

import { restoreThings } from '#board/commands/restore.ts';
import type { ThingId } from '#board/document.ts';
import type { Workshop } from './workshop.svelte.ts';

export const restore = ({ run }: Workshop, things: readonly ThingId[]) =>
  run((board) => restoreThings(board, things));
