/** The time by another device's clock, as far as this one knows it: it comes with a part of its own. */

import type { Grappe } from '#app/grappe.ts';
import type { PeerClocks } from '#app/peer-clocks.ts';
import type { DeviceId } from '#core/ids.ts';

export const createPeerTime = (grappe: Grappe) => {
  let clocks = $state.raw<PeerClocks>();
  void grappe.peerClocks().then(
    (loaded) => (clocks = loaded),
    () => undefined,
  );
  return {
    /** Milliseconds since 1970 by the clock of a device; null: by this one's. */
    now: (device: DeviceId | null): number =>
      Date.now() + (device === null ? 0 : (clocks?.ahead(device) ?? 0)),
  };
};
