/** Reads one file and answers; the page ends this worker when it takes too long. */

import { readFile } from './read-file.ts';

export interface ReadRequest {
  readonly bytes: ArrayBuffer;
  readonly base: Uint8Array | undefined;
}

addEventListener('message', ({ data }: MessageEvent<ReadRequest>) => {
  postMessage(readFile(new Uint8Array(data.bytes), data.base));
});
