/** The notes of a readable JSON, in reading order, each with the JSON Pointer (RFC 6901) that leads to it. */

import type { Kind, KindId, Phase } from '#board/method.ts';
import type { OtherNoteJson, RowJson, WorkshopJson } from './workshop-json.ts';

export interface Bullet {
  readonly pointer: string;
  readonly kind: KindId;
  readonly text: string;
  /** Where its row stands: of which phase, and there; null for a note of no table. */
  readonly row: { readonly phase: number; readonly index: number } | null;
  readonly parked: boolean;
}

export const listBullets = ({ method, phases, otherNotes, parked }: WorkshopJson): readonly Bullet[] => [
  ...method.phases.flatMap((phase, p) =>
    (phases[p] ?? []).flatMap((row, index) =>
      rowBullets(phase, row, `/${phase.id}/${String(index)}`).map((bullet) => ({
        ...bullet,
        row: { phase: p, index },
        parked: false,
      })),
    ),
  ),
  ...otherNotes.map(placeless('otherNotes', false)),
  ...parked.map(placeless('parked', true)),
];

const placeless =
  (list: string, parked: boolean) =>
  ({ kind, text }: OtherNoteJson, index: number): Bullet => ({
    pointer: `/${list}/${String(index)}`,
    kind: kind as KindId,
    text,
    row: null,
    parked,
  });

const rowBullets = (
  { rows, kinds }: Phase,
  row: RowJson,
  base: string,
): readonly Omit<Bullet, 'row' | 'parked'>[] => [
  ...(rows.type === 'heads'
    ? row.heads.map((text, i) => ({
        pointer: `${base}/${headPointer(rows.head, rows.single, i)}`,
        kind: rows.head.id,
        text,
      }))
    : []),
  ...kinds.flatMap((kind, column) =>
    (row.cells[column] ?? []).map((text, i) => ({
      pointer: `${base}/${kind.key}/${String(i)}`,
      kind: kind.id,
      text,
    })),
  ),
];

/** Where a row tells its head number `i`. */
const headPointer = (head: Kind, single: boolean, i: number): string => {
  if (!single) return `${head.key}/${String(i)}`;
  return i === 0 ? head.key : `${furtherHeadsKey(head)}/${String(i - 1)}`;
};

/** Names the heads beyond the first of a row that should have one: a merge may have made two. */
export const furtherHeadsKey = (head: Kind): string =>
  `also${head.key.charAt(0).toUpperCase()}${head.key.slice(1)}`;
