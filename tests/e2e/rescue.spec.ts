import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Download, type Page } from '@playwright/test';
import { builtApp, startAppHost } from './app-host.ts';
import { createWorkshop, expectSaved, goTo, stickNote } from './workshop-steps.ts';

const launcher = join(import.meta.dirname, '../../src/cli/launch.js');

const grappe = (args: readonly string[]) =>
  spawnSync(process.execPath, [launcher, ...args], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'fr_FR.UTF-8' },
  });

let folder = '';
test.beforeEach(() => {
  // Two workshops are written by hand in most of these; a slow machine is no wrong answer.
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), 'grappe-rescue-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A page of the same origin in which nothing runs. */
const quietPage = 'logo.svg';

const writeWorkshop = async (page: Page, title: string, notes: readonly string[]): Promise<void> => {
  await page.goto('/');
  await createWorkshop(page, title);
  await goTo(page, 'Capture');
  for (const note of notes) await stickNote(page, note);
  await expectSaved(page);
};

const writeTwoWorkshops = async (page: Page): Promise<void> => {
  await writeWorkshop(page, 'Atelier de Nantes', ['Zones blanches', 'Câbles $ "guillemets"', 'Troisième 🛰']);
  await writeWorkshop(page, 'Atelier de Brest', ['Une seule']);
  await page.goto(quietPage);
};

const item = (page: Page, title: string) =>
  page
    .getByRole('list', { name: 'Ateliers dans ce navigateur' })
    .getByRole('listitem')
    .filter({ hasText: title });

const exportFrom = async (page: Page, button: string): Promise<Download> => {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return download;
};

const exportAll = async (page: Page): Promise<string> => {
  await page.goto('secours/');
  return exportFromPage(page);
};

const exportFromPage = async (page: Page): Promise<string> => {
  const path = join(folder, 'secours.json');
  await (await exportFrom(page, 'Exporter toutes les données brutes')).saveAs(path);
  return path;
};

/** Every database with its version and rows, as text. */
const dump = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('unread'));
      });
    const found: unknown[] = [];
    for (const { name = '', version } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const table = database.transaction(store).objectStore(store);
        found.push([name, version, store, await settled(table.getAllKeys()), await settled(table.getAll())]);
      }
      database.close();
    }
    return JSON.stringify(found, (_, value: unknown) => (value instanceof Uint8Array ? [...value] : value));
  });

/** Does something to a table behind everybody's back. */
const edit = (page: Page, database: string, table: string, how: 'flip' | 'garbage'): Promise<void> =>
  page.evaluate(
    ([database, table, how]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(database);
        opening.onerror = () => reject(opening.error ?? new Error('not opened'));
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(table, 'readwrite');
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
          transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
          const store = transaction.objectStore(table);
          if (how === 'garbage') {
            const objects = [
              { boardId: 5, bytes: 'x' },
              { $bytes: 'AAAA', boardId: 'a' },
            ];
            const others = ['no bytes', new Uint8Array([1, 2, 3])];
            for (const value of store.keyPath === null ? others : objects) store.add(value);
          } else {
            const cursor = store.openCursor();
            cursor.onsuccess = () => {
              const row = cursor.result?.value as { bytes: Uint8Array };
              const middle = row.bytes.length >> 1;
              row.bytes[middle] = (row.bytes[middle] ?? 0) ^ 0x10;
              cursor.result?.update(row);
            };
          }
        };
      }),
    [database, table, how] as const,
  );

const copyNames = (page: Page): Promise<string[]> =>
  page.evaluate(async () =>
    (await indexedDB.databases())
      .map(({ name = '' }) => name)
      .filter((name) => name.startsWith('grappe-board-')),
  );

test(
  '[RQ1] [RQ3] lists each workshop, makes a file of everything or of one, and changes nothing',
  { tag: ['@phone'] },
  async ({ page }) => {
    await writeTwoWorkshops(page);
    const before = await dump(page);
    await page.goto('secours');
    await expect(page).toHaveURL(/\/secours\/$/);
    await expect(item(page, 'Atelier de Nantes')).toContainText(
      /Journal\s:\s\d+\slignes?.*Copie de travail\s:\s\d+\slignes?/,
    );
    await expect(item(page, 'Atelier de Nantes')).toContainText(/Modifié le .*ko/);
    await expect(page.getByRole('listitem')).toHaveCount(2);

    const all = await exportFrom(page, 'Exporter toutes les données brutes');
    expect(all.suggestedFilename()).toMatch(/^grappe-secours-\d{4}-\d\d-\d\d\.json$/);
    await expect(page.getByRole('status')).toContainText('Fichier prêt');
    const text = readFileSync(await all.path(), 'utf8');
    expect(text).toMatch(/^\{\n "format": "grappe-secours",\n "version": 1,/);
    const file = JSON.parse(text) as {
      databases: { name: string; stores: { name: string; rows: unknown[] }[] }[];
    };
    expect(file.databases.map(({ name }) => name)).toEqual(['grappe', ...(await copyNames(page)).sort()]);
    const rows = file.databases
      .flatMap(({ stores }) => stores)
      .reduce((sum, store) => sum + store.rows.length, 0);
    const stored = (JSON.parse(before) as unknown[][]).reduce(
      (sum, [, , , keys]) => sum + (keys as unknown[]).length,
      0,
    );
    expect(rows).toBe(stored);

    const one = readFileSync(await (await exportFrom(page, 'Exporter Atelier de Brest')).path(), 'utf8');
    expect(one).toContain('Atelier de Brest');
    expect(one).not.toContain('Atelier de Nantes');
    await page.goto(quietPage);
    expect(await dump(page)).toBe(before);
  },
);

test('[RQ3] says that there is nothing, and makes no database by looking', async ({ page }) => {
  await page.addInitScript(() => {
    if (location.pathname.startsWith('/secours'))
      Object.assign(IDBFactory.prototype, { databases: undefined });
  });
  await page.goto('secours/');
  await expect(page.getByRole('status')).toContainText('Il n’y a pas de donnée de Grappe');
  await expect(page.getByRole('button', { name: 'Exporter toutes les données brutes' })).toBeHidden();
  await page.goto(quietPage);
  expect(await dump(page)).toBe('[]');
});

test('[RQ4] finds the databases where the browser keeps no list of them', async ({ page }) => {
  await writeTwoWorkshops(page);
  const copies = await copyNames(page);
  await page.addInitScript(() => Object.assign(IDBFactory.prototype, { databases: undefined }));
  const file = readFileSync(await exportAll(page), 'utf8');
  expect(copies).toHaveLength(2);
  for (const name of copies) expect(file).toContain(`"${name}"`);
  await expect(page.getByText('Ce navigateur ne dit pas quelles bases')).toBeVisible();
});

test('[RQ4] tells of a database that does not answer, and reads the others', async ({ context, page }) => {
  await writeTwoWorkshops(page);
  // As a tab that is stuck in the middle of an upgrade.
  const stuck = await context.newPage();
  await stuck.goto(quietPage);
  await stuck.evaluate(async () => {
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open('grappe-suite', 1);
      opening.onsuccess = () => {
        opening.result.close();
        resolve();
      };
    });
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open('grappe-suite', 2);
      opening.onupgradeneeded = () => {
        const store = opening.result.createObjectStore('a');
        const hold = (): void => {
          store.get(1).onsuccess = hold;
        };
        hold();
        resolve();
      };
    });
  });
  await page.goto('secours/');
  await expect(page.getByRole('listitem').filter({ hasText: 'grappe-suite' })).toContainText(
    'ne répond pas',
    {
      timeout: 20_000,
    },
  );
  await expect(item(page, 'Atelier de Brest')).toBeVisible();
  await stuck.close();
});

test('[RQ4] [RQ5] with garbage in both copies, and rows that can’t be read, the rest comes out and back', async ({
  page,
}) => {
  await writeTwoWorkshops(page);
  const [first = ''] = await copyNames(page);
  await edit(page, 'grappe', 'journal', 'flip');
  await edit(page, 'grappe', 'journal', 'garbage');
  await edit(page, first, 'updates', 'garbage');
  // One row that the browser fails to read.
  await page.addInitScript(() => {
    const whole = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'get')!;
    Object.assign(IDBObjectStore.prototype, {
      get(this: IDBObjectStore, key: IDBValidKey) {
        if (this.name === 'restorePoints') throw new DOMException('lost', 'DataError');
        return (whole.value as typeof this.get).call(this, key);
      },
    });
  });
  const file = await exportAll(page);
  await expect(item(page, 'Atelier de Nantes')).toBeVisible();
  const { status, stdout, stderr } = grappe(['verify', file]);
  expect(status).toBe(1);
  expect(stderr).toContain('tout n’a pas pu être lu');
  expect(stdout).toMatch(/Titre +Atelier de Nantes\n.*\nNotes +3\n/);
  expect(stdout).toMatch(/Lignes refusées +[1-9]/);
  expect(grappe(['import', file, '-o', `${folder}/ateliers/`]).status).toBe(0);
  const [brest = '', nantes = ''] = readdirSync(join(folder, 'ateliers')).sort();
  expect(nantes).toMatch(/^atelier-de-nantes-.*\.grappe$/);
  for (const [name, texts] of [
    [nantes, ['Zones blanches', 'Câbles $ "guillemets"', 'Troisième 🛰']],
    [brest, ['Une seule']],
  ] as const) {
    const exported = grappe(['export', join(folder, 'ateliers', name), '--format', 'json']).stdout;
    for (const text of texts) expect(exported).toContain(JSON.stringify(text));
  }
});

test('[RQ5] a whole rescue file passes every check, and needs a folder for its workshops', async ({
  page,
}) => {
  await writeTwoWorkshops(page);
  const file = await exportAll(page);
  expect(grappe(['verify', file])).toMatchObject({ status: 0, stderr: '' });
  const refused = grappe(['import', file, '-o', join(folder, 'un.grappe')]);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('contient 2 ateliers');
  expect(readdirSync(folder)).toEqual(['secours.json']);
});

test('[RQ5] on another device, « Ouvrir un fichier » brings all workshops back, and nothing twice', async ({
  browser,
  page,
}) => {
  await writeTwoWorkshops(page);
  await page.goto('/');
  await page.getByRole('button', { name: 'Réglages' }).click();
  await page.getByRole('link', { name: 'Emporter mes ateliers' }).click();
  await expect(page).toHaveURL(/\/secours\/$/);
  const file = await exportFromPage(page);
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto('/');
  const open = async (): Promise<void> => {
    const chooser = other.waitForEvent('filechooser');
    await other.getByRole('button', { name: 'Ouvrir un fichier' }).click();
    await (await chooser).setFiles(file);
  };
  await open();
  await expect(other.getByText('2 ateliers retrouvés, 4 notes.').first()).toBeVisible();
  const list = other.getByRole('list', { name: 'Ateliers' });
  await expect(list.getByRole('link')).toHaveCount(2);
  await expect(list).toContainText('3 notes');
  await open();
  await expect(other.getByText('2 ateliers retrouvés, 0 note.').first()).toBeVisible();
  await list.getByRole('link', { name: /Nantes/ }).click();
  await goTo(other, 'Mur');
  await expect(other.getByRole('article', { name: 'Troisième 🛰' })).toBeVisible();
  await context.close();
});

test('[RQ5] a row that is damaged on the way is told when the file is opened', async ({ page }) => {
  await writeWorkshop(page, 'Atelier de Nantes', ['Zones blanches']);
  await page.goto(quietPage);
  const file = await exportAll(page);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/("checksum":)(\d+)/, '$11'));
  await page.goto('/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles(file);
  await expect(page.getByText('1 ligne illisible a été laissée de côté').first()).toBeVisible();
});

test.describe('offline', () => {
  test.use({ serviceWorkers: 'allow' });
  for (const at of ['/', '/outils/grappe/'])
    test(`[RQ2] opens with the server gone, at ${at}`, async ({ context, page }) => {
      const host = await startAppHost(builtApp, at);
      try {
        await page.goto(host.url);
        await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
        await createWorkshop(page, 'Sans réseau');
        await page.close();
        await host.stop();
        for (const place of ['secours', 'secours/', 'secours/index.html', 'secours/?x=1']) {
          const cold = await context.newPage();
          await cold.goto(host.url + place);
          await expect(item(cold, 'Sans réseau')).toBeVisible();
          await expect(cold.getByRole('link', { name: 'Retour à Grappe' })).toBeVisible();
          await exportFrom(cold, 'Exporter Sans réseau');
          await cold.close();
        }
      } finally {
        await host.stop();
      }
    });
});

test.describe('without the app', () => {
  test.use({ serviceWorkers: 'block' });

  test('[RQ2] [RQ8] [OB2] a page whose parts can’t be had leads to the rescue page, which works', async ({
    context,
    page,
  }) => {
    await writeTwoWorkshops(page);
    await context.route('**/assets/**/*.js', (route) => route.abort());
    await context.route('**/assets/*.js', (route) => route.abort());
    await page.goto('/');
    await expect(page.getByText(/trop ancien.*Chrome 109, Firefox 115/s)).toBeVisible();
    await expect(page.getByText(/too old.*Chrome 109, Firefox 115/s).last()).toBeVisible();
    await page.getByRole('link', { name: 'Page de secours' }).click();
    await expect(item(page, 'Atelier de Nantes')).toBeVisible();
    await exportFrom(page, 'Exporter toutes les données brutes');
  });
});

test('[RQ8] a page that starts as it should shows nothing of it', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Nouvel atelier' })).toBeVisible();
  await expect(page.getByText('Si Grappe ne s’ouvre pas')).toBeHidden();
});

test('[RQ8] storage that fails leads to the rescue page, on the home page and in a workshop', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const broken = (): never => {
      throw new DOMException('broken', 'UnknownError');
    };
    if (!location.pathname.startsWith('/secours')) Object.assign(IDBFactory.prototype, { open: broken });
  });
  for (const address of ['/', '/#/atelier/abc/capture']) {
    await page.goto(address);
    await page.reload();
    await expect(page.getByRole('alert').getByRole('link', { name: 'Page de secours' })).toHaveAttribute(
      'href',
      './secours/',
    );
  }
});

test('[RQ8] a screen that breaks leads to the rescue page', async ({ page }) => {
  await writeWorkshop(page, 'Un atelier', ['Une note']);
  await page.evaluate(() => {
    const broken = (): never => {
      throw new Error('broken');
    };
    Object.assign(Intl.PluralRules.prototype as object, { select: broken });
  });
  await page.getByRole('link', { name: 'Mur', exact: true }).click();
  await page.getByRole('alert').getByRole('link', { name: 'Page de secours' }).click();
  await expect(item(page, 'Un atelier')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`[AX1] [AX3] [AX7] axe finds nothing on the rescue page, and fingers find its buttons (${colorScheme})`, async ({
      page,
    }) => {
      await writeTwoWorkshops(page);
      await edit(page, (await copyNames(page))[0] ?? '', 'updates', 'garbage');
      await page.evaluate(
        () =>
          new Promise<void>((resolve) => {
            indexedDB.open('autre-application', 1).onsuccess = () => resolve();
          }),
      );
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto('secours/');
      await exportFrom(page, 'Exporter toutes les données brutes');
      for (const language of ['fr', 'en']) {
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page.getByRole('listitem').filter({ hasText: 'autre-application' })).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        ).toEqual([]);
        await page
          .getByRole('button', { name: 'English' })
          .or(page.getByRole('button', { name: 'Français' }))
          .click();
      }
      await page.reload();
      await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
      const small = await page
        .locator('button:visible, a:visible')
        .evaluateAll(
          (controls) => controls.filter((control) => control.getBoundingClientRect().height < 47.5).length,
        );
      expect(small).toBe(0);
      await page.setViewportSize({ width: 320, height: 640 });
      const overflow = (): Promise<number> =>
        page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(await overflow()).toBeLessThanOrEqual(0);
      // As a person has chosen in the app, whatever the device is like.
      await page.evaluate(
        (theme) => {
          const chosen = { theme, contrast: 'high', text: 'largest', spacing: 'wide' };
          for (const [name, value] of Object.entries(chosen)) localStorage.setItem(`grappe.${name}`, value);
        },
        colorScheme === 'light' ? 'dark' : 'light',
      );
      await page.reload();
      await expect(page.locator('html')).toHaveCSS('font-size', '25.504px');
      await expect(page.locator('html')).toHaveCSS(
        'background-color',
        colorScheme === 'light' ? 'rgb(27, 24, 32)' : 'rgb(250, 247, 241)',
      );
      await expect(page.getByRole('listitem').filter({ hasText: 'autre-application' })).toBeVisible();
      const { violations } = await new AxeBuilder({ page })
        .options({ rules: { 'color-contrast-enhanced': { enabled: true } } })
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await overflow()).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
    });
  });
}
