/**
 * Links devices of a room that no code has linked: each calls the two behind it in the ring of all that are here (ring.ts), by
 * letters over the links that there are. Who was called in vain is left alone for a while, and the next one is called.
 * Links that the ring does not need are given up.
 */

import type { Clock } from '#core/clock.ts';
import { createNumber, type RandomBytes } from '#core/ids.ts';
import type { Timer } from '#core/timer.ts';
import type { NewLink } from './direct-session.ts';
import { pathLimit, replyTo, type Letter } from './letters.ts';
import { behind, findSpare, findSpareOf } from './ring.ts';
import { linkLimit, type MemberId, type Roster } from './roster.ts';

/** Makes links of codes that letters carry; null: it could not. */
export interface Dialler {
  readonly offer: () => Promise<{
    readonly code: string;
    readonly take: (answer: string) => Promise<NewLink | null>;
    readonly close: () => void;
  } | null>;
  readonly answer: (code: string) => Promise<{
    readonly code: string;
    readonly linked: Promise<NewLink | null>;
    readonly close: () => void;
  } | null>;
}

export interface IntroductionsOptions {
  readonly roster: Roster;
  readonly dialler: Dialler;
  readonly timer: Timer;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** With whom this device is linked now. */
  readonly linked: () => readonly MemberId[];
  /** Hands a letter to a member that is linked; false: it no longer is. */
  readonly post: (to: MemberId, letter: Letter) => boolean;
  /** A link has come about; resolves whether the other has proved that it has the key. */
  readonly link: (made: NewLink) => Promise<boolean>;
  /** Gives up a link that is not needed. */
  readonly spare: (member: MemberId) => void;
}

export interface Introductions {
  /** The room has changed. */
  readonly wake: () => void;
  /** Takes a letter that a linked member handed over. */
  readonly take: (from: MemberId, letter: Letter) => void;
  readonly close: () => void;
}

/** Calls and answers under way at a time. */
const callLimit = 2;
const answerLimit = 4;
/** A room that changes is looked at once it has settled a little; not by all devices in the same moment. */
const settleMs = { least: 100, most: 300 };
const lookMs = 5_000;
/** How long the other device may take to answer. */
const answerMs = 8_000;
/** How long a member is left alone that did not want to be called just then, or was called in vain; twice as long each time. */
const restMs = { refused: 2_000, failed: 10_000, most: 160_000 };
/** Letters of one link: so many at once, and then so many a second. */
const letters = { most: 40, perSecond: 4 };

export const createIntroductions = (options: IntroductionsOptions): Introductions => {
  const { roster, dialler, timer, clock, random, linked, post, link, spare } = options;
  const { self } = roster;
  /** Those that are being called, and what is to be done with their answer. */
  const calls = new Map<
    MemberId,
    { readonly number: number; readonly reply: (letter: Letter | null) => void }
  >();
  const answering = new Set<MemberId>();
  const rests = new Map<MemberId, { readonly until: number; readonly ms: number }>();
  const budgets = new Map<MemberId, { left: number; at: number }>();
  let isClosed = false;

  const rest = (member: MemberId, why: 'refused' | 'failed'): void => {
    const ms = Math.min(Math.max(2 * (rests.get(member)?.ms ?? 0), restMs[why]), restMs.most);
    rests.set(member, { until: clock.now() + ms, ms });
  };
  const isResting = (member: MemberId): boolean => (rests.get(member)?.until ?? 0) > clock.now();

  const call = async (member: MemberId): Promise<void> => {
    const number = createNumber(random);
    let stopWaiting = (): void => undefined;
    let isLinked = false;
    const replied = new Promise<Letter | null>((resolve) => calls.set(member, { number, reply: resolve }));
    const offer = await dialler.offer();
    try {
      const path = roster.path(member);
      const [, first] = path ?? [];
      const isSent =
        offer !== null &&
        path !== null &&
        path.length <= pathLimit &&
        first !== undefined &&
        !isClosed &&
        post(first, { type: 'offer', number, at: 1, path, code: offer.code });
      if (!isSent) return rest(member, 'failed');
      stopWaiting = timer.after(answerMs, () => calls.get(member)?.reply(null));
      const letter = await replied;
      const made = letter?.type === 'answer' ? await offer.take(letter.code) : null;
      if (isClosed) made?.link.close();
      else isLinked = made !== null && (await link(made));
      if (isLinked) rests.delete(member);
      else rest(member, letter?.type === 'refusal' ? 'refused' : 'failed');
    } finally {
      stopWaiting();
      calls.delete(member);
      if (!isLinked) offer?.close();
      wake();
    }
  };

  const answer = async (letter: Letter): Promise<void> => {
    const [caller] = letter.path;
    const [, first] = replyTo(letter, 'answer').path;
    if (caller === undefined || first === undefined || caller === self) return;
    const back = (reply: Letter): boolean => post(first, { ...reply, at: 1 });
    // Of two that call each other, the one whose id comes first goes on.
    const isCrossed = calls.has(caller) && self < caller;
    const isBusy = linked().includes(caller) || answering.has(caller) || answering.size >= answerLimit;
    if (isBusy || isCrossed || !makeRoom()) {
      back(replyTo(letter, 'refusal'));
      return;
    }
    answering.add(caller);
    try {
      const answered = await dialler.answer(letter.code);
      if (!answered) {
        back(replyTo(letter, 'refusal'));
        return;
      }
      if (isClosed || !back(replyTo(letter, 'answer', answered.code))) {
        answered.close();
        return;
      }
      const made = await answered.linked;
      if (isClosed) made?.link.close();
      else if (made) await link(made);
    } finally {
      answering.delete(caller);
    }
  };

  /** Whether there is room for one more link of the ring; one that is not of it gives way. */
  const makeRoom = (): boolean => {
    // One place is kept for a device that people pair.
    if (linked().length + calls.size + answering.size < linkLimit - 1) return true;
    const spared = findSpareOf(roster, self);
    if (spared !== undefined) spare(spared);
    return spared !== undefined;
  };

  const tend = (): void => {
    const members = roster.here();
    const ties = linked();
    const others = behind(members, self);
    // In a small ring each is behind the other: one of them calls.
    const own = members.length <= 4 ? others.filter((member) => self < member) : others;
    const wanted = own.filter((member) => ties.includes(member) || !isResting(member));
    for (const member of wanted.slice(0, members.length <= 4 ? 3 : 2)) {
      if (ties.includes(member) || calls.has(member) || answering.has(member)) continue;
      if (calls.size < callLimit && makeRoom()) void call(member);
    }
    for (const member of rests.keys()) if (!members.includes(member)) rests.delete(member);
    for (const member of budgets.keys()) if (!ties.includes(member)) budgets.delete(member);
    const [spared, other] = findSpare(roster) ?? [];
    if (spared === self && other !== undefined) spare(other);
  };

  const hasBudget = (member: MemberId): boolean => {
    const now = clock.now();
    const { left, at } = budgets.get(member) ?? { left: letters.most, at: now };
    const most = Math.min(letters.most, left + ((now - at) / 1_000) * letters.perSecond);
    budgets.set(member, { left: Math.max(0, most - 1), at: now });
    return most >= 1;
  };

  let stopLooking: () => void;
  let isSettling = false;
  const look = (): void => {
    isSettling = false;
    tend();
    stopLooking = timer.after(lookMs, look);
  };
  const wake = (): void => {
    if (isClosed || isSettling) return;
    isSettling = true;
    stopLooking();
    const spread = ((random(1)[0] ?? 0) / 256) * (settleMs.most - settleMs.least);
    stopLooking = timer.after(settleMs.least + spread, look);
  };
  stopLooking = timer.after(lookMs, look);

  return {
    wake,
    take: (from, letter) => {
      const { path, at, type, number } = letter;
      // It came by the way it names, and this device stands on it.
      if (isClosed || path[at] !== self || path[at - 1] !== from || !hasBudget(from)) return;
      const next = path[at + 1];
      if (next !== undefined) post(next, { ...letter, at: at + 1 });
      else if (type === 'offer') void answer(letter);
      else {
        const [sender] = path;
        const called = sender === undefined ? undefined : calls.get(sender);
        if (called?.number === number) called.reply(letter);
      }
    },
    close: () => {
      isClosed = true;
      stopLooking();
      for (const { reply } of calls.values()) reply(null);
    },
  };
};
