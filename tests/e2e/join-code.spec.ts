import { expect, test, type Browser, type Page, type Response } from '@playwright/test';
import { expectNoFault } from './faults.ts';
import { startHub, type HubProcess } from './hub-process.ts';
import { openPlenary } from './plenary-steps.ts';
import { createWorkshop, goTo, stickNote } from './workshop-steps.ts';

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

const invitation = (page: Page) => page.getByRole('region', { name: 'Un code à taper' });
const shownCode = (page: Page) => invitation(page).getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
const codeField = (page: Page) => page.getByRole('textbox', { name: 'Code de l’atelier' });

const openInvitation = (page: Page): Promise<void> => page.getByRole('button', { name: 'Inviter' }).click();

const makeCode = async (page: Page): Promise<string> => {
  await openInvitation(page);
  await invitation(page).getByRole('button', { name: 'Afficher un code à taper' }).click();
  return shownCode(page).innerText();
};

const typeCode = async (page: Page, code: string): Promise<void> => {
  await codeField(page).fill(code);
  await codeField(page).press('Enter');
};

test(
  '[SC5] a code that one device shows is typed on another, which is on its first note, live, and leads nothing',
  { tag: ['@phone', '@not-desktop'] },
  async ({ page, browser }) => {
    await page.goto(hub.here);
    await createWorkshop(page, 'Sans appareil photo');
    const code = await makeCode(page);
    if (hub.room !== null)
      await expect(invitation(page)).toContainText(`ouvrez ${new URL(hub.room).host}, touchez`);
    await expect(invitation(page)).toContainText(/Valable jusqu’à \d\d:\d\d/);
    await page.getByRole('button', { name: 'Fermer' }).click();

    const phone = await otherDevice(browser);
    await phone.goto(hub.here);
    await phone.getByRole('button', { name: 'Rejoindre un atelier' }).click();
    await typeCode(
      phone,
      ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`,
    );
    await expect(phone.locator('header .name')).toHaveText('Sans appareil photo');
    await stickNote(phone, 'Écrite après huit lettres', 'Irritant');
    await goTo(page, 'Mur');
    await expect(page.getByText('Écrite après huit lettres').first()).toBeVisible();
    await expect(page.getByRole('link', { name: 'Animer' })).toHaveCount(1);
    await expect(phone.getByRole('link', { name: 'Animer' })).toHaveCount(0);
    await phone.context().close();
  },
);

test('[SC6] what is wrong with a code, or with the way to the hub, is told beside the field, and the other ways stay', async ({
  page,
  browser,
}) => {
  await page.goto(hub.here);
  await createWorkshop(page, 'Codes perdus');
  const code = await makeCode(page);
  await expectNoFault(page, 'a code that is shown');
  const phone = await otherDevice(browser);
  await phone.goto(`${hub.here}/#/rejoindre`);
  const expectTold = async (sentence: string, field = codeField(phone)): Promise<void> => {
    await expect(field).toHaveAccessibleDescription(new RegExp(sentence));
    await expect(field).toBeFocused();
    await expect(phone.getByRole('button', { name: 'Ouvrir un fichier' })).toBeVisible();
  };

  await typeCode(phone, 'K7T');
  await expectTold('Ce code est trop court');
  await typeCode(phone, 'K7TF-9M2X-1');
  await expectTold('Ce n’est pas un code');
  await typeCode(phone, code.startsWith('A') ? 'BBBB-BBBB' : 'AAAA-AAAA');
  await expectTold('Ce code est inconnu, ou il n’est plus valable');
  await invitation(page).getByRole('button', { name: 'Ne plus montrer ce code' }).click();
  await expect(invitation(page).getByRole('button', { name: 'Afficher un code à taper' })).toBeFocused();
  await typeCode(phone, code);
  await expectTold('Ce code est inconnu, ou il n’est plus valable');

  await phone.evaluate(async () => {
    for (let i = 0; i < 12; i++)
      await Promise.all(
        Array.from({ length: 50 }, (_, n) => fetch(`/hub/codes/${String(100 * i + n).padStart(43, 'x')}`)),
      );
  });
  await typeCode(phone, code);
  await expectTold('Trop d’essais ont échoué sur ce hub. Réessayez dans une minute');

  await hub.kill();
  await typeCode(phone, code);
  await expectTold('Rien ne répond à cette adresse', phone.getByRole('textbox', { name: 'Adresse du hub' }));
  await expectNoFault(phone, 'a code that leads nowhere');
  await phone.context().close();
});

test('[SC7] a code is the same in every window, is brought back to a hub that started again, and ends when its time is over', async ({
  page,
  browser,
}) => {
  await page.clock.install();
  await page.goto(hub.here);
  await createWorkshop(page, 'Toute la journée');
  const code = await makeCode(page);
  await page.getByRole('button', { name: 'Fermer' }).click();
  const screen = await openPlenary(page);
  if (hub.room !== null) await expect(screen.getByText(code)).toBeVisible();
  await page.reload();
  await goTo(page, 'Préparer');
  const isKept = (response: Response): boolean => response.request().method() === 'PUT' && response.ok();
  const addressOf = (response: Response): string => new URL(response.url()).pathname;
  const [kept] = await Promise.all([page.waitForResponse(isKept), openInvitation(page)]);
  await expect(shownCode(page)).toHaveText(code);

  await hub.kill();
  // A hub has another salt at each start.
  const broughtBack = page
    .context()
    .waitForEvent('response', (response) => isKept(response) && addressOf(response) !== addressOf(kept));
  await hub.start();
  await broughtBack;
  const phone = await otherDevice(browser);
  await phone.goto(`${hub.here}/#/rejoindre`);
  await typeCode(phone, code);
  await expect(phone.locator('header .name')).toHaveText('Toute la journée');
  await phone.context().close();

  await page.clock.fastForward('12:00:00');
  await expect(invitation(page).getByRole('button', { name: 'Afficher un code à taper' })).toBeVisible();
  await expect(screen.getByText(code)).toHaveCount(0);
});

test('[SC9] a page that no hub hands out takes a code with the hub’s address, and goes by that hub; without a hub no code is made', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto(hub.here);
  await createWorkshop(page, 'Ailleurs');
  const code = await makeCode(page);
  await page.getByRole('button', { name: 'Fermer' }).click();

  const tablet = await otherDevice(browser);
  await tablet.route(`${baseURL ?? ''}/hub`, (route) => route.fulfill({ body: '<!doctype html>' }));
  await tablet.goto(`${baseURL ?? ''}/`);
  await createWorkshop(tablet, 'Sans hub');
  await openInvitation(tablet);
  await expect(invitation(tablet)).toContainText('Un code à taper passe par un hub');
  await expect(invitation(tablet).getByRole('button')).toHaveCount(0);
  await tablet.getByRole('button', { name: 'Fermer' }).click();

  await tablet.goto(`${baseURL ?? ''}/#/rejoindre`);
  await typeCode(tablet, code);
  const address = tablet.getByRole('textbox', { name: 'Adresse du hub' });
  await expect(address).toBeFocused();
  await expect(address).toHaveAccessibleDescription(/Cette page ne vient pas d’un hub/);
  await address.fill('nulle part');
  await address.press('Enter');
  await expect(address).toHaveAccessibleDescription(/Ce n’est pas une adresse/);
  await address.fill(new URL(hub.here).host);
  await address.press('Enter');
  await expect(tablet.locator('header .name')).toHaveText('Ailleurs');
  await stickNote(tablet, 'Par un autre hub', 'Irritant');
  await goTo(page, 'Mur');
  await expect(page.getByText('Par un autre hub').first()).toBeVisible();
  await tablet.context().close();
});
