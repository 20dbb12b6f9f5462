/** What a device tells the others of a workshop of itself: its id, what people call it, and at times what its clock says. */

import { isId, type DeviceId } from '#core/ids.ts';
import { cleanName } from './gathered.svelte.ts';
import { readClockNote, type ClockNote } from './peer-clocks.ts';

export interface Presence {
  readonly device: DeviceId;
  /** May be empty. */
  readonly name: string;
  readonly clock?: ClockNote | null;
}

/** Devices whose times are told again, those that were heard last: more would make it longer than others read. */
const heardMost = 12;

export const writePresence = ({ device, name, clock }: Presence): string =>
  JSON.stringify({ d: device, n: name, ...(clock && { c: clock.at, h: heardLast(clock) }) });

const heardLast = ({ heard }: ClockNote): ClockNote['heard'] =>
  Object.fromEntries(
    Object.entries(heard)
      .sort(([, a], [, b]) => b[1] - a[1])
      .slice(0, heardMost),
  );

/** What other devices tell of themselves, if it is that. */
export const readPresence = (present: readonly string[]): readonly Presence[] =>
  present.flatMap((text) => {
    try {
      const { d, n, c, h } = JSON.parse(text) as Record<string, unknown>;
      if (!isId(d)) return [];
      const clock = c === undefined ? null : readClockNote({ device: d, at: c, heard: h });
      return [{ device: d as DeviceId, name: cleanName(n), clock }];
    } catch {
      return [];
    }
  });
