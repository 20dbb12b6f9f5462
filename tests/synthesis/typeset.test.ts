import { describe, expect, test } from 'vitest';
import { typeset } from '#synthesis/typeset.ts';

/** Narrow no-break spaces are written as _ here. */
const fr = (text: string): string => typeset(text, 'fr').replaceAll('\u202F', '_');

describe('[LN1] French', () => {
  test.each([
    ["c'est bien?", 'c’est bien_?'],
    ['Pourquoi ?', 'Pourquoi_?'],
    ['Vraiment ?! Oui !!', 'Vraiment_?! Oui_!!'],
    ['Accompagner les parents : formation', 'Accompagner les parents_: formation'],
    ['Objectifs:\n- wifi; prises', 'Objectifs_:\n- wifi_; prises'],
    ['Les impressions « papier » nécessaires', 'Les impressions «_papier_» nécessaires'],
    ['Le «mot»', 'Le «_mot_»'],
    ['dire "non", ou "oui" ?', 'dire «_non_», ou «_oui_»_?'],
    ['l\'"école ouverte"', 'l’«_école ouverte_»'],
    ['il dit "le mot "juste" ici"', 'il dit «_le mot «_juste_» ici_»'],
    ["aujourd'hui l'eau...", 'aujourd’hui l’eau…'],
    ['(vraiment ?)', '(vraiment_?)'],
    ['voir https://ent.fr/?a=1:2 ?', 'voir https://ent.fr/?a=1:2_?'],
    ['voir "https://ent.fr" : bien', 'voir «_https://ent.fr_»_: bien'],
  ])('sets « %s »', (typed, set) => {
    expect(fr(typed)).toBe(set);
  });

  test.each([
    'à 14:20, en 1:1',
    "bien :) ;-) :D :/ :'( ;)",
    'bravo :smile: et :+1: voilà',
    'un écran de 15" et un de 17"',
    "https://ent.fr/l'eau?x=1;y=2!",
    "jean.o'neil@ac-nantes.fr",
    'taper `git commit -m "a: b" ; ls !`',
    'C:\\docs et /usr/bin et ../a',
    'A&amp; B',
    'il dit "non',
    'a || !b && c != d',
    'en 4.... points',
  ])('leaves « %s » alone', (typed) => {
    expect(fr(typed)).toBe(typed);
  });
});

test('[LN1] English has its own quotes, and no spaces', () => {
  expect(typeset('it\'s "fine": really? Yes...', 'en')).toBe('it’s “fine”: really? Yes…');
});
