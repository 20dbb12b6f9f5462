/** The words of exported tables and documents that no method has. */

import type { DocumentLabels, TableLabels } from '#synthesis/labels.ts';
import * as m from './messages/messages.js';
import { getLocale } from './messages/runtime.js';

export const tableLabels = (): TableLabels => ({
  locale: getLocale(),
  untitled: m.export_untitled(),
  theme: m.export_theme(),
  place: m.export_place(),
  date: m.export_date(),
  phase: m.export_phase(),
  row: m.export_row(),
  column: m.export_column(),
  note: m.export_note(),
  stressed: m.export_stressed(),
  audience: m.export_audience(),
  cluster: m.export_cluster(),
  clusterReference: m.export_cluster_reference(),
  yes: m.export_yes(),
  reference: m.export_reference(),
  from: m.export_from(),
  retexList: m.export_retex_list(),
  parked: m.screen_parking(),
  attached: {
    drawing: m.export_drawing(),
    photo: m.export_photo(),
    voice: m.export_voice(),
  },
});

export const documentLabels = (): DocumentLabels => ({
  ...tableLabels(),
  workshop: m.document_workshop(),
  allNotes: m.document_all_notes(),
  allClusters: m.document_all_clusters(),
  introduction: m.document_introduction(),
  contents: m.document_contents(),
  table: m.document_table(),
  page: m.document_page(),
  legend: m.synthesis_legend(),
  emptyPhase: m.synthesis_phase_empty(),
  traces: m.document_traces(),
  tracesText: m.document_traces_text(),
  clusters: m.document_clusters(),
  loose: m.document_loose(),
  unnamed: m.document_unnamed(),
  noTheme: m.document_no_theme(),
  votes: m.document_votes(),
  rank: m.document_rank(),
  voted: m.document_voted(),
  dots: m.document_dots(),
  hands: m.document_hands(),
  doubts: m.document_doubts(),
  openVote: m.document_open_vote(),
  pictures: m.document_pictures(),
  method: m.document_method(),
  themeLine: (theme) => m.synthesis_theme(theme),
  numbered: (part) => m.synthesis_number(part),
  caseName: (card) => m.synthesis_retex_name(card),
  voteName: (vote) => m.document_vote_name(vote),
  pictureOf: ({ type, ...named }) =>
    (type === 'drawing' ? m.document_picture_drawing(named) : m.document_picture_photo(named)).trim(),
  day: writeDay,
});

/** « 23 novembre 2026 »; what is no date stays as it is. */
const writeDay = (isoDate: string): string => {
  const date = new Date(`${isoDate}T12:00:00Z`);
  return Number.isNaN(date.getTime())
    ? isoDate
    : new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeZone: 'UTC' }).format(date);
};
