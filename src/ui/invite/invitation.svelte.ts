/** The join link of a workshop, as its hub or this page makes it; `leader`: the key that makes it the facilitator’s link. */

import type { OpenWorkshop } from '#app/grappe.ts';
import type { Hub } from '#app/hub/hubs.svelte.ts';
import { appAddress, isOnlyHere, joinLink } from '#app/join-link.ts';

export const createInvitation = (open: () => OpenWorkshop, leader?: () => string) => {
  let hub = $state.raw<Hub | null>(null);
  let isAsked = $state(false);
  $effect(() => {
    // The part that makes keys may not be there, offline: without one the link still begins the workshop.
    void open()
      .useHub()
      .then((found) => {
        found.makeKey();
        hub = found;
      })
      .catch(() => undefined)
      .then(() => (isAsked = true));
  });
  const page = $derived(hub?.pageAddress ?? appAddress(location));
  return {
    /** Null until it is there. */
    get hub(): Hub | null {
      return hub;
    },
    /** Where the app is for other devices, as people type it: `192.168.1.20:4173`. */
    get address(): string {
      const { protocol, host, pathname } = new URL(page);
      return `${protocol === 'https:' ? 'https://' : ''}${host}${pathname === '/' ? '' : pathname}`;
    },
    /** Null until it can be made. */
    get link(): string | null {
      if (!isAsked) return null;
      const { id, board, method } = open().workshop;
      const key = hub?.makeKey();
      const title = board.meta.title.value;
      return joinLink(
        { id, title, method: method.id, ...(key && { key }), ...(leader && { leader: leader() }) },
        page,
      );
    },
    /** The link leads others nowhere: its address is that of this very device. */
    get isOnlyHere(): boolean {
      return isAsked && isOnlyHere(new URL(page).hostname);
    },
  };
};
