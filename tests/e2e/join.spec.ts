import { readFile } from 'node:fs/promises';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { encode } from 'uqr';
import { agreeToMerge, createWorkshop, expectSaved, goTo, openKeptApp, stickNote } from './workshop-steps.ts';

// Some join where there is no network.
test.use({ serviceWorkers: 'allow' });

/** Notes travel by files here: no hub answers, as where there is no network. */
const withoutHub = async (page: Page): Promise<void> => {
  await page.route('**/hub', (route) => route.abort());
};

/** Another device: a browser that shares nothing with the first. */
const otherDevice = async (browser: Browser, baseURL: string | undefined): Promise<Page> =>
  (await browser.newContext({ baseURL: baseURL ?? '', locale: 'fr-FR' })).newPage();

const linkOf = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Inviter' }).click();
  const link = await page.getByRole('textbox', { name: 'Lien de l’atelier' }).inputValue();
  await page.getByRole('button', { name: 'Fermer' }).click();
  return link;
};

const saveGrappe = async (page: Page): Promise<string> => {
  await goTo(page, 'Réunir');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Enregistrer le fichier', exact: true }).click();
  return (await download).path();
};

const openGrappe = async (page: Page, path: string): Promise<void> => {
  await goTo(page, 'Réunir');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles({ name: 'recu.grappe', mimeType: '', buffer: await readFile(path) });
  await agreeToMerge(page);
};

const shownTitle = (page: Page) => page.locator('header .name');

test(
  '[JN1] [JN3] a link leads a device that never saw the workshop to its first note, and its file brings the notes home',
  { tag: ['@phone'] },
  async ({ page, browser, baseURL }) => {
    await withoutHub(page);
    await page.goto('/');
    await createWorkshop(page, 'Rétro d’équipe');
    const link = await linkOf(page);
    await goTo(page, 'Capture');
    await stickNote(page, 'Écrite par la facilitatrice');
    await expectSaved(page);

    const phone = await otherDevice(browser, baseURL);
    await withoutHub(phone);
    await phone.goto(link);
    await stickNote(phone, 'Écrite sur un téléphone');
    await expectSaved(phone);
    await expect(shownTitle(phone)).toHaveText('Rétro d’équipe');
    // It is shown so after a reload, and in the list.
    await phone.reload();
    await expect(shownTitle(phone)).toHaveText('Rétro d’équipe');
    await phone.goBack();
    await phone.goto('/#/');
    await expect(phone.getByRole('list', { name: 'Ateliers' }).getByRole('link')).toHaveText([
      'Rétro d’équipe',
    ]);
    await phone.getByRole('list', { name: 'Ateliers' }).getByRole('link').click();
    const fromPhone = await saveGrappe(phone);

    // Meanwhile the workshop is called otherwise; the phone, which never was told, changes nothing of it.
    await goTo(page, 'Préparer');
    await page.getByRole('textbox', { name: 'Titre de l’atelier' }).fill('Rétro de novembre');
    await page.getByRole('textbox', { name: 'Titre de l’atelier' }).blur();
    await openGrappe(page, fromPhone);
    await expect(page.getByText('Fichier réuni : 1 note de plus.')).toBeVisible();
    await expect(shownTitle(page)).toHaveText('Rétro de novembre');
    await goTo(page, 'Préparer');
    await expect(page.getByText('Un autre appareil a écrit autre chose ici')).toHaveCount(0);
    await goTo(page, 'Mur');
    await expect(page.getByRole('article')).toHaveCount(2);

    // And the other way round: the workshop itself takes the place of what the link told.
    const home = await saveGrappe(page);
    await openGrappe(phone, home);
    await expect(phone.getByText('Fichier réuni : 1 note de plus.')).toBeVisible();
    await expect(shownTitle(phone)).toHaveText('Rétro de novembre');
    await phone.context().close();
  },
);

test('[JN3] the method of the link is what is written on, and what its files are told by', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Nouvel atelier' }).click();
  await page.getByRole('textbox', { name: 'Titre de l’atelier' }).fill('Rétro');
  await page.getByRole('radio', { name: /Rétrospective|Commencer/ }).check({ force: true });
  await page.getByRole('button', { name: 'Créer l’atelier' }).click();
  await goTo(page, 'Préparer');
  const link = await linkOf(page);

  const phone = await otherDevice(browser, baseURL);
  await phone.goto(link);
  await phone.reload();
  const kinds = phone.getByRole('radiogroup', { name: 'Type de note' });
  await expect(kinds.getByRole('radio')).toHaveCount(3);
  await stickNote(phone, 'Une idée');
  await goTo(phone, 'Synthèse');
  const download = phone.waitForEvent('download');
  await phone.getByRole('button', { name: 'JSON' }).click();
  const json = await readFile(await (await download).path(), 'utf8');
  expect(JSON.parse(json)).toMatchObject({ title: 'Rétro', method: 'start-stop-continue' });
  await phone.context().close();
});

test('[JN2] a device that has the workshop goes to its capture screen at once, also offline', async ({
  page,
  context,
}) => {
  await openKeptApp(page);
  await createWorkshop(page, 'Déjà là');
  const link = (await linkOf(page)).replace(/t=[^&]*/, 't=Un+autre+titre');
  await goTo(page, 'Capture');
  await stickNote(page, 'Une note');
  await expectSaved(page);
  await context.setOffline(true);
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByRole('textbox', { name: 'Note' })).toBeVisible();
  await expect(shownTitle(other)).toHaveText('Déjà là');
  await expect(other.getByRole('status').filter({ hasText: '1 note' })).toBeVisible();
});

test('[JN2] a phone that has opened the app before joins without network', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto('/');
  await createWorkshop(page, 'Zone blanche');
  const link = await linkOf(page);
  const phone = await otherDevice(browser, baseURL);
  await openKeptApp(phone);
  await phone.context().setOffline(true);
  await phone.goto('about:blank');
  await phone.goto(link);
  await stickNote(phone, 'Hors ligne');
  await expectSaved(phone);
  await phone.context().close();
});

test('[JN4] a broken link says so, and leads to the other way in', { tag: ['@phone'] }, async ({ page }) => {
  for (const broken of [
    'abc',
    'abc?t=x&m=inconnue',
    'a%20b?t=x&m=empty-wall',
    '?t=x',
    'a/b/c?m=empty-wall',
  ]) {
    await page.goto('/#/');
    await page.goto(`/#/rejoindre/${broken}`);
    await expect(page.getByRole('alert')).toContainText('Ce lien ne mène à aucun atelier');
    await expect(page.getByRole('button', { name: 'Ouvrir un fichier' })).toBeVisible();
  }
  await page.goto('/#/');
  await expect(page.getByText('Aucun atelier sur cet appareil')).toBeVisible();
  // A title from a stranger is text.
  await page.goto('/#/rejoindre/abc?t=%3Cimg%20src%3Dx%3E&m=empty-wall');
  await expect(shownTitle(page)).toHaveText('<img src=x>');
  await page.goBack();
  await expect(page.getByRole('list', { name: 'Ateliers' }).getByRole('link')).toHaveText(['<img src=x>']);
});

test('[JN5] the invitation shows the link as a QR code, dark on white, and as text to copy', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  await createWorkshop(page, 'Égal accès');
  await page.getByRole('button', { name: 'Inviter' }).click();
  const link = await page.getByRole('textbox', { name: 'Lien de l’atelier' }).inputValue();
  expect(link).toContain('/#/rejoindre/');
  await page.getByRole('button', { name: 'Copier le lien' }).click();
  await expect(page.getByRole('dialog').getByText('Lien copié')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  // Each run of dark modules of the picture is where the code has it, and around it four modules stay white.
  const code = page.getByRole('img', { name: 'QR code pour rejoindre l’atelier' });
  const drawn = await code.evaluate((svg) => ({
    size: Number(svg.getAttribute('viewBox')?.split(' ')[2]),
    ground: svg.querySelector('rect')?.getAttribute('fill'),
    ink: svg.querySelector('path')?.getAttribute('fill'),
    runs: svg.querySelector('path')?.getAttribute('d')?.split('M').slice(1) ?? [],
  }));
  const wanted = encode(link, { ecc: 'M', border: 4 });
  const data = Array.from({ length: drawn.size }, () => Array.from({ length: drawn.size }, () => false));
  for (const run of drawn.runs) {
    const [, x, y, length] = /^(\d+) (\d+)h(\d+)v1h-\3z$/.exec(run)?.map(Number) ?? [];
    for (let i = 0; i < (length ?? 0); i++) data[y ?? -1]![(x ?? 0) + i] = true;
  }
  expect(data).toEqual(wanted.data);
  expect(data.slice(0, 4).flat().some(Boolean)).toBe(false);
  expect([drawn.ground, drawn.ink]).toEqual(['#fff', '#000']);
  // The tests' server is this machine alone.
  await expect(page.getByRole('dialog').getByRole('note')).toContainText('Pour la salle');
  await page.getByRole('button', { name: 'Fermer' }).click();
  await goTo(page, 'Réunir');
  expect(await linkOf(page)).toBe(link);
});
