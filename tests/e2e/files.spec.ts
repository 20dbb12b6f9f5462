/** Files wherever they come from: dropped, several at once, pasted, opened by the system, shared by another application. */

import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type JSHandle, type Page } from '@playwright/test';
import { makeBundle } from '#app/make-bundle.ts';
import { readFile } from '#app/read-file.ts';
import { readBoard } from '#board/board.ts';
import { addNote } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, mergeBoard, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { builtApp, startAppHost } from './app-host.ts';
import { expectNoFault } from './faults.ts';
import { agreeToMerge, createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

interface TestFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files of devices that share a workshop, with notes of their own each. */
const filesOf = (title: string, devices: number, notes: number): readonly TestFile[] => {
  const base = createBoardDoc();
  startWorkshop(base, { title, method: defaultMethod.id });
  const id = createId<BoardId>();
  return Array.from({ length: devices }, (_, device) => {
    const board = createBoardDoc();
    mergeBoard(board, encodeBoard(base), { type: 'file' });
    for (let n = 0; n < notes; n++) {
      const text = `Note ${String(n)} de l’appareil ${String(device)}`;
      addNote(board, { id: createId<NoteId>(), kind: 'irritant' as KindId, text, at: 0 });
    }
    const source = { id, state: encodeBoard(board), board: readBoard(board), method: defaultMethod, now: 0 };
    return { name: `tablette-${String(device)}.grappe`, bytes: Buffer.from(makeBundle(source)) };
  });
};

/** What a hand carries, as the page sees it. */
const carried = (page: Page, files: readonly TestFile[]): Promise<JSHandle<DataTransfer>> =>
  page.evaluateHandle(
    (list) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    },
    files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })),
  );

const veil = (page: Page) => page.getByText('Déposez ici vos fichiers Grappe');

/** Drags over the page and drops there; what listens for that comes after the first screen. */
const drop = async (page: Page, files: readonly TestFile[]): Promise<void> => {
  const dataTransfer = await carried(page, files);
  await expect(async () => {
    await page.dispatchEvent('body', 'dragover', { dataTransfer });
    await expect(veil(page)).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.dispatchEvent('body', 'drop', { dataTransfer });
  await expect(veil(page)).toHaveCount(0);
};

const choose = async (page: Page, files: readonly TestFile[]): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  const chosen = await chooser;
  expect(chosen.isMultiple()).toBe(true);
  await chosen.setFiles(files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: bytes })));
};

const counted = (page: Page, notes: string) => page.getByRole('status').filter({ hasText: notes }).first();

test('[TK1] several files dropped on the home page are gathered and lead to their workshop', async ({
  page,
}) => {
  await openApp(page);
  await drop(page, filesOf('Déposés', 4, 3));
  await expect(page.getByText('4 fichiers réunis\u202f: 12 notes de plus.').first()).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
  await expect(counted(page, '12 notes')).toBeVisible();
});

test('[TK1] a file dropped inside a workshop is gathered there, and one stays where one was', async ({
  page,
}) => {
  const [first, second, third] = filesOf('Le même', 3, 2);
  const [other] = filesOf('Un autre', 1, 1);
  await openApp(page);
  await drop(page, [first!]);
  await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
  await goTo(page, 'Capture');
  await page.getByRole('textbox', { name: 'Note' }).fill('en train d’écrire');
  await drop(page, [second!]);
  await agreeToMerge(page);
  await expect(page.getByText('Fichier réuni\u202f: 2 notes de plus.').first()).toBeVisible();
  await drop(page, [third!, second!]);
  await agreeToMerge(page);
  await expect(page.getByText('2 fichiers réunis\u202f: 2 notes de plus.').first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('en train d’écrire');
  await expect(counted(page, '6 notes')).toBeVisible();
  // Several at once have one restore point.
  await goTo(page, 'Réunir');
  await page.getByRole('link', { name: 'Points de retour' }).click();
  await expect(page.getByText('Avant une réunion d’appareils')).toHaveCount(2);
  // Of another workshop: it says so, and one goes there when one wants to.
  await drop(page, [other!, other!]);
  await page.getByRole('button', { name: 'Aller à cet atelier' }).click();
  await expect(counted(page, '1 note')).toBeVisible();
});

test('[TK1] what is dragged within the page is no file', async ({ page }) => {
  await openApp(page);
  const dataTransfer = await carried(page, filesOf('Tiré', 1, 1));
  await drop(page, filesOf('Prêt', 1, 1));
  await page.dispatchEvent('body', 'dragstart', { dataTransfer });
  await page.dispatchEvent('body', 'dragover', { dataTransfer });
  await expect(veil(page)).toHaveCount(0);
  await page.dispatchEvent('body', 'dragend', { dataTransfer });
  await page.dispatchEvent('body', 'dragover', { dataTransfer });
  await expect(veil(page)).toBeVisible();
});

test('[TK2] [AX1] of several chosen files each that is refused is named with its reason, and the others are gathered', async ({
  page,
}) => {
  const [first, second, third] = filesOf('Choisis', 3, 2);
  const cut = { name: 'coupé.grappe', bytes: second!.bytes.subarray(0, 900) };
  const text = { name: 'liste.txt', bytes: Buffer.from('pain, lait') };
  await openApp(page);
  await createWorkshop(page, 'Déjà là');
  await goTo(page, 'Réunir');
  await choose(page, [first!, cut, text, third!]);
  const refusal = page.getByRole('alert');
  await expect(refusal).toContainText('2 fichiers n’ont pas pu être ouverts');
  await expect(refusal.getByRole('listitem')).toHaveText([
    /^coupé\.grappe\u202f: Ce fichier est abîmé/,
    /^liste\.txt\u202f: Ce n’est pas un fichier Grappe/,
  ]);
  await expect(page.getByText('2 fichiers réunis\u202f: 4 notes de plus.').first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('section[aria-label=Fichiers]').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  await refusal.getByRole('button', { name: 'Fermer' }).click();
  await expect(refusal).toHaveCount(0);
});

test('[TK2] many files tell how far they are, and can be stopped', async ({ page }) => {
  await openApp(page);
  // Workers that answer only when the test lets them.
  await page.evaluate(() => {
    const held: (() => void)[] = [];
    const letOne = (): boolean => {
      const next = held.shift();
      next?.();
      return next !== undefined;
    };
    Object.assign(globalThis, { letOne });
    const post = Reflect.get(Worker.prototype, 'postMessage') as (...args: unknown[]) => void;
    Worker.prototype.postMessage = function (...args: unknown[]) {
      held.push(() => post.apply(this, args));
    };
  });
  /** As soon as there is one. */
  const letOne = () =>
    expect
      .poll(() => page.evaluate(() => (globalThis as unknown as { letOne: () => boolean }).letOne()))
      .toBe(true);
  await choose(page, filesOf('Nombreux', 12, 1));
  const progress = page.getByRole('status').filter({ hasText: 'Lecture de' });
  await expect(progress).toContainText('1 / 12');
  for (const next of ['2 / 12', '3 / 12']) {
    await letOne();
    await expect(progress).toContainText(next);
  }
  await progress.getByRole('button', { name: 'Arrêter' }).click();
  await letOne();
  await expect(
    page.getByText('3 fichiers réunis\u202f: 3 notes de plus. 9 fichiers n’ont pas été lus.').first(),
  ).toBeVisible();
  await expect(progress).toHaveCount(0);
});

test('[TK8] the reading of one file can be stopped, and changes nothing', async ({ page }) => {
  const [first, second] = filesOf('Arrêté', 2, 3);
  await openApp(page);
  await drop(page, [first!]);
  await expect(counted(page, '3 notes')).toBeVisible();
  // A worker that never hears what it is to read.
  await page.evaluate(() => {
    Worker.prototype.postMessage = () => undefined;
  });
  await drop(page, [second!]);
  const progress = page.getByRole('status').filter({ hasText: 'Lecture de' });
  await progress.getByRole('button', { name: 'Arrêter' }).click();
  await expect(progress).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(counted(page, '3 notes')).toBeVisible();
  await goTo(page, 'Réunir');
  await choose(page, [second!]);
  await page.getByRole('button', { name: 'Arrêter' }).click();
  await expect(page.getByRole('button', { name: 'Ouvrir un fichier' })).toBeEnabled();
});

test('[TK9] a dropped folder is read, the folders in it too, as far as it goes', async ({ page }) => {
  await openApp(page);
  const files = filesOf('Clé USB', 3, 2);
  // Only a real hand can drop a folder; the page is handed what a browser would give.
  await page.evaluate(
    (list) => {
      const file = ({ name, base64 }: { name: string; base64: string }) => ({
        isFile: true,
        name,
        file: (got: (file: File) => void) =>
          got(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name)),
      });
      const folder = (name: string, inside: object[]) => ({
        isDirectory: true,
        name,
        createReader: () => ({
          // One at a time, as browsers give no more than a hundred.
          readEntries: (got: (some: object[]) => void) => got(inside.splice(0, 1)),
        }),
      });
      const broken = { isFile: true, name: 'parti', file: (_: unknown, fail: () => void) => fail() };
      const [a, b, c] = list.map(file);
      const dropped = folder('Tablettes', [
        a!,
        { ...file(list[0]!), name: '.DS_Store' },
        broken,
        folder('Après-midi', [b!, folder('Salle 2', [c!])]),
        folder('vide', []),
      ]);
      DataTransferItem.prototype.webkitGetAsEntry = () => dropped as unknown as FileSystemEntry;
    },
    files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })),
  );
  await drop(page, [{ name: 'Tablettes', bytes: Buffer.from('') }]);
  await expect(page.getByText('3 fichiers réunis\u202f: 6 notes de plus.').first()).toBeVisible();
  await expect(counted(page, '6 notes')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  // By now there is nothing left in it.
  await drop(page, [{ name: 'Tablettes', bytes: Buffer.from('') }]);
  await expect(page.getByRole('alert')).toContainText('Ce dossier ne contient aucun fichier');
});

const question = (page: Page) => page.getByRole('dialog', { name: 'Avant de réunir' });

test(
  '[BR7] several files are shown together before they are merged, and are taken back together',
  { tag: '@phone' },
  async ({ page }) => {
    const [first, ...others] = filesOf('Ensemble', 4, 2);
    await openApp(page);
    await choose(page, [first!]);
    await expect(counted(page, '2 notes')).toBeVisible();
    await goTo(page, 'Capture');
    await stickNote(page, 'Écrite ici');
    await drop(page, [...others, first!]);
    await expect(question(page)).toContainText('+6 notes');
    await expect(question(page).getByRole('button', { name: 'Réunir' })).toBeFocused();
    await question(page).getByText('4 fichiers').click();
    await expect(question(page).getByRole('listitem')).toHaveText([
      '+6 notes',
      /tablette-1\.grappe\s: \+2 notes/,
      /tablette-2\.grappe\s: \+2 notes/,
      /tablette-3\.grappe\s: \+2 notes/,
      /tablette-0\.grappe\s: \+0 note/,
    ]);
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await question(page).getByRole('button', { name: 'Annuler' }).click();
    await expect(question(page)).toHaveCount(0);
    await expect(counted(page, '3 notes')).toBeVisible();

    await drop(page, others);
    await agreeToMerge(page);
    await expect(page.getByText('3 fichiers réunis\u202f: 6 notes de plus.').first()).toBeVisible();
    await expect(counted(page, '9 notes')).toBeVisible();
    await page.getByRole('button', { name: 'Défaire la réunion' }).click();
    await expect(page.getByText('Réunion défaite').first()).toBeVisible();
    await expect(counted(page, '3 notes')).toBeVisible();
  },
);

test('[BR8] the notes of another workshop are copied into the one at work, and taken back, if one wants to', async ({
  page,
}) => {
  const [mine] = filesOf('Le mien', 1, 2);
  const [other] = filesOf('L’autre', 1, 3);
  await openApp(page);
  await drop(page, [mine!]);
  await expect(counted(page, '2 notes')).toBeVisible();
  await goTo(page, 'Capture');
  const asked = page.getByRole('dialog', { name: 'Ce fichier est d’un autre atelier' });
  await drop(page, [other!]);
  await expect(asked).toContainText('L’autre');
  await expect(asked).toContainText('Il contient 3 notes.');
  await expect(asked.getByRole('button', { name: 'Ouvrir à côté' })).toBeFocused();
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(asked).toHaveCount(0);
  await expect(counted(page, '2 notes')).toBeVisible();

  await drop(page, [other!]);
  await asked.getByRole('button', { name: 'Copier 3 notes ici' }).click();
  await expect(page.getByText('3 notes copiées dans cet atelier.').first()).toBeVisible();
  await expect(counted(page, '5 notes')).toBeVisible();
  await page.getByRole('button', { name: 'Défaire la copie' }).click();
  await expect(counted(page, '2 notes')).toBeVisible();
  // Kept on the disk, and the other workshop is none of this device's.
  await drop(page, [other!]);
  await asked.getByRole('button', { name: 'Copier 3 notes ici' }).click();
  await expect(counted(page, '5 notes')).toBeVisible();
  await expectSaved(page);
  await page.reload();
  await expect(counted(page, '5 notes')).toBeVisible();
  await page.goto('/#/');
  await expect(page.getByRole('listitem').filter({ hasText: 'L’autre' })).toHaveCount(0);
});

const paste = async (
  page: Page,
  selector: string,
  files: readonly TestFile[],
  text?: string,
): Promise<void> => {
  const clipboardData = await carried(page, files);
  await clipboardData.evaluate((data, beside) => {
    if (beside !== undefined) data.items.add(beside, 'text/plain');
  }, text);
  await page
    .locator(selector)
    .evaluate(
      (element, data) =>
        element.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        ),
      clipboardData,
    );
};

test('[TK3] pasted files are taken, but no text is taken from the field that it was meant for', async ({
  page,
}) => {
  const [first, second] = filesOf('Collés', 2, 2);
  await openApp(page);
  await drop(page, [first!]);
  await goTo(page, 'Capture');
  const field = page.getByRole('textbox', { name: 'Note' });
  await expect(field).toBeVisible();
  await paste(page, 'textarea', [second!], 'Un texte et son image');
  await expect(page.getByText('Fichier réuni')).toHaveCount(0);
  await paste(page, 'textarea', [second!]);
  await agreeToMerge(page);
  await expect(page.getByText('Fichier réuni\u202f: 2 notes de plus.').first()).toBeVisible();
});

test('[TK5] a file that the system opens with the app is taken', async ({ page }) => {
  const [file] = filesOf('Double-clic', 1, 3);
  await page.addInitScript(
    ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const handle = { getFile: () => Promise.resolve(new File([bytes], name)) };
      const gone = { getFile: () => Promise.reject(new DOMException('', 'NotFoundError')) };
      // The system's part, which no browser without windows plays.
      Object.defineProperty(globalThis, 'launchQueue', {
        value: {
          setConsumer: (consumer: (launch: object) => void) => consumer({ files: [handle, gone] }),
        },
      });
    },
    { name: file!.name, base64: file!.bytes.toString('base64') },
  );
  await page.goto('/');
  await expect(page.getByText('Atelier ouvert\u202f: 3 notes.').first()).toBeVisible();
});

test('[TK6] a tablet that is passed round takes no file', async ({ page }) => {
  const files = filesOf('Interdit', 2, 1);
  await openApp(page);
  await drop(page, files.slice(0, 1));
  await goTo(page, 'Préparer');
  await page.getByRole('textbox', { name: 'Code de sortie' }).fill('2468');
  await page.getByRole('button', { name: 'Lancer le mode tablette partagée' }).click();
  await expect(page.getByRole('heading', { name: /À qui le tour/ })).toBeVisible();
  const dataTransfer = await carried(page, files);
  await page.dispatchEvent('body', 'dragover', { dataTransfer });
  await expect(veil(page)).toHaveCount(0);
  await page.dispatchEvent('body', 'drop', { dataTransfer });
  await paste(page, 'body', files);
  await expect(page.getByRole('heading', { name: /À qui le tour/ })).toBeVisible();
  await page.getByRole('button', { name: 'Sortir' }).click();
  await page.getByLabel('Code de sortie').fill('2468');
  await page.getByRole('dialog').getByRole('button', { name: 'Sortir', exact: true }).click();
  await expect(counted(page, '1 note')).toBeVisible();
});

test.describe('shared by another application', () => {
  test.use({ serviceWorkers: 'allow' });

  /** As the device does for the installed app: a form posted to the address that the manifest names. */
  const share = async (page: Page, files: readonly TestFile[]): Promise<void> => {
    const transfer = await carried(page, files);
    await transfer.evaluate(async (data) => {
      const manifest = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
      const { share_target: target } = (await (await fetch(manifest?.href ?? '')).json()) as {
        share_target: { action: string; params: { files: { name: string } } };
      };
      const form = document.createElement('form');
      form.method = 'POST';
      form.enctype = 'multipart/form-data';
      form.action = new URL(target.action, manifest?.href).href;
      const input = document.createElement('input');
      input.type = 'file';
      input.name = target.params.files.name;
      input.multiple = true;
      input.files = data.files;
      form.append(input);
      document.body.append(form);
      form.submit();
    });
  };

  test('[TK4] files are kept with the server gone, and opened once a person says so', async ({ page }) => {
    const host = await startAppHost(builtApp);
    await page.goto(host.url);
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await host.stop();
    await share(page, filesOf('Partagés', 2, 2));
    const question = page.getByRole('dialog', { name: 'Fichiers reçus' });
    await expect(question.getByRole('listitem')).toHaveText(['tablette-0.grappe', 'tablette-1.grappe']);
    await expectNoFault(page, 'files that were shared');
    await question.getByRole('button', { name: 'Ouvrir' }).click();
    await expect(page.getByText('2 fichiers réunis\u202f: 4 notes de plus.').first()).toBeVisible();
    await page.reload();
    await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
    await expect(question).toHaveCount(0);

    // Whoever says no has nothing of it on the device.
    await share(page, filesOf('Refusés', 1, 1));
    await question.getByRole('button', { name: 'Annuler' }).click();
    await page.goto(`${host.url}#/`);
    await expect(page.getByRole('list', { name: 'Ateliers' }).getByRole('link')).toHaveText(['Partagés']);
    expect(await page.evaluate(() => caches.has('grappe-shared'))).toBe(false);
  });

  test('[TK4] files that the device has no room for are called so', async ({ page }) => {
    await page.goto('/?partage');
    await expect(page.getByRole('alert')).toContainText('n’ont pas pu être gardés');
    expect(new URL(page.url()).search).toBe('');
  });
});

test.describe('where a person chooses the place', () => {
  /** A real file of the browser's own (OPFS) where a person would choose one: only the dialog is missing. */
  const offerPlace = (page: Page): Promise<unknown> =>
    page.addInitScript(() => {
      Object.assign(globalThis, {
        showSaveFilePicker: async () =>
          (await navigator.storage.getDirectory()).getFileHandle('clé-usb.grappe', { create: true }),
      });
    });

  const saveAs = async (page: Page): Promise<void> => {
    await openApp(page);
    await createWorkshop(page, 'Sur une clé');
    await goTo(page, 'Capture');
    await stickNote(page, 'Emportée');
    await goTo(page, 'Réunir');
    await page.getByRole('button', { name: 'Enregistrer sous…' }).click();
  };

  test('[TK7] the file is written there and opens', async ({ page }) => {
    await offerPlace(page);
    await saveAs(page);
    await expect(page.getByText('Fichier enregistré\u202f: clé-usb.grappe').first()).toBeVisible();
    const bytes = await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const file = await (await root.getFileHandle('clé-usb.grappe')).getFile();
      return [...new Uint8Array(await file.arrayBuffer())];
    });
    const read = readFile(Uint8Array.from(bytes));
    expect(read.ok).toBe(true);
  });

  test('[TK7] what is read back different is not called saved', async ({ page }) => {
    await offerPlace(page);
    await page.addInitScript(() => {
      const stream = FileSystemWritableFileStream.prototype;
      const write = Reflect.get(stream, 'write');
      stream.write = function (data) {
        return write.call(this, new Uint8Array((data as Uint8Array).length));
      };
    });
    await saveAs(page);
    await expect(page.getByText('n’a pas pu être écrit à cet endroit').first()).toBeVisible();
    await expect(page.getByText('Fichier enregistré')).toHaveCount(0);
  });

  test('[TK7] a browser that offers no place has no button for it', async ({ page }) => {
    await page.addInitScript(() => {
      Object.assign(globalThis, { showSaveFilePicker: undefined });
    });
    await openApp(page);
    await createWorkshop(page, 'Sans');
    await goTo(page, 'Réunir');
    await expect(page.getByRole('button', { name: 'Enregistrer le fichier' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Enregistrer sous…' })).toHaveCount(0);
  });
});

test('[TK5] the manifest names what the app opens', () => {
  const manifest = JSON.parse(readFileSync(`${builtApp}/manifest.webmanifest`, 'utf8')) as {
    file_handlers: { action: string; accept: Record<string, string[]> }[];
    share_target: { method: string; enctype: string };
  };
  expect(manifest.file_handlers).toEqual([
    { action: './', accept: { 'application/vnd.grappe+zip': ['.grappe'] } },
  ]);
  expect(manifest.share_target).toMatchObject({ method: 'POST', enctype: 'multipart/form-data' });
});
