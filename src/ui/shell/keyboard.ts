/**
 * Keeps what stands at the foot of the screen above the virtual keyboard where the browser lays that over the page (Safari):
 * others make the page shorter by themselves, as index.html asks with `interactive-widget`.
 */

interface Sight {
  readonly height: number;
  readonly offsetTop: number;
  readonly scale: number;
}

/** Less than this is a bar of the browser, not a keyboard. */
const leastKeyboardPx = 120;

/** How high the keyboard stands over the foot of a page of `pageHeight`, in CSS pixels; 0: none does, or the page is zoomed. */
export const keyboardHeight = (pageHeight: number, { height, offsetTop, scale }: Sight): number => {
  const covered = Math.round(pageHeight - height - offsetTop);
  return scale < 1.05 && covered >= leastKeyboardPx ? covered : 0;
};

export const watchKeyboard = (): void => {
  // Safari has it since 13; what lacks it also lacks the need.
  const sight = window.visualViewport as VisualViewport | null | undefined;
  if (!sight) return;
  const { style } = document.documentElement;
  const look = (): void => {
    const height = keyboardHeight(innerHeight, sight);
    // `--bottom-bar` too: the phone's bar lies under the keyboard then.
    for (const name of ['--keyboard', '--bottom-bar']) {
      if (height > 0) style.setProperty(name, `${String(height)}px`);
      else style.removeProperty(name);
    }
  };
  sight.addEventListener('resize', look);
  sight.addEventListener('scroll', look);
};
