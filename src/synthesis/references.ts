/**
 * Short references by which things are found again from one output to the next: « I482 », « B173 », « G064 ».
 *
 * A letter tells the kind (`Kind.letter`; G for a cluster), the digits are read off the thing's id: each character of it is a
 * digit, its place in the alphabet of ids modulo ten. Three of them, and where two things of a letter begin alike, as many as
 * tell them apart. So a reference is the same on every device, in every language, and after any edit, move, trash or merge;
 * where a merge brings one that begins alike, it becomes longer, and what was printed before is how it begins. An id is
 * random: a reference tells neither when nor where a thing was written. See docs/decisions/0042.
 */

import type { Board } from '#board/board.ts';
import type { ThingId } from '#board/document.ts';
import { clusterLetter, findKind, type KindId, type Method } from '#board/method.ts';
import { idAlphabet } from '#core/ids.ts';

export type References = ReadonlyMap<ThingId, string>;

/** Fewest digits: a letter has a hundred notes in a large workshop, of which one in twenty then takes a fourth. */
const fewestDigits = 3;

/** Begins references to notes of kinds that the method does not have. */
const unknownLetter = 'Z';

/** The references of all notes and clusters, those in the trash too. */
export const readReferences = (board: Board, method: Method): References => {
  const byLetter = new Map<string, ThingId[]>();
  const add = (letter: string, id: ThingId): void => {
    const ids = byLetter.get(letter);
    if (ids) ids.push(id);
    else byLetter.set(letter, [id]);
  };
  for (const { id, kind } of board.notes.values()) add(kindLetter(method, kind), id);
  for (const id of board.clusters.keys()) add(clusterLetter, id);

  const references = new Map<ThingId, string>();
  for (const [letter, ids] of byLetter) {
    for (const [id, digits] of shorten(ids)) references.set(id, letter + digits);
  }
  return references;
};

const kindLetter = (method: Method, kind: KindId): string =>
  findKind(method, kind)?.kind.letter ?? unknownLetter;

/** The digits of an id, one for each of its characters. */
export const idDigits = (id: string): string =>
  Array.from(id, (character) => String(idAlphabet.indexOf(character) % 10)).join('');

/** As many digits of each id as tell it from the others. */
export const shorten = <Id extends string>(ids: readonly Id[]): readonly (readonly [Id, string])[] => {
  const all = ids
    .map((id) => ({ id, digits: idDigits(id) }))
    .sort((a, b) => (a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : a.id < b.id ? -1 : 1));
  let same = 1;
  return all.map(({ id, digits }, i) => {
    const before = all[i - 1]?.digits ?? '';
    const shared = Math.max(sharedLength(digits, before), sharedLength(digits, all[i + 1]?.digits ?? ''));
    // Ids made by hand may have the very same digits.
    same = digits === before ? same + 1 : 1;
    return [id, digits.slice(0, Math.max(fewestDigits, shared + 1)) + (same > 1 ? `-${String(same)}` : '')];
  });
};

const sharedLength = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
};
