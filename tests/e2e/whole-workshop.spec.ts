import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { openPlenary, showView } from './plenary-steps.ts';
import { bringLevel, joinByFile, saveGrappe, takeGrappe, textsIn } from './room-steps.ts';
import { chooseCapture, createWorkshop, goTo, openApp, readTable, stickNote } from './workshop-steps.ts';

interface Fixture {
  readonly title: string;
  readonly retex: readonly { title: string }[];
  readonly diagnostic: readonly { retex: number; irritants: string[]; strengths: string[] }[];
  readonly projections: readonly { irritant: string; needs: string[]; levers: string[] }[];
  readonly actionPlan: readonly {
    axes: string[];
    actions: string[];
    actors: string[];
    timing: string[];
    indicators: string[];
  }[];
}

const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/egn-theme-1.json'), 'utf8'),
) as Fixture;

const [diagnosis, projections, plan] = ['Retour d’expérience', 'Projections', 'Plan d’action'];

/** What is written on a device: a note, of a kind, in a row. */
interface Written {
  readonly row: string;
  readonly kind: string;
  readonly text: string;
}

/** What the main irritants are made of. */
const clusters = [
  {
    title: 'Zones blanches',
    notes: ['Zones blanches', 'Equipement des familles et leurs usages du numérique'],
  },
  {
    title: 'Maintenance des matériels',
    notes: [
      'Maintenance du matériel emprunté',
      'Matériel inadapté aux applications utilisées et aux usages pédagogiques.',
    ],
  },
  { title: 'Manque de pérennité des outils', notes: ['Des ENT qui changent tous les 4 ans'] },
] as const;

const newDevice = async (browser: Browser, options: object): Promise<Page> =>
  (await browser.newContext(options)).newPage();

/** Deals what there is to write out to the devices, one after the other. */
const deal = (writings: readonly Written[], devices: number): Written[][] =>
  Array.from({ length: devices }, (_, device) => writings.filter((_, index) => index % devices === device));

/** Two people in turn on a tablet that is passed round. */
const writeInTurns = async (tablet: Page, writings: readonly Written[]): Promise<void> => {
  await goTo(tablet, 'Préparer');
  await tablet.getByRole('button', { name: 'Lancer le mode tablette partagée' }).click();
  for (const { row, kind, text } of writings) {
    await tablet.getByRole('button', { name: 'C’est mon tour' }).click();
    const rows = tablet.getByRole('combobox').last();
    const option = await rows.locator('option', { hasText: row }).first().getAttribute('value');
    await rows.selectOption(option);
    await tablet.getByRole('radio', { name: kind }).check({ force: true });
    await tablet.getByRole('textbox', { name: 'Note' }).fill(text);
    await tablet.getByRole('button', { name: 'Coller et passer' }).click();
    await expect(tablet.getByRole('heading', { name: /À qui le tour/ })).toBeVisible();
  }
  await tablet.getByRole('button', { name: 'Sortir' }).click();
  await tablet.getByRole('dialog').getByRole('button', { name: 'Sortir', exact: true }).click();
};

const write = async (phone: Page, phase: string, writings: readonly Written[]): Promise<void> => {
  await goTo(phone, 'Capture');
  for (const { row, kind, text } of writings) {
    await chooseCapture(phone, phase, row);
    await stickNote(phone, text, kind);
  }
};

const openPhase = async (lead: Page, phase: string, { silent = false } = {}): Promise<void> => {
  await goTo(lead, 'Animer');
  const card = lead.getByRole('article', { name: phase });
  await card.getByRole('button', { name: 'Ouvrir cette phase' }).click();
  if (silent) await card.getByRole('button', { name: 'Écrire en silence' }).click();
};

const shareOut = async (lead: Page, others: readonly Page[]): Promise<void> => {
  const file = await saveGrappe(lead);
  await Promise.all(others.map((other) => takeGrappe(other, file)));
};

/** The devices of a room work side by side. */
const all = <T>(devices: readonly Page[], work: (device: Page, index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(devices.map(work));

test('[MJ4] five devices go through the whole workshop of the seed, meet by file, and end equal', async ({
  page: lead,
  browser,
}) => {
  test.setTimeout(300_000);
  const tablets = [
    await newDevice(browser, { viewport: { width: 1024, height: 768 }, hasTouch: true }),
    await newDevice(browser, { viewport: { width: 1024, height: 768 }, hasTouch: true }),
  ];
  const phones = [
    await newDevice(browser, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }),
    await newDevice(browser, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }),
  ];
  const others = [...tablets, ...phones];
  const cards = fixture.retex.slice(0, 2).map(({ title }) => title);

  await test.step('prepared', async () => {
    await openApp(lead);
    await createWorkshop(lead, fixture.title);
    await goTo(lead, 'Préparer');
    for (const title of cards) {
      await lead.getByRole('button', { name: 'Ajouter une carte RETEX' }).click();
      await lead.getByRole('textbox', { name: 'Titre', exact: true }).last().fill(title);
    }
    await openPhase(lead, diagnosis, { silent: true });
    const file = await saveGrappe(lead);
    await all(others, (other) => joinByFile(other, file));
  });

  await test.step('silent writing', async () => {
    const writings = fixture.diagnostic.flatMap(({ retex, irritants, strengths }) => [
      ...irritants.map((text) => ({ row: (cards[retex - 1] ?? '').slice(0, 20), kind: 'Irritant', text })),
      ...strengths.map((text) => ({ row: (cards[retex - 1] ?? '').slice(0, 20), kind: 'Point fort', text })),
    ]);
    const hands = deal(writings, 4);
    await Promise.all([
      all(tablets, (tablet, index) => writeInTurns(tablet, hands[index] ?? [])),
      all(phones, (phone, index) => write(phone, diagnosis, hands[index + 2] ?? [])),
    ]);
    expect(await textsIn(phones[0]!, diagnosis)).toEqual((hands[2] ?? []).map(({ text }) => text).sort());
    for (const file of await all(others, saveGrappe)) await takeGrappe(lead, file);
    expect(await textsIn(lead, diagnosis)).toEqual([]);
  });

  await test.step('reveal', async () => {
    await goTo(lead, 'Animer');
    await lead
      .getByRole('article', { name: diagnosis })
      .getByRole('button', { name: 'Révéler les notes' })
      .click();
    await shareOut(lead, others);
    const everything = [
      ...fixture.diagnostic.flatMap(({ irritants, strengths }) => [...irritants, ...strengths]),
    ].sort();
    for (const texts of await all([lead, ...others], (device) => textsIn(device, diagnosis))) {
      expect(texts).toEqual(everything);
    }
  });

  await test.step('clusters', async () => {
    await goTo(lead, 'Mur');
    await lead.getByRole('radio', { name: 'Liste' }).check({ force: true });
    const wall = lead.getByRole('region', { name: 'Mur' });
    for (const { title, notes } of clusters) {
      for (const note of notes) await wall.getByRole('checkbox', { name: note }).press('Space');
      await lead.getByRole('button', { name: 'Regrouper', exact: true }).click();
      await lead.getByRole('textbox', { name: 'Nom de la grappe' }).fill(title);
      await lead.getByRole('textbox', { name: 'Nom de la grappe' }).press('Enter');
      await expect(wall.getByRole('group', { name: title })).toBeVisible();
    }
  });

  await test.step('a blind vote', async () => {
    await goTo(lead, 'Voter');
    await lead.getByRole('button', { name: 'Ouvrir un vote' }).click();
    await lead.getByRole('dialog').getByRole('button', { name: 'Ouvrir le vote' }).click();
    await shareOut(lead, others);
    await all(others, async (other, index) => {
      await goTo(other, 'Voter');
      const [first, second, third] = clusters.map(({ title }) => title);
      const dots = index === 3 ? [first, first, second] : [first, second, third];
      for (const name of dots) await other.getByRole('button', { name: name ?? '', exact: true }).click();
      await other.getByRole('button', { name: 'Voter', exact: true }).click();
    });
    await bringLevel(lead, others);
    await goTo(lead, 'Voter');
    await expect(lead.getByText('4 bulletins', { exact: true })).toBeVisible();
    await lead.getByRole('button', { name: 'Clore le vote' }).click();
    await expect(lead.getByText('4 bulletins · 12 gommettes')).toBeVisible();
    await lead.getByRole('combobox', { name: 'Ce qui passe à la suite' }).selectOption('3');
    await lead.getByRole('button', { name: /^Promouvoir en irrit/ }).click();
  });

  await test.step('plenary', async () => {
    const screen = await openPlenary(lead);
    // With the three that were promoted.
    await expect(screen.locator('body')).toContainText('33 notes');
    await showView(lead, 'Grappe par grappe');
    await expect(screen.locator('body')).toContainText(clusters[0].title);
    await showView(lead, 'Résultats');
    for (const [place, { title }] of clusters.entries()) {
      await expect(screen.locator('body'), String(place)).toContainText(title);
    }
    await screen.close();
  });

  await test.step('projections', async () => {
    await openPhase(lead, projections);
    await shareOut(lead, phones);
    const writings = fixture.projections.flatMap(({ irritant, needs, levers }) => [
      ...needs.map((text) => ({ row: irritant, kind: 'Besoin', text })),
      ...levers.map((text) => ({ row: irritant, kind: 'Levier', text })),
    ]);
    const hands = deal(writings, 2);
    await all(phones, (phone, index) => write(phone, projections, hands[index] ?? []));
    await bringLevel(lead, phones);
  });

  await test.step('the plan', async () => {
    await goTo(lead, plan);
    const levers = fixture.projections.flatMap(({ levers }) => levers).slice(0, 2);
    for (const lever of levers) {
      await lead.getByRole('checkbox', { name: lever.slice(0, 40) }).check({ force: true });
      await lead.getByRole('button', { name: 'Promouvoir', exact: true }).click();
    }
    await openPhase(lead, plan);
    await shareOut(lead, others);
    const writings = fixture.actionPlan.flatMap(({ actions, actors, timing, indicators }, index) => {
      const row = (levers[index] ?? '').slice(0, 40);
      return [
        ...actions.map((text) => ({ row, kind: 'Action', text })),
        ...actors.map((text) => ({ row, kind: 'Acteur', text })),
        ...timing.map((text) => ({ row, kind: 'Temporalité', text })),
        ...indicators.map((text) => ({ row, kind: 'Indicateur', text })),
      ];
    });
    const hands = deal(writings, 4);
    await Promise.all([
      all(tablets, (tablet, index) => writeInTurns(tablet, hands[index] ?? [])),
      all(phones, (phone, index) => write(phone, plan, hands[index + 2] ?? [])),
    ]);
    await bringLevel(lead, others);
  });

  await test.step('the same synthesis everywhere', async () => {
    const sorted = (rows: string[][][]): string[][][] =>
      rows.map((row) => row.map((cell) => [...cell].sort()));
    const told = async (device: Page): Promise<string[][][][]> => {
      const tables: string[][][][] = [];
      for (const phase of [diagnosis, projections, plan]) {
        await goTo(device, phase);
        tables.push(await readTable(device, phase));
      }
      return tables;
    };
    const first = await told(lead);
    for (const tables of await all(others, told)) expect(tables).toEqual(first);
    const [, projected, planned] = first.map(sorted);
    expect(projected?.map(([head, needs, levers]) => [head, needs, levers])).toEqual(
      fixture.projections.map(({ irritant, needs, levers }) => [
        [irritant],
        [...needs].sort(),
        [...levers].sort(),
      ]),
    );
    expect(planned?.map((row) => row.slice(1))).toEqual(
      fixture.actionPlan.map(({ actions, actors, timing, indicators }) =>
        [actions, actors, timing, indicators].map((cell) => [...cell].sort()),
      ),
    );
  });

  await test.step('thanks', async () => {
    await goTo(lead, 'Animer');
    await lead.getByRole('button', { name: 'Terminer et remercier' }).click();
    await shareOut(lead, phones);
    for (const phone of phones) await expect(phone.getByRole('heading', { name: /Merci/ })).toBeVisible();
  });
  for (const other of others) await other.context().close();
});
