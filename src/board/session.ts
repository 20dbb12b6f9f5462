/**
 * How the room is led: which phase is on, what is hidden or frozen, the timer. It stands in the board, so that devices that
 * come late follow when they meet; it is a guide, and no phase is ever closed to anybody.
 *
 * | key of the root `session` | value                                                                      |
 * | ------------------------- | -------------------------------------------------------------------------- |
 * | `now`                     | `{ phase, opening }`: the phase that is on; `opening` is a random id for each time one is opened |
 * | `ended`, `frozen`         | `true`: the workshop is over; nothing is to be changed for now             |
 * | `hidden/<phase>`          | `true`: each device shows only its own notes of the phase                  |
 * | `skipped/<phase>`         | `true`: left out this time                                                 |
 * | `minutes/<phase>`         | how many minutes are planned for it; `null`: none in particular            |
 * | `order`                   | phase ids, where it is not that of the method                              |
 * | `instruction/<phase>@…`   | a register: what to do, in a few lines                                     |
 * | `timer`                   | `{ state: 'running', length, endsAt, by }`, `{ state: 'paused', length, left }` or `null` |
 * | `leader/<hash>`           | `true`: whoever has the key of this SHA-256 leads the room                 |
 * | `done/<opening>/<id>`     | `true`: somebody has finished, under a random id                           |
 *
 * Of plain values the last writer wins: none holds a text of anybody.
 */

import type * as Y from 'yjs';
import { isId, type DeviceId } from '#core/ids.ts';
import type { Method, Phase, PhaseId } from './method.ts';
import { readEntries, readField, type Field } from './register.ts';

/** Milliseconds. A timer that runs ends at `endsAt` of the clock of the device `by`. */
export type Timer =
  | {
      readonly state: 'running';
      readonly length: number;
      readonly endsAt: number;
      readonly by: DeviceId | null;
    }
  | { readonly state: 'paused'; readonly length: number; readonly left: number };

export interface Session {
  /** The phase that is on, and the id of this opening of it. */
  readonly now: { readonly phase: PhaseId; readonly opening: string } | null;
  readonly ended: boolean;
  readonly frozen: boolean;
  readonly hidden: readonly PhaseId[];
  readonly skipped: readonly PhaseId[];
  /** As it was written: see `ledPhases`. */
  readonly order: readonly PhaseId[];
  /** By phase. */
  readonly instructions: Readonly<Record<string, Field<string>>>;
  /** Minutes that are planned, by phase. */
  readonly minutes: Readonly<Record<string, number>>;
  readonly timer: Timer | null;
  /** Hashes of the keys of those who lead. Nobody's yet: whoever wants to. */
  readonly leaders: readonly string[];
  /** How many have said that they have finished, since the phase was opened. */
  readonly done: number;
}

/** Longest timer: a long day. */
export const timerLimitMs = 12 * 3_600_000;
/** The same in minutes, which is how phases are planned. */
const minutesLimit = timerLimitMs / 60_000;
/** Longest instruction, in code units. */
export const instructionLimit = 600;

export const readSession = (root: Y.Map<unknown>): Session => {
  const entries = readEntries(root);
  const now = readNow(root.get('now'));
  const marked = (prefix: string): readonly string[] =>
    [...root.keys()]
      .filter((key) => key.startsWith(prefix) && root.get(key) === true)
      .map((key) => key.slice(prefix.length))
      .filter(isId)
      .sort();
  const instructions: Record<string, Field<string>> = {};
  for (const field of [...entries.keys()].sort()) {
    const phase = field.startsWith('instruction/') ? field.slice('instruction/'.length) : '';
    if (isId(phase)) instructions[phase] = readField(entries, field, isText, '');
  }
  const minutes: Record<string, number> = {};
  for (const key of [...root.keys()].sort()) {
    const phase = key.startsWith('minutes/') ? key.slice('minutes/'.length) : '';
    const planned = root.get(key);
    if (isId(phase) && isMinutes(planned)) minutes[phase] = planned;
  }
  const order: unknown = root.get('order');
  return {
    now,
    ended: root.get('ended') === true,
    frozen: root.get('frozen') === true,
    hidden: marked('hidden/') as PhaseId[],
    skipped: marked('skipped/') as PhaseId[],
    order: Array.isArray(order) ? ([...new Set(order.filter(isId))] as PhaseId[]) : [],
    instructions,
    minutes,
    timer: readTimer(root.get('timer')),
    leaders: marked('leader/'),
    done: now === null ? 0 : marked(`done/${now.opening}/`).length,
  };
};

const readNow = (value: unknown): Session['now'] => {
  const { phase, opening } = recordOf(value);
  return isId(phase) && isId(opening) ? { phase: phase as PhaseId, opening } : null;
};

const readTimer = (value: unknown): Timer | null => {
  const { state, length, endsAt, left, by } = recordOf(value);
  if (!isDuration(length)) return null;
  if (state === 'running' && typeof endsAt === 'number' && Number.isFinite(endsAt)) {
    return { state, length, endsAt, by: isId(by) ? (by as DeviceId) : null };
  }
  return state === 'paused' && isDuration(left) ? { state, length, left } : null;
};

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const isText = (value: unknown): value is string => typeof value === 'string';

/** Tells whether a timer can have this many milliseconds. */
export const isDuration = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= timerLimitMs;

/** Tells whether a phase can be planned for this long. */
export const isMinutes = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) <= minutesLimit;

/** The device by whose clock a timer is running; null: none is. Quick: it reads nothing else of the board. */
export const runningTimerOf = (root: Y.Map<unknown>): DeviceId | null => {
  const timer = readTimer(root.get('timer'));
  return timer?.state === 'running' ? timer.by : null;
};

/** Milliseconds that a timer has left at `now` of the clock it counts in; none when it is over. */
export const timeLeft = (timer: Timer, now: number): number =>
  timer.state === 'paused' ? timer.left : Math.min(timerLimitMs, Math.max(0, timer.endsAt - now));

/** The phases as they are led: in their order, those that are skipped among them. */
export const ledPhases = (
  method: Method,
  { order, skipped }: Pick<Session, 'order' | 'skipped'>,
): readonly { readonly phase: Phase; readonly skipped: boolean }[] => {
  const place = (phase: Phase, index: number): number => {
    const led = order.indexOf(phase.id);
    return led === -1 ? index : led;
  };
  return method.phases
    .map((phase, index) => ({
      phase,
      skipped: skipped.includes(phase.id),
      place: place(phase, index),
      index,
    }))
    .sort((a, b) => a.place - b.place || a.index - b.index)
    .map(({ phase, skipped: isSkipped }) => ({ phase, skipped: isSkipped }));
};
