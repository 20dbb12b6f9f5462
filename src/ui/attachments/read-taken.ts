/** What was drawn, photographed or said before the page was lost; storage gives back what some version wrote. */

import type { AttachedType } from '#board/attached.ts';
import type { Taken } from '#app/attachments/attachments.svelte.ts';

export const readTaken = (stored: unknown, way: AttachedType): Taken | null => {
  const { type, bytes, width, height, seconds } = (stored ?? {}) as Partial<Record<string, unknown>>;
  if (type !== way || !(bytes instanceof Uint8Array)) return null;
  if (way === 'voice') return isCount(seconds) ? { type: way, bytes, seconds } : null;
  return isCount(width) && isCount(height) ? { type: way, bytes, width, height } : null;
};

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
