/** Makes the files people take away; from memory, so also while saving fails. */

import type { Board } from '#board/board.ts';
import type { Method } from '#board/method.ts';
import type { BoardId } from '#core/ids.ts';
import { toCsv } from '#synthesis/csv.ts';
import { exportWorkshop, workshopText } from '#synthesis/export-workshop.ts';
import { toMarkdown } from '#synthesis/markdown.ts';
import { firstThatWorks, makeBundle } from './make-bundle.ts';
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
  readonly board: Board;
  readonly method: Method;
  /** Full state, V2. */
  readonly encode: () => Uint8Array;
}

/** `now`: milliseconds since 1970. A `.grappe` file is made whatever `board` is, or throws. */
export const makeExport = (
  workshop: ExportedBoard,
  format: ExportFormat,
  now: number,
): { readonly name: string; readonly blob: Blob } => {
  const title = firstThatWorks(
    () => workshop.board.meta.title.value,
    () => '',
  );
  return {
    name: fileName(title, now, format),
    blob: new Blob([exportBytes(workshop, format, now) as BlobPart], { type: mediaTypes[format] }),
  };
};

const exportBytes = (workshop: ExportedBoard, format: ExportFormat, now: number): Uint8Array | string => {
  switch (format) {
    case 'grappe':
      return makeBundle({
        id: workshop.id,
        state: workshop.encode(),
        get board() {
          return workshop.board;
        },
        get method() {
          return workshop.method;
        },
        now,
      });
    case 'json':
      return workshopText(exportWorkshop(workshop.board, workshop.method));
    case 'csv':
      return toCsv(workshop.board, workshop.method, tableLabels());
    case 'md':
      return toMarkdown(workshop.board, workshop.method, tableLabels());
  }
};
