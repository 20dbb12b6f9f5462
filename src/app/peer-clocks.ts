/**
 * How far the clocks of other devices are from this one's, so that a timer shows the same on all. Clocks of tablets are
 * minutes off, and a file may have been under way for hours; so what a file proves is a bound, not a value.
 *
 * - A file made at `at` of its device's clock and read at `now` of ours: its clock is at least `at - now` ahead of ours.
 * - It names the files its device has read from others: one of ours, made at `ours` of our clock and read at `theirs` of
 *   theirs, proves that its clock is at most `theirs - ours` ahead.
 *
 * Clocks that may agree are taken to agree; of others, the middle of the bounds is taken.
 */

import { isId, type DeviceId } from '#core/ids.ts';

/** What a file tells of clocks; milliseconds since 1970. */
export interface ClockNote {
  readonly device: DeviceId;
  readonly at: number;
  /** By device: when the newest file of it was made by its clock, and read by this one's. */
  readonly heard: Readonly<Record<string, readonly [made: number, read: number]>>;
  /** What people call the device, if anything: see gathered.svelte.ts. */
  readonly name?: string;
}

/** By device. */
export type KnownClocks = Readonly<
  Record<
    string,
    { readonly least: number; readonly most: number | null; readonly heard: readonly [number, number] }
  >
>;

export interface PeerClocks {
  /** Milliseconds that a device's clock is ahead of this one's; 0 where nothing is known. */
  readonly ahead: (device: DeviceId) => number;
  /** What a file made now tells. */
  readonly note: () => ClockNote;
  /** Takes in what a file tells. */
  readonly hear: (note: ClockNote) => void;
}

export interface PeerClocksContext {
  readonly device: DeviceId;
  readonly known: KnownClocks;
  readonly now: () => number;
  readonly write: (known: KnownClocks) => void;
}

/** Devices that are remembered; those heard of last. */
const peerLimit = 60;

export const createPeerClocks = ({ device, known: start, now, write }: PeerClocksContext): PeerClocks => {
  let known = start;
  return {
    ahead: (peer) => {
      const clock = peer === device ? undefined : known[peer];
      if (!clock) return 0;
      const { least, most } = clock;
      if (most === null) return Math.max(0, least);
      return least <= 0 && most >= 0 ? 0 : (least + most) / 2;
    },

    note: () => ({
      device,
      at: now(),
      heard: Object.fromEntries(Object.entries(known).map(([peer, { heard }]) => [peer, heard])),
    }),

    hear: ({ device: peer, at, heard }) => {
      if (peer === device) return;
      const read = now();
      const before = known[peer];
      const echo = heard[device];
      let least = Math.max(before?.least ?? -Infinity, at - read);
      let most = Math.min(before?.most ?? Infinity, echo ? echo[1] - echo[0] : Infinity);
      // One of the clocks was set: what was known before is void.
      if (least > most) {
        least = at - read;
        most = echo && echo[1] - echo[0] >= least ? echo[1] - echo[0] : Infinity;
      }
      const clock = { least, most: Number.isFinite(most) ? most : null, heard: [at, read] as const };
      const others = Object.entries(known)
        .filter(([other]) => other !== peer)
        .sort(([, a], [, b]) => b.heard[1] - a.heard[1])
        .slice(0, peerLimit - 1);
      known = Object.fromEntries([[peer, clock], ...others]);
      write(known);
    },
  };
};

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e14;
const isPair = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isTime);
const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** Reads what a foreign file tells of clocks; null for anything else. */
export const readClockNote = (value: unknown): ClockNote | null => {
  const { device, at, heard, name } = recordOf(value);
  if (!isId(device) || !isTime(at)) return null;
  const pairs = Object.entries(recordOf(heard)).filter(
    (entry): entry is [string, readonly [number, number]] => isId(entry[0]) && isPair(entry[1]),
  );
  return {
    device: device as DeviceId,
    at,
    heard: Object.fromEntries(pairs.slice(0, peerLimit)),
    ...(typeof name === 'string' && { name }),
  };
};

/** Storage gives back what some version wrote; anything of another shape is passed over. */
export const readKnownClocks = (stored: unknown): KnownClocks =>
  Object.fromEntries(
    Object.entries(recordOf(stored)).flatMap(([device, value]) => {
      const { least, most, heard } = recordOf(value);
      const isGood = isId(device) && isTime(least) && (most === null || isTime(most)) && isPair(heard);
      return isGood ? [[device, { least, most: most, heard }]] : [];
    }),
  );
