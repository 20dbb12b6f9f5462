/** The time, for words such as « il y a 5 minutes »: true to the minute while it is on screen. */

import { createSubscriber } from 'svelte/reactivity';

const stepMs = 30_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, stepMs);
  return () => clearInterval(timer);
});

/** Reactive. Milliseconds since 1970. */
export const now = (): number => {
  subscribe();
  return Date.now();
};
