import type { Clock } from '#core/clock.ts';
import type { Timer } from '#core/timer.ts';
import type { Link, LinkEars } from '#sync/link.ts';

export interface Wire {
  readonly ends: readonly [Link, Link];
  /** All that went over it so far, by who sent it. */
  readonly sent: readonly (readonly [from: 0 | 1, bytes: Uint8Array])[];
  /** Nothing comes through, and nobody is told. */
  readonly cut: () => void;
  /** It comes through again, also what was sent meanwhile. */
  readonly mend: () => void;
  /** Both are told that it is gone. */
  readonly drop: () => void;
}

/** A link in memory: in order, each message after a while of its own. */
export const createWire = (
  { timer, clock }: { readonly timer: Timer; readonly clock: Clock },
  delayMs: () => number,
  alter = (bytes: Uint8Array, _from: 0 | 1): Uint8Array => bytes,
): Wire => {
  const ears: [LinkEars?, LinkEars?] = [];
  const early: [Uint8Array[], Uint8Array[]] = [[], []];
  const sent: [0 | 1, Uint8Array][] = [];
  const buffered = [0, 0];
  const last: [number, number] = [0, 0];
  const held: [0 | 1, Uint8Array][] = [];
  let isCut = false;
  let isOver = false;

  const arrive = (of: 0 | 1, bytes: Uint8Array): void => {
    const to = of === 0 ? 1 : 0;
    buffered[of] = (buffered[of] ?? 0) - bytes.length;
    const altered = alter(bytes, of);
    const listener = ears[to];
    if (listener) listener.message(altered);
    else early[to].push(altered);
    ears[of]?.drain();
  };

  const end = (of: 0 | 1): Link => ({
    send: (bytes) => {
      if (isOver) return;
      sent.push([of, bytes]);
      buffered[of] = (buffered[of] ?? 0) + bytes.length;
      // Behind what was sent before it.
      const due = Math.max(last[of], clock.now() + delayMs());
      last[of] = due;
      timer.after(due - clock.now(), () => {
        if (isCut) held.push([of, bytes]);
        else arrive(of, bytes);
      });
    },
    revive: () => undefined,
    bufferedBytes: () => buffered[of] ?? 0,
    hear: (hears) => {
      ears[of] = hears;
      for (const bytes of early[of].splice(0)) hears.message(bytes);
    },
    close: () => {
      const to = of === 0 ? 1 : 0;
      timer.after(Math.max(0, last[of] - clock.now()), () => {
        isOver = true;
        ears[to]?.end();
      });
    },
  });

  return {
    ends: [end(0), end(1)],
    sent,
    cut: () => {
      isCut = true;
    },
    mend: () => {
      if (isOver) return;
      isCut = false;
      for (const [of, bytes] of held.splice(0)) arrive(of, bytes);
    },
    drop: () => {
      isOver = isCut = true;
      for (const listener of ears) listener?.end();
    },
  };
};
