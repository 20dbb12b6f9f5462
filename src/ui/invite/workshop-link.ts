/** The join link of a workshop, as the address of this page makes it; `leader`: the key that makes it the facilitator’s link. */

import { appAddress, joinLink } from '#app/join-link.ts';
import type { Workshop } from '#app/workshop.svelte.ts';

export const workshopLink = ({ id, board, method }: Workshop, leader?: string): string =>
  joinLink(
    { id, title: board.meta.title.value, method: method.id, ...(leader && { leader }) },
    appAddress(location),
  );
