import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readFile } from '#app/read-file.ts';
import { createBoardDoc, mergeBoard } from '#board/document.ts';
import { stateHash } from '#sync/state-hash.ts';
import { builtApp, startAppHost, type AppHost } from '../e2e/app-host.ts';
import { openWindow, startScreen, type Screen, type Window } from './web-driver.ts';
import {
  choose,
  chooseRow,
  click,
  createWorkshop,
  expectSaved,
  find,
  goTo,
  openFile,
  openKeptApp,
  readTable,
  saveGrappe,
  see,
  stickNote,
  write,
} from './webkit-steps.ts';

/** The key, as WebDriver has it. */
const enter = '\uE007';

/** Where a window is seen as it was when its test failed. */
const reports = join(import.meta.dirname, '../../.reports');

let screen: Screen;
let folder: string;
let host: AppHost;
const windows = new Set<Window>();

beforeAll(async () => {
  screen = await startScreen();
  folder = mkdtempSync(join(tmpdir(), 'grappe-webkit-'));
  mkdirSync(reports, { recursive: true });
  host = await startAppHost(builtApp);
});
afterEach(async ({ task }) => {
  for (const [at, window] of [...windows].entries()) {
    if (task.result?.state === 'fail') {
      const picture = await window.picture().catch(() => undefined);
      if (picture !== undefined) writeFileSync(join(reports, `webkit-${String(at + 1)}.png`), picture);
    }
    await window.kill();
  }
  windows.clear();
});
afterAll(async () => {
  await host.stop();
  await screen.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A device, which keeps what it has from one opening to the next. */
const open = async (device: string): Promise<Window> => {
  mkdirSync(join(folder, device, 'files'), { recursive: true });
  const window = await openWindow(screen, join(folder, device), join(folder, device, 'files'));
  windows.add(window);
  return window;
};
/** Saves the workshop’s file; gives its path. */
const save = (window: Window, device: string): Promise<string> =>
  saveGrappe(window, join(folder, device, 'files'));

const contentOf = (path: string): string => {
  const read = readFile(readFileSync(path));
  if (!read.ok) throw new Error(read.error.type);
  const board = createBoardDoc();
  mergeBoard(board, read.value.boards[0].state, { type: 'file' });
  return stateHash(board.doc);
};

test('[EN2] two devices meet by file in WebKit: told before, merged, and equal after', async () => {
  const [first, second] = [await open('first'), await open('second')];
  await first.open(host.url);
  await createWorkshop(first, 'Atelier de Limoges');
  await goTo(first, 'Capture');
  await stickNote(first, 'Débit', 'Irritant');
  await expectSaved(first);
  const begun = await save(first, 'first');

  await second.open(host.url);
  await openFile(second, begun);
  await find(second, 'link', 'Capture');
  await goTo(second, 'Capture');
  await stickNote(second, 'Formation', 'Point fort');
  await goTo(first, 'Capture');
  await stickNote(first, 'Prises', 'Irritant');

  await goTo(first, 'Réunir');
  await openFile(first, await save(second, 'second'));
  await see(first, 'Avant de réunir');
  await see(first, '+1 note');
  await click(first, 'button', 'Réunir');
  await see(first, '1 note de plus');
  const all = await save(first, 'first');
  await openFile(second, all);
  await click(second, 'button', 'Réunir');
  await see(second, '1 note de plus');

  const together = [[[], ['Débit', 'Prises'], ['Formation']]];
  expect(await readTable(first, 'Retour d’expérience')).toEqual(together);
  expect(await readTable(second, 'Retour d’expérience')).toEqual(together);
  expect(contentOf(await save(second, 'second'))).toBe(contentOf(all));
});

test('[EN1] the main job is done in WebKit with the server gone, and all of it is there after every process was killed', async () => {
  let window = await open('tablet');
  await openKeptApp(window, host.url);
  await host.stop();
  await createWorkshop(window, 'Garantir un égal accès au numérique pour tous');

  await goTo(window, 'Préparer');
  await click(window, 'button', 'Ajouter une carte RETEX');
  await write(window, 'Titre', 'Des ordinateurs pour tous');

  await goTo(window, 'Capture');
  await chooseRow(window, 'Des ordinateurs pour tous');
  await stickNote(window, 'Zones blanches', 'Irritant');
  await choose(window, 'radio', 'Parent');
  await stickNote(window, 'Maintenance du matériel emprunté');
  await stickNote(window, 'Tablettes 4G', 'Point fort');
  await expectSaved(window);

  await goTo(window, 'Mur');
  await choose(window, 'checkbox', 'Zones blanches');
  await choose(window, 'checkbox', 'Tablettes 4G');
  await click(window, 'button', 'Regrouper');
  await write(window, 'Nom de la grappe', `Connexion${enter}`);
  await click(window, 'button', 'Actions : Connexion');
  await click(window, 'button', 'Promouvoir en irritant principal');

  await goTo(window, 'Capture');
  await choose(window, 'radio', 'Projections');
  await chooseRow(window, 'Connexion');
  await stickNote(window, 'Se connecter avec son téléphone', 'Besoin');
  await stickNote(window, 'Un point d’accès dans chaque commune', 'Levier');

  await goTo(window, 'Plan d’action');
  await choose(window, 'checkbox', 'Un point d’accès dans chaque commune');
  await click(window, 'button', 'Promouvoir');
  await goTo(window, 'Capture');
  await choose(window, 'radio', 'Plan d’action');
  await chooseRow(window, 'Un point d’accès');
  await stickNote(window, 'Trouver des financements', 'Action');
  await stickNote(window, 'mercredi', 'Temporalité');
  await expectSaved(window);

  // Nothing is asked to close, and there is no server any more.
  await window.kill();
  window = await open('tablet');
  await window.open(host.url);
  await click(window, 'link', /Garantir un égal accès/);
  await find(window, 'link', 'Synthèse');
  expect(await readTable(window, 'Retour d’expérience')).toEqual([
    [[], ['Zones blanches', 'Maintenance du matériel emprunté'], ['Tablettes 4G']],
  ]);
  expect(await readTable(window, 'Projections')).toEqual([
    [['Connexion'], ['Se connecter avec son téléphone'], ['Un point d’accès dans chaque commune']],
  ]);
  expect(await readTable(window, 'Plan d’action')).toEqual([
    [['Un point d’accès dans chaque commune'], ['Trouver des financements'], [], ['mercredi'], []],
  ]);
  await goTo(window, 'Synthèse');
  await see(window, 'Trouver des financements');
});
