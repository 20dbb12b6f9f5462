/** What a timer has left, told anew each second while it is on screen, and at once when the page comes back into sight. */

import { timeLeft, type Timer } from '#board/session.ts';

export interface TimeLeft {
  /** Milliseconds; null: there is no timer. */
  readonly left: number | null;
}

/** `timer` and `now` (milliseconds of the clock that the timer counts in) are asked again and again. To be called while a component is made. */
export const createTimeLeft = (timer: () => Timer | null, now: (timer: Timer) => number): TimeLeft => {
  let left = $state<number | null>(null);

  $effect(() => {
    const current = timer();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      clearTimeout(waiting);
      left = current === null ? null : timeLeft(current, now(current));
      if (current?.state !== 'running' || left === null || left === 0) return;
      // Just behind the moment in which the last whole second is over.
      waiting = setTimeout(tell, (left % 1000) + 10);
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    addEventListener('pageshow', tell);
    return () => {
      clearTimeout(waiting);
      document.removeEventListener('visibilitychange', tell);
      removeEventListener('pageshow', tell);
    };
  });

  return {
    get left() {
      return left;
    },
  };
};

/** « 4:05 », « 1:00:00 »: whole seconds, the one that has begun included. */
export const clockText = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000);
  const pad = (number: number): string => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0
    ? `${String(hours)}:${pad(minutes)}:${pad(seconds % 60)}`
    : `${String(minutes)}:${pad(seconds % 60)}`;
};
