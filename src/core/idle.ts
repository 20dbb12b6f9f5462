/** Work for when there is nothing else to do. Safari has no `requestIdleCallback`. */

/** Does the work later, idle or not after so many milliseconds; returns what calls it off. */
export const whenIdle = (work: () => void, withinMs = 1000): (() => void) => {
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(work, 50);
    return () => clearTimeout(timer);
  }
  // eslint-disable-next-line compat/compat -- asked for above
  const handle = requestIdleCallback(work, { timeout: withinMs });
  return () => cancelIdleCallback(handle);
};
