import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

test.use({ serviceWorkers: 'allow' });

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

test.describe('npm start', () => {
  const launcher = join(import.meta.dirname, '../../src/cli/launch.js');

  interface Run {
    readonly process: ChildProcess;
    readonly said: Promise<{ code: number | null; stdout: string; stderr: string }>;
  }

  let data: string;
  test.beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'grappe-data-'));
  });
  test.afterEach(() => rmSync(data, { recursive: true, force: true }));

  const start = (args: readonly string[], locale: string): Run => {
    const started = spawn(process.execPath, [launcher, 'serve', '--data', data, ...args], {
      env: { ...process.env, LC_ALL: locale },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    started.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    started.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    const said = once(started, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
    return { process: started, said };
  };

  test('[HS5] it says where the app is, and stops when asked', async ({ request }) => {
    const run = start(['--host', '127.0.0.1', '--port', '0'], 'fr_FR.UTF-8');
    const address = await new Promise<string>((resolve, reject) => {
      let text = '';
      run.process.stdout?.on('data', (more: Buffer) => {
        text += more.toString();
        const found = /http:\/\/localhost:\d+/.exec(text);
        if (found) resolve(found[0].replace('localhost', '127.0.0.1'));
      });
      run.process.once('exit', () => reject(new Error(text)));
    });
    const answer = await request.get(address);
    expect(await answer.text()).toContain('<title>Grappe</title>');
    run.process.kill('SIGTERM');
    const { code, stdout, stderr } = await run.said;
    expect(code).toBe(0);
    expect(stdout).toContain('Grappe est arrêtée.');
    expect(stderr).toBe('');
  });

  for (const [locale, sentence] of [
    ['fr_FR.UTF-8', /^Le port \d+ est déjà pris.*--port \d+\.\n$/],
    ['en_GB.UTF-8', /^Port \d+ is already taken.*--port \d+\.\n$/],
  ] as const) {
    test(`[HS4] with its port taken it says so and what to do (${locale})`, async ({ baseURL }) => {
      const { port } = new URL(baseURL ?? '');
      const { code, stdout, stderr } = await start(['--host', '127.0.0.1', '--port', port], locale).said;
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(sentence);
    });
  }
});
