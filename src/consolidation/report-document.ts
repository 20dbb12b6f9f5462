/** A consolidation as a document, which every format draws as it draws that of one workshop. */

import type { Block, Cell, Column, Part, SynthesisDocument } from '#synthesis/document.ts';
import { typesetDocument } from '#synthesis/typeset-document.ts';
import type { ConsolidationLabels } from './labels.ts';
import { groupName, saidReference, saidText, workshopTitle, type Report, type ReportKind } from './report.ts';
import type { SaidGroup } from './groups.ts';
import { dimensions, measures, shareOut, tally, type Dimension, type Tally } from './tally.ts';

/** Most groups of a kind: as many as are read. All of them are in the spreadsheet. */
const mostGroups = 60;
/** Notes that stand for a group. */
const mostExamples = 4;
/** Longest name of a group in a table, in UTF-16 code units. */
const nameLength = 240;

export const reportDocument = (report: Report, labels: ConsolidationLabels): SynthesisDocument => {
  const { title, said } = report;
  const name = title === '' ? labels.consolidation : title;
  const parts: readonly Part[] = [
    { id: 'introduction', blocks: figures(report, labels) },
    ...report.kinds.map((kind): Part => ({ id: 'tables', blocks: kindBlocks(kind, report, labels) })),
    { id: 'method', blocks: workshopBlocks(report, labels) },
  ];
  return typesetDocument({
    locale: labels.locale,
    sheet: 'landscape',
    name,
    themeLine: '',
    theme: '',
    title: name,
    facts: [labels.tally(report.tally)],
    parts: parts.filter(({ blocks }) => blocks.length > 0),
    legend: said.some(({ note }) => note.stressed) ? labels.legend : '',
    words: { contents: labels.contents, table: labels.table, page: labels.page, stressed: labels.stressed },
  });
};

const figures = (report: Report, labels: ConsolidationLabels): readonly Block[] => [
  { type: 'heading', level: 2, text: labels.inShort },
  { type: 'words', look: 'plain', text: labels.figuresText },
  ...(report.outCount > 0
    ? [{ type: 'words', look: 'quiet', text: labels.leftOut({ count: report.outCount }) } as const]
    : []),
  ...dimensions.map((dimension) => shareTable(dimension, report, labels)),
  crossTable(report, labels),
];

const column = (title: string): Column => ({ title, hue: null, sign: null });
const words = (text: string): Cell => ({ type: 'words', text });

const tallyCells = (counted: Tally, most: Tally): readonly Cell[] =>
  measures.map((measure) => ({
    type: 'number',
    value: counted[measure],
    share: most[measure] === 0 ? 0 : counted[measure] / most[measure],
  }));

const mostOf = (tallies: readonly Tally[]): Tally => ({
  workshops: Math.max(0, ...tallies.map(({ workshops }) => workshops)),
  notes: Math.max(0, ...tallies.map(({ notes }) => notes)),
  votes: Math.max(0, ...tallies.map(({ votes }) => votes)),
});

const shareTable = (dimension: Dimension, { shares }: Report, labels: ConsolidationLabels): Block => {
  const most = mostOf(shares[dimension].map((share) => share.tally));
  return {
    type: 'table',
    caption: labels.dimensions[dimension],
    hasRowHeaders: true,
    columns: [labels.dimensions[dimension], ...measures.map((measure) => labels.measures[measure])].map(
      column,
    ),
    rows: shares[dimension].map((share) => [
      words(share.label || labels.without[dimension]),
      ...tallyCells(share.tally, most),
    ]),
  };
};

/** How many notes each audience wrote on each theme. */
const crossTable = ({ shares }: Report, labels: ConsolidationLabels): Block => {
  const audiences = shares.audience;
  const rows = shares.theme.map((theme) => {
    const counts = new Map(
      shareOut(theme.said, 'audience', labels.locale).map((share) => [share.value, share.tally.notes]),
    );
    return {
      label: theme.label || labels.without.theme,
      counts: audiences.map(({ value }) => counts.get(value) ?? 0),
    };
  });
  const most = Math.max(1, ...rows.flatMap(({ counts }) => counts));
  return {
    type: 'table',
    caption: labels.themeByAudience,
    hasRowHeaders: true,
    columns: [labels.dimensions.theme, ...audiences.map(({ label }) => label || labels.without.audience)].map(
      column,
    ),
    rows: rows.map(({ label, counts }) => [
      words(label),
      ...counts.map((value): Cell => ({ type: 'number', value, share: value / most })),
    ]),
  };
};

const kindBlocks = (kind: ReportKind, report: Report, labels: ConsolidationLabels): readonly Block[] => {
  const caption = labels.groupsOf({ kind: kind.label });
  const told = kind.groups.filter((group, i) => i < mostGroups && (group.said.length > 1 || i < 10));
  const tallies = told.map((group) => tally(group.said));
  const most = mostOf(tallies);
  const rest = kind.groups.length - told.length;
  return [
    { type: 'heading', level: 2, text: kind.label },
    { type: 'words', look: 'quiet', text: labels.tally(tally(kind.said)) },
    {
      type: 'table',
      caption,
      hasRowHeaders: true,
      columns: [labels.group, ...measures.map((measure) => labels.measures[measure]), labels.examples].map(
        column,
      ),
      rows: told.map((group, i): readonly Cell[] => [
        nameCell(group, labels),
        ...tallyCells(tallies[i] ?? most, most),
        { type: 'named', items: examplesOf(group, report, labels) },
      ]),
    },
    ...(rest > 0 ? [{ type: 'words', look: 'quiet', text: labels.restOf({ count: rest }) } as const] : []),
  ];
};

const nameCell = (group: SaidGroup, labels: ConsolidationLabels): Cell => ({
  type: 'words',
  text: shortened(groupName(group, labels)),
  ...(group.words.length > 0 && { quiet: group.words.join(' · ') }),
});

const shortened = (text: string): string =>
  text.length > nameLength ? `${text.slice(0, nameLength).replace(/[\ud800-\udbff]$/, '')}…` : text;

/** Notes of as many workshops as there is room for, and of each wording one. */
const examplesOf = (group: SaidGroup, report: Report, labels: ConsolidationLabels) => {
  const workshops = new Set<string>();
  const texts = new Set([group.name]);
  const chosen = group.said.filter((one) => {
    const { note, workshop } = one;
    if (chosenEnough(workshops.size) || workshops.has(workshop.id) || texts.has(note.text)) return false;
    workshops.add(workshop.id);
    texts.add(note.text);
    return true;
  });
  return chosen.map((one) => ({
    note: null,
    reference: saidReference(one, report),
    text: shortened(saidText(one, labels)),
    stressed: one.note.stressed ?? false,
  }));
};

const chosenEnough = (count: number): boolean => count >= mostExamples;

const workshopBlocks = (report: Report, labels: ConsolidationLabels): readonly Block[] =>
  report.workshops.length === 0
    ? []
    : [
        { type: 'heading', level: 2, text: labels.workshops },
        {
          type: 'table',
          caption: labels.workshops,
          hasRowHeaders: true,
          columns: [
            labels.workshopReference,
            labels.workshop,
            labels.place,
            labels.date,
            labels.theme,
            labels.measures.notes,
          ].map(column),
          rows: report.workshops.map((workshop): readonly Cell[] => [
            words(report.workshopReferences.get(workshop.id) ?? ''),
            words(workshopTitle(workshop, labels)),
            words(workshop.place),
            words(workshop.date === '' ? '' : labels.day(workshop.date)),
            words(workshop.theme === undefined ? '' : String(workshop.theme)),
            { type: 'number', value: workshop.notes.length },
          ]),
        },
      ];
