/** Packs one file and answers; the page ends this worker then. */

import { encodeBundle, type BundleContent } from '#sync/bundle.ts';

addEventListener('message', ({ data }: MessageEvent<BundleContent>) => {
  const bytes = encodeBundle(data);
  postMessage(bytes, { transfer: [bytes.buffer] });
});
