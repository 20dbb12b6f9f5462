/** In the frame of a proof: tells the page around it that the app has come up and read its workshops. */

import type { Grappe } from '#app/grappe.ts';
import type { ProofReport } from '#app/preflight/offline-proof.ts';

export const reportProof = (grappe: Grappe): void => {
  $effect.root(() => {
    $effect(() => {
      const { workshops, storageError } = grappe;
      if (workshops === undefined && !storageError) return;
      const report: ProofReport = {
        type: 'grappe/proof',
        version: __APP_VERSION__,
        workshops: storageError ? null : (workshops?.length ?? null),
      };
      // What runs in a frame of another origin has nothing to tell.
      parent.postMessage(report, location.origin);
    });
  });
};
