import { expect, test } from '@playwright/test';
import { openTree } from './tree.ts';

test('[AC6] the main job is done through the accessibility tree alone', async ({ page }) => {
  await page.goto('/');
  const tree = await openTree(page);
  const visit = async (screen: string): Promise<void> => {
    await tree.press('link', screen, 'Enter', await tree.find('navigation', 'Atelier'));
    await expect.poll(() => tree.isFocused('heading', /./)).toBe(true);
  };
  const radio = async (group: string, option: string | RegExp): Promise<void> =>
    tree.check('radio', option, await tree.find('radiogroup', group));
  const stick = async (text: string, kind?: string): Promise<void> => {
    if (kind !== undefined) await radio('Type de note', kind);
    await tree.write('textbox', 'Note', text);
    await tree.press('button', 'Coller la note');
    await tree.hear('Note collée.');
  };

  await tree.press('button', 'Nouvel atelier');
  await tree.write('textbox', 'Titre de l’atelier', 'Un égal accès');
  await tree.press('button', 'Créer l’atelier');
  await tree.press('button', 'Ajouter une carte RETEX');
  await tree.write('textbox', 'Titre', 'Des ordinateurs pour tous');

  await visit('Capture');
  await tree.write('combobox', 'RETEX', 'RETEX 1');
  await stick('Zones blanches', 'Irritant');
  await radio('Qui parle ?', 'Parent');
  await stick('Maintenance du matériel emprunté');
  await stick('Tablettes 4G', 'Point fort');
  await tree.hear(/^Enregistré sur cet appareil/);

  await visit('Mur');
  await tree.check('checkbox', 'Zones blanches');
  await tree.check('checkbox', 'Tablettes 4G');
  await tree.press('button', 'Regrouper');
  await expect.poll(() => tree.isFocused('textbox', 'Nom de la grappe')).toBe(true);
  await tree.write('textbox', 'Nom de la grappe', 'Connexion');
  await page.keyboard.press('Enter');
  await tree.find('checkbox', 'Tablettes 4G', await tree.find('group', 'Connexion'));
  await tree.press('button', 'Actions : Connexion');
  await tree.press('button', 'Promouvoir en irritant principal');

  const add = async (kind: string, text: string): Promise<void> => {
    await tree.press('button', `Ajouter : ${kind}`);
    await page.keyboard.insertText(text);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
  };
  await visit('Projections');
  await add('Besoin', 'Se connecter avec son téléphone');
  await add('Levier', 'Un point d’accès par commune');

  await visit('Plan d’action');
  await tree.check('checkbox', 'Un point d’accès par commune');
  await tree.press('button', 'Promouvoir');
  await add('Action', 'Trouver des financements');
  await add('Acteur', 'Médiathèques');
  await add('Temporalité', 'mercredi');
  await add('Indicateur', 'élèves connectés');

  await visit('Synthèse');
  // Behind each text stands its reference: a letter and three digits.
  const plain = (rows: string[][][]): string[][][] =>
    rows.map((cells) => cells.map((items) => items.map((item) => item.replace(/ [A-Z]\d{3,}$/, ''))));
  await expect(async () => {
    expect(plain(await tree.readTable('Retour d’expérience'))).toEqual([
      [[], ['Zones blanches', 'Maintenance du matériel emprunté'], ['Tablettes 4G']],
    ]);
  }).toPass({ timeout: 15_000 });
  expect(plain(await tree.readTable('Projections'))).toEqual([
    [['Connexion'], ['Se connecter avec son téléphone'], ['Un point d’accès par commune']],
  ]);
  expect(plain(await tree.readTable('Plan d’action'))).toEqual([
    [
      ['Un point d’accès par commune'],
      ['Trouver des financements'],
      ['Médiathèques'],
      ['mercredi'],
      ['élèves connectés'],
    ],
  ]);
});
