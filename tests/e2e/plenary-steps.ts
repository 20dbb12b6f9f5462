/** The plenary screen, as whoever leads opens it, and what a room reads on it. */

import { expect, type Locator, type Page } from '@playwright/test';
import { goTo } from './workshop-steps.ts';

const irritants = ['Zones blanches', 'Débit trop lent', 'Tablettes lentes', 'Prises', 'Trop courte', 'Seule'];

/** A workshop with clusters, one of them of notes that no page holds. */
export const workshop = {
  title: 'Garantir un égal accès au numérique',
  diagnostic: [
    {
      retex: null,
      irritants: [
        ...irritants,
        ...Array.from(
          { length: 8 },
          (_, i) =>
            `${String(i + 1)}. ${'Une longue note que toute la salle doit pouvoir lire. '.repeat(9)}fin`,
        ),
      ],
      strengths: [],
    },
  ],
  clusters: [
    { title: 'Réseau', notes: ['/diagnostic/0/irritants/0', '/diagnostic/0/irritants/1'] },
    { title: 'Matériel', notes: ['/diagnostic/0/irritants/2', '/diagnostic/0/irritants/3'] },
    { title: 'Formation', notes: ['/diagnostic/0/irritants/4'] },
    {
      title: 'Longues',
      notes: Array.from({ length: 8 }, (_, i) => `/diagnostic/0/irritants/${String(i + 6)}`),
    },
  ],
};

/** Opens the workshop from a file that another tool has made. */
export const openFile = async (page: Page, content: object = workshop, host = ''): Promise<void> => {
  await page.goto(`${host}/`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /Ouvrir un fichier|Open a file/ }).click();
  const buffer = Buffer.from(JSON.stringify(content));
  await (await chooser).setFiles({ name: 'atelier.json', mimeType: 'application/json', buffer });
  await expect(page).toHaveURL(/atelier/);
};

/** Opens the second window from « Animer ». */
export const openPlenary = async (page: Page): Promise<Page> => {
  await goTo(page, 'Animer');
  const [screen] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: 'Ouvrir l’écran de plénière' }).click(),
  ]);
  await expect(screen.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(shownOf(page)).toBeVisible();
  return screen;
};

export const shownOf = (page: Page): Locator =>
  page.getByRole('radiogroup', { name: 'Ce que montre l’écran de plénière' });

/** Chooses a view on « Animer ». */
export const showView = async (page: Page, view: string): Promise<void> => {
  const radio = shownOf(page).getByRole('radio', { name: view });
  // It is chosen once the screen has answered.
  await radio.click({ force: true });
  await expect(radio).toBeChecked();
};

export const phaseCard = (page: Page, name = 'Retour d’expérience'): Locator =>
  page.getByRole('article', { name });
