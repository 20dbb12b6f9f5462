/** How the page letters notes, how large it is and whether it is dark: asked again when any of it may have changed. */

import type { Size } from './geometry.ts';
import { readLettering, sameLettering } from './lettering.ts';
import type { Lettering } from './measure.ts';
import { readPalette, type Palette } from './painter.ts';

export type PageLook = ReturnType<typeof createPageLook>;

/**
 * To be called while a component is made. `area`: the window on the wall; `probe`: a text that is lettered as notes are;
 * `resize` is told how large the window is.
 */
export const createPageLook = (
  area: () => HTMLElement | undefined,
  probe: () => HTMLElement | undefined,
  resize: (size: Size) => void,
) => {
  let lettering = $state.raw<Lettering>();
  let theme = $state('');
  let life = $state(lifeNow());

  $effect(() => {
    const [element, viewport] = [probe(), area()];
    if (!element || !viewport) return;
    let known: Lettering | undefined;
    /** Everything is reckoned anew with another lettering: so it stays the same object while it is the same. */
    const look = (): void => {
      const next = readLettering(element);
      if (!known || !sameLettering(known, next)) lettering = known = next;
      life = lifeNow();
    };
    const measure = (): void => resize({ width: viewport.clientWidth, height: viewport.clientHeight });
    const sizes = new ResizeObserver(measure);
    const letters = new ResizeObserver(look);
    const root = document.documentElement;
    const themes = new MutationObserver(() => {
      theme = [root.dataset.theme, root.dataset.contrast].join(' ');
      look();
    });
    sizes.observe(viewport);
    letters.observe(element);
    themes.observe(root, {
      attributeFilter: ['data-theme', 'data-contrast', 'data-text', 'data-spacing'],
    });
    const renew = (): void => {
      known = undefined;
      look();
    };
    document.fonts.addEventListener('loadingdone', renew);
    measure();
    look();
    return () => {
      sizes.disconnect();
      letters.disconnect();
      themes.disconnect();
      document.fonts.removeEventListener('loadingdone', renew);
    };
  });

  const palette = $derived.by((): Palette | undefined => {
    void theme;
    const element = area();
    return element && readPalette(element);
  });

  return {
    /** Undefined until it is known. */
    get lettering() {
      return lettering;
    },
    get palette() {
      return palette;
    },
    get theme() {
      return theme;
    },
    /** The zoom at which notes are as large as the person's text. */
    get life() {
      return life;
    },
  };
};

/** 17 px is the text of a note on the wall, and of the page where nobody asked for another. */
const lifeNow = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 17;
