/** Tells when somebody goes on to another place of the page. */

import type { Attachment } from 'svelte/attachments';

/** Dialogs and toasts belong to whatever they were opened from. */
const besides = 'dialog, .toast';

/**
 * Calls back when the focus or a click lands outside the element. A press elsewhere counts only once it
 * has become a click: closing earlier would move what is being clicked.
 */
export const onLeave =
  (left: () => void): Attachment<HTMLElement> =>
  (element) => {
    const since = performance.now();
    let pressed = false;
    const isOutside = (target: EventTarget | null): boolean =>
      target instanceof Element &&
      target.isConnected &&
      target !== document.body &&
      !element.contains(target) &&
      !target.closest(besides);
    const press = (): void => {
      pressed = true;
    };
    const release = (): void => {
      pressed = false;
    };
    const focus = (event: FocusEvent): void => {
      if (!pressed && isOutside(event.target)) left();
    };
    const click = (event: MouseEvent): void => {
      pressed = false;
      // The click that brought the element here is on its way still.
      if (event.timeStamp > since && (isOutside(event.target) || event.target === document.body)) left();
    };
    document.addEventListener('pointerdown', press, true);
    document.addEventListener('pointercancel', release, true);
    document.addEventListener('focusin', focus);
    document.addEventListener('click', click);
    return () => {
      document.removeEventListener('pointerdown', press, true);
      document.removeEventListener('pointercancel', release, true);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('click', click);
    };
  };
