/** A sentence at the foot of the screen, with the way back where there is one. */

import { announce } from './announcer.svelte.ts';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
  /** Reactive: whether the action still does what it offers. The toast goes when it does not; left out: always. */
  readonly holds?: () => boolean;
}

export interface Toast {
  readonly text: string;
  readonly action: ToastAction | null;
}

let current = $state.raw<Toast | null>(null);

/** Shows a sentence, in place of the one before; screen readers hear it too. */
export const showToast = (text: string, action: ToastAction | null = null): void => {
  current = { text, action };
  announce(text);
};

export const hideToast = (): void => {
  current = null;
};

export const toast = (): Toast | null => current;
