/** Writes one file and answers with its bytes, or with what went wrong; the page ends this worker then. */

import type { PreparedOutput } from './prepare-output.ts';
import { writeOutput } from './write-output.ts';

addEventListener('message', ({ data }: MessageEvent<PreparedOutput>) => {
  writeOutput(data).then(
    (bytes) => postMessage(bytes, { transfer: [bytes.buffer] }),
    (error: unknown) => postMessage(String(error)),
  );
});
