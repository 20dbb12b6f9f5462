/** Makes the files people take away; from memory, so also while saving fails. */

import type { Board } from '#board/board.ts';
import type { Method } from '#board/method.ts';
import type { BoardId } from '#core/ids.ts';
import type { Ledger } from '#storage/ledger.ts';
import { defaultPlan, type DocumentPlan } from '#synthesis/document.ts';
import type { PrintedPictures } from '#synthesis/pictures.ts';
import { packWorkshop } from './attachments/pack-workshop.ts';
import { firstThatWorks } from './make-bundle.ts';
import { mediaTypes, type OutputFormat } from './outputs/formats.ts';
import { prepareOutput } from './outputs/prepare-output.ts';
import { writeAside } from './outputs/write-aside.ts';
import type { ClockNote } from './peer-clocks.ts';
import { fileName } from './file-name.ts';

/** Formats that are made on the device. */
export type ExportFormat = 'grappe' | OutputFormat;

/** How a synthesis is made, where not as it is by itself. */
export interface ExportOptions {
  readonly plan?: DocumentPlan;
  /** What documents show of drawings and photos, as the screen has drawn them. */
  readonly pictures?: PrintedPictures;
  /** Gives up what takes too long. */
  readonly signal?: AbortSignal;
}

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

/** `now`: milliseconds since 1970. A `.grappe` file is made whatever `board` is, or throws; `GivenUp` on `signal`. */
export const makeExport = async (
  workshop: ExportedBoard,
  format: ExportFormat,
  now: number,
  ledger?: Ledger,
  clock?: ClockNote,
  { plan = defaultPlan, pictures = new Map(), signal }: ExportOptions = {},
): Promise<ExportedFile> => {
  const title = firstThatWorks(
    () => workshop.board.meta.title.value,
    () => '',
  );
  const { bytes, leftOut } =
    format === 'grappe'
      ? await packWorkshop(workshop, now, ledger, clock)
      : {
          bytes: await writeAside(
            prepareOutput(format, { board: workshop.board, method: workshop.method, plan, pictures }),
            signal,
          ),
          leftOut: 0,
        };
  const type = format === 'grappe' ? 'application/vnd.grappe+zip' : mediaTypes[format];
  return { name: fileName(title, now, format), blob: new Blob([bytes as BlobPart], { type }), leftOut };
};
