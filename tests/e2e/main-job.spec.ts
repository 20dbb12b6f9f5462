import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  chooseCapture,
  createWorkshop,
  expectSaved,
  goTo,
  openKeptApp,
  readTable,
  stickNote,
} from './workshop-steps.ts';

test.use({ serviceWorkers: 'allow' });

/** The tables that both ways of working must end with. */
const expectTables = async (page: Page): Promise<void> => {
  expect(await readTable(page, 'Retour d’expérience')).toEqual([
    [[], ['Zones blanches', 'Maintenance du matériel emprunté'], ['Tablettes 4G']],
  ]);
  expect(await readTable(page, 'Projections')).toEqual([
    [
      ['Connexion'],
      ['Se connecter avec son ordinateur ou son téléphone'],
      ['Développer un point d’accès dans chaque commune'],
    ],
  ]);
  expect(await readTable(page, 'Plan d’action')).toEqual([
    [
      ['Développer un point d’accès dans chaque commune'],
      ['Trouver des financements privés et de l’Etat'],
      ['Bibliothèques, médiathèques'],
      ['mercredi'],
      ['nombre d’élèves pouvant se connecter'],
    ],
  ]);
};

test(
  '[MJ1] [EN1] a workshop goes from the first note to the synthesis on a touch tablet, and in Firefox, with no network',
  { tag: ['@tablet', '@firefox', '@not-desktop'] },
  async ({ page, context, hasTouch }) => {
    const tap = (target: Locator): Promise<void> => (hasTouch ? target.tap() : target.click());
    test.setTimeout(90_000);
    await openKeptApp(page);
    await context.setOffline(true);
    await createWorkshop(page, 'Garantir un égal accès au numérique pour tous');

    await goTo(page, 'Préparer');
    await tap(page.getByRole('button', { name: 'Ajouter une carte RETEX' }));
    await page.getByRole('textbox', { name: 'Titre', exact: true }).last().fill('Des ordinateurs pour tous');

    await goTo(page, 'Capture');
    await chooseCapture(page, 'Retour d’expérience', 'Des ordinateurs pour tous');
    await stickNote(page, 'Zones blanches', 'Irritant');
    await page
      .getByRole('radiogroup', { name: 'Qui parle ?' })
      .getByRole('radio', { name: 'Parent' })
      .check({ force: true });
    await stickNote(page, 'Maintenance du matériel emprunté');
    await stickNote(page, 'Tablettes 4G', 'Point fort');
    await expectSaved(page);

    await goTo(page, 'Mur');
    const wall = page.getByRole('region', { name: 'Mur' });
    await wall.getByRole('checkbox', { name: 'Zones blanches' }).check({ force: true });
    await wall.getByRole('checkbox', { name: 'Tablettes 4G' }).check({ force: true });
    await tap(page.getByRole('button', { name: 'Regrouper', exact: true }));
    await page.getByRole('textbox', { name: 'Nom de la grappe' }).fill('Connexion');
    await page.getByRole('textbox', { name: 'Nom de la grappe' }).press('Enter');
    const cluster = wall.getByRole('group', { name: 'Connexion' });
    await expect(cluster.getByText('Tablettes 4G')).toBeVisible();
    await tap(cluster.getByRole('button', { name: 'Actions : Connexion' }));
    await tap(page.getByRole('button', { name: 'Promouvoir en Irritant principal' }));

    await goTo(page, 'Capture');
    await chooseCapture(page, 'Projections', 'Connexion');
    await stickNote(page, 'Se connecter avec son ordinateur ou son téléphone', 'Besoin');
    await stickNote(page, 'Développer un point d’accès dans chaque commune', 'Levier');

    await goTo(page, 'Plan d’action');
    await page.getByRole('checkbox', { name: 'Développer un point d’accès' }).check({ force: true });
    await tap(page.getByRole('button', { name: 'Promouvoir', exact: true }));
    await expect(page.getByRole('table', { name: 'Plan d’action' })).toContainText(
      'Développer un point d’accès',
    );

    await goTo(page, 'Capture');
    await chooseCapture(page, 'Plan d’action', 'Développer un point d’accès');
    await stickNote(page, 'Trouver des financements privés et de l’Etat', 'Action');
    await stickNote(page, 'Bibliothèques, médiathèques', 'Acteur');
    await stickNote(page, 'mercredi', 'Temporalité');
    await stickNote(page, 'nombre d’élèves pouvant se connecter', 'Indicateur');
    await expectSaved(page);

    // A cold start, still with no network.
    await page.reload();
    await goTo(page, 'Plan d’action');
    await tap(page.getByRole('button', { name: 'D’où ça vient ?' }).first());
    const origin = page.getByRole('dialog');
    for (const text of ['Connexion', 'Zones blanches', 'Tablettes 4G'])
      await expect(origin).toContainText(text);
    await page.keyboard.press('Escape');

    await goTo(page, 'Synthèse');
    await expectTables(page);
  },
);

test('[MJ2] the whole main job is done with the keyboard alone', async ({ page }) => {
  test.setTimeout(120_000);
  const keys = page.keyboard;

  /** Presses Tab until the focus is there, as a person would, and no further than the page is long. */
  const tabTo = async (target: Locator): Promise<void> => {
    await expect(target).toBeAttached();
    for (let presses = 0; presses < 150; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await keys.press('Tab');
    }
    throw new Error(`Tab never reached ${String(target)}`);
  };
  const press = async (target: Locator, key = 'Enter'): Promise<void> => {
    await tabTo(target);
    await keys.press(key);
  };
  const visit = async (screen: string): Promise<void> => {
    await press(
      page.getByRole('navigation', { name: 'Atelier' }).getByRole('link', { name: screen, exact: true }),
    );
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  };
  const choose = async (group: string, option: string): Promise<void> => {
    const radios = page.getByRole('radiogroup', { name: group });
    const wanted = radios.getByRole('radio', { name: option });
    const checked = radios.getByRole('radio', { checked: true });
    await tabTo((await checked.count()) > 0 ? checked : radios.getByRole('radio').first());
    for (let presses = 0; presses < 10 && !(await wanted.isChecked()); presses++)
      await keys.press('ArrowRight');
    await expect(wanted).toBeChecked();
  };
  const write = async (text: string, kind?: string): Promise<void> => {
    if (kind !== undefined) await choose('Type de note', kind);
    await tabTo(page.getByRole('textbox', { name: 'Note' }));
    await keys.type(text);
    await keys.press('Control+Enter');
    await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('');
  };
  const chooseRow = async (first: string): Promise<void> => {
    const select = page.locator('main').getByRole('combobox').last();
    await tabTo(select);
    await keys.type(first);
    await expect(select.locator('option:checked')).toContainText(first);
  };

  await openKeptApp(page);
  await press(
    page
      .getByRole('button', { name: 'Nouvel atelier' })
      .or(page.getByRole('link', { name: 'Nouvel atelier' })),
  );
  await tabTo(page.getByRole('textbox', { name: 'Titre de l’atelier' }));
  await keys.type('Un égal accès');
  await keys.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();

  await press(page.getByRole('button', { name: 'Ajouter une carte RETEX' }));
  await tabTo(page.getByRole('textbox', { name: 'Titre', exact: true }).last());
  await keys.type('Des ordinateurs pour tous');

  await visit('Capture');
  await chooseRow('RETEX 1');
  await write('Zones blanches', 'Irritant');
  await write('Maintenance du matériel emprunté');
  await write('Tablettes 4G', 'Point fort');

  await visit('Mur');
  const wall = page.getByRole('region', { name: 'Mur' });
  await press(wall.getByRole('checkbox', { name: 'Zones blanches' }), 'Space');
  for (
    let presses = 0;
    presses < 6 &&
    !(await wall
      .getByRole('checkbox', { name: 'Tablettes 4G' })
      .evaluate((box) => box === document.activeElement));
    presses++
  ) {
    await keys.press(presses % 2 === 0 ? 'ArrowRight' : 'ArrowUp');
  }
  await keys.press('Space');
  await keys.press('g');
  await expect(page.getByRole('textbox', { name: 'Nom de la grappe' })).toBeFocused();
  await keys.type('Connexion');
  await keys.press('Enter');
  await press(wall.getByRole('button', { name: 'Actions : Connexion' }));
  await press(page.getByRole('button', { name: 'Promouvoir en Irritant principal' }));

  await visit('Projections');
  await press(page.getByRole('button', { name: 'Ajouter : Besoin' }).first());
  await keys.type('Se connecter avec son ordinateur ou son téléphone');
  await keys.press('Enter');
  await keys.press('Escape');
  await press(page.getByRole('button', { name: 'Ajouter : Levier' }).first());
  await keys.type('Développer un point d’accès dans chaque commune');
  await keys.press('Enter');
  await keys.press('Escape');

  await visit('Plan d’action');
  const candidate = page.getByRole('checkbox', { name: 'Développer un point d’accès' });
  await press(candidate, 'Space');
  await press(page.getByRole('button', { name: 'Promouvoir', exact: true }));
  for (const [kind, text] of [
    ['Action', 'Trouver des financements privés et de l’Etat'],
    ['Acteur', 'Bibliothèques, médiathèques'],
    ['Temporalité', 'mercredi'],
    ['Indicateur', 'nombre d’élèves pouvant se connecter'],
  ] as const) {
    await press(page.getByRole('button', { name: `Ajouter : ${kind}` }).first());
    await keys.type(text);
    await keys.press('Enter');
    await keys.press('Escape');
  }
  await expectSaved(page);

  await visit('Synthèse');
  await expectTables(page);
});
