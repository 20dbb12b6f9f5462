/** How notes are drawn, photographed and spoken, and what of them lies in storage. */

import { expect, type Locator, type Page } from '@playwright/test';

export const sheet = (page: Page): Locator => page.getByRole('img', { name: /Feuille de dessin/ });

/** Draws a line over the sheet, from and to in hundredths of it. */
export const drawLine = async (
  page: Page,
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): Promise<void> => {
  await sheet(page).scrollIntoViewIfNeeded();
  const box = await sheet(page).boundingBox();
  if (!box) throw new Error('no sheet');
  const at = (x: number, y: number): [number, number] => [
    box.x + (x / 100) * box.width,
    box.y + (y / 100) * box.height,
  ];
  await page.mouse.move(...at(fromX, fromY));
  await page.mouse.down();
  await page.mouse.move(...at((fromX + toX) / 2, fromY), { steps: 6 });
  await page.mouse.move(...at(toX, toY), { steps: 6 });
  await page.mouse.up();
};

export const draw = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Dessiner' }).click();
  await drawLine(page, [20, 30], [60, 70]);
  await drawLine(page, [70, 20], [80, 80]);
  await expect(sheet(page)).toHaveAccessibleName(/2 traits/);
};

/** By the camera in the page. */
export const photograph = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Photo', exact: true }).click();
  await page.getByRole('button', { name: 'Ouvrir l’appareil photo' }).click();
  await page.getByRole('button', { name: 'Prendre la photo' }).click();
  await expect(page.getByRole('button', { name: 'Tourner' })).toBeVisible();
};

export const speak = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Parler' }).click();
  await page.getByRole('button', { name: 'Enregistrer ma voix' }).click();
  await expect(page.getByRole('timer')).toHaveText(/Encore 5[0-8]/);
  await page.getByRole('button', { name: 'Arrêter' }).click();
  await expect(page.getByRole('button', { name: 'Recommencer' })).toBeVisible();
};

export const stick = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Coller la note' }).click();
  await expect(page.getByRole('button', { name: 'Dessiner' })).toBeVisible();
};

/** The attachments in the device's storage: their bytes in hexadecimal, by their hash, as the browser reckons it too. */
export const storedAttachments = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const hex = (bytes: Uint8Array): string =>
      [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    // Opened before the app has made it, it would be made here, with nothing in it.
    if (!(await indexedDB.databases()).some(({ name }) => name === 'grappe')) return {};
    const db = await settled(indexedDB.open('grappe'));
    const rows = (await settled(db.transaction('attachments').objectStore('attachments').getAll())) as {
      hash: string;
      bytes: Uint8Array<ArrayBuffer>;
    }[];
    db.close();
    const found: Record<string, string> = {};
    for (const { hash, bytes } of rows) {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      if (hex(digest) !== hash) throw new Error(`${hash} is not the hash of its bytes`);
      found[hash] = hex(bytes);
    }
    return found;
  });

export const saveFile = async (page: Page): Promise<string> => {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Enregistrer le fichier' }).click();
  return (await download).path();
};

export const openFile = async (page: Page, path: string): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles(path);
};
