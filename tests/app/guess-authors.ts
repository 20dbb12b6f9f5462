/**
 * Guesses which of two people wrote which note, from anything that can be read of the notes: it knows who held the tablet at
 * each turn, and looks for whatever tells the order of the turns, or which notes belong together.
 */

export interface Written {
  /** Strings by which the note is known again: its text, its id, the hash of what it carries. */
  readonly names: readonly string[];
  readonly author: 0 | 1;
}

/** What a source tells of the notes, in the order of writing: something that can be put in order, or that several have alike. */
type Reading = readonly (number | string)[];

export interface Guess {
  readonly reading: string;
  /** How far from chance, in standard deviations. */
  readonly sigmas: number;
}

/** `written`: in the order of writing. Gives a guess for each thing that `sources` tell of all notes, the best first. */
export const guessAuthors = (
  written: readonly Written[],
  sources: Readonly<Record<string, unknown>>,
  random: () => number,
): readonly Guess[] =>
  Object.entries(sources)
    .flatMap(([source, value]) => readAll(source, value, written))
    .map(([reading, values]) => ({ reading, sigmas: bestOf(written, values, random) }))
    .sort((a, b) => b.sigmas - a.sigmas);

const shuffles = 200;

/** Each way of guessing, held against what it gets from authors that are dealt out by chance. */
const bestOf = (written: readonly Written[], values: Reading, random: () => number): number => {
  const authors = written.map(({ author }) => author);
  // What is the same for all is told in an order by chance, and says nothing.
  const ties = values.map(() => random());
  const told = [...authors.keys()].sort(
    (a, b) => compare(values[a], values[b]) || (ties[a] ?? 0) - (ties[b] ?? 0),
  );
  const groups = [...new Set(values)].map((value) => told.filter((index) => values[index] === value));
  const ways: ((dealt: readonly number[]) => number)[] = [
    // The notes lie in the order of writing, or the other way round.
    (dealt) => told.filter((at, place) => dealt[at] === authors[place]).length,
    (dealt) => [...told].reverse().filter((at, place) => dealt[at] === authors[place]).length,
    // Neighbours are of one person.
    (dealt) => told.filter((at, place) => place > 0 && dealt[at] === dealt[told[place - 1] ?? 0]).length,
    // What is alike is of one person.
    (dealt) =>
      groups.reduce((sum, group) => {
        const first = group.filter((index) => dealt[index] === 0).length;
        return sum + Math.max(first, group.length - first);
      }, 0),
  ];
  return Math.max(
    ...ways.map((way) => {
      const chance = Array.from({ length: shuffles }, () => way(shuffled(authors, random)));
      const mean = chance.reduce((sum, one) => sum + one, 0) / shuffles;
      const variance = chance.reduce((sum, one) => sum + (one - mean) ** 2, 0) / shuffles;
      return variance === 0 ? 0 : (way(authors) - mean) / Math.sqrt(variance);
    }),
  );
};

const compare = (a: number | string | undefined, b: number | string | undefined): number =>
  a === b ? 0 : (a ?? 0) < (b ?? 0) ? -1 : 1;

const shuffled = <T>(list: readonly T[], random: () => number): readonly T[] => {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
};

/** Everything that is told of all notes in a value as a browser or a file holds it: where each stands, and what stands beside it. */
const readAll = (
  source: string,
  value: unknown,
  written: readonly Written[],
): readonly (readonly [string, Reading])[] => {
  const readings = new Map<string, Map<Written, number | string>>();
  const tell = (name: string, note: Written, seen: number | string): void => {
    const reading = readings.get(name) ?? new Map<Written, number | string>();
    readings.set(name, reading);
    if (!reading.has(note)) reading.set(note, seen);
  };
  const leaves = readLeaves(value, (beside) => {
    const all = beside.map(([, leaf]) => leaf).join('\n');
    const held = written.filter(({ names }) => names.some((name) => all.includes(name)));
    const [note] = held;
    if (held.length !== 1 || !note) return;
    for (const [path, leaf] of beside) {
      if (!note.names.some((name) => leaf.includes(name))) tell(path, note, asNumber(leaf));
    }
  });
  for (const note of written) {
    for (const [index, name] of note.names.entries()) {
      const at = leaves.findIndex(([, leaf]) => leaf.includes(name));
      if (at >= 0) tell(`place by ${String(index)}`, note, at * 1e7 + (leaves[at]?.[1].indexOf(name) ?? 0));
    }
  }
  return [...readings]
    .filter(([, reading]) => reading.size === written.length)
    .map(([name, reading]) => [`${source}, ${name}`, written.map((note) => reading.get(note) ?? '')]);
};

const asNumber = (leaf: string): number | string =>
  leaf !== '' && Number.isFinite(Number(leaf)) ? Number(leaf) : leaf;

type Leaf = readonly [path: string, text: string];

/** What holds more is no record of a single note. */
const recordLimit = 4_000;

/** All that is in a value, in its order, as text, bytes as the characters that they would be; tells of each record in it. */
const readLeaves = (value: unknown, tell: (leaves: readonly Leaf[]) => void): readonly Leaf[] => {
  if (value instanceof Uint8Array) return [['', new TextDecoder('latin1').decode(value)]];
  if (typeof value !== 'object' || value === null) return [['', String(value)]];
  const leaves = Object.entries(value).flatMap(([key, inner]) =>
    readLeaves(inner, tell).map(([path, text]): Leaf => [`${key}.${path}`, text]),
  );
  if (leaves.reduce((sum, [, text]) => sum + text.length, 0) < recordLimit) tell(leaves);
  return leaves;
};
