import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { headlessLaunchOptions } from '../find-browsers.js';
import {
  draw,
  drawLine,
  openFile,
  photograph,
  saveFile,
  sheet,
  speak,
  stick,
  storedAttachments,
} from './attachment-steps.ts';
import { expectNoFault } from './faults.ts';
import { createFingers } from './fingers.ts';
import { expectDraft, storedDrafts } from './stored-drafts.ts';
import { createWorkshop, expectSaved, goTo, stickNote } from './workshop-steps.ts';

const options = headlessLaunchOptions();
test.use({
  launchOptions: {
    ...options,
    // A camera and a microphone of Chromium's own, and nobody who must be asked.
    args: [...options.args, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  },
});

const startCapture = async (page: Page, title = 'Un atelier'): Promise<void> => {
  await page.goto('/');
  await createWorkshop(page, title);
  await goTo(page, 'Capture');
};

const recent = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Dernières notes' }).getByRole('listitem');
const wallNote = (page: Page, name: string | RegExp): Locator => page.getByRole('article', { name });
const drawing = (page: Page): Locator => page.getByRole('img', { name: 'Dessin', exact: true });
const photo = (page: Page): Locator => page.getByRole('img', { name: 'Photo', exact: true });

test(
  '[AT12] drawn, photographed and spoken notes are saved, exported, and the same bytes on another device',
  { tag: ['@tablet', '@phone'] },
  async ({ page, browser }) => {
    await startCapture(page, 'Dessins');
    await draw(page);
    await stick(page);
    await photograph(page);
    await stick(page);
    await speak(page);
    await stick(page);
    await expect(recent(page)).toHaveCount(3);
    await expect(drawing(page)).toBeVisible();
    await expect(photo(page)).toBeVisible();
    await expectSaved(page);

    const stored = await storedAttachments(page);
    expect(Object.keys(stored)).toHaveLength(3);
    const sizes = Object.values(stored).map((hex) => hex.length / 2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300_000);
    // Another page of the device, opened anew, has them too.
    await page.reload();
    await goTo(page, 'Mur');
    await expect(drawing(page)).toBeVisible();
    await goTo(page, 'Réunir');
    const file = await saveFile(page);

    const context = await browser.newContext();
    const other = await context.newPage();
    await other.goto('/');
    await openFile(other, file);
    await expect(other.getByText('Atelier ouvert : 3 notes.').first()).toBeVisible();
    expect(await storedAttachments(other)).toEqual(stored);
    await expect(wallNote(other, 'Dessin')).toBeVisible();
    await expect(photo(other)).toBeVisible();
    expect(await photo(other).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
    const voice = wallNote(other, /Note parlée \([1-9]/);
    await voice.getByRole('button', { name: /Écouter/ }).click();
    await expect(voice.getByRole('button', { name: /Pause/ })).toBeVisible();
    // A download is gone with its context.
    await context.close();
  },
);

test('[AT7] strokes are taken back one by one, a cleared sheet comes back, and the last note is left alone', async ({
  page,
}) => {
  await startCapture(page);
  await stickNote(page, 'La note d’avant');
  await draw(page);
  await page.keyboard.press('Control+z');
  await expect(sheet(page)).toHaveAccessibleName(/1 trait/);
  await page.getByRole('button', { name: 'Tout effacer' }).click();
  await expect(sheet(page)).toHaveAccessibleName(/0 trait/);
  await page.getByRole('button', { name: 'Annuler le dernier trait' }).click();
  await expect(sheet(page)).toHaveAccessibleName(/1 trait/);
  await page.getByRole('radio', { name: 'Large' }).check({ force: true });
  await page.getByRole('radio', { name: 'Rouge' }).check({ force: true });
  await drawLine(page, [10, 10], [90, 90]);
  await expect(sheet(page)).toHaveAccessibleName(/2 traits/);
  await page.getByRole('button', { name: 'Retirer : Dessin' }).click();
  await expect(sheet(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Annuler', exact: true }).last().click();
  await expect(sheet(page)).toHaveAccessibleName(/2 traits/);
  await expect(recent(page).getByText('La note d’avant')).toBeVisible();
});

test(
  '[AT7] a finger draws, and the page does not move under it',
  { tag: ['@tablet', '@not-desktop'] },
  async ({ page }) => {
    await startCapture(page);
    await page.getByRole('button', { name: 'Dessiner' }).click();
    await expect(sheet(page)).toBeVisible();
    const box = (await sheet(page).boundingBox())!;
    const fingers = await createFingers(page);
    const top = await page.evaluate(() => scrollY);
    await fingers.press({ x: box.x + 40, y: box.y + 30 });
    await fingers.move({ x: box.x + 160, y: box.y + box.height - 30 });
    await fingers.release();
    await expect(sheet(page)).toHaveAccessibleName(/1 trait/);
    expect(await page.evaluate(() => scrollY)).toBe(top);
  },
);

test('[AT7] what was drawn, photographed or said is there again after the page was lost', async ({
  page,
}) => {
  await startCapture(page);
  await draw(page);
  await page.getByRole('textbox', { name: 'Note' }).fill('avec des mots');
  // On the disk, then the page goes.
  await expectDraft(page, 'avec des mots');
  await page.reload();
  await expect(sheet(page)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('avec des mots');
  await expect(sheet(page)).toHaveAccessibleName(/2 traits/);
  await stick(page);
  await expectSaved(page);
  await speak(page);
  await expect.poll(() => storedDrafts(page)).toContain('"type":"voice"');
  await page.reload();
  await expect(page.getByRole('heading', { level: 2, name: 'Note parlée' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Recommencer' })).toHaveCount(1);
  await stick(page);
  await expect(recent(page)).toHaveCount(1);
  await expectSaved(page);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Dessiner' })).toBeVisible();
  await goTo(page, 'Mur');
  await expect(wallNote(page, 'avec des mots')).toBeVisible();
  await expect(wallNote(page, /Note parlée/)).toBeVisible();
});

test('[AT9] what is being recorded goes with the note that is stuck, and what is given up with none', async ({
  page,
}) => {
  await startCapture(page);
  const begin = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Parler' }).click();
    await page.getByRole('button', { name: 'Enregistrer ma voix' }).click();
    await expect(page.getByRole('timer')).toHaveText(/Encore 5[0-8]/);
  };
  await begin();
  await stick(page);
  await expect(recent(page)).toHaveCount(1);
  await expect(recent(page).getByRole('button', { name: /Écouter/ })).toBeVisible();
  await begin();
  await page.getByRole('button', { name: 'Retirer : Note parlée' }).click();
  await stickNote(page, 'en mots');
  await expectSaved(page);
  await goTo(page, 'Mur');
  await expect(wallNote(page, 'en mots')).toBeVisible();
  await expect(wallNote(page, 'en mots').getByRole('button', { name: /Écouter/ })).toHaveCount(0);
  expect(Object.keys(await storedAttachments(page))).toHaveLength(1);
});

test('[AT1] a drawing that the full disk refuses stays in the composer, and text goes on', async ({
  page,
}) => {
  await startCapture(page);
  await draw(page);
  await page.evaluate(() => {
    const kept = Object.getOwnPropertyDescriptors(IDBObjectStore.prototype);
    const put = kept.put?.value as (this: IDBObjectStore, ...args: unknown[]) => IDBRequest;
    Object.assign(IDBObjectStore.prototype, {
      put(this: IDBObjectStore, ...args: unknown[]) {
        if (this.name === 'attachments') throw new DOMException('The disk is full.', 'QuotaExceededError');
        return put.apply(this, args);
      },
    });
    addEventListener('room-again', () => Object.defineProperties(IDBObjectStore.prototype, kept));
  });
  await page.getByRole('button', { name: 'Coller la note' }).click();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveAccessibleDescription(/plus de place/);
  await expect(sheet(page)).toHaveAccessibleName(/2 traits/);
  await expect(recent(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Retirer : Dessin' }).click();
  await stickNote(page, 'écrite pendant ce temps');
  await expectSaved(page);
  await page.getByRole('button', { name: 'Dessiner' }).click();
  await drawLine(page, [10, 10], [50, 50]);
  await page.evaluate(() => dispatchEvent(new Event('room-again')));
  await stick(page);
  await expect(recent(page)).toHaveCount(2);
});

test('[AT8] a file that is no photo is refused in words, and one that is becomes a small photo', async ({
  page,
}) => {
  await startCapture(page);
  await page.getByRole('button', { name: 'Photo', exact: true }).click();
  const choose = async (name: string, bytes: Buffer): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choisir une image' }).click();
    await (await chooser).setFiles({ name, mimeType: 'image/*', buffer: bytes });
  };
  const panel = page.getByRole('region', { name: 'Photo' });
  await choose('notes.txt', Buffer.from('ce n’est pas une image'));
  await expect(panel).toContainText('n’est pas une image');
  await choose('photo.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'));
  await expect(panel).toContainText('HEIC');
  const png = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [3000, 1500];
    const context = canvas.getContext('2d')!;
    for (let i = 0; i < 4_000; i += 1) {
      context.fillStyle = `hsl(${String((i * 47) % 360)} 70% 50%)`;
      context.fillRect((i * 619) % 3000, (i * 277) % 1500, 40, 40);
    }
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    return [...new Uint8Array(await blob!.arrayBuffer())];
  });
  await choose('photo.png', Buffer.from(png));
  await expect(panel.getByRole('img', { name: 'Photo' })).toBeVisible();
  await panel.getByRole('button', { name: 'Tourner' }).click();
  await expect
    .poll(() =>
      panel
        .getByRole('img', { name: 'Photo' })
        .evaluate((image: HTMLImageElement) => image.naturalHeight > image.naturalWidth),
    )
    .toBe(true);
  await stick(page);
  const [bytes = ''] = Object.values(await storedAttachments(page));
  expect(bytes.length / 2).toBeLessThanOrEqual(60_000);
});

test('[AT4] what is missing here is told in its place, and appears by itself when a later file brings it', async ({
  page,
  browser,
}) => {
  await startCapture(page);
  await draw(page);
  await stick(page);
  await expectSaved(page);
  await goTo(page, 'Réunir');
  const whole = await saveFile(page);
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('grappe');
      request.onsuccess = () => resolve(request.result);
    });
    await new Promise<void>((resolve) => {
      const transaction = db.transaction('attachments', 'readwrite');
      transaction.objectStore('attachments').clear();
      transaction.oncomplete = () => resolve();
    });
    db.close();
  });
  const lacking = await saveFile(page);
  await expect(page.getByText('Il y manque une pièce jointe').first()).toBeVisible();

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto('/');
  await openFile(other, lacking);
  await expect(wallNote(other, 'Dessin')).toContainText('pas encore sur cet appareil');
  const second = await context.newPage();
  await second.goto('/');
  await openFile(second, whole);
  await expect(drawing(second)).toBeVisible();
  // The first tab was told by storage.
  await expect(drawing(other)).toBeVisible();
  await context.close();
});

test(
  '[AT11] what was drawn and said is written down one after the other, with the keyboard alone',
  { tag: ['@phone'] },
  async ({ page }) => {
    await startCapture(page);
    await draw(page);
    await stick(page);
    await speak(page);
    await stick(page);
    await stickNote(page, 'déjà écrite');
    await goTo(page, 'Mur');
    await page.getByRole('link', { name: 'Transcrire 2 notes' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Transcrire');
    await expect(page.getByText('Encore 2 notes dessinées')).toBeVisible();
    await expect(drawing(page)).toBeVisible();
    const text = page.getByRole('textbox', { name: 'Texte de la note' });
    await text.focus();
    await page.keyboard.type('Le plan de la salle');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('Encore 1 note dessinée')).toBeVisible();
    await expect(text).toBeFocused();
    await expect(page.getByRole('button', { name: /Écouter/ })).toBeVisible();
    // Left empty: it comes back at the end.
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('1 note est restée sans texte')).toBeVisible();
    await page.getByRole('button', { name: 'Reprendre' }).click();
    await text.fill('Pas de réseau à l’internat');
    await page.getByRole('button', { name: 'Suivante' }).click();
    await expect(page.getByText('Tout est écrit')).toBeVisible();
    await page.getByRole('link', { name: 'Aller au mur' }).click();
    for (const name of ['Le plan de la salle', 'Pas de réseau à l’internat', 'déjà écrite'])
      await expect(wallNote(page, name)).toBeVisible();
    await expect(page.getByRole('link', { name: /Transcrire/ })).toHaveCount(0);
    await goTo(page, 'Synthèse');
    await expect(page.getByText('Le plan de la salle')).toBeVisible();
  },
);

test('[AT3] a note without text is called by what it carries on the wall, in the trash and in the synthesis', async ({
  page,
}) => {
  await startCapture(page);
  await draw(page);
  await stick(page);
  await goTo(page, 'Mur');
  await page.getByRole('checkbox', { name: 'Dessin' }).check({ force: true });
  await goTo(page, 'Synthèse');
  await expect(page.getByRole('table').getByText('[Dessin]')).toBeVisible();
  await goTo(page, 'Mur');
  await wallNote(page, 'Dessin').getByRole('button', { name: 'Agrandir : Dessin' }).click();
  await expect(page.getByRole('dialog', { name: 'Dessin' })).toBeVisible();
  await expectNoFault(page, 'a drawing as large as the screen');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Dessin' }).focus();
  await page.keyboard.press('Delete');
  await page.getByRole('link', { name: 'Corbeille' }).click();
  await expect(drawing(page)).toBeVisible();
  await page.getByRole('button', { name: /Ramener.*Dessin|Remettre.*Dessin|Restaurer.*Dessin/ }).click();
  await goTo(page, 'Mur');
  await expect(wallNote(page, 'Dessin')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test(`[AX1] axe finds nothing where notes are drawn, photographed, spoken and written down (${colorScheme})`, async ({
      page,
    }) => {
      const expectNoFault = async (where: string): Promise<void> => {
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        expect.soft(found, where).toEqual([]);
      };
      await startCapture(page);
      await draw(page);
      await expectNoFault('drawing');
      await stick(page);
      await photograph(page);
      await expectNoFault('photo');
      await stick(page);
      await speak(page);
      await expectNoFault('voice');
      await stick(page);
      await expectNoFault('capture');
      await goTo(page, 'Mur');
      await expect(photo(page)).toBeVisible();
      await expectNoFault('wall');
      await page.getByRole('link', { name: 'Transcrire 3 notes' }).click();
      await expect(page.getByRole('textbox', { name: 'Texte de la note' })).toBeVisible();
      await expectNoFault('transcription');
    });
  });
}
