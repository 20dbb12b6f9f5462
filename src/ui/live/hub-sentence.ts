/** How the hub stands, in a line. */

import type { HubView } from '#app/hub/hubs.svelte.ts';
import type { ProbeError } from '#app/hub/probe.ts';
import * as m from '#app/words/messages/messages.js';
import { unreachable } from '#core/assert.ts';

type Refused = Extract<HubView, { type: 'refused' }>['reason'];

export const hubSentence = (view: HubView): string => {
  switch (view.type) {
    case 'none':
      return '';
    case 'on': {
      const state = view.isAllThere ? m.hub_all_there() : m.hub_sending();
      return `${m.hub_devices({ count: view.deviceCount })} · ${state}`;
    }
    case 'away':
      return view.waiting === 0
        ? m.hub_away()
        : `${m.hub_away()} · ${m.hub_waiting({ count: view.waiting })}`;
    case 'read-only':
      return diskSentence(view.reason);
    case 'refused':
      return refusalSentence(view.reason);
    default:
      return unreachable(view);
  }
};

const diskSentence = (reason: Extract<HubView, { type: 'read-only' }>['reason']): string => {
  switch (reason) {
    case 'disk-full':
      return m.hub_full_disk();
    case 'disk-read-only':
      return m.hub_locked_disk();
    case 'disk-failed':
      return m.hub_failed_disk();
    default:
      return unreachable(reason);
  }
};

const refusalSentence = (reason: Refused): string => {
  switch (reason) {
    case 'wrong-token':
      return m.hub_wrong_key();
    case 'no-new-boards':
      return m.hub_no_new();
    case 'too-many-connections':
      return m.hub_crowded();
    case 'board-full':
    case 'message-too-large':
      return m.hub_board_full();
    case 'unreadable':
      return m.hub_unreadable();
    case 'bad-request':
      return m.hub_bad_request();
    case 'too-many-messages':
    case 'stopping':
      return m.hub_away();
    default:
      return unreachable(reason);
  }
};

export const probeSentence = (error: ProbeError | { readonly type: 'AddressUnreadable' }): string => {
  switch (error.type) {
    case 'HubSilent':
      return m.hub_silent();
    case 'NotAHub':
      return m.hub_not_a_hub();
    case 'HubNewer':
      return m.hub_newer();
    case 'HubMixed':
      return m.hub_mixed();
    case 'AddressUnreadable':
      return m.hub_address_unreadable();
    default:
      return unreachable(error);
  }
};
