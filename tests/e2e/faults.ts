/** What keeps a screen from anybody: what axe finds on it, and what a finger can't hit. */

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Off by default: the only one of WCAG 2.2 AA, and those called experimental that find what a person would. */
const rules = Object.fromEntries(
  ['target-size', 'label-content-name-mismatch', 'css-orientation-lock', 'td-has-header'].map((id) => [
    id,
    { enabled: true },
  ]),
);

/** What of axe in the page is used here. */
interface Axe {
  readonly run: (options: object) => Promise<{
    readonly violations: readonly {
      readonly nodes: readonly {
        readonly html: string;
        readonly any: readonly { readonly message: string }[];
      }[];
    }[];
  }>;
}

/**
 * Texts of a person’s high contrast by 7:1, and large ones by 4.5:1, light and dark. To be called after `expectNoFault`, which
 * leaves axe in the page: to bring it again would take longer than what is asked.
 */
export const expectHighContrast = async (page: Page, where: string): Promise<void> => {
  const found = await page.evaluate(async () => {
    const root = document.documentElement;
    const { theme = '' } = root.dataset;
    const { axe } = window as unknown as { axe: Axe };
    // Even where motion is reduced a colour takes a frame for each element that it is inherited through.
    const still = new CSSStyleSheet();
    still.replaceSync('*, ::before, ::after { transition: none !important }');
    document.adoptedStyleSheets = [still];
    const faults: string[] = [];
    for (const next of ['light', 'dark']) {
      root.dataset['theme'] = next;
      const { violations } = await axe.run({
        runOnly: ['color-contrast-enhanced'],
        resultTypes: ['violations'],
      });
      for (const { html, any } of violations.flatMap(({ nodes }) => nodes)) {
        faults.push(`${next}: ${html}: ${any[0]?.message ?? ''}`);
      }
    }
    root.dataset['theme'] = theme;
    document.adoptedStyleSheets = [];
    return faults;
  });
  expect.soft(found, where).toEqual([]);
};

export const expectNoFault = async (page: Page, where: string): Promise<void> => {
  // There are no frames, for which the other mode opens a further page at each analysis.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ rules }).analyze();
  const found: string[] = [];
  for (const { id, nodes } of violations) {
    for (const { html, target } of nodes) {
      // What lies under a control of the wall is moved from under it, as all that is on a plane.
      const isOnPlane =
        id === 'target-size' &&
        (await page.locator(String(target[0])).evaluate((node) => node.closest('[data-wall]') !== null));
      if (!isOnPlane) found.push(`${id}: ${html}`);
    }
  }
  expect.soft(found, where).toEqual([]);
};

/** Controls that a finger can't hit, in words. Each is as large as the points around its middle that lead to it. */
export const findSmall = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const leastPx = 48;
    const leads = (control: Element, x: number, y: number): boolean => {
      const hit = document.elementFromPoint(x, y);
      const label = hit?.closest('label');
      return hit !== null && (control.contains(hit) || (label !== null && label?.control === control));
    };
    const isLarge = (control: Element): boolean => {
      const target = control.closest('label') ?? control;
      const { width, height } = target.getBoundingClientRect();
      if (width >= leastPx - 0.5 && height >= leastPx - 0.5) return true;
      target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const box = target.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const reach = leastPx / 2 - 1;
      const wide = width >= leastPx - 0.5 || (leads(control, x - reach, y) && leads(control, x + reach, y));
      const high = height >= leastPx - 0.5 || (leads(control, x, y - reach) && leads(control, x, y + reach));
      return wide && high;
    };
    /** A link in a sentence is as high as its line: WCAG 2.2, 2.5.8, « inline ». */
    const isInText = (control: Element): boolean =>
      control.matches('a') &&
      getComputedStyle(control).display === 'inline' &&
      (control.parentElement?.textContent ?? '').trim() !== control.textContent?.trim();
    // A dialog takes the rest of the page away.
    const shown = document.querySelector('dialog[open]') ?? document;
    return (
      [
        ...shown.querySelectorAll(
          'button, a[href], input, select, textarea, summary, [role=button], [role=switch], [role=slider]',
        ),
      ]
        .filter((control) => control.checkVisibility({ visibilityProperty: true }))
        // What lets fingers through is no target: on a far wall a tap brings the notes nearer first.
        .filter((control) => getComputedStyle(control).pointerEvents !== 'none')
        .filter((control) => !control.closest('.heard, .bare'))
        .filter((control) => !isInText(control) && !isLarge(control))
        .map((control) => control.outerHTML.slice(0, 140))
    );
  });
