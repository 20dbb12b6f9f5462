/** Makes the files people take away; from memory, so also while saving fails. */

import type { Board } from '#board/board.ts';
import type { Method } from '#board/method.ts';
import type { BoardId } from '#core/ids.ts';
import { toCsv } from '#synthesis/csv.ts';
import { exportWorkshop, workshopText } from '#synthesis/export-workshop.ts';
import { toMarkdown } from '#synthesis/markdown.ts';
import { makeBundle } from './make-bundle.ts';
import { tableLabels } from './words/table-labels.ts';
import { fileName } from './file-name.ts';

/** Formats of the synthesis that are made on the device. */
export type ExportFormat = 'grappe' | 'json' | 'csv' | 'md';

const mediaTypes = {
  grappe: 'application/vnd.grappe+zip',
  json: 'application/json',
  csv: 'text/csv;charset=utf-8',
  md: 'text/markdown;charset=utf-8',
} as const satisfies Record<ExportFormat, string>;

export interface ExportRequest {
  readonly id: BoardId;
  /** Full state, V2. */
  readonly state: Uint8Array;
  readonly board: Board;
  readonly method: Method;
  readonly format: ExportFormat;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export const makeExport = (request: ExportRequest): { readonly name: string; readonly blob: Blob } => {
  const { board, format, now } = request;
  return {
    name: fileName(board.meta.title.value, now, format),
    blob: new Blob([exportBytes(request) as BlobPart], { type: mediaTypes[format] }),
  };
};

const exportBytes = ({ id, state, board, method, format, now }: ExportRequest): Uint8Array | string => {
  switch (format) {
    case 'grappe':
      return makeBundle({ id, state, board, method, now });
    case 'json':
      return workshopText(exportWorkshop(board, method));
    case 'csv':
      return toCsv(board, method, tableLabels());
    case 'md':
      return toMarkdown(board, method, tableLabels());
  }
};
