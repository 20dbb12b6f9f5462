/**
 * Many workshops that differ in wording, place, theme and audience, and what is true of them. The same seed gives the same
 * workshops, to the id.
 */

import { addNote } from '#board/commands/notes.ts';
import { groupNotes } from '#board/commands/clusters.ts';
import { enterTally, openRound, setRoundOpen } from '#board/commands/votes.ts';
import { changeWorkshop, startWorkshop } from '#board/commands/workshop.ts';
import {
  createBoardDoc,
  type BallotId,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type RoundId,
} from '#board/document.ts';
import type { KindId, PhaseId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createId, type BoardId, type RandomBytes } from '#core/ids.ts';
import { before, behind, irritants, levers, needs, type Subject } from './sayings.ts';

/** A note that was written, and what is true of it. */
export interface TrueNote {
  readonly id: NoteId;
  readonly kind: 'irritant' | 'need' | 'lever';
  readonly text: string;
  /** What it says: notes of a kind with the same subject are alike; null: no other says this. */
  readonly subject: string | null;
  /** Whether its subject is one that rules were tuned on. */
  readonly isTuned: boolean;
  readonly audience: string;
  /** Hands that were raised for the cluster it lies in; all of them on its first note. */
  readonly votes: number;
}

export interface TrueWorkshop {
  readonly id: BoardId;
  readonly board: BoardDoc;
  readonly title: string;
  readonly place: string;
  readonly theme: number;
  readonly notes: readonly TrueNote[];
}

const places = [
  'Nantes',
  'Rennes',
  'Lille',
  'Créteil',
  'Dijon',
  'Toulouse',
  'Bordeaux',
  'Mayotte',
  'Nancy',
  'Limoges',
  'Grenoble',
  'Corte',
  'Rouen',
  'Orléans',
  'Montpellier',
  'Lyon',
  'Nice',
  'Fort-de-France',
] as const;
const syllables = 'ba ce di fo gu ha jo ki lu mé nor pa quo ri sul tan vou xa yo zé'.split(' ');
const audiences = defaultMethod.audiences.map(({ id }) => id);

/** Numbers from 0 to 1 by a seed. Source: mulberry32, in the public domain. */
export const chanceOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Gives one workshop after the other, so that of many no more than one is in memory. */
export function* makeWorkshops(count: number, noteCount: number, seed: number): Generator<TrueWorkshop> {
  for (let at = 0; at < count; at += 1) yield makeWorkshop(at, noteCount, seed * 100_003 + at);
}

export const makeWorkshop = (at: number, noteCount: number, seed: number): TrueWorkshop => {
  const chance = chanceOf(seed);
  const random: RandomBytes = (length) => Uint8Array.from({ length }, () => Math.floor(chance() * 256));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)]!;
  const place = pick(places);
  const theme = 1 + Math.floor(chance() * 5);
  const title = `${pick(['Atelier', 'Table ronde', 'Rencontre'])} ${String(at + 1)}, ${place}`;
  const board = createBoardDoc(random);
  startWorkshop(board, {
    title,
    method: defaultMethod.id,
    place,
    date: `2026-11-${String(1 + (at % 28)).padStart(2, '0')}`,
  });
  changeWorkshop(board, { theme });

  // Each room talks of some things more than of others.
  const ofRoom = (all: readonly Subject[]): readonly Subject[] => {
    const some = all.filter(() => chance() < 0.6);
    return some.length > 0 ? some : all;
  };
  const subjects = { irritant: ofRoom(irritants), need: ofRoom(needs), lever: ofRoom(levers) };
  const all = { irritant: irritants, need: needs, lever: levers };

  // What one room says and no other.
  const word = (): string => Array.from({ length: 4 }, () => pick(syllables)).join('');
  const say = (kind: TrueNote['kind']): Pick<TrueNote, 'text' | 'subject' | 'isTuned'> => {
    if (chance() < 0.12) {
      return { text: [word(), word(), word()].join(' '), subject: null, isTuned: false };
    }
    const subject = pick(subjects[kind]);
    const text = misspell(`${pick(before)}${pick(subject.ways)}${pick(behind)}`, chance);
    return { text, subject: subject.name, isTuned: all[kind].indexOf(subject) % 2 === 0 };
  };

  const notes: TrueNote[] = [];
  for (let n = 0; n < noteCount; n += 1) {
    const kind = n % 10 < 6 ? 'irritant' : n % 10 < 8 ? 'need' : 'lever';
    const audience = pick(audiences);
    const note = { id: createId<NoteId>(random), kind, audience, votes: 0, ...say(kind) } as const;
    addNote(board, {
      id: note.id,
      kind: kind as KindId,
      text: note.text,
      at: 1_790_000_000_000 + n * 60_000,
      audience: audience,
    });
    notes.push(note);
  }
  return {
    id: createId<BoardId>(random),
    board,
    title,
    place,
    theme,
    notes: vote(board, notes, random, chance),
  };
};

/** The room makes clusters of irritants that are alike, and raises hands for them. */
const vote = (
  board: BoardDoc,
  notes: readonly TrueNote[],
  random: RandomBytes,
  chance: () => number,
): readonly TrueNote[] => {
  const bySubject = new Map<string, TrueNote[]>();
  for (const note of notes) {
    if (note.kind !== 'irritant' || note.subject === null) continue;
    const same = bySubject.get(note.subject);
    if (same) same.push(note);
    else bySubject.set(note.subject, [note]);
  }
  const hands = new Map<ClusterId, number>();
  const votes = new Map<NoteId, number>();
  for (const [subject, same] of bySubject) {
    const [first] = same;
    if (!first || same.length < 2 || hands.size >= 4) continue;
    const id = createId<ClusterId>(random);
    groupNotes(
      board,
      { id, title: subject },
      same.map((note) => note.id),
    );
    const raised = 1 + Math.floor(chance() * 12);
    hands.set(id, raised);
    votes.set(first.id, raised);
  }
  const round = createId<RoundId>(random);
  openRound(board, {
    id: round,
    phase: 'diagnostic' as PhaseId,
    kind: null,
    budget: 3,
    several: true,
    at: 0,
  });
  enterTally(board, { id: createId<BallotId>(random), round, dots: hands });
  setRoundOpen(board, round, false);
  return notes.map((note) => ({ ...note, votes: votes.get(note.id) ?? 0 }));
};

/** As people type: without accents, in capitals, with a letter missing. */
const misspell = (text: string, chance: () => number): string => {
  const draw = chance();
  if (draw < 0.12) return text.normalize('NFD').replace(/\p{M}/gu, '');
  if (draw < 0.16) return text.toUpperCase();
  if (draw < 0.24) {
    const at = 3 + Math.floor(chance() * Math.max(1, text.length - 4));
    return text.slice(0, at) + text.slice(at + 1);
  }
  return text;
};
