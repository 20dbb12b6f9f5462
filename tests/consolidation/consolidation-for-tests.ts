/** Consolidations of made-up workshops, and what they show. */

import {
  addWorkshops,
  createConsolidation,
  encodeConsolidation,
  mergeConsolidation,
  readConsolidation,
  type Consolidation,
  type ShownGroup,
} from '#consolidation/consolidation.ts';
import { arrangeGroups, findGroups, listSaid, textsOf, type SaidGroup } from '#consolidation/groups.ts';
import { readWorkshop, type Workshop } from '#consolidation/workshop.ts';
import { stateHash } from '#sync/state-hash.ts';
import { makeWorkshops, type TrueWorkshop } from '../support/many-workshops.ts';

export const cutDown = ({ id, board }: TrueWorkshop): Workshop =>
  readWorkshop(id, board.doc, stateHash(board.doc));

export const manyWorkshops = (count: number, noteCount: number, seed: number) => {
  const truth = [...makeWorkshops(count, noteCount, seed)];
  return { truth, workshops: truth.map(cutDown) };
};

export const consolidationOf = (workshops: readonly Workshop[]): Consolidation => {
  const consolidation = createConsolidation();
  addWorkshops(consolidation, workshops);
  return consolidation;
};

/** Another device’s: the same content, opened anew. */
export const copyOf = (...all: readonly Consolidation[]): Consolidation => {
  const copy = createConsolidation();
  for (const one of all) mergeConsolidation(copy, encodeConsolidation(one));
  return copy;
};

export const groupsOf = (consolidation: Consolidation): readonly SaidGroup[] => {
  const picture = readConsolidation(consolidation);
  const said = listSaid(picture.workshops);
  return arrangeGroups(said, findGroups(textsOf(said)), picture);
};

export const shown = ({ id, said }: SaidGroup): ShownGroup => ({ id, notes: said.map(({ key }) => key) });

/** All that can be seen of the groups. */
export const seen = (consolidation: Consolidation) =>
  groupsOf(consolidation).map(({ id, kind, name, otherNames, said }) => ({
    id,
    kind,
    name,
    otherNames: [...otherNames].sort(),
    notes: said.map(({ key }) => key).sort(),
  }));

/** The group that a note is in. */
export const homeOf = (groups: readonly SaidGroup[], key: string): SaidGroup => {
  const group = groups.find(({ said }) => said.some((one) => one.key === key));
  if (!group) throw new Error(`no group has ${key}`);
  return group;
};
