/** Settles which of several values of a field holds: it loads with the screens that ask. */

import { chooseValue as choose } from '#board/commands/conflicts.ts';
import type { ThingId } from '#board/document.ts';
import type { Workshop } from './workshop.svelte.ts';

export const chooseValue = ({ run }: Workshop, thing: ThingId | 'meta', field: string, value: unknown) =>
  run((board) => choose(board, thing, field, value));
