/**
 * How devices that are linked live learn how far their clocks are apart, so that a timer is the same on all of them: a device
 * that shows another one's timer asks by telling its time with what else it tells of itself (presence.ts), and the device that
 * started the timer answers with its own, and when it heard that. As of files, each is a bound (peer-clocks.ts); here they are
 * as near as the messages are quick.
 */

import { createNumber, randomBytes, type DeviceId, type RandomBytes } from '#core/ids.ts';
import { systemTimer, type Timer } from '#core/timer.ts';
import type { ClockNote, PeerClocks } from './peer-clocks.ts';
import type { Presence } from './presence.ts';

export interface ClockTalk {
  /** What the devices that are there tell of themselves by now. */
  readonly hear: (present: readonly Presence[]) => void;
  /** There may be another timer. */
  readonly look: () => void;
  readonly stop: () => void;
}

export interface ClockTalkContext {
  readonly device: DeviceId;
  readonly clocks: PeerClocks;
  /** The device whose clock a timer is running by; null: none is. */
  readonly timerOf: () => DeviceId | null;
  /** Tells the others. */
  readonly say: (clock: ClockNote) => void;
  readonly timer?: Timer;
  readonly random?: RandomBytes;
}

/** Questions that come together are answered together. */
const answerMs = 200;
/** A crowd asks one after the other, so that a hub hands on few at a time: so long for each device, and at most. */
const turnMs = { each: 25, most: 8_000 };
const againMs = 3_000;
/** An older version of the app never answers. */
const askMost = 5;

export const createClockTalk = (context: ClockTalkContext): ClockTalk => {
  const { device, clocks, timerOf, say, timer = systemTimer, random = randomBytes } = context;
  /** Devices and times that were heard: a device may be there twice, in two tabs. */
  const told = new Set<string>();
  /** Devices that have answered. */
  const answered = new Set<DeviceId>();
  let present: readonly Presence[] = [];
  /** When this device asked last, by its own clock. */
  let askedAt: number | null = null;
  let asked = 0;
  let stopAsking: (() => void) | undefined;
  let stopAnswering: (() => void) | undefined;

  const ask = (delayMs: number): void => {
    const spread = Math.min(turnMs.most, present.length * turnMs.each);
    stopAsking ??= timer.after(delayMs + (createNumber(random) / 2 ** 32) * spread, () => {
      stopAsking = undefined;
      asked += 1;
      const note = clocks.note();
      askedAt = note.at;
      say(note);
      look(againMs);
    });
  };

  const answer = (): void => {
    stopAnswering ??= timer.after(answerMs, () => {
      stopAnswering = undefined;
      say(clocks.note());
    });
  };

  const look = (delayMs = 0): void => {
    const by = timerOf();
    const isThere = by !== null && by !== device && present.some((one) => one.device === by);
    if (!isThere) asked = 0;
    if (isThere && !answered.has(by) && asked < askMost) {
      ask(delayMs);
      return;
    }
    stopAsking?.();
    stopAsking = undefined;
  };

  return {
    hear: (now) => {
      present = now;
      const by = timerOf();
      for (const { clock } of now) {
        // Who asks is the timer's device to hear, and what that answers is the others'.
        if (!clock || clock.device === device || (by !== device && by !== clock.device)) continue;
        const word = `${clock.device} ${String(clock.at)}`;
        if (told.has(word)) continue;
        told.add(word);
        clocks.hear(clock);
        if (by === device) answer();
        else if (askedAt !== null && clock.heard[device]?.[0] === askedAt) answered.add(clock.device);
      }
      look();
    },
    look: () => look(),
    stop: () => {
      stopAsking?.();
      stopAnswering?.();
    },
  };
};
