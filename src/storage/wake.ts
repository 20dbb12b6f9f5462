/** Moments at which a device that was asleep, hidden or offline is likely to be able to save again. */
export const observeWake = (callback: () => void): (() => void) => {
  if (typeof window === 'undefined') return () => undefined;
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') callback();
  };
  const moments = ['online', 'focus', 'pageshow'] as const;
  for (const moment of moments) window.addEventListener(moment, callback);
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    for (const moment of moments) window.removeEventListener(moment, callback);
    document.removeEventListener('visibilitychange', onVisibility);
  };
};
