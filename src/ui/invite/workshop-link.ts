/** The join link of a workshop, as the address of this page makes it. */

import { appAddress, joinLink } from '#app/join-link.ts';
import type { Workshop } from '#app/workshop.svelte.ts';

export const workshopLink = ({ id, board, method }: Workshop): string =>
  joinLink({ id, title: board.meta.title.value, method: method.id }, appAddress(location));
