import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { firstLoadLimit } from '../checks/budget.js';
import { partOf } from './app-host.ts';
import { openWall } from './wall-steps.ts';

// What the service worker fetches for later is not part of the first load.
test.use({ serviceWorkers: 'block' });

test('[BG1] a phone that opens the capture screen for the first time loads no more than the budget', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Nouvel atelier' }).click();
  await page.getByRole('textbox', { name: 'Titre de l’atelier' }).fill('Budget');
  await page.getByRole('button', { name: 'Créer l’atelier' }).click();
  await page.getByRole('link', { name: 'Capture' }).click();
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible();
  await page.waitForLoadState('networkidle');

  const weights = new Map<string, number>();
  page.on('response', (response) => {
    if (!['document', 'script', 'stylesheet'].includes(response.request().resourceType())) return;
    void response.body().then(
      (body) => weights.set(response.url(), gzipSync(body, { level: 9 }).length),
      // Of the page that is left: parts that follow it were still on their way.
      () => undefined,
    );
  });
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(weights.size).toBeGreaterThan(2);
  expect([...weights.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(firstLoadLimit);
});

test(
  '[BG2] neither its home page nor its wall load what they do not show',
  { tag: '@phone' },
  async ({ page, viewport }) => {
    const loaded: string[] = [];
    const hasLoaded = (part: string): boolean =>
      loaded.some((address) => address.endsWith(partOf(part).slice(2)));
    page.on('request', (request) => loaded.push(request.url()));
    await page.goto('/');
    await page.waitForLoadState('networkidle');
    expect(hasLoaded('engine')).toBe(true);
    expect(hasLoaded('wall')).toBe(false);
    await openWall(page, 'Seule');
    await page.waitForLoadState('networkidle');
    expect(hasLoaded('wall')).toBe(true);
    expect(hasLoaded('find-notes')).toBe(false);
    // A phone begins with the list.
    expect(hasLoaded('plane')).toBe((viewport?.width ?? 0) > 560);
  },
);

test('[BG2] the half that opens workshops is asked for ahead, except where a first note comes before it', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const ran = (event: Event): void => {
      if (event.target instanceof HTMLScriptElement && event.target.src.endsWith('/ahead.js'))
        document.documentElement.dataset['ahead'] = 'ran';
    };
    document.addEventListener('load', ran, { capture: true });
  });
  /** Whether it is asked for while the half that draws is on its way. */
  const isAskedAhead = async (address: string): Promise<boolean> => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(/assets\/start-[^/]+\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('about:blank');
    await page.goto(address, { waitUntil: 'commit' });
    await expect(page.locator('html[data-ahead="ran"]')).toBeAttached();
    const links = await page
      .locator(`link[rel="modulepreload"][href$="${partOf('engine').slice(3)}"]`)
      .count();
    letGo();
    await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('textbox')).first()).toBeVisible();
    await page.unrouteAll({ behavior: 'wait' });
    return links > 0;
  };
  expect(await isAskedAhead('/')).toBe(true);
  expect(await isAskedAhead('/#/rejoindre/abcdefghijklmnop?t=A&m=etats-generaux')).toBe(false);
});
