/** What a file is made of: plain data, read from a board in the words of the interface, that can be handed to a worker. */

import type { Board } from '#board/board.ts';
import type { Method } from '#board/method.ts';
import { toCsv } from '#synthesis/csv.ts';
import type { DocumentPlan, SynthesisDocument } from '#synthesis/document.ts';
import type { PrintedPictures } from '#synthesis/pictures.ts';
import { exportWorkshop, workshopText } from '#synthesis/export-workshop.ts';
import { toMarkdown } from '#synthesis/markdown.ts';
import { readDocument } from '#synthesis/read-document.ts';
import { readSheets, type Sheet } from '#synthesis/sheets.ts';
import { documentLabels } from '../words/table-labels.ts';
import type { OutputFormat } from './formats.ts';

export interface OutputSource {
  readonly board: Board;
  readonly method: Method;
  readonly plan: DocumentPlan;
  /** What is not among them is told in words. */
  readonly pictures: PrintedPictures;
}

export type PreparedOutput =
  | {
      readonly format: 'docx' | 'odt';
      readonly document: SynthesisDocument;
      readonly pictures: PrintedPictures;
    }
  | { readonly format: 'xlsx'; readonly sheets: readonly Sheet[] }
  | { readonly format: 'text'; readonly text: string };

export const prepareOutput = (
  format: OutputFormat,
  { board, method, plan, pictures }: OutputSource,
): PreparedOutput => {
  const labels = documentLabels();
  switch (format) {
    case 'docx':
    case 'odt':
      return { format, document: readDocument(board, method, plan, labels), pictures };
    case 'xlsx':
      return { format, sheets: readSheets(board, method, labels) };
    case 'csv':
      return { format: 'text', text: toCsv(board, method, labels) };
    case 'md':
      return { format: 'text', text: toMarkdown(readDocument(board, method, plan, labels)) };
    case 'json':
      return { format: 'text', text: workshopText(exportWorkshop(board, method, labels)) };
  }
};
