import { expect, test, type Browser, type Page } from '@playwright/test';
import { draw, stick, storedAttachments } from './attachment-steps.ts';
import { folderHolds, startHub, type HubProcess } from './hub-process.ts';
import { createWorkshop, expectSaved, goTo, stickNote } from './workshop-steps.ts';

let hub: HubProcess;
test.beforeEach(async () => {
  hub = await startHub();
});
test.afterEach(async () => {
  await hub.end();
});

/** Another device: a browser that shares nothing with the first. */
const otherDevice = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ locale: 'fr-FR' })).newPage();

const linkOf = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Inviter' }).click();
  const field = page.getByRole('textbox', { name: 'Lien de l’atelier' });
  // The address by which others reach this computer is the hub's to say.
  await expect.poll(() => field.inputValue()).toContain(`${hub.room ?? hub.here}/#/rejoindre/`);
  await expect(field).toHaveValue(/&k=/);
  const link = await field.inputValue();
  await page.getByRole('button', { name: 'Fermer' }).click();
  return link;
};

/** What beside the save state tells of the hub. */
const hubLine = (page: Page) => page.locator('header .hub');

const expectAllThere = (page: Page, devices: number) =>
  expect(hubLine(page)).toHaveText(
    `${String(devices)} appareil${devices > 1 ? 's' : ''} · tout est sur le hub`,
  );

/** All that a page's sockets carry, as one text. */
const listen = (page: Page): (() => string) => {
  const heard: string[] = [];
  page.on('websocket', (socket) => {
    const hear = ({ payload }: { payload: string | Buffer }): void => {
      heard.push(payload.toString('latin1'));
    };
    socket.on('framesent', hear);
    socket.on('framereceived', hear);
  });
  return () => heard.join('');
};

test(
  '[HC6] a phone that follows the link over plain http works live with the computer, and neither the wire nor the hub’s disk holds a word',
  { tag: ['@phone'] },
  async ({ page, browser }) => {
    const traffic = [listen(page)];
    await page.goto(hub.here);
    await createWorkshop(page, 'Atelier du hub');
    const link = await linkOf(page);

    const phone = await otherDevice(browser);
    traffic.push(listen(phone));
    await phone.goto(link);
    if (hub.room !== null) {
      expect(await phone.evaluate(() => isSecureContext)).toBe(false);
      // What is lacking is said once.
      const said = phone.getByText('À cette adresse en http');
      await expect(said.first()).toBeVisible();
      await phone.reload();
      await expect(hubLine(phone)).toBeVisible();
      await expect(said).toHaveCount(0);
    }
    await stickNote(phone, 'La cour est bruyante', 'Irritant');
    await expectSaved(phone);
    await goTo(page, 'Mur');
    await expect(page.getByText('La cour est bruyante').first()).toBeVisible();
    await goTo(page, 'Capture');
    await stickNote(page, 'Les élèves s’entraident', 'Point fort');
    await goTo(phone, 'Mur');
    await expect(phone.getByText('Les élèves s’entraident').first()).toBeVisible();
    // The phone has the workshop itself by now, its title too.
    await expect(phone.locator('header .name')).toHaveText('Atelier du hub');
    await expectAllThere(page, 2);
    await expectAllThere(phone, 2);

    const carried = traffic.map((heard) => heard()).join('');
    expect(carried.length).toBeGreaterThan(1_000);
    for (const word of ['bruyante', 'entraident', 'Atelier du hub', 'etats-generaux']) {
      expect(carried).not.toContain(word);
      expect(folderHolds(hub.data, word)).toBe(false);
    }
    await phone.context().close();
  },
);

/** What a page's timer shows, in seconds. */
const secondsOn = async (page: Page): Promise<number> => {
  const figures = await page.getByRole('timer').locator('.figures').textContent();
  const [seconds = 0, minutes = 0] = (figures ?? '').split(':').map(Number).reverse();
  return minutes * 60 + seconds;
};

test('[LD13] live by a hub, a timer shows the same on devices whose clocks are 7 minutes apart', async ({
  page,
  browser,
}) => {
  await page.goto(hub.here);
  await createWorkshop(page, 'Sept minutes');
  const link = await linkOf(page);
  const other = await otherDevice(browser);
  await other.clock.install({ time: Date.now() - 7 * 60_000 });
  await other.goto(link.replace(hub.room ?? hub.here, hub.here));
  await expectAllThere(other, 2);
  await goTo(page, 'Animer');
  await page.getByRole('button', { name: '10 minutes' }).click();
  await expect(other.getByRole('timer')).toBeVisible();
  await expect
    .poll(async () => {
      const [here, there] = await Promise.all([secondsOn(page), secondsOn(other)]);
      return Math.abs(here - there);
    })
    .toBeLessThanOrEqual(1);
  expect(await secondsOn(page)).toBeGreaterThan(500);
  await other.context().close();
});

test('[HC7] a hub that is killed holds nobody up: what is written meanwhile is counted, and is there when it is back', async ({
  page,
  browser,
}) => {
  await page.goto(hub.here);
  await createWorkshop(page, 'Panne');
  const link = await linkOf(page);
  const tablet = await otherDevice(browser);
  await tablet.goto(link.replace(hub.room ?? hub.here, hub.here));
  await stickNote(tablet, 'Écrite avant la panne');
  await expectAllThere(tablet, 2);

  await hub.kill();
  await expect(hubLine(tablet)).toHaveText('Hub injoignable');
  await stickNote(tablet, 'Écrite pendant la panne');
  await stickNote(tablet, 'Une autre');
  await expectSaved(tablet);
  await expect(hubLine(tablet)).toHaveText('Hub injoignable · 2 notes attendent');
  await goTo(page, 'Capture');
  await stickNote(page, 'Sur l’ordinateur aussi');

  await hub.start();
  await expectAllThere(tablet, 2);
  await expectAllThere(page, 2);
  await goTo(page, 'Mur');
  for (const text of ['Écrite avant la panne', 'Écrite pendant la panne', 'Sur l’ordinateur aussi']) {
    await expect(page.getByText(text).first()).toBeVisible();
  }
  await tablet.context().close();
});

test('[HC8] a device with another key of the workshop is told so, and a join link mends it', async ({
  page,
  browser,
}) => {
  await page.goto(hub.here);
  await createWorkshop(page, 'Deux clés');
  const link = await linkOf(page);
  await expectAllThere(page, 1);

  const tablet = await otherDevice(browser);
  const other = link.replace(hub.room ?? hub.here, hub.here);
  await tablet.goto(other.replace(/&k=[\w-]{43}/, `&k=${'A'.repeat(43)}`));
  await stickNote(tablet, 'Avec la mauvaise clé');
  await expect(hubLine(tablet)).toContainText('sous une autre clé');
  await expectSaved(tablet);

  await tablet.goto('about:blank');
  await tablet.goto(other);
  await expectAllThere(tablet, 2);
  await goTo(page, 'Mur');
  await expect(page.getByText('Avec la mauvaise clé').first()).toBeVisible();
  await tablet.context().close();
});

test('[HC9] a hub is found by its typed address, what is no hub is said to be none, and one can go on without', async ({
  page,
  baseURL,
}) => {
  // From an address that is not the hub’s.
  await page.goto(baseURL ?? '');
  await createWorkshop(page, 'Adresse');
  await goTo(page, 'Réunir');
  await page.getByRole('button', { name: 'Se connecter à un hub' }).click();
  const dialog = page.getByRole('dialog', { name: 'Se connecter à un hub' });
  const address = dialog.getByRole('textbox', { name: 'Adresse du hub' });
  await address.fill('pas une adresse');
  await address.press('Enter');
  await expect(dialog).toContainText('Ce n’est pas une adresse');
  await address.fill('127.0.0.1:1');
  await address.press('Enter');
  await expect(dialog).toContainText('Rien ne répond à cette adresse');
  await address.fill(new URL(hub.here).host);
  await address.press('Enter');
  await expect(dialog).toBeHidden();
  await expectAllThere(page, 1);
  await expect(page.getByText(`Hub : ${new URL(hub.here).host}`)).toBeVisible();
  // It is known after a reload.
  await page.reload();
  await expectAllThere(page, 1);
  await page.getByRole('button', { name: 'Se déconnecter du hub' }).click();
  await expect(hubLine(page)).toHaveCount(0);
  // Back with one press: the address is remembered.
  await page.getByRole('button', { name: 'Se connecter à un hub' }).click();
  await expect(address).toHaveValue(new URL(hub.here).host);
  await dialog.getByRole('button', { name: 'Se connecter' }).click();
  await expectAllThere(page, 1);
});

test('[HC10] what a note carries reaches the others by the hub, sealed, also those that come when its writer has left', async ({
  page,
  browser,
}) => {
  await page.goto(hub.here);
  await createWorkshop(page, 'Dessins');
  const link = (await linkOf(page)).replace(hub.room ?? hub.here, hub.here);
  const tablet = await otherDevice(browser);
  await tablet.goto(link);
  await draw(tablet);
  await stick(tablet);
  const drawn = await storedAttachments(tablet);
  expect(Object.keys(drawn)).toHaveLength(1);
  await expect.poll(() => storedAttachments(page)).toEqual(drawn);
  await tablet.context().close();
  await expectAllThere(page, 1);

  const late = await otherDevice(browser);
  await page.goto('about:blank');
  await late.goto(link);
  await expect.poll(() => storedAttachments(late)).toEqual(drawn);
  const [hash = ''] = Object.keys(drawn);
  expect(folderHolds(hub.data, hash)).toBe(false);
  await late.context().close();
});
