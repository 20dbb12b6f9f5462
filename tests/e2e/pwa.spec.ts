import { expect, test, type Page } from '@playwright/test';
import { buildVersion, builtApp, partOf, startAppHost, type AppHost } from './app-host.ts';

test.use({ serviceWorkers: 'allow' });

let host: AppHost;

test.beforeEach(async () => {
  host = await startAppHost(builtApp);
});

test.afterEach(async () => {
  await host.stop();
});

/** Opens the app for the first time and waits until all of it is kept on the device. */
const openAndKeep = async (page: Page, url = host.url): Promise<void> => {
  await page.goto(url);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
};

/** The app has drawn something of its own. */
const expectStarted = async (page: Page): Promise<void> => {
  await expect(page.locator('#app')).not.toBeEmpty();
  await expect(page).toHaveTitle(/Grappe/);
};

test.describe('offline', () => {
  test(
    '[PW1] opens from cold with the server gone, on every address',
    { tag: ['@tablet', '@phone'] },
    async ({ context, page }) => {
      await openAndKeep(page);
      await page.close();
      await host.stop();

      for (const place of ['', '#/nouveau', '#/capture', 'index.html', 'un/chemin/profond']) {
        const cold = await context.newPage();
        const failed: string[] = [];
        cold.on('requestfailed', (request) => failed.push(request.url()));
        await cold.goto(host.url + place);
        await expectStarted(cold);
        expect(failed).toEqual([]);
        await cold.close();
      }
    },
  );

  test('[PW7] at a first visit the app is kept once the first screen is there', async ({ page }) => {
    await page.addInitScript(() => {
      const { serviceWorker } = navigator;
      const register = serviceWorker.register.bind(serviceWorker);
      serviceWorker.register = (...what) => {
        document.documentElement.dataset['keptWith'] = document.querySelector('h1')?.textContent ?? 'nothing';
        return register(...what);
      };
    });
    await openAndKeep(page);
    await expect(page.locator('html')).toHaveAttribute('data-kept-with', 'Grappe');
  });

  test('[PW7] where the first screen cannot be had, the app is kept all the same', async ({ page }) => {
    await page.route(partOf('engine'), (route) => route.abort());
    await page.goto(host.url);
    await expect(page.getByRole('heading', { name: 'Cet écran n’a pas pu être chargé' })).toBeVisible();
    await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration()) !== undefined);
  });

  test('[PW1] the very first page needs the network no more once all is kept', async ({ page }) => {
    await openAndKeep(page);
    await host.stop();
    // What a screen loads on demand: each part of the app can still be had.
    const parts = await page.evaluate(async () => {
      const names = await caches.keys();
      const urls = (await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))).flat();
      const answers = await Promise.all(urls.map(async ({ url }) => (await fetch(new URL(url).pathname)).ok));
      return { count: answers.length, all: answers.every(Boolean) };
    });
    expect(parts.count).toBeGreaterThan(5);
    expect(parts.all).toBe(true);
  });
});

test('[PW5] runs and opens offline in a folder of any host', async ({ context, page }) => {
  const shared = await startAppHost(builtApp, '/outils/grappe/');
  try {
    await openAndKeep(page, shared.url);
    await expectStarted(page);
    await page.close();
    await shared.stop();
    for (const place of ['', '#/capture', 'un/chemin/profond']) {
      const cold = await context.newPage();
      await cold.goto(shared.url + place);
      await expectStarted(cold);
      expect(new URL(cold.url()).pathname).toBe('/outils/grappe/');
      await cold.close();
    }
  } finally {
    await shared.stop();
  }
});

test.describe('a newer version', () => {
  // In one process, which builds that version once.
  test.describe.configure({ mode: 'default' });
  const next = '99.0.0';
  let nextApp: string;
  test.beforeAll(() => {
    nextApp = buildVersion(next);
  });

  const version = (page: Page): Promise<string | null> =>
    page.locator('meta[name="version"]').getAttribute('content');

  /** As when somebody comes back to the tab, now and again, until the version is there. */
  const lookForUpdate = (page: Page): Promise<void> =>
    expect
      .poll(() =>
        page.evaluate(async () => {
          document.dispatchEvent(new Event('visibilitychange'));
          const registration = await navigator.serviceWorker.getRegistration();
          return (registration?.waiting ?? null) !== null;
        }),
      )
      .toBe(true);

  const marked = (page: Page): Promise<boolean> =>
    page.evaluate(() => document.body.hasAttribute('data-mark'));
  const mark = (page: Page): Promise<void> =>
    page.evaluate(() => document.body.setAttribute('data-mark', ''));

  test('[PW2] waits, however often the tab is reloaded, until a person asks for it', async ({ page }) => {
    await openAndKeep(page);
    const first = await version(page);
    await mark(page);
    host.deploy(nextApp);
    await lookForUpdate(page);
    expect(await marked(page)).toBe(true);
    await page.reload();
    expect(await version(page)).toBe(first);
  });

  test('[PW2] changes a tab that another tab’s first visit gave the app to', async ({ context, page }) => {
    // This tab would register a moment later: the other one does it first.
    const tab = await context.newPage();
    await tab.addInitScript(() => {
      const held: (() => void)[] = [];
      const later = window.setTimeout.bind(window);
      Object.assign(window, {
        letGo: () => held.forEach((work) => work()),
        setTimeout: (work: () => void, delay = 0) => (delay < 1_000 ? later(work, delay) : held.push(work)),
      });
    });
    await tab.goto(host.url);
    await expectStarted(tab);
    await openAndKeep(page);
    await tab.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await tab.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
    host.deploy(nextApp);
    await lookForUpdate(tab);
    await tab.getByRole('button', { name: 'Changer maintenant' }).click();
    await expect.poll(() => version(tab).catch(() => null)).toBe(next);
  });

  test('[PW3] does not reload another tab at work, which keeps the parts of its version', async ({
    context,
    page,
  }) => {
    await openAndKeep(page);
    await page.reload();
    const first = await version(page);
    const parts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => name.includes('/assets/')),
    );
    expect(parts.length).toBeGreaterThan(0);

    const other = await context.newPage();
    await other.goto(host.url);
    await mark(page);
    host.deploy(nextApp);
    await lookForUpdate(other);
    const told = page.evaluate(
      () =>
        new Promise((resolve) =>
          navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
        ),
    );
    await other.evaluate(async () => {
      (await navigator.serviceWorker.ready).waiting?.postMessage({ type: 'SKIP_WAITING' });
    });
    await told;

    expect(await marked(page)).toBe(true);
    expect(await version(page)).toBe(first);
    const answers = await page.evaluate(
      (urls) => Promise.all(urls.map(async (url) => (await fetch(url, { cache: 'no-store' })).ok)),
      parts,
    );
    expect(answers.every(Boolean)).toBe(true);
    await page.reload();
    expect(await version(page)).toBe(next);
  });

  test('[PW6] comes when a person asks for it, and everything written is still there', async ({ page }) => {
    await openAndKeep(page);
    await page.getByRole('button', { name: 'Nouvel atelier' }).click();
    await page.getByRole('textbox', { name: 'Titre de l’atelier' }).fill('Avant le changement');
    await page.getByRole('button', { name: 'Créer l’atelier' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Enregistré sur cet appareil' })).toBeVisible();
    await page.goto(host.url);
    const kept = page
      .getByRole('list', { name: 'Ateliers' })
      .getByRole('link', { name: /Avant le changement/ });
    await expect(kept).toBeVisible();

    host.deploy(nextApp);
    await lookForUpdate(page);
    const change = page.getByRole('button', { name: 'Changer maintenant' });
    await expect(change).toBeVisible();
    expect(await version(page)).not.toBe(next);
    await change.click();
    await expect(page.locator('meta[name="version"]')).toHaveAttribute('content', next);
    await expect(kept).toBeVisible();
    await expect(change).toBeHidden();

    await host.stop();
    await page.reload();
    await expect(kept).toBeVisible();
    expect(await version(page)).toBe(next);
  });
});
