import { expect, test } from '@playwright/test';

test.describe('the page as it is served', () => {
  test(
    '[HS3] nothing in it breaks the content policy, and it asks nobody else for anything',
    { tag: ['@tablet', '@phone'] },
    async ({ page, baseURL }) => {
      const complaints: string[] = [];
      const elsewhere: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (/^https?:/.test(request.url()) && !request.url().startsWith(baseURL ?? ''))
          elsewhere.push(request.url());
      });
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
      await page.goto('/');
      await expect(page.locator('#app')).not.toBeEmpty();
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      expect(complaints).toEqual([]);
      expect(elsewhere).toEqual([]);
    },
  );

  test('[PW4] it can be installed: name, start, icons of the sizes they say, shortcuts', async ({
    page,
    request,
  }) => {
    await page.goto('/');
    const address = new URL(
      (await page.locator('link[rel="manifest"]').getAttribute('href')) ?? '',
      page.url(),
    );
    const manifest = (await (await request.get(address.href)).json()) as {
      name: string;
      lang: string;
      display: string;
      start_url: string;
      icons: { src: string; sizes: string; type: string; purpose: string }[];
      shortcuts: { name: string; url: string }[];
    };
    expect(manifest).toMatchObject({ name: 'Grappe', lang: 'fr', display: 'standalone', start_url: './' });
    expect(manifest.shortcuts.map(({ name, url }) => [name, url])).toEqual([
      ['Nouvel atelier', './#/nouveau'],
      ['Capture', './#/capture'],
    ]);
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
    for (const { src, sizes, type } of manifest.icons.filter((icon) => icon.type === 'image/png')) {
      const icon = await request.get(new URL(src, address).href);
      expect(icon.headers()['content-type']).toBe(type);
      const png = await icon.body();
      expect(`${String(png.readUInt32BE(16))}x${String(png.readUInt32BE(20))}`).toBe(sizes);
    }
  });
});
