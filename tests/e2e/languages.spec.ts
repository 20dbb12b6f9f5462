import { expect, test, type Page } from '@playwright/test';
import { startAppHost } from './app-host.ts';
import { buildPseudoApp, exampleTexts, pseudo } from './pseudo-app.ts';

test.use({ locale: 'en-GB' });

const outside = ['', 'rejoindre', 'nouveau', 'consolider', 'nulle/part'];
const inside = [
  ...['preparer', 'animer', 'capture', 'mur', 'voter', 'phase/diagnostic', 'phase/actionPlan', 'synthese'],
  ...['reunir', 'kit', 'corbeille', 'plus-tard', 'transcrire', 'sauvegardes'],
];
const sizes = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];

/** Names of things and keys, the same in every language; and what the wall measures letters by. */
const names = /\b(Grappe|Ctrl|CSV|Markdown|JSON|XLSX|DOCX|ODT|Aé|https?:\S+)(?!\p{L})/gu;

/** Every text of the page that people did not write, and texts that are cut or stick out. */
const readPage = (page: Page): Promise<{ told: string[]; cut: string[] }> =>
  page.evaluate(() => {
    const told: string[] = [];
    const cut: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (!element.checkVisibility() || element.closest('svg, .stuck')) continue;
      const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const text = own.map(({ textContent }) => textContent ?? '').join('');
      // What has a direction of its own was written by people.
      if (element.closest('body [dir]') === null) told.push(text);
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        told.push(element.getAttribute(name) ?? '');
      const { overflowX, textOverflow, position } = getComputedStyle(element);
      // What scrolls or ends in an ellipsis was meant to; what only screen readers hear takes a pixel.
      const isMeant = overflowX === 'auto' || textOverflow === 'ellipsis' || position === 'absolute';
      if (text.trim() !== '' && element.clientWidth > 0 && !isMeant)
        if (element.scrollWidth > element.clientWidth + 1) cut.push(text.trim());
    }
    if (document.documentElement.scrollWidth > innerWidth) cut.push('the page');
    return { told, cut };
  });

/** What is left of a text without what is in brackets, and without what people wrote. */
const foreignIn = (text: string, written: readonly string[]): string => {
  let rest = text;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
  }
  return written.reduce((left, known) => left.replaceAll(known, ''), rest).replace(names, '');
};

test('[LN3] all words come from the words’ file, and longer ones have room', async ({ page }) => {
  const host = await startAppHost(await buildPseudoApp());
  try {
    await page.goto(host.url);
    await page.getByRole('button', { name: pseudo('See an example') }).click();
    await expect(page).toHaveURL(/atelier/);
    await expect(page.locator('main')).toContainText('⟦');
    const base = page.url().replace(/[^/]*$/, '');
    const written = exampleTexts();
    const faults = new Set<string>();
    for (const address of [
      ...inside.map((path) => base + path),
      ...outside.map((path) => `${host.url}#/${path}`),
    ]) {
      const before = await page.title();
      await page.goto(address);
      await expect(page).not.toHaveTitle(before);
      await expect(page.locator('main')).toContainText('⟦');
      await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
      for (const size of sizes) {
        await page.setViewportSize(size);
        const { told, cut } = await readPage(page);
        const where = `${address.split('#')[1] ?? ''}, ${String(size.width)} px`;
        for (const text of told) {
          const foreign = foreignIn(text, written).trim();
          if (/\p{L}{2}/u.test(foreign)) faults.add(`without brackets: ${foreign} (${where})`);
        }
        for (const text of cut) faults.add(`cut: ${text} (${where})`);
      }
    }
    expect([...faults]).toEqual([]);
  } finally {
    await host.stop();
  }
});
