import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { fromMarkdown } from 'mdast-util-from-markdown';
import Papa from 'papaparse';
import { printed } from '../support/printed.ts';
import { openApp, readTable } from './workshop-steps.ts';

interface Fixture {
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

/** Every bullet of every table, in reading order, with its phase and column. */
const bullets: readonly (readonly [string, string, string])[] = [
  ...fixture.diagnostic.flatMap((row) => [
    ...row.irritants.map((text) => ['Retour d’expérience', 'Irritants', text] as const),
    ...row.strengths.map((text) => ['Retour d’expérience', 'Points forts', text] as const),
  ]),
  ...fixture.projections.flatMap((row) => [
    ['Projections', 'Irritants principaux', row.irritant] as const,
    ...row.needs.map((text) => ['Projections', 'Besoins', text] as const),
    ...row.levers.map((text) => ['Projections', 'Leviers', text] as const),
  ]),
  ...fixture.actionPlan.flatMap((row) => [
    ...row.axes.map((text) => ['Plan d’action', 'Quoi', text] as const),
    ...row.actions.map((text) => ['Plan d’action', 'Comment', text] as const),
    ...row.actors.map((text) => ['Plan d’action', 'Qui', text] as const),
    ...row.timing.map((text) => ['Plan d’action', 'Quand', text] as const),
    ...row.indicators.map((text) => ['Plan d’action', 'Indicateurs', text] as const),
  ]),
];

const download = async (page: Page, button: string): Promise<string> => {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return readFile(await file.path(), 'utf8');
};

test('[MJ3] the example’s synthesis is the seed’s workshop, cell by cell, on screen and in every export', async ({
  page,
}) => {
  await openApp(page);
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Synthèse' })).toBeVisible();

  await test.step('on screen', async () => {
    const [diagnostic, projections, plan] = [
      await readTable(page, 'Retour d’expérience'),
      await readTable(page, 'Projections'),
      await readTable(page, 'Plan d’action'),
    ];
    expect(diagnostic.map((row) => row.slice(1))).toEqual(
      printed(fixture.diagnostic.map((row) => [row.irritants, row.strengths])),
    );
    expect(projections).toEqual(
      printed(fixture.projections.map((row) => [[row.irritant], row.needs, row.levers])),
    );
    expect(plan).toEqual(
      printed(
        fixture.actionPlan.map((row) => [row.axes, row.actions, row.actors, row.timing, row.indicators]),
      ),
    );
  });

  await test.step('in JSON', async () => {
    const { diagnostic, projections, actionPlan } = JSON.parse(await download(page, 'JSON')) as Fixture;
    expect({ diagnostic, projections, actionPlan }).toEqual({
      diagnostic: fixture.diagnostic,
      projections: fixture.projections,
      actionPlan: fixture.actionPlan,
    });
  });

  await test.step('in CSV', async () => {
    const { data } = Papa.parse<string[]>((await download(page, 'CSV')).replace('\ufeff', ''), {
      skipEmptyLines: true,
    });
    expect(data.slice(1).map(([phase, , column, text]) => [phase, column, text])).toEqual(bullets);
  });

  await test.step('in Markdown', async () => {
    const markdown = await download(page, 'Markdown');
    // Every « ► » is one bullet, whatever the table: their texts, read as Markdown reads them, are the notes.
    const read = markdown
      .split('\n')
      .filter((line) => line.startsWith('|') && line.includes('►'))
      .flatMap((line) => line.split('►').slice(1))
      // Its reference stands behind each.
      .map((cell) => cell.replace(/ `[A-Z]\d+`\s*((<br>|\|)[\s|]*)?$/, '').trim())
      .map((text) => {
        const [paragraph] = fromMarkdown(text).children;
        if (paragraph?.type !== 'paragraph') return text;
        return paragraph.children.map((child) => ('value' in child ? child.value : '')).join('');
      });
    expect(read).toEqual(printed(bullets.map(([, , text]) => text)));
  });
});
