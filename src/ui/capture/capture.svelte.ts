/** What is being written on the capture screen, kept as a draft so that a killed tab loses nothing. */

import { untrack } from 'svelte';
import type { Attached, AttachedType } from '#board/attached.ts';
import type { NoteId, RetexId, RowId } from '#board/document.ts';
import { findPhase, type AudienceId, type Kind, type KindId, type Phase } from '#board/method.ts';
import { cleanText, isBlank, noteTextLimit } from '#board/text.ts';
import type { AttachmentTooLarge, Taken } from '#app/attachments/attachments.svelte.ts';
import type { Grappe, OpenWorkshop } from '#app/grappe.ts';
import { readSpeakers, type Speaker } from '#app/speakers.ts';
import type { AppError, BoardError } from '#app/words/sentences.ts';
import type { Workshop } from '#app/workshop.svelte.ts';
import { assert } from '#core/assert.ts';
import { err, ok, type Result } from '#core/result.ts';
import { rowChoices, type RowChoice } from './row-choices.ts';

/** How many of the notes just written stay in sight. */
const recentCount = 6;

interface Draft {
  readonly text: string;
  /** Chosen here. */
  readonly phase: string | null;
  /** In which the note in hand was begun; null: none is in hand. */
  readonly begun: string | null;
  /** Per phase, the kind and the row chosen last. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, string>>;
  readonly audience: string | null;
  /** How the note is written besides its text: drawn, photographed, spoken. */
  readonly way: AttachedType | null;
}

/** What was stuck, and stays in the stored draft until its notes are on the disk. */
interface Stuck extends Pick<Draft, 'text' | 'way'> {
  /** The draft as the screen has it by now. */
  draft: Draft;
}

/** By the draft's key: the screen may be left and come back to while the disk still refuses. */
const stuckTexts = new Map<string, Stuck>();

export type Capture = ReturnType<typeof createCapture>;

export interface CaptureOptions {
  /** Of the draft of what is being written. */
  readonly name?: string;
  /** How a note is stuck, where that is not as usual. */
  readonly addNote?: Workshop['addNote'];
}

/** Goes where the room goes, unless the phase was chosen here since it went there; while a component is made. */
export const followRoom = (workshop: Workshop, capture: Capture): void => {
  let opening = workshop.board.session.now?.opening;
  $effect(() => {
    const now = workshop.board.session.now?.opening;
    if (now === opening) return;
    opening = now;
    untrack(() => capture.followRoom());
  });
};

export const createCapture = (
  open: OpenWorkshop,
  grappe: Grappe,
  { name = 'capture', addNote = open.workshop.addNote }: CaptureOptions = {},
) => {
  const { workshop } = open;
  const key = `${workshop.id}/${name}`;
  let draft = $state.raw<Draft>({
    text: '',
    phase: null,
    begun: null,
    kinds: {},
    rows: {},
    audience: null,
    way: null,
  });
  let recent = $state.raw<readonly NoteId[]>([]);
  /** What was drawn, photographed or said, and is no note yet. Its panel keeps the draft of it. */
  let taken = $state.raw<Taken | null>(null);
  /** Whether this way of writing was begun before the page was lost, so that its draft is to be looked for. */
  let isResumed = $state(false);
  /** Ends what is being recorded or made ready, so that it goes with the note. */
  let finishTaking: (() => Promise<void>) | null = null;

  /** The phase chosen here or begun in; else, and whenever the room goes on to another, the one the room is in. */
  const phase = $derived<Phase>(
    findPhase(workshop.method, draft.phase ?? draft.begun ?? '') ??
      findPhase(workshop.method, workshop.board.session.now?.phase ?? '') ??
      first(workshop.method.phases),
  );
  const kind = $derived<Kind>(
    phase.kinds.find(({ id }) => id === draft.kinds[phase.id]) ?? first(phase.kinds),
  );
  const rows = $derived<readonly RowChoice[]>(rowChoices(workshop, phase));
  const row = $derived(rows.find(({ value }) => value === draft.rows[phase.id])?.value ?? '');
  const speakers = $derived<readonly Speaker[]>(
    readSpeakers(workshop.method, workshop.board.meta.audiences.value),
  );
  const audience = $derived(speakers.find(({ value }) => value === draft.audience)?.value ?? null);
  const lines = $derived(
    cleanText(draft.text)
      .split('\n')
      .map(cleanText)
      .filter((line) => !isBlank(line)),
  );

  const change = (part: Partial<Draft>): void => {
    const begun = part.begun ?? draft.begun ?? phase.id;
    draft = { ...draft, ...part };
    draft = { ...draft, begun: isBlank(draft.text) && draft.way === null ? null : begun };
    // What is typed now is worth more than what was stuck before.
    if (part.text !== undefined) stuckTexts.delete(key);
    const stuck = stuckTexts.get(key);
    if (stuck) stuck.draft = draft;
    grappe.writeDraft(key, stuck ? { ...draft, text: stuck.text, way: stuck.way } : draft);
  };

  /** Clears what was stuck; on the disk only once the note is there, so that a killed tab has one or the other. */
  const clear = (rest: string): void => {
    const { text, way } = stuckTexts.get(key) ?? draft;
    draft = { ...draft, text: rest, way: null, begun: rest === '' ? null : draft.begun };
    taken = null;
    const stuck: Stuck = { text, way, draft };
    stuckTexts.set(key, stuck);
    void open.whenSaved().then(() => {
      if (stuckTexts.get(key) !== stuck) return;
      stuckTexts.delete(key);
      grappe.writeDraft(key, stuck.draft);
      if (way && taken === null) grappe.writeDraft(`${workshop.id}/taken`, undefined);
    });
  };

  const add = (text: string, attached: readonly Attached[] = []): Result<NoteId, BoardError> => {
    const added = addNote({
      text,
      attached,
      kind: kind.id,
      audience,
      row: row === '' ? null : (row as RowId | RetexId),
    });
    if (added.ok) recent = [added.value, ...recent].slice(0, recentCount);
    return added;
  };

  return {
    get text() {
      return draft.text;
    },
    set text(text: string) {
      change({ text });
    },
    get phase() {
      return phase;
    },
    choosePhase: (id: string) => change({ phase: id }),
    /** The room has gone on: what is being written stays, in the phase it was begun in. */
    followRoom: () => change({ begun: phase.id, phase: null }),
    get kind() {
      return kind;
    },
    chooseKind: (id: KindId) => change({ kinds: { ...draft.kinds, [phase.id]: id } }),
    /** The rows a note of this phase can stand in, the first being none; empty when the phase has no rows. */
    get rows() {
      return rows;
    },
    get row() {
      return row;
    },
    set row(id: string) {
      change({ rows: { ...draft.rows, [phase.id]: id } });
    },
    get speakers() {
      return speakers;
    },
    get audience() {
      return audience;
    },
    chooseAudience: (id: AudienceId | null) => change({ audience: id }),
    get length() {
      return draft.text.trim().length;
    },
    get isTooLong() {
      return draft.text.trim().length > noteTextLimit;
    },
    /** The lines that could each become a note. */
    get lines() {
      return lines;
    },
    /** Notes just written here that are still on the board, newest first. */
    get recent() {
      return recent.flatMap((id) => {
        const note = workshop.board.notes.get(id);
        return note && note.trash === null ? [note] : [];
      });
    },

    get way() {
      return draft.way;
    },
    get taken() {
      return taken;
    },
    /** Whether there is something to stick besides the text. */
    get isTaking() {
      return taken !== null || finishTaking !== null;
    },
    get isResumed() {
      return isResumed;
    },
    /** Draws, photographs or speaks the note; null: in words only. */
    chooseWay: (way: AttachedType | null, withTaken: Taken | null = null) => {
      taken = withTaken;
      isResumed = false;
      change({ way });
    },
    /** `finish`: ends what is under way; null: nothing is any more. */
    taking: (finish: (() => Promise<void>) | null) => {
      finishTaking = finish;
    },
    /** Ends what is under way, which can then be stuck. */
    finishTaking: async (): Promise<void> => {
      if (finishTaking) await finishTaking();
    },
    take: (now: Taken | null) => {
      // A recording ends a little after it was given up.
      if (draft.way !== null) taken = now;
    },

    /**
     * Sticks the text as one note, with what was taken, which is on the disk before; the choices stay for the next. What the
     * disk refuses stays here.
     */
    stick: async (): Promise<Result<NoteId, AppError | AttachmentTooLarge>> => {
      if (finishTaking) await finishTaking();
      const attached: Attached[] = [];
      if (taken) {
        const { refusal } = workshop;
        if (refusal) return err(refusal);
        const kept = await (await grappe.attachments(workshop.id)).add(taken);
        if (!kept.ok) return kept;
        attached.push(kept.value);
      }
      const added = add(draft.text, attached);
      if (added.ok) clear('');
      return added;
    },

    /** Sticks each line as a note of its own. Lines that are too long stay in the field. Gives how many were stuck. */
    split: (): Result<number, BoardError> => {
      const left: string[] = [];
      let refusal: Result<never, BoardError> | undefined;
      let stuck = 0;
      for (const line of lines) {
        if (refusal || line.length > noteTextLimit) {
          left.push(line);
          continue;
        }
        const added = add(line);
        if (added.ok) stuck += 1;
        else {
          refusal = added;
          left.push(line);
        }
      }
      clear(left.join('\n'));
      return refusal ?? ok(stuck);
    },

    /** Clears the screen for the next pair of hands: text, notes in sight, who speaks. */
    passOn: () => {
      recent = [];
      taken = null;
      draft = { ...draft, text: '', way: null };
      change({ audience: null });
    },

    /** Takes up what was being written here before. What was typed in the meantime stays, behind it. */
    restore: async (): Promise<void> => {
      const stored = readDraft(await grappe.readDraft(key));
      if (!stored) return;
      isResumed = draft.way === null;
      const before = stuckTexts.get(key)?.draft.text ?? stored.text;
      const isTyped = !isBlank(draft.text);
      draft = {
        text: !isTyped ? before : isBlank(before) ? draft.text : `${before}\n${draft.text}`,
        phase: draft.phase ?? stored.phase,
        begun: draft.begun ?? stored.begun,
        kinds: { ...stored.kinds, ...draft.kinds },
        rows: { ...stored.rows, ...draft.rows },
        audience: draft.audience ?? stored.audience,
        way: draft.way ?? (stuckTexts.get(key)?.draft ?? stored).way,
      };
      if (isTyped) change({});
    },
  };
};

/** A method has phases, and a phase has kinds: tests/board/methods.test.ts. */
const first = <T>(list: readonly T[]): T => {
  const [item] = list;
  assert(item !== undefined, 'a list of a method is not empty');
  return item;
};

/** Storage gives back what some version wrote; anything of another shape is passed over. */
const readDraft = (stored: unknown): Draft | undefined => {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { text, phase, begun, kinds, rows, audience, way } = stored as Record<string, unknown>;
  return {
    text: typeof text === 'string' ? text : '',
    phase: typeof phase === 'string' ? phase : null,
    begun: typeof begun === 'string' ? begun : null,
    kinds: readChoices(kinds),
    rows: readChoices(rows),
    audience: typeof audience === 'string' ? audience : null,
    way: way === 'drawing' || way === 'photo' || way === 'voice' ? way : null,
  };
};

const readChoices = (stored: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(typeof stored === 'object' && stored !== null ? stored : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
