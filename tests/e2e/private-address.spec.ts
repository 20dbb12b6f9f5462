import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { photograph, stick } from './attachment-steps.ts';
import { startHubBy, type HubProcess } from './hub-process.ts';
import { createLan, namespacesRefused, type Lan } from './namespaces.ts';
import { createWorkshop, expectSaved, goTo, stickNote } from './workshop-steps.ts';

/** A room without internet: the hub, a tablet of the school, a participant's phone. */
const refused = namespacesRefused();
if (refused !== undefined)
  console.warn(`NOT TESTED: a private address, since there are no namespaces: ${refused}`);
test.skip(refused !== undefined, 'This machine lets nobody make network namespaces.');
test.use({ serviceWorkers: 'allow' });

let lan: Lan<'hub' | 'tablet' | 'phone'>;
let hub: HubProcess;
let home: string;
const origin = (scheme: string): string => `${scheme}://10.77.0.1:${new URL(hub.here).port}`;

test.beforeEach(async () => {
  lan = createLan({ hub: '10.77.0.1', tablet: '10.77.0.11', phone: '10.77.0.12' });
  hub = await startHubBy(lan.hosts.hub.command, '--local-ca');
  home = mkdtempSync(join(tmpdir(), 'grappe-home-'));
});
test.afterEach(async () => {
  await lan.end();
  await hub.end();
  rmSync(home, { recursive: true, force: true });
});

const linkOf = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Inviter' }).click();
  const field = page.getByRole('textbox', { name: 'Lien de l’atelier' });
  // Others may not know the authority: the link is one that everybody can follow.
  await expect(field).toHaveValue(/^http:.*&k=/);
  const link = await field.inputValue();
  const room = page.getByRole('region', { name: 'La salle' });
  await room.getByRole('button', { name: 'Fermer' }).click();
  return link;
};

const hubLine = (page: Page) => page.locator('header .hub');

/** What the account's tools do when somebody follows the page at `/autorite`. */
const trustAuthority = (): void => {
  const get = (file: string): Buffer =>
    lan.hosts.tablet.run('curl', '-sSf', `${origin('http')}/autorite/${file}`);
  const page = get('').toString();
  const root = join(home, 'grappe.crt');
  writeFileSync(root, get('grappe.crt'));
  const read = ['x509', '-inform', 'der', '-in', root, '-noout', '-fingerprint', '-sha256'];
  const [, fingerprint = '?'] = execFileSync('openssl', read).toString().trim().split('=');
  expect(page).toContain(fingerprint);
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  const certutil = (...args: string[]): Buffer => execFileSync('certutil', ['-d', `sql:${store}`, ...args]);
  certutil('-N', '--empty-password');
  certutil('-A', '-t', 'C,,', '-n', 'Grappe', '-i', root);
};

test('[LA1] over http at a private address without internet there is no secure context, and capture, wall and sync work', async () => {
  const tablet = await (await lan.hosts.tablet.openBrowser()).newPage();
  const phone = await (await lan.hosts.phone.openBrowser()).newPage();
  await tablet.goto(origin('http'));
  expect(await tablet.evaluate(() => [isSecureContext, typeof navigator.serviceWorker])).toEqual([
    false,
    'undefined',
  ]);
  await createWorkshop(tablet, 'Sans internet');
  const link = await linkOf(tablet);
  expect(link).toContain(`${origin('http')}/#/rejoindre/`);
  await phone.goto(link);
  await stickNote(phone, 'La cour est bruyante', 'Irritant');
  await expectSaved(phone);
  await goTo(tablet, 'Mur');
  await expect(tablet.getByText('La cour est bruyante').first()).toBeVisible();
  await goTo(tablet, 'Capture');
  await stickNote(tablet, 'Les élèves s’entraident', 'Point fort');
  await goTo(phone, 'Mur');
  await expect(phone.getByText('Les élèves s’entraident').first()).toBeVisible();
  for (const page of [tablet, phone])
    await expect(hubLine(page)).toHaveText('2 appareils · tout est sur le hub');
  // Reopened, it has everything.
  await tablet.reload();
  await goTo(tablet, 'Mur');
  await expect(tablet.getByText('La cour est bruyante').first()).toBeVisible();
});

test('[LA2] a device that trusts the authority has everything over https: camera, offline use, and the same workshop as those on http', async () => {
  trustAuthority();
  const phone = await (await lan.hosts.phone.openBrowser()).newPage();
  // It does not know the authority.
  await expect(phone.goto(origin('https'))).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);

  const args = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const tablet = await (await lan.hosts.tablet.openBrowser({ home, args })).newPage();
  await tablet.goto(origin('https'));
  expect(await tablet.evaluate(() => isSecureContext)).toBe(true);
  await tablet.evaluate(async () => void (await navigator.serviceWorker.ready));
  await createWorkshop(tablet, 'En https');
  const link = await linkOf(tablet);
  await phone.goto(link);
  await stickNote(phone, 'Écrite en http');
  await goTo(tablet, 'Capture');
  await photograph(tablet);
  await stick(tablet);
  await expectSaved(tablet);
  await goTo(phone, 'Mur');
  await expect(phone.getByRole('img', { name: 'Photo', exact: true })).toBeVisible();
  await goTo(tablet, 'Mur');
  await expect(tablet.getByText('Écrite en http').first()).toBeVisible();
  await expect(hubLine(tablet)).toHaveText('2 appareils · tout est sur le hub');

  await hub.kill();
  await tablet.reload();
  await expect(tablet.getByText('Écrite en http').first()).toBeVisible();
  await expect(hubLine(tablet)).toContainText('Hub injoignable');
});

test('[LA3] « Emporter mes ateliers »: all workshops written over http go to https in one file, and meet the others at the hub as before', async () => {
  trustAuthority();
  const browser = await lan.hosts.tablet.openBrowser({ home, acceptDownloads: true });
  const page = await browser.newPage();
  await page.goto(origin('http'));
  await createWorkshop(page, 'Premier atelier');
  await goTo(page, 'Capture');
  await stickNote(page, 'Écrite seule');
  await expectSaved(page);
  await page.goto(origin('http'));
  await createWorkshop(page, 'Second atelier');
  const link = await linkOf(page);
  const phone = await (await lan.hosts.phone.openBrowser()).newPage();
  await phone.goto(link);
  await stickNote(phone, 'Écrite à deux');
  await expect(hubLine(phone)).toHaveText('2 appareils · tout est sur le hub');

  await page.goto(`${origin('http')}/autorite`);
  await page.getByRole('link', { name: 'la page de secours' }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exporter toutes les données brutes' }).click();
  const file = join(home, 'secours.json');
  await (await coming).saveAs(file);

  await page.goto(origin('https'));
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await choosing).setFiles(file);
  const list = page.getByRole('list', { name: 'Ateliers' });
  await expect(list.getByRole('link', { name: /Premier atelier/ })).toBeVisible();
  await list.getByRole('link', { name: /Second atelier/ }).click();
  await goTo(page, 'Mur');
  await expect(page.getByText('Écrite à deux').first()).toBeVisible();
  await expect(hubLine(page)).toHaveText('2 appareils · tout est sur le hub');
  await stickNote(phone, 'Après le déménagement');
  await expect(page.getByText('Après le déménagement').first()).toBeVisible();
});
