/** Reads one file and answers; the page ends this worker when it takes too long. */

import { readFile } from './read-file.ts';

addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
  postMessage(readFile(new Uint8Array(data)));
});
