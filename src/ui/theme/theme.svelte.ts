/** How this device shows the app, told to the style sheets in attributes of the root: `data-theme` and its like. */

import { createChoice } from './choice.svelte.ts';

export const theme = createChoice('theme', ['auto', 'light', 'dark']);
export const contrast = createChoice('contrast', ['auto', 'high']);
/** Of the whole interface; how large is in base.css. */
export const textSize = createChoice('text', ['normal', 'large', 'largest']);
/** Between letters, words and lines. */
export const spacing = createChoice('spacing', ['normal', 'wide']);
/** Whether a screen asks one thing at a time, and shows nothing that a participant does not need. */
export const mode = createChoice('mode', ['full', 'simple']);

/** Sets the look now, and whenever a person or the device changes their mind. */
export const startTheme = (): void => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const more = matchMedia('(prefers-contrast: more)');
  const apply = (): void => {
    const isDark = theme.value === 'dark' || (theme.value === 'auto' && dark.matches);
    Object.assign(document.documentElement.dataset, {
      theme: isDark ? 'dark' : 'light',
      contrast: contrast.value === 'high' || more.matches ? 'high' : 'auto',
      text: textSize.value,
      spacing: spacing.value,
    });
  };
  apply();
  $effect.root(() => {
    $effect(apply);
  });
  dark.addEventListener('change', apply);
  more.addEventListener('change', apply);
};
