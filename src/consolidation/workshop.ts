/** A workshop cut down to what is told of it beside hundreds of others. */

import * as v from 'valibot';
import * as Y from 'yjs';
import type { AttachedType } from '#board/attached.ts';
import { readAudiences } from '#board/audiences.ts';
import { readBoard } from '#board/board.ts';
import { openBoardDoc } from '#board/document.ts';
import { findMethod } from '#board/methods.ts';
import { boardThemes, liveNotes, noteTheme } from '#board/select.ts';
import { readResults } from '#board/votes.ts';
import { isId, type BoardId } from '#core/ids.ts';
import { readReferences } from '#synthesis/references.ts';

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const id = v.custom<string>(isId);
const boardId = v.custom<BoardId>(isId);
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000));

/** A note of a workshop. What is absent is nothing: no audience, no theme, no votes. */
const noteShape = v.object({
  id,
  kind: id,
  /** May be empty where the note carries something else. */
  text: text(100_000),
  attached: v.exactOptional(
    v.array(v.picklist(['drawing', 'photo', 'voice'] satisfies readonly AttachedType[])),
  ),
  /** By which the note is found in every output of its workshop: « I482 ». */
  reference: text(80),
  audience: v.exactOptional(id),
  theme: v.exactOptional(count),
  /** The number of the RETEX card that it is about. */
  retex: v.exactOptional(count),
  stressed: v.exactOptional(v.boolean()),
  /** The cluster that the room put it into. */
  cluster: v.exactOptional(id),
  votes: v.exactOptional(count),
});

const workshopShape = v.object({
  id: boardId,
  /** The hash of what the workshop held (sync/state-hash.ts). */
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** How far each writer of the document had come, and how much was deleted: tells an older copy from a newer one. */
  reached: v.record(v.pipe(v.string(), v.regex(/^\d{1,16}$/)), count),
  deleted: count,
  title: text(10_000),
  place: text(10_000),
  /** ISO 8601, or empty. */
  date: text(10_000),
  method: text(100),
  theme: v.exactOptional(count),
  /** Those that its notes have. */
  themes: v.array(v.object({ number: count, title: text(10_000) })),
  /** The publics that it names itself, and its notes have. */
  audiences: v.exactOptional(v.array(v.object({ id, name: text(10_000) }))),
  clusters: v.array(
    v.object({ id, title: text(10_000), reference: text(80), votes: v.exactOptional(count) }),
  ),
  notes: v.pipe(v.array(noteShape), v.maxLength(100_000)),
});

export type SaidNote = Readonly<v.InferOutput<typeof noteShape>>;
export type Workshop = Readonly<v.InferOutput<typeof workshopShape>>;

/** Cuts a workshop down. `hash` is that of the document. Votes that are open count for nothing. */
export const readWorkshop = (id: BoardId, doc: Y.Doc, hash: string): Workshop => {
  const board = readBoard(openBoardDoc(doc));
  const { meta } = board;
  const method = findMethod(meta.method.value);
  const references = readReferences(board, method);
  const votes = new Map<string, number>();
  for (const round of board.rounds.values()) {
    if (round.trash !== null) continue;
    for (const { id: voted, total } of readResults(board, method, round)?.standings ?? []) {
      if (total > 0) votes.set(voted, (votes.get(voted) ?? 0) + total);
    }
  }
  const votesOf = (voted: string): { votes?: number } => {
    const total = votes.get(voted);
    return total === undefined ? {} : { votes: total };
  };
  const themes = new Set<number>();
  const clusters = new Set<string>();
  const speaking = new Set<string>();
  const notes = liveNotes(board).map((note): SaidNote => {
    const theme = noteTheme(board, note);
    const retex = note.row === null ? undefined : board.retex.get(note.row as never)?.number.value;
    if (theme !== null) themes.add(theme);
    if (note.audience !== null) speaking.add(note.audience);
    if (note.cluster !== null) clusters.add(note.cluster);
    return {
      id: note.id,
      kind: note.kind,
      text: note.text,
      ...(note.text === '' &&
        note.attached.length > 0 && { attached: note.attached.map(({ type }) => type) }),
      reference: references.get(note.id) ?? '',
      ...(note.audience !== null && { audience: note.audience }),
      ...(theme !== null && { theme }),
      ...(retex !== undefined && { retex }),
      ...(note.stressed && { stressed: true }),
      ...(note.cluster !== null && { cluster: note.cluster }),
      ...votesOf(note.id),
    };
  });
  const audiences = readAudiences(method, meta.audiences.value)
    .filter((audience) => speaking.has(audience.id) && !method.audiences.includes(audience))
    .map((audience) => ({ id: audience.id, name: audience.inFull }));
  return {
    id,
    hash,
    ...readReach(doc),
    title: meta.title.value,
    place: meta.place.value,
    date: meta.date.value,
    method: method.id,
    ...(meta.theme.value !== null && { theme: meta.theme.value }),
    themes: boardThemes(board, method).filter(({ number }) => themes.has(number)),
    ...(audiences.length > 0 && { audiences }),
    clusters: [...board.clusters.values()]
      .filter((cluster) => clusters.has(cluster.id))
      .map((cluster) => ({
        id: cluster.id,
        title: cluster.title.value,
        reference: references.get(cluster.id) ?? '',
        ...votesOf(cluster.id),
      })),
    notes,
  };
};

const readReach = ({ store }: Y.Doc): Pick<Workshop, 'reached' | 'deleted'> => {
  const reached: Record<string, number> = {};
  let deleted = 0;
  store.clients.forEach((structs, client) => {
    reached[String(client)] = Y.getState(store, client);
    for (const struct of structs) if (struct.deleted) deleted += struct.length;
  });
  return { reached, deleted };
};

/** What stands in a consolidation for a workshop. */
export const writeWorkshop = (workshop: Workshop): string => JSON.stringify(workshop);

/** Reads what somebody else may have written there; undefined: no workshop. */
export const parseWorkshop = (written: unknown): Workshop | undefined => {
  if (typeof written !== 'string' || written.length > workshopSizeLimit) return undefined;
  try {
    const parsed = v.safeParse(workshopShape, JSON.parse(written));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
};

/** In UTF-16 code units: that of all texts of a board, and what stands around them. */
const workshopSizeLimit = 30_000_000;

/**
 * Makes one of several states of a workshop, whichever comes first. An older copy adds nothing; of copies that went apart every
 * note is kept, and what both have is told as the one tells it that came further.
 */
export const uniteStates = (states: readonly [Workshop, ...Workshop[]]): Workshop => {
  const ends = states.filter((state) => !states.some((other) => other !== state && isBehind(state, other)));
  const [last, ...others] = [...ends].sort(
    (a, b) => reachOf(b) - reachOf(a) || b.deleted - a.deleted || (a.hash < b.hash ? 1 : -1),
  );
  if (!last) return states[0];
  return others.reduce((all, other): Workshop => {
    const audiences = [...(all.audiences ?? []), ...lacking(all.audiences ?? [], other.audiences ?? [])];
    return {
      ...all,
      ...(audiences.length > 0 && { audiences }),
      notes: [...all.notes, ...lacking(all.notes, other.notes)],
      clusters: [...all.clusters, ...lacking(all.clusters, other.clusters)],
      themes: [
        ...all.themes,
        ...other.themes.filter(({ number }) => all.themes.every((theme) => theme.number !== number)),
      ],
    };
  }, last);
};

const lacking = <T extends { readonly id: string }>(
  held: readonly T[],
  found: readonly T[],
): readonly T[] => {
  const ids = new Set(held.map((thing) => thing.id));
  return found.filter((thing) => !ids.has(thing.id));
};

/** Whether a copy has nothing that the other lacks; of two that are as far, the one with the lower hash. */
const isBehind = (copy: Workshop, other: Workshop): boolean => {
  if (copy.hash === other.hash) return false;
  const isWithin =
    copy.deleted <= other.deleted &&
    Object.entries(copy.reached).every(([client, clock]) => clock <= (other.reached[client] ?? 0));
  if (!isWithin) return false;
  const isSame = copy.deleted === other.deleted && reachOf(copy) === reachOf(other);
  return !isSame || copy.hash < other.hash;
};

const reachOf = ({ reached }: Workshop): number =>
  Object.values(reached).reduce((sum, clock) => sum + clock, 0);
