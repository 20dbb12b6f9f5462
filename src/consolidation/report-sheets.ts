/** A consolidation as sheets of a spreadsheet, as CSV, and as JSON. */

import { writeCsv } from '#synthesis/csv.ts';
import { cut, type Sheet, type SheetCell } from '#synthesis/sheets.ts';
import type { ConsolidationLabels } from './labels.ts';
import { groupName, saidReference, saidText, workshopTitle, type Report } from './report.ts';
import type { Said, SaidGroup } from './groups.ts';
import { audienceLabel, dimensions, measures, shareOut, tally } from './tally.ts';

/** The groups of all kinds, with the label of their kind. */
const allGroups = ({ kinds }: Report): readonly { readonly kind: string; readonly group: SaidGroup }[] =>
  kinds.flatMap(({ label, groups }) => groups.map((group) => ({ kind: label, group })));

const firstCell = (text: string): string => cut(text)[0] ?? '';

export const reportSheets = (report: Report, labels: ConsolidationLabels): readonly Sheet[] => [
  groupSheet(report, labels),
  ...dimensions.map((dimension): Sheet => ({
    name: labels.dimensions[dimension],
    columns: [
      { title: labels.dimensions[dimension], width: 50 },
      ...measures.map((measure) => ({ title: labels.measures[measure], width: 11 })),
    ],
    rows: report.shares[dimension].map((share) => [
      share.label || labels.without[dimension],
      ...measures.map((measure) => share.tally[measure]),
    ]),
  })),
  crossSheet(report, labels),
  workshopSheet(report, labels),
  noteSheet(report, labels),
];

const groupSheet = (report: Report, labels: ConsolidationLabels): Sheet => ({
  name: labels.group,
  columns: [
    { title: labels.kind, width: 20 },
    { title: labels.group, width: 60 },
    { title: labels.words, width: 30 },
    ...measures.map((measure) => ({ title: labels.measures[measure], width: 11 })),
    { title: labels.byHand, width: 11 },
  ],
  rows: allGroups(report).map(({ kind, group }): readonly SheetCell[] => {
    const counted = tally(group.said);
    return [
      kind,
      firstCell(groupName(group, labels)),
      group.words.join(', ') || null,
      ...measures.map((measure) => counted[measure]),
      group.byHand,
    ];
  }),
});

const crossSheet = ({ shares }: Report, labels: ConsolidationLabels): Sheet => ({
  name: labels.themeByAudience,
  columns: [
    { title: labels.dimensions.theme, width: 50 },
    ...shares.audience.map(({ label }) => ({ title: label || labels.without.audience, width: 14 })),
  ],
  rows: shares.theme.map((theme) => {
    const counts = new Map(
      shareOut(theme.said, 'audience', labels.locale).map((share) => [share.value, share.tally.notes]),
    );
    return [
      theme.label || labels.without.theme,
      ...shares.audience.map(({ value }) => counts.get(value) ?? 0),
    ];
  }),
});

const workshopSheet = (report: Report, labels: ConsolidationLabels): Sheet => ({
  name: labels.workshops,
  columns: [
    { title: labels.workshopReference, width: 11 },
    { title: labels.workshop, width: 50 },
    { title: labels.place, width: 24 },
    { title: labels.date, width: 12 },
    { title: labels.theme, width: 8 },
    { title: labels.measures.notes, width: 10 },
  ],
  rows: report.workshops.map((workshop) => [
    report.workshopReferences.get(workshop.id) ?? '',
    firstCell(workshopTitle(workshop, labels)),
    firstCell(workshop.place) || null,
    dateCell(workshop.date),
    workshop.theme ?? null,
    workshop.notes.length,
  ]),
});

const dateCell = (date: string): SheetCell => {
  const day = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? date || null : day;
};

const noteColumns = (labels: ConsolidationLabels): readonly (readonly [string, number])[] => [
  [labels.kind, 18],
  [labels.group, 44],
  [labels.note, 60],
  [labels.reference, 14],
  [labels.workshop, 30],
  [labels.place, 18],
  [labels.date, 12],
  [labels.theme, 8],
  [labels.audience, 14],
  [labels.cluster, 24],
  [labels.stressed, 10],
  [labels.measures.votes, 8],
];

interface NoteLine {
  readonly text: string;
  readonly cells: readonly [string, string, string, string, string, string, string];
  readonly said: Said;
  readonly kind: string;
  readonly group: string;
}

const noteLines = (report: Report, labels: ConsolidationLabels): readonly NoteLine[] =>
  allGroups(report).flatMap(({ kind, group }) => {
    const name = groupName(group, labels);
    return group.said.map((said): NoteLine => {
      const { note, workshop, cluster } = said;
      return {
        said,
        kind,
        group: name,
        text: saidText(said, labels),
        cells: [
          saidReference(said, report),
          workshopTitle(workshop, labels),
          workshop.place,
          workshop.date,
          note.theme === undefined ? '' : String(note.theme),
          note.audience === undefined ? '' : audienceLabel(said, labels.locale),
          cluster?.title ?? '',
        ],
      };
    });
  });

const noteSheet = (report: Report, labels: ConsolidationLabels): Sheet => ({
  name: labels.allNotes,
  columns: noteColumns(labels).map(([title, width]) => ({ title, width })),
  rows: noteLines(report, labels).flatMap(({ said, kind, group, text, cells }) =>
    cut(text).map((piece): readonly SheetCell[] => {
      const [reference, workshop, place, date, , audience, cluster] = cells;
      return [
        kind,
        firstCell(group),
        piece,
        reference,
        firstCell(workshop),
        firstCell(place) || null,
        dateCell(date),
        said.note.theme ?? null,
        audience || null,
        firstCell(cluster) || null,
        said.note.stressed ?? false,
        said.note.votes ?? null,
      ];
    }),
  ),
});

/** A line a note, with its group. */
export const reportCsv = (report: Report, labels: ConsolidationLabels): string =>
  writeCsv(
    noteColumns(labels).map(([title]) => title),
    noteLines(report, labels).map(({ said: { note }, kind, group, text, cells }) => [
      kind,
      group,
      text,
      ...cells,
      note.stressed ? labels.yes : '',
      note.votes === undefined ? '' : String(note.votes),
    ]),
  );

/** The JSON that docs/format.md documents; also in the consolidation’s own file, for whoever has no Grappe. */
export const reportJson = (report: Report, labels: ConsolidationLabels): string => {
  const shareOf = (dimension: (typeof dimensions)[number]) =>
    report.shares[dimension].map(({ label, tally: counted }) => ({ [dimension]: label, ...counted }));
  return `${JSON.stringify(
    {
      title: report.title,
      ...report.tally,
      byTheme: shareOf('theme'),
      byAudience: shareOf('audience'),
      byPlace: shareOf('place'),
      workshopList: report.workshops.map((workshop) => ({
        id: workshop.id,
        reference: report.workshopReferences.get(workshop.id),
        title: workshop.title,
        ...(workshop.place !== '' && { place: workshop.place }),
        ...(workshop.date !== '' && { date: workshop.date }),
        ...(workshop.theme !== undefined && { theme: workshop.theme }),
        hash: workshop.hash,
      })),
      groups: allGroups(report).map(({ kind, group }) => ({
        kind: group.kind,
        kindName: kind,
        name: groupName(group, labels),
        ...(group.words.length > 0 && { words: group.words }),
        ...(group.byHand && { byHand: true }),
        ...tally(group.said),
        said: group.said.map((said) => ({
          text: saidText(said, labels),
          reference: saidReference(said, report),
          ...(said.note.audience !== undefined && { audience: said.note.audience }),
          ...(said.note.theme !== undefined && { theme: said.note.theme }),
          ...(said.note.stressed && { stressed: true }),
          ...(said.note.votes !== undefined && { votes: said.note.votes }),
        })),
      })),
    },
    null,
    1,
  )}\n`;
};
