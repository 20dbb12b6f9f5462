import type { IncomingMessage } from 'node:http';

/** Reads the body, as far as it comes, up to `length` bytes. */
export const readBody = async (
  request: IncomingMessage,
  length: number,
): Promise<{ readonly bytes: Buffer; readonly isExcessive: boolean }> => {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size > length) return { bytes: Buffer.alloc(0), isExcessive: true };
    }
  } catch {
    // Broken off.
  }
  return { bytes: Buffer.concat(parts), isExcessive: false };
};
