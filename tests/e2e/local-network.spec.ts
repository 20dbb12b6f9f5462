import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startHubBy, type HubProcess } from './hub-process.ts';
import { createLan, namespacesRefused, type Lan } from './namespaces.ts';
import { createWorkshop, goTo } from './workshop-steps.ts';

/** The app of an organisation, at a public address over https, and a hub in the room, over http. */
const refused = namespacesRefused();
if (refused !== undefined)
  console.warn(`NOT TESTED: the local network, since there are no namespaces: ${refused}`);
test.skip(refused !== undefined, 'This machine lets nobody make network namespaces.');

const site = 'https://9.9.9.9:8443';
let lan: Lan<'hub' | 'tablet' | 'site'>;
let home: string;
let hub: HubProcess;
let app: HubProcess;

test.beforeEach(async () => {
  lan = createLan({ hub: '10.77.0.1', tablet: '10.77.0.11', site: '9.9.9.9' });
  lan.hosts.tablet.run('ip', 'route', 'add', '9.9.9.0/24', 'dev', 'eth0');
  lan.hosts.site.run('ip', 'route', 'add', '10.77.0.0/24', 'dev', 'eth0');
  home = mkdtempSync(join(tmpdir(), 'grappe-home-'));
  const [cert, key, store] = [join(home, 'cert.pem'), join(home, 'key.pem'), join(home, '.pki/nssdb')];
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '30',
      ],
      ...['-subj', '/CN=site', '-addext', 'subjectAltName=IP:9.9.9.9', '-out', cert, '-keyout', key],
    ],
    { stdio: 'pipe' },
  );
  mkdirSync(store, { recursive: true });
  execFileSync('certutil', ['-d', `sql:${store}`, '-N', '--empty-password']);
  execFileSync('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'site', '-i', cert]);
  hub = await startHubBy(lan.hosts.hub.command);
  app = await startHubBy(lan.hosts.site.command, '--port', '8443', '--cert', cert, '--key', key);
});
test.afterEach(async () => {
  await lan.end();
  await hub.end();
  await app.end();
  rmSync(home, { recursive: true, force: true });
});

for (const isAllowed of [true, false])
  test(`[LA4] from the app over https to a hub over http in the room: where Chromium’s permission is ${isAllowed ? 'given, it works live' : 'not given, nothing is found, and what to allow stands beside'}`, async () => {
    const browser = await lan.hosts.tablet.openBrowser({ home });
    if (isAllowed) await browser.grantPermissions(['local-network-access'], { origin: site });
    const page = await browser.newPage();
    await page.goto(site);
    await createWorkshop(page, 'Depuis le site');
    await goTo(page, 'Réunir');
    await page.getByRole('button', { name: 'Se connecter à un hub' }).click();
    const dialog = page.getByRole('dialog', { name: 'Se connecter à un hub' });
    await expect(dialog).toContainText(
      'Le navigateur peut demander s’il a le droit d’accéder au réseau local',
    );
    const address = `10.77.0.1:${new URL(hub.here).port}`;
    await dialog.getByRole('textbox', { name: 'Adresse du hub' }).fill(address);
    await dialog.getByRole('textbox', { name: 'Adresse du hub' }).press('Enter');
    if (isAllowed) {
      await expect(dialog).toBeHidden();
      await expect(page.getByText(`Hub : ${address}`)).toBeVisible();
      await expect(page.locator('header .hub')).toHaveText('1 appareil · tout est sur le hub');
    } else {
      await expect(dialog).toContainText('Rien ne répond à cette adresse');
    }
  });
