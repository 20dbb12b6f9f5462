/** What people do in a window of WebKitGTK, by the names that the engine itself gives to what is on the screen. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { until, type Window } from './web-driver.ts';

const selectors = {
  article: 'article',
  button: 'button',
  checkbox: 'input[type=checkbox]',
  link: 'a[href]',
  radio: 'input[type=radio]',
  textbox: 'textarea, input:not([type]), input[type=text]',
} as const;
type Role = keyof typeof selectors;

/** The one element of this role and name, as soon as it is there. */
export const find = async (window: Window, role: Role, name: string | RegExp): Promise<string> => {
  try {
    return await until(async () => (await window.find(selectors[role], role, name)).at(-1));
  } catch (error) {
    throw new Error(`no ${role} « ${String(name)} »`, { cause: error });
  }
};

export const click = async (window: Window, role: Role, name: string | RegExp): Promise<void> => {
  // What moves, or is replaced meanwhile, is looked for again.
  await until(async () => {
    await window.click(await find(window, role, name));
    return true;
  });
};

/** Chooses a radio or a checkbox by key: what one sees lies over it. */
export const choose = async (window: Window, role: 'radio' | 'checkbox', name: string): Promise<void> =>
  window.type(await find(window, role, name), ' ');

/** Types into a field. */
export const write = async (window: Window, name: string, text: string): Promise<void> =>
  window.type(await find(window, 'textbox', name), text);

/** Chooses the row that the next notes belong to. */
export const chooseRow = async (window: Window, row: string): Promise<void> => {
  const option = await until(async () => {
    for (const each of await window.elements('main select option'))
      if ((await window.textOf(each)).includes(row)) return each;
    return undefined;
  });
  await window.click(option);
};

/** Waits for words anywhere on the page. */
export const see = async (window: Window, words: string): Promise<void> => {
  let shown = '';
  await until(async () => {
    shown = await window.run(() => document.body.innerText);
    return shown.includes(words) ? true : undefined;
  }).catch(() => {
    throw new Error(`« ${words} » is not in:\n${shown}`);
  });
};

/** Opens the app for the first time and waits until all of it is kept on the device. */
export const openKeptApp = async (window: Window, url: string): Promise<void> => {
  await window.open(url);
  await until(async () =>
    (await window.run(() => navigator.serviceWorker.controller?.state === 'activated')) ? true : undefined,
  );
};

export const createWorkshop = async (window: Window, title: string): Promise<void> => {
  await click(window, 'button', 'Nouvel atelier');
  await write(window, 'Titre de l’atelier', title);
  await click(window, 'button', 'Créer l’atelier');
  await find(window, 'link', 'Capture');
};

/** Goes to a screen of the workshop by its navigation. */
export const goTo = async (window: Window, screen: string): Promise<void> => {
  await click(window, 'link', screen);
  await until(async () => {
    const current = await window.elements('nav a[aria-current=page]');
    return current[0] !== undefined && (await window.textOf(current[0])) === screen ? true : undefined;
  });
};

export const stickNote = async (window: Window, text: string, kind?: string): Promise<void> => {
  if (kind !== undefined) await choose(window, 'radio', kind);
  await write(window, 'Note', text);
  await click(window, 'button', 'Coller la note');
  await until(async () =>
    (await window.run(() => document.querySelector('textarea')?.value === '')) ? true : undefined,
  );
};

export const expectSaved = (window: Window): Promise<void> => see(window, 'Enregistré sur cet appareil');

/** For each row of a phase’s table, the texts of its notes, cell by cell. */
export const readTable = async (window: Window, phase: string): Promise<string[][][]> => {
  await goTo(window, phase);
  return until(async () => {
    const rows = await window.run(() =>
      [...document.querySelectorAll('table tbody tr')].map((row) =>
        [...row.querySelectorAll('th, td')].map((cell) =>
          [...cell.querySelectorAll('li')].map((item) => item.querySelector('[dir]')?.textContent ?? ''),
        ),
      ),
    );
    return rows.length > 0 ? rows : undefined;
  });
};

/** Saves the workshop’s file on « Réunir »; gives its path. */
export const saveGrappe = async (window: Window, downloads: string): Promise<string> => {
  const before = filesIn(downloads);
  await goTo(window, 'Réunir');
  await click(window, 'button', 'Enregistrer le fichier');
  const name = await until(() =>
    Promise.resolve(filesIn(downloads).find((file) => file.endsWith('.grappe') && !before.includes(file))),
  );
  return join(downloads, name);
};

const filesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Chooses a file where the screen has a button for it. */
export const openFile = async (window: Window, path: string): Promise<void> => {
  await find(window, 'button', 'Ouvrir un fichier');
  const [input] = await window.elements('input[type=file]');
  await window.type(input!, path);
};
