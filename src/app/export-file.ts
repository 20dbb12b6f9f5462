/** Makes the files people take away; from memory, so also while saving fails. */

import type { Board } from '#board/board.ts';
import type { Method } from '#board/method.ts';
import type { BoardId } from '#core/ids.ts';
import type { Ledger } from '#storage/ledger.ts';
import { toCsv } from '#synthesis/csv.ts';
import { exportWorkshop, workshopText } from '#synthesis/export-workshop.ts';
import { toMarkdown } from '#synthesis/markdown.ts';
import { packWorkshop } from './attachments/pack-workshop.ts';
import { firstThatWorks } from './make-bundle.ts';
import type { ClockNote } from './peer-clocks.ts';
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

/** What is exported: as much of an open workshop as that takes. */
export interface ExportedBoard {
  readonly id: BoardId;
  /** What may be seen of it: this is what is told in words. */
  readonly board: Board;
  /** All of it, from which is told what goes along. */
  readonly whole: Board;
  readonly method: Method;
  /** Full state, V2. */
  readonly encode: () => Uint8Array;
}

export interface ExportedFile {
  readonly name: string;
  readonly blob: Blob;
  /** Drawings, photos and recordings that the file should have and has not. */
  readonly leftOut: number;
}

/** `now`: milliseconds since 1970. A `.grappe` file is made whatever `board` is, or throws. */
export const makeExport = async (
  workshop: ExportedBoard,
  format: ExportFormat,
  now: number,
  ledger?: Ledger,
  clock?: ClockNote,
): Promise<ExportedFile> => {
  const title = firstThatWorks(
    () => workshop.board.meta.title.value,
    () => '',
  );
  const { bytes, leftOut } =
    format === 'grappe'
      ? await packWorkshop(workshop, now, ledger, clock)
      : { bytes: exportText(workshop, format), leftOut: 0 };
  return {
    name: fileName(title, now, format),
    blob: new Blob([bytes as BlobPart], { type: mediaTypes[format] }),
    leftOut,
  };
};

const exportText = ({ board, method }: ExportedBoard, format: Exclude<ExportFormat, 'grappe'>): string => {
  const labels = tableLabels();
  switch (format) {
    case 'json':
      return workshopText(exportWorkshop(board, method, labels));
    case 'csv':
      return toCsv(board, method, labels);
    case 'md':
      return toMarkdown(board, method, labels);
  }
};
