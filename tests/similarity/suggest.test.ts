import { describe, expect, test } from 'vitest';
import { suggest, type SimilarNote, type Suggestion } from '#similarity/suggest.ts';

/** Loose notes of these texts; their ids are `0`, `1`, … */
const loose = (...texts: readonly string[]): SimilarNote[] =>
  texts.map((text, at) => ({ id: String(at), text, cluster: null }));

const inCluster = (cluster: string, ...texts: readonly string[]): SimilarNote[] =>
  texts.map((text, at) => ({ id: `${cluster}${String(at)}`, text, cluster }));

const ofType = <T extends Suggestion['type']>(
  suggestions: readonly Suggestion[],
  type: T,
): Extract<Suggestion, { type: T }>[] =>
  suggestions.filter(
    (suggestion): suggestion is Extract<Suggestion, { type: T }> => suggestion.type === type,
  );

const duplicatesOf = (...texts: readonly string[]): readonly (readonly string[])[] =>
  ofType(suggest([...loose(...texts), ...others], new Set()), 'duplicates').map(({ notes }) => notes);

/** A wall has other notes too. */
const others: readonly SimilarNote[] = [
  'Le garage à vélos est trop petit',
  'Un jardin pour l’école',
  'Fête de fin d’année avec les voisins',
  'Horaires de la cantine',
].map((text, at) => ({ id: `other-${String(at)}`, text, cluster: null }));

describe('[SG1] duplicates', () => {
  test.each([
    ['accents', 'Réseau coupé à l’internat', 'reseau coupe a l’internat'],
    ['a single and a plural', 'Un ordinateur pour chaque lycéen', 'des ordinateurs pour les lycéens'],
    ['a plural that stemmers miss', 'Trop d’applis à l’école', 'trop d’appli a l’ecole'],
    ['the order of words', 'Le soir, le réseau de l’internat est lent', 'réseau lent le soir à l’internat'],
    ['small words', 'Former les tuteurs', 'il faut aussi former tous les tuteurs'],
    [
      'slips of the pen',
      'Accompagnement des tuteurs en entreprise',
      'acompagnement des tuteurs en entreprise',
    ],
    ['a synonym', 'Prêter des ordinateurs aux internes', 'prêter des PC aux internes'],
    ['hyphens', 'Un espace de co-working au village', 'espace de coworking au village'],
    ['ligatures', 'Une boîte à œuvres', 'boite a oeuvres'],
    ['English endings', 'Broken screens in the lab', 'the lab has a broken screen'],
  ])('%s make no difference', (_, one, other) => {
    expect(duplicatesOf(one, other)).toEqual([['0', '1']]);
  });

  test('what differs in what matters is no duplicate', () => {
    expect(duplicatesOf('Former les parents', 'Former les agents')).toEqual([]);
    expect(duplicatesOf('Groupe 1 : salle des profs', 'Groupe 2 : réfectoire')).toEqual([]);
  });

  test('a similar word is not taken for a slip when it is another one', () => {
    expect(duplicatesOf('Internet coupé le soir', 'Internat fermé le matin')).toEqual([]);
  });

  test('words are shown as they are spelled, when half the notes leave the accents out', () => {
    const [duplicates] = suggest([...loose('reseau lent', 'Réseau lent'), ...others], new Set());
    expect(duplicates?.words).toEqual(['Réseau', 'lent']);
  });

  test('a note without small words is read in the language of the wall', () => {
    const english = ['The shed is too small', 'A garden for the school', 'What is there to eat?'];
    expect(
      suggest(loose('Painted doors', 'painting door', ...english), new Set()).map(({ notes }) => notes),
    ).toEqual([['0', '1']]);
  });

  test('three that say the same are one suggestion, with the words they share', () => {
    const suggestions = suggest(
      [...loose('Réseau lent à l’internat', 'reseau lent a l’internat', 'Réseau lent, internat'), ...others],
      new Set(),
    );
    expect(ofType(suggestions, 'duplicates')).toEqual([
      { type: 'duplicates', notes: ['0', '1', '2'], words: ['Réseau', 'internat', 'lent'] },
    ]);
  });
});

describe('[SG2] clusters', () => {
  const printing = [
    'Les impressions au CDI sont limitées',
    'Cartouches d’encre hors de prix',
    'Photocopieuse en bout de course',
    'Imprimer depuis son téléphone ?',
  ];

  test('loose notes about the same are suggested for a new cluster, also on a wall of ten notes', () => {
    const clusters = ofType(suggest([...loose(...printing), ...others], new Set()), 'cluster');
    expect(clusters.map(({ notes }) => notes)).toEqual([['0', '1', '2', '3']]);
  });

  test('English and French notes come together where they are about the same', () => {
    const clusters = ofType(
      suggest(
        [...loose('Wifi trop lent', 'The wifi is slow in the library', 'No wifi at all'), ...others],
        new Set(),
      ),
      'cluster',
    );
    expect(clusters).toEqual([
      { type: 'cluster', notes: ['0', '1', '2'], words: expect.arrayContaining(['wifi']) as unknown },
    ]);
  });

  test('a loose note is suggested for the cluster that is about it, with words of its own', () => {
    const wall = [
      ...inCluster('paper', ...printing),
      ...inCluster('garden', 'Un potager', 'Des poules au potager', 'Arroser le potager l’été'),
      ...loose('qui paie l’encre des imprimantes ?', 'Qui garde les poules ?'),
    ];
    expect(ofType(suggest(wall, new Set()), 'join')).toEqual([
      { type: 'join', cluster: 'paper', notes: ['0'], words: ['encre', 'imprimantes', 'paie'] },
      { type: 'join', cluster: 'garden', notes: ['1'], words: ['poules'] },
    ]);
  });

  test('a note between two clusters is left to people', () => {
    const wall = [
      ...inCluster('paper', ...printing),
      ...inCluster('phones', 'Nos téléphones en classe', 'Téléphone interdit', 'Charger les smartphones'),
      ...loose('Imprimer avec le téléphone'),
    ];
    expect(ofType(suggest(wall, new Set()), 'join')).toEqual([]);
  });

  test('the same number is nothing to come together about', () => {
    expect(
      ofType(suggest([...loose('Porte 42', '42 chaises', 'Page 42'), ...others], new Set()), 'cluster'),
    ).toEqual([]);
  });

  test('two notes alone are no new cluster', () => {
    expect(
      ofType(suggest([...loose('Imprimer au CDI', 'Imprimer à la mairie'), ...others], new Set()), 'cluster'),
    ).toEqual([]);
  });
});

describe('[SG3] what people decided', () => {
  const alike = ['Réseau lent à l’internat', 'reseau lent a l’internat', 'Réseau lent, internat'];

  test('a pair that was set apart is not suggested together, whichever id comes first', () => {
    for (const pair of ['0~1', '1~0'])
      expect(suggest(loose(...alike), new Set([pair])).map(({ notes }) => notes)).not.toContainEqual(
        expect.arrayContaining(['0', '1']),
      );
  });

  test('a note set apart from one of a cluster is not suggested for it', () => {
    const wall = [...inCluster('network', ...alike), ...loose('Internat : réseau coupé')];
    expect(ofType(suggest(wall, new Set()), 'join')).toHaveLength(1);
    expect(ofType(suggest(wall, new Set(['0~network2'])), 'join')).toEqual([]);
  });

  test('notes of one cluster are not suggested to be together; those of two may say the same', () => {
    expect(suggest(inCluster('network', ...alike), new Set())).toEqual([]);
    const wall = [
      ...inCluster('network', alike[0] ?? ''),
      ...inCluster('evening', alike[1] ?? ''),
      ...others,
    ];
    expect(suggest(wall, new Set()).map(({ type, notes }) => [type, notes])).toEqual([
      ['duplicates', ['evening0', 'network0']],
    ]);
  });
});

describe('[SG5] any text', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['emoji', '👍🏽👍🏽 🎉'],
    ['small words only', 'il y a de la et du'],
    ['punctuation', '?!… — ***'],
  ])('%s gives no suggestion', (_, text) => {
    expect(suggest(loose(text, text, text), new Set())).toEqual([]);
  });

  test.each([
    ['right to left', 'شبكة الإنترنت بطيئة في المدرسة'],
    ['Chinese', '学校的网络太慢了'],
    ['characters of regular expressions', '(a+)+$ [réseau] \\d{9} |internat^ *'],
    ['names of what objects have', 'constructor __proto__ toString hasOwnProperty'],
    ['numbers', '2024 37 128'],
    ['10,000 characters', 'réseau lent '.repeat(833)],
    ['10,000 characters without a blank', 'x'.repeat(10_000)],
    ['half a character', 'réseau \ud83d internat'],
  ])('of %s is read, and twice the same is a duplicate', (_, text) => {
    const [duplicates] = ofType(suggest([...loose(text, text), ...others], new Set()), 'duplicates');
    expect(duplicates?.notes).toEqual(['0', '1']);
    expect(duplicates?.words.length).toBeGreaterThan(0);
  });
});
