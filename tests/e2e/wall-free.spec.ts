import { expect, test, type Locator, type Page } from '@playwright/test';
import { makeBundle } from '#app/make-bundle.ts';
import { readBoard } from '#board/board.ts';
import { addNote } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { partOf } from './app-host.ts';
import { createFingers, type Fingers, type Point } from './fingers.ts';
import { expectSaved, goTo, openApp } from './workshop-steps.ts';
import { clusterOn, nameCluster, noteOn, openWall, readClusters, showAs, wallOf } from './wall-steps.ts';

const texts = [
  'Zones blanches',
  'Pas de réseau',
  'Peu de tablettes',
  'Écrans cassés',
  'Chargeurs perdus',
  'Autre',
];
const grouped = {
  Connexion: ['Zones blanches', 'Pas de réseau'],
  Matériel: ['Peu de tablettes', 'Écrans cassés', 'Chargeurs perdus'],
};

/** Of three kinds, which stand side by side where there is room. */
const manyNotes = (id: BoardId): Buffer => {
  const board = createBoardDoc();
  const method = findMethod('start-stop-continue');
  startWorkshop(board, { title: 'Liste', method: method.id });
  for (let n = 0; n < 900; n++) {
    const kind = ['start', 'stop', 'continue'][n % 3] as KindId;
    addNote(board, { id: createId<NoteId>(), kind, text: `Note ${String(n)}`, at: 0 });
  }
  return Buffer.from(makeBundle({ id, state: encodeBoard(board), board: readBoard(board), method, now: 0 }));
};

const plane = (page: Page): Locator => page.locator('[data-wall]');

const middle = async (target: Locator): Promise<Point> => {
  const box = await target.boundingBox();
  if (!box) throw new Error(`not on the screen: ${String(target)}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** A point of the wall with nothing there. */
const emptySpot = async (page: Page): Promise<Point> => {
  const box = await plane(page).boundingBox();
  if (!box) throw new Error('no wall');
  return { x: box.x + box.width * 0.6, y: box.y + box.height - 30 };
};

const zoomOf = (page: Page): Promise<number> =>
  plane(page).evaluate((element) => Number(getComputedStyle(element).getPropertyValue('--zoom')));

/** Holds a finger where it is until the wall has understood. */
const hold = async (page: Page, fingers: Fingers, at: Point, gesture: string): Promise<void> => {
  await fingers.press(at);
  await expect(plane(page)).toHaveAttribute('data-gesture', gesture);
};

const dragByFinger = async (page: Page, fingers: Fingers, from: Point, to: Point): Promise<void> => {
  await hold(page, fingers, from, 'carrying');
  await fingers.move(to);
  await fingers.release();
};

/** A tablet as it lies on a table. */
const tablet = { width: 1024, height: 768 };

test.describe('on the free wall', () => {
  test(
    '[WF1] fingers pan, pinch, drag notes together, draw a lasso and drag a cluster',
    { tag: ['@tablet', '@not-desktop'] },
    async ({ page }) => {
      await page.setViewportSize(tablet);
      await openWall(page, ...texts);
      const fingers = await createFingers(page);

      // Two fingers that part make it larger; one finger on a note pans.
      const before = await zoomOf(page);
      const centre = await middle(plane(page));
      await fingers.press({ x: centre.x - 50, y: centre.y }, { x: centre.x + 50, y: centre.y });
      await fingers.move({ x: centre.x - 75, y: centre.y }, { x: centre.x + 75, y: centre.y });
      await fingers.release();
      expect(await zoomOf(page)).toBeGreaterThan(before * 1.3);
      const at = await middle(noteOn(page, 'Autre'));
      await fingers.press(at);
      await fingers.move({ x: at.x + 60, y: at.y - 40 });
      await fingers.release();
      const panned = await middle(noteOn(page, 'Autre'));
      expect(panned.x - at.x).toBeGreaterThan(40);
      expect(await readClusters(page)).toEqual({});
      await page.getByRole('button', { name: 'Tout voir' }).tap();
      await expect.poll(async () => Math.abs((await zoomOf(page)) - before)).toBeLessThan(0.001);

      // A long press lifts a note; dropped on another it makes a cluster.
      const [one, other] = [await middle(noteOn(page, texts[0]!)), await middle(noteOn(page, texts[1]!))];
      await dragByFinger(page, fingers, other, one);
      await nameCluster(page, 'Connexion');

      // A long press beside the notes draws a lasso.
      await page.getByRole('button', { name: 'Tout voir' }).tap();
      await settled(page);
      await page.getByRole('button', { name: 'Entourer des notes (lasso)' }).tap();
      await lasso(page, fingers, texts[2]!, texts[3]!);
      await page.getByRole('button', { name: 'Regrouper', exact: true }).tap();
      await nameCluster(page, 'Matériel');

      await page.getByRole('button', { name: 'Tout voir' }).tap();
      await settled(page);
      const into = await middle(noteOn(page, texts[3]!));
      await dragByFinger(page, fingers, await middle(noteOn(page, texts[4]!)), into);
      expect(await readClusters(page)).toEqual(grouped);

      // A cluster is dragged by its tab, its notes with it.
      await page.getByRole('button', { name: 'Tout voir' }).tap();
      await settled(page);
      const tab = await middle(
        clusterOn(page, 'Connexion').getByRole('button', { name: 'Connexion', exact: true }),
      );
      const note = await middle(noteOn(page, texts[0]!));
      await dragByFinger(page, fingers, tab, { x: tab.x + 30, y: tab.y + 60 });
      const moved = await middle(noteOn(page, texts[0]!));
      expect(moved.y - note.y).toBeGreaterThan(40);
      expect(await readClusters(page)).toEqual(grouped);

      await page.getByRole('button', { name: 'Annuler' }).tap();
      expect(Math.abs((await middle(noteOn(page, texts[0]!))).y - note.y)).toBeLessThan(3);
      await expectSaved(page);
    },
  );

  test(
    '[WF2] a long press beside the notes draws a lasso, and one on a note selects it',
    { tag: ['@tablet', '@not-desktop'] },
    async ({ page }) => {
      await page.setViewportSize(tablet);
      await openWall(page, ...texts);
      const fingers = await createFingers(page);
      const spot = await emptySpot(page);
      await hold(page, fingers, spot, 'lassoing');
      const box = (await plane(page).boundingBox())!;
      await fingers.move({ x: box.x + 4, y: spot.y });
      await fingers.move({ x: box.x + 4, y: box.y + 4 });
      await fingers.move({ x: box.x + box.width - 90, y: box.y + 4 });
      await fingers.move(spot);
      await fingers.release();
      await expect(page.getByRole('region', { name: 'Sélection' })).toContainText('6 notes');
    },
  );

  test('[WF3] the same clusters are made with the keyboard alone', async ({ page }) => {
    await openWall(page, ...texts);
    const focused = page.locator('article:has(:focus)');
    await noteOn(page, texts[0]!).getByRole('checkbox').focus();
    const goToNote = async (text: string): Promise<void> => {
      for (let presses = 0; presses < 20; presses += 1) {
        if ((await focused.getAttribute('aria-label')) === text) return;
        await page.keyboard.press(
          presses % 4 === 3 ? 'ArrowDown' : presses % 8 < 4 ? 'ArrowRight' : 'ArrowLeft',
        );
      }
      throw new Error(`the arrows never led to ${text}`);
    };
    const group = async (title: string, notes: readonly string[]): Promise<void> => {
      for (const text of notes) {
        await goToNote(text);
        await page.keyboard.press('Space');
      }
      await page.keyboard.press('g');
      await page.keyboard.type(title);
      await page.keyboard.press('Enter');
      await expect(clusterOn(page, title)).toBeVisible();
    };
    await group('Connexion', texts.slice(0, 2));
    await noteOn(page, texts[2]!).getByRole('checkbox').focus();
    await group('Matériel', texts.slice(2, 5));
    expect(await readClusters(page)).toEqual(grouped);

    // Placed, nudged, taken back.
    await noteOn(page, 'Autre').getByRole('checkbox').focus();
    await page.keyboard.press('Alt+ArrowRight');
    await expect(wallOf(page).getByRole('list', { name: 'Notes posées' })).toContainText('Autre');
    await page.keyboard.press('Control+z');
    await expect(wallOf(page).getByRole('list', { name: 'Notes posées' })).toHaveCount(0);
  });

  test(
    '[WF4] the list makes the same clusters, and keeps the selection of the plane',
    { tag: '@phone' },
    async ({ page }) => {
      await openWall(page, ...texts);
      await showAs(page, 'Liste');
      const choose = async (...notes: readonly string[]): Promise<void> => {
        for (const text of notes) await noteOn(page, text).getByRole('checkbox').check();
      };
      await choose(texts[0]!, texts[1]!);
      await page.getByRole('button', { name: 'Regrouper', exact: true }).click();
      await nameCluster(page, 'Connexion');
      await choose(texts[2]!, texts[3]!, texts[4]!);
      await showAs(page, 'Plan');
      await expect(page.getByRole('region', { name: 'Sélection' })).toContainText('3 notes');
      await showAs(page, 'Liste');
      await page.getByRole('button', { name: 'Regrouper', exact: true }).click();
      await nameCluster(page, 'Matériel');
      expect(await readClusters(page)).toEqual(grouped);
      await showAs(page, 'Plan');
      expect(await readClusters(page)).toEqual(grouped);
    },
  );

  test('[WF5] a screen reader comes to every cluster with its notes in order, near and far, and hears what was done', async ({
    page,
  }) => {
    await openWall(page, ...texts);
    for (const text of texts.slice(0, 2)) await noteOn(page, text).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Regrouper', exact: true }).click();
    await page.keyboard.type('Connexion');
    await page.keyboard.press('Enter');
    await expect(page.getByText('2 notes regroupées dans “Connexion”').first()).toBeAttached();

    const walk = async (): Promise<readonly string[]> =>
      wallOf(page)
        .locator('[data-wall]')
        .getByRole('group')
        .or(wallOf(page).locator('[data-wall]').getByRole('article'))
        .evaluateAll((things) =>
          things.map(
            (thing) =>
              thing.getAttribute('aria-label') ??
              document.getElementById(thing.getAttribute('aria-labelledby') ?? '')?.textContent?.trim() ??
              '',
          ),
        );
    const expected = ['Irritants', ...texts.slice(2), 'Points forts', 'Connexion', ...texts.slice(0, 2)];
    expect(await walk()).toEqual(expected);
    // From so far that notes are painted.
    await plane(page).focus();
    for (let presses = 0; presses < 6; presses += 1) await page.keyboard.press('-');
    await expect(plane(page)).toHaveClass(/far/);
    expect(await walk()).toEqual(expected);
  });
});

/** Waits until the wall glides no more. */
const settled = async (page: Page): Promise<void> => {
  let last = '';
  await expect
    .poll(async () => {
      const now = JSON.stringify(await page.locator('.layer').boundingBox());
      const isStill = now === last;
      last = now;
      return isStill;
    })
    .toBe(true);
};

/** Draws a line round two notes. */
const lasso = async (page: Page, fingers: Fingers, ...notes: readonly string[]): Promise<void> => {
  const boxes = await Promise.all(notes.map((text) => noteOn(page, text).boundingBox()));
  const found = boxes.map((box) => {
    if (!box) throw new Error('not on the wall');
    return box;
  });
  const left = Math.min(...found.map(({ x }) => x)) - 3;
  const top = Math.min(...found.map(({ y }) => y)) - 3;
  const right = Math.max(...found.map(({ x, width }) => x + width)) + 3;
  const bottom = Math.max(...found.map(({ y, height }) => y + height)) + 3;
  await fingers.press({ x: left, y: top });
  await fingers.move({ x: right, y: top });
  await fingers.move({ x: right, y: bottom });
  await fingers.move({ x: left, y: bottom });
  await fingers.release();
};

test(
  '[WF7] near-duplicates are piled with a count, taken off the pile, and none is lost',
  { tag: '@phone' },
  async ({ page }) => {
    await openWall(page, 'Tablettes 4G', 'Tablette 4G', 'Autre');
    for (const text of ['Tablettes 4G', 'Tablette 4G'])
      await noteOn(page, text).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Empiler' }).click();
    await expect(noteOn(page, 'Tablette 4G')).toHaveCount(0);
    await noteOn(page, 'Tablettes 4G')
      .getByRole('button', { name: /Pile de 2 notes/ })
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Sortir de la pile/ })
      .click();
    await expect(noteOn(page, 'Tablette 4G')).toBeVisible();
    await page.getByRole('button', { name: 'Annuler' }).click();
    await expect(noteOn(page, 'Tablette 4G')).toHaveCount(0);
    await expect(noteOn(page, 'Tablettes 4G')).toBeVisible();
  },
);

test('[WF8] a suggestion is taken with one tap, and one that is waved away is never offered again', async ({
  page,
}) => {
  await openWall(
    page,
    'Pas assez de tablettes',
    'Pas assez de tablette',
    'Pas de réseau',
    'Pas de réseaux',
    'Autre chose',
  );
  const panel = page.getByRole('complementary', { name: 'Se ressemblent' });
  await panel.getByRole('button', { name: /Se ressemblent/ }).click();
  const tablets = panel.getByRole('listitem').filter({ hasText: 'tablette' });
  const network = panel.getByRole('listitem').filter({ hasText: 'réseau' });
  await expect(tablets).toContainText('En commun');
  await tablets.getByRole('button', { name: 'Empiler' }).click();
  await expect(
    noteOn(page, 'Pas assez de tablettes').getByRole('button', { name: /Pile de 2 notes/ }),
  ).toBeVisible();
  await expect(tablets).toHaveCount(0);
  await network.getByRole('button', { name: 'Ne plus le proposer' }).click();
  await expect(network).toHaveCount(0);
  await expectSaved(page);
  await page.reload();
  await expect(noteOn(page, 'Autre chose')).toBeVisible();
  // Something to suggest shows that suggestions were worked out again.
  await goTo(page, 'Capture');
  for (const text of ['Écran cassé', 'Écrans cassés']) {
    await page.getByRole('textbox', { name: 'Note' }).fill(text);
    await page.getByRole('button', { name: 'Coller la note' }).click();
  }
  await goTo(page, 'Mur');
  await panel.getByRole('button', { name: /Se ressemblent/ }).click();
  await expect(panel.getByRole('listitem').filter({ hasText: 'cassé' })).toHaveCount(1);
  await expect(network).toHaveCount(0);
});

test('[WF8] where nothing is alike that is said, and nothing moves', { tag: '@phone' }, async ({ page }) => {
  await openWall(page, 'Pas de réseau', 'Trop de bruit');
  await showAs(page, 'Liste');
  await page.reload();
  const panel = page.getByRole('complementary', { name: 'Se ressemblent' });
  const head = panel.getByRole('button', { name: /Se ressemblent/ });
  await head.focus();
  await expect(noteOn(page, 'Trop de bruit')).toBeVisible();
  const before = await noteOn(page, 'Pas de réseau').boundingBox();
  await expect(head).toContainText('0');
  expect(await noteOn(page, 'Pas de réseau').boundingBox()).toEqual(before);
  await expect(head).toBeFocused();
  await head.press('Enter');
  await expect(panel).toContainText('aucune note ne ressemble à une autre');
});

test('[WF9] search dims what is not found on the plane, leaves it out of the list, and counts what is', async ({
  page,
}) => {
  await openWall(page, ...texts);
  await page.getByRole('searchbox', { name: 'Chercher une note' }).fill('reseau');
  await expect(wallOf(page)).toContainText('1 sur 6');
  await expect(page.locator('li.dim')).toHaveCount(5);
  await showAs(page, 'Liste');
  await expect(wallOf(page).getByRole('article')).toHaveCount(1);
  await page.getByRole('button', { name: 'Montrer toutes les notes' }).click();
  await expect(wallOf(page).getByRole('article')).toHaveCount(6);
  await page.getByRole('button', { name: 'Filtres et couleurs' }).click();
  const dialog = page.getByRole('dialog', { name: 'Filtres et couleurs' });
  await dialog.getByRole('combobox', { name: 'Type de note' }).selectOption('Points forts');
  await expect(dialog).toContainText('0 sur 6');
  await dialog.getByRole('combobox', { name: 'Ce que disent les couleurs' }).selectOption('Qui parle');
  await page.keyboard.press('Escape');
  await expect(wallOf(page)).toContainText('Aucune note ne correspond');
  await page.getByRole('button', { name: 'Montrer toutes les notes' }).first().click();
  await expect(wallOf(page).getByRole('article').first()).toContainText('Non précisé');
});

test('[WF9] letters are found at once, and words with a slip of the finger when the search has come', async ({
  page,
}) => {
  await openWall(page, ...texts);
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(partOf('find-notes'), async (route) => {
    await held;
    await route.continue();
  });
  const search = page.getByRole('searchbox', { name: 'Chercher une note' });
  await search.fill('reseau');
  await expect(wallOf(page)).toContainText('1 sur 6');
  await search.fill('resaeu');
  await expect(wallOf(page)).toContainText('0 sur 6');
  letGo();
  await expect(wallOf(page)).toContainText('1 sur 6');
});

test(
  '[WF13] a phone’s list comes without the plane, and where that can’t be had the list is left',
  { tag: '@phone' },
  async ({ page, viewport }) => {
    await page.route(partOf('plane'), (route) => route.abort());
    await openWall(page, 'Seule');
    const missing = wallOf(page).getByRole('heading', { name: 'Cet écran n’a pas pu être chargé' });
    if ((viewport?.width ?? 0) > 560) await expect(missing).toBeVisible();
    else await expect(noteOn(page, 'Seule')).toBeVisible();
    await showAs(page, 'Plan');
    await expect(missing).toBeVisible();
    await showAs(page, 'Liste');
    await expect(noteOn(page, 'Seule')).toBeVisible();
    await page.unroute(partOf('plane'));
    await page.reload();
    await showAs(page, 'Plan');
    await expect(noteOn(page, 'Seule')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Tout voir' })).toBeVisible();
  },
);

test('[WF14] the list keeps still while it grows', { tag: '@phone' }, async ({ page }) => {
  await openApp(page);
  const id = createId<BoardId>();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles({ name: 'liste.grappe', mimeType: '', buffer: manyNotes(id) });
  await expectSaved(page);
  await goTo(page, 'Mur');
  await showAs(page, 'Liste');
  await expect(wallOf(page).getByRole('article')).toHaveCount(900);
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  // Slow enough to be seen growing.
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.reload();
  await expect(wallOf(page).getByRole('article')).toHaveCount(900);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const shifts = await page.evaluate(() => (window as unknown as { shifts: readonly number[] }).shifts);
  // What browsers and search engines call good.
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.1);
});

test('[WF6] the wall is left and found again as a plane or a list, with its phase', async ({ page }) => {
  await openWall(page, 'Seule');
  await showAs(page, 'Liste');
  await goTo(page, 'Capture');
  await goTo(page, 'Mur');
  await expect(wallOf(page).getByRole('radio', { name: 'Liste' })).toBeChecked();
  await showAs(page, 'Plan');
  await page.reload();
  await expect(plane(page)).toBeVisible();
});
