/** Keeps the screen on while it is in sight, where the browser can. */

export const canStayAwake = (): boolean => 'wakeLock' in navigator;

/** Begins; what it returns ends it. */
export const stayAwake = (): (() => void) => {
  let lock: WakeLockSentinel | undefined;
  let isOver = false;
  const ask = async (): Promise<void> => {
    if (!canStayAwake() || document.visibilityState !== 'visible' || (lock && !lock.released)) return;
    try {
      // eslint-disable-next-line compat/compat -- asked for above
      const held = await navigator.wakeLock.request('screen');
      if (isOver) await held.release();
      else lock = held;
    } catch {
      // A battery that is nearly empty may be a reason; the tablet then sleeps as it does.
    }
  };
  // The browser lets go whenever the page goes out of sight.
  const again = (): void => void ask();
  document.addEventListener('visibilitychange', again);
  again();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release();
  };
};
