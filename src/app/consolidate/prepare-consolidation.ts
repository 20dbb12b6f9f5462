/** What a consolidation’s file is made of, in the words of the interface. */

import {
  encodeConsolidation,
  type Consolidation,
  type ConsolidationPicture,
} from '#consolidation/consolidation.ts';
import type { Said, SaidGroup } from '#consolidation/groups.ts';
import { readReport, type Report } from '#consolidation/report.ts';
import { reportDocument } from '#consolidation/report-document.ts';
import { reportCsv, reportJson, reportSheets } from '#consolidation/report-sheets.ts';
import type { Result } from '#core/result.ts';
import { encodeConsolidationFile, type ConsolidationFileError } from '#sync/consolidation-file.ts';
import { toHtml } from '#synthesis/html.ts';
import { toMarkdown } from '#synthesis/markdown.ts';
import { mediaTypes } from '../outputs/formats.ts';
import type { PreparedOutput } from '../outputs/prepare-output.ts';
import { consolidationLabels } from '../words/consolidation-labels.ts';

export const consolidationEnding = 'grappe-consolidation';

/** The files that a consolidation is taken away as, its own apart. */
export const consolidationMediaTypes = { ...mediaTypes, html: 'text/html;charset=utf-8' } as const;
export type ConsolidationFormat = keyof typeof consolidationMediaTypes;

export const isConsolidationFormat = (format: string): format is ConsolidationFormat =>
  Object.hasOwn(consolidationMediaTypes, format);

export interface ConsolidationSource {
  readonly picture: ConsolidationPicture;
  readonly said: readonly Said[];
  readonly groups: readonly SaidGroup[];
}

const reportOf = ({ picture, said, groups }: ConsolidationSource, labels = consolidationLabels()): Report =>
  readReport(picture, said, groups, labels.locale);

export const prepareConsolidation = (
  format: ConsolidationFormat,
  source: ConsolidationSource,
): PreparedOutput => {
  const labels = consolidationLabels();
  const report = reportOf(source, labels);
  switch (format) {
    case 'docx':
    case 'odt':
      return { format, document: reportDocument(report, labels), pictures: new Map() };
    case 'xlsx':
      return { format, sheets: reportSheets(report, labels) };
    case 'csv':
      return { format: 'text', text: reportCsv(report, labels) };
    case 'md':
      return { format: 'text', text: toMarkdown(reportDocument(report, labels)) };
    case 'html':
      return { format: 'text', text: toHtml(reportDocument(report, labels)) };
    case 'json':
      return { format: 'text', text: reportJson(report, labels) };
  }
};

/**
 * Makes the consolidation’s own file. `now`: milliseconds since 1970; told to the minute.
 * Errors: `BundleTooLarge`.
 */
export const makeConsolidationFile = (
  consolidation: Consolidation,
  source: ConsolidationSource,
  now: number,
): Result<Uint8Array, ConsolidationFileError> =>
  encodeConsolidationFile({
    state: encodeConsolidation(consolidation),
    readable: new TextEncoder().encode(reportJson(reportOf(source), consolidationLabels())),
    created: `${new Date(now).toISOString().slice(0, 16)}Z`,
  });
