import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { readAppFiles } from '#hub/app-server.ts';
import { builtApp } from './app-host.ts';
import { draw, stick, storedAttachments } from './attachment-steps.ts';
import {
  copyCode,
  directLine,
  pairByText,
  pairDialog,
  pasteCode,
  readInvitation,
  startPairing,
} from './direct-steps.ts';
import { createLan, namespacesRefused, type Host, type Lan } from './namespaces.ts';
import { showAs } from './wall-steps.ts';
import { createWorkshop, goTo, stickNote } from './workshop-steps.ts';

const refused = namespacesRefused();
if (refused !== undefined)
  console.warn(`NOT TESTED: devices in networks of their own, which this account may not make (${refused})`);
test.skip(refused !== undefined, 'This machine lets nobody make network namespaces.');

let lan: Lan<'a' | 'b' | 'c'>;
test.beforeEach(() => {
  lan = createLan({ a: '10.77.0.11', b: '10.77.0.12', c: '10.77.0.13' });
});
test.afterEach(() => lan.end());

/** Where the app is for its pages: it comes from nowhere on the network, what they ask for is answered by the test. */
const origin = 'http://localhost:4999';

const openDevice = async (host: Host): Promise<Page> => {
  const context = await host.openBrowser({
    baseURL: origin,
    viewport: { width: 1024, height: 768 },
    serviceWorkers: 'block',
    // As somebody who pairs has allowed it: browsers then tell pages their addresses.
    permissions: ['camera'],
    args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  });
  const files = readAppFiles(builtApp);
  if (!files.ok) throw new Error(`No app in ${builtApp}: npm run build`);
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const path = pathname === '/' ? '/index.html' : pathname;
    if (files.value.has(path)) await route.fulfill({ path: join(builtApp, path) });
    else await route.abort();
  });
  return context.newPage();
};

const begin = async (page: Page): Promise<string> => {
  await page.goto('/');
  await createWorkshop(page, 'Sans internet');
  await goTo(page, 'Réunir');
  return readInvitation(page);
};
const follow = async (page: Page, invitation: string): Promise<void> => {
  await page.goto(invitation);
  await goTo(page, 'Réunir');
};
const expectOnWall = async (page: Page, text: string): Promise<void> => {
  await goTo(page, 'Mur');
  await showAs(page, 'Liste');
  await expect(page.getByText(text).first()).toBeVisible();
};
const expectWhole = (page: Page): Promise<void> =>
  expect(directLine(page)).toHaveText(/^\s*Relié à 2 appareils · tout est échangé$/, { timeout: 40_000 });
const write = async (page: Page, text: string): Promise<void> => {
  await goTo(page, 'Capture');
  await stickNote(page, text);
};

test('[DR14] [DR13] [DR16] three devices on a network without internet are introduced, work live, get round a way that is barred, and heal by themselves when a cut cable is whole again', async () => {
  const { hosts } = lan;
  const [a, b, c] = await Promise.all([openDevice(hosts.a), openDevice(hosts.b), openDevice(hosts.c)]);
  const invitation = await begin(a);
  await Promise.all([follow(b, invitation), follow(c, invitation)]);
  const field = b.getByRole('textbox', { name: 'Nom de cet appareil' });
  await field.fill('Tablette du fond');
  await field.blur();
  await pairByText(a, b);
  await pairByText(b, c);
  // Nobody has paired the first with the third.
  const devices = a.getByRole('group').filter({ hasText: 'Qui est là' }).getByRole('listitem');
  await expect(devices).toHaveText([
    /^\s*Appareil sans nom \(\S{4}\)\s+· tout est échangé$/,
    /^\s*Tablette du fond\s+· tout est échangé$/,
  ]);
  for (const page of [a, b, c]) await expectWhole(page);
  await write(c, 'La note du troisième');
  await expectOnWall(a, 'La note du troisième');
  await draw(c);
  await stick(c);
  const drawn = await storedAttachments(c);
  expect(Object.keys(drawn)).toHaveLength(1);
  for (const page of [a, b]) await expect.poll(() => storedAttachments(page)).toEqual(drawn);

  // What one can’t bring to another goes by the third, before anybody has noticed.
  for (const host of [hosts.a, hosts.c]) host.isolate(true);
  await write(a, 'Par un détour');
  await expectOnWall(c, 'Par un détour');
  for (const host of [hosts.a, hosts.c]) host.isolate(false);
  for (const page of [a, b, c]) await expectWhole(page);

  hosts.c.plug(false);
  await write(a, 'Pendant la coupure, ici');
  await write(c, 'Pendant la coupure, là-bas');
  await expect(directLine(c)).toHaveText('Lien coupé avec un appareil', { timeout: 40_000 });
  await expect(directLine(b)).toHaveText(/^\s*Relié à 1 appareil · tout est échangé · 1 plus là$/, {
    timeout: 40_000,
  });
  // Nobody scans anything.
  hosts.c.plug(true);
  for (const page of [a, b, c]) {
    await goTo(page, 'Réunir');
    await expectWhole(page);
  }
  await expectOnWall(c, 'Pendant la coupure, ici');
  await expectOnWall(a, 'Pendant la coupure, là-bas');
});

test('[DR14] on a network that keeps its devices apart the verdict comes within 15 seconds, with what to try', async () => {
  const { hosts } = lan;
  for (const host of [hosts.a, hosts.b]) host.isolate(true);
  const [a, b] = await Promise.all([openDevice(hosts.a), openDevice(hosts.b)]);
  await follow(b, await begin(a));
  await startPairing(a, 'Montrer un code');
  const offer = await copyCode(a);
  await startPairing(b, 'Lire le code de l’autre');
  await pasteCode(b, offer);
  const answer = await copyCode(b);
  await pairDialog(a).getByRole('button', { name: 'L’autre montre son code : le lire' }).click();
  await pasteCode(a, answer);
  await expect(pairDialog(a)).toContainText('Réponse dans 15 secondes au plus');
  const since = Date.now();
  await expect(pairDialog(a).getByRole('alert')).toContainText('séparent les appareils', { timeout: 25_000 });
  test
    .info()
    .annotations.push({ type: 'ms', description: `until the verdict: ${String(Date.now() - since)}` });
});
