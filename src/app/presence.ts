/** What a device tells the others of a workshop of itself: its id, and what people call it. */

import { isId, type DeviceId } from '#core/ids.ts';
import { cleanName } from './gathered.svelte.ts';

export interface Presence {
  readonly device: DeviceId;
  /** May be empty. */
  readonly name: string;
}

export const writePresence = ({ device, name }: Presence): string => JSON.stringify({ d: device, n: name });

/** What other devices tell of themselves, if it is that. */
export const readPresence = (present: readonly string[]): readonly Presence[] =>
  present.flatMap((text) => {
    try {
      const { d, n } = JSON.parse(text) as Record<string, unknown>;
      return isId(d) ? [{ device: d as DeviceId, name: cleanName(n) }] : [];
    } catch {
      return [];
    }
  });
