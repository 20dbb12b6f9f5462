/** What the colours of the notes tell: their kind, or something else about them; always with its name beside it. */

import { readSpeakers } from '#app/speakers.ts';
import type { Note } from '#board/board.ts';
import { findKind, hues, type Hue } from '#board/method.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import { rowChoices } from '../capture/row-choices.ts';
import type { Phase } from '#board/method.ts';

export const colourings = ['kind', 'row', 'audience', 'device'] as const;
export type Colouring = (typeof colourings)[number];

export interface Look {
  readonly hue: Hue;
  /** What the colour says, in words; null where the note's kind, which it always tells, says it. */
  readonly label: string | null;
}

/** Colours given out in turn; paper is for notes of which there is nothing to tell. */
const turn: readonly Hue[] = hues.filter((hue) => hue !== 'paper');

/** How notes look, for as long as the board stays as it is. */
export const createLooks = (
  workshop: Workshop,
  phase: Phase,
  colouring: Colouring,
): ((note: Note) => Look) => {
  const kinds = new Map<string, Look>();
  const ofKind = (note: Note): Look => {
    let look = kinds.get(note.kind);
    if (!look) {
      look = { hue: findKind(workshop.method, note.kind)?.kind.hue ?? 'paper', label: null };
      kinds.set(note.kind, look);
    }
    return look;
  };
  if (colouring === 'kind') return ofKind;
  const looks = new Map(
    choices(workshop, phase, colouring).map(({ value, label }, i) => [
      value,
      { hue: value === '' ? 'paper' : (turn[i % turn.length] as Hue), label },
    ]),
  );
  const none: Look = { hue: 'paper', label: m.wall_colour_none() };
  return (note) => looks.get(note[colouring] ?? '') ?? none;
};

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The values that a colour can tell, in an order that every note leaves as it is. */
export const choices = (
  workshop: Workshop,
  phase: Phase,
  colouring: Exclude<Colouring, 'kind'>,
): readonly Choice[] => {
  switch (colouring) {
    case 'row':
      return rowChoices(workshop, phase);
    case 'audience':
      return [
        ...readSpeakers(workshop.method, workshop.board.meta.audiences.value),
        { value: '', label: m.wall_colour_none() },
      ];
    case 'device':
      return deviceChoices(workshop);
  }
};

/** Devices have no names, so that nobody is watched: they are numbered, and one's own is told. */
const deviceChoices = (workshop: Workshop): readonly Choice[] => {
  const devices = new Set<string>();
  for (const { device } of workshop.board.notes.values()) if (device !== null) devices.add(device);
  return [...devices].sort().map((value, i) => ({
    value,
    label: value === workshop.device ? m.wall_device_own() : m.wall_device_other({ number: i + 1 }),
  }));
};
