import { expect, test } from 'vitest';
import { findSlips } from '#similarity/slips.ts';

const slipsOf = (counts: Readonly<Record<string, number>>, known: readonly string[] = []) =>
  Object.fromEntries(findSlips(new Map(Object.entries(counts)), known));

test('[SG1] a missing, doubled or wrong letter is a slip of the word that others write, or that is known', () => {
  expect(slipsOf({ acompagn: 1, accompagn: 2 })).toEqual({ acompagn: 'accompagn' });
  expect(slipsOf({ connnexion: 1 }, ['connexion'])).toEqual({ connnexion: 'connexion' });
  expect(slipsOf({ identifoant: 1, identifiant: 1 }, ['identifiant'])).toEqual({
    identifoant: 'identifiant',
  });
});

test('[SG1] of two words that were meant, the one that more notes have is taken', () => {
  expect(slipsOf({ identifimnt: 1, identifiant: 2, identifient: 3 })).toEqual({ identifimnt: 'identifient' });
});

test('[SG1] what two notes write, what is known, what is short and what is another word is no slip', () => {
  expect(slipsOf({ acompagn: 2, accompagn: 9 })).toEqual({});
  expect(slipsOf({ colleg: 1, collegu: 5 }, ['colleg'])).toEqual({});
  expect(slipsOf({ porte: 1, poste: 5 })).toEqual({});
  expect(slipsOf({ internat: 1, internet: 9, format: 1, inform: 9 })).toEqual({});
});
