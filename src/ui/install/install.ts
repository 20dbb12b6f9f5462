/** Whether and how the app can be installed on this device, and whether somebody has said no. */

import { installPrompt } from '#app/install-prompt.ts';

/** `prompt`: the browser asks; `ios`: by hand, from the menu that shares. Null: it is installed, or only the browser's menu knows. */
export type InstallWay = 'prompt' | 'ios' | null;

export const installWay = (): InstallWay => {
  if (isInstalled()) return null;
  if (installPrompt()) return 'prompt';
  return isAppleTouch() ? 'ios' : null;
};

export const isInstalled = (): boolean =>
  matchMedia('(display-mode: standalone)').matches ||
  (navigator as { readonly standalone?: boolean }).standalone === true;

/** An iPad says that it is a Mac; no Mac has a touch screen. */
export const isAppleTouch = (): boolean => {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad/.test(userAgent) || (userAgent.includes('Mac') && maxTouchPoints > 1);
};

const refusedKey = 'grappe.install';

export const hasRefused = (): boolean => {
  try {
    return localStorage.getItem(refusedKey) === 'no';
  } catch {
    // Storage of this kind may be refused (private windows): nothing can be installed there either.
    return true;
  }
};

export const refuse = (): void => {
  try {
    localStorage.setItem(refusedKey, 'no');
  } catch {
    // As in hasRefused.
  }
};
