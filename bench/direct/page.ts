/** One device of the bench of linked devices: a board and a room, with real connections, and nothing on the screen. */

import { addNote } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createDialler } from '#app/direct/dialler.ts';
import { createId, type BoardId } from '#core/ids.ts';
import type { BoardKey } from '#sync/board-key.ts';
import { deriveBoardKeys } from '#sync/board-keys.ts';
import { createRoom } from '#sync/room.ts';
import { answerOffer, startOffer, type Answer, type Offer } from '#transports/webrtc/pair.ts';

const connections: RTCPeerConnection[] = [];
const Native = RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Native {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

const board = createBoardDoc();
const keys = deriveBoardKeys('A'.repeat(43) as BoardKey, 'bench' as BoardId);
/** When which note came, by the clock that all pages of the machine share; in milliseconds. */
const came = new Map<string, number>();
const now = (): number => performance.timeOrigin + performance.now();

let room: ReturnType<typeof createRoom> | undefined;
let offer: Offer | undefined;
let answer: Answer | undefined;

const bench = {
  /** `isStar`: links come by scans only, as with a hub in the middle. */
  start: (index: number, isStar: boolean): void => {
    const none = { offer: () => Promise.resolve(null), answer: () => Promise.resolve(null) };
    room = createRoom({
      doc: board.doc,
      keys,
      about: `device ${String(index)}`,
      dialler: isStar ? none : createDialler(keys),
    });
    board.doc.on('updateV2', () => {
      for (const id of board.doc.getMap('notes').keys()) if (!came.has(id)) came.set(id, now());
    });
    if (index === 0) startWorkshop(board, { title: 'Bench', method: defaultMethod.id });
  },
  offer: async (): Promise<string> => {
    const started = await startOffer(keys);
    if (!started.ok) throw new Error(started.error.type);
    offer = started.value;
    return offer.code;
  },
  answer: async (code: string): Promise<string> => {
    const answered = await answerOffer(keys, code);
    if (!answered.ok) throw new Error(answered.error.type);
    answer = answered.value;
    void answer.paired.then((made) => (made.ok ? room?.link(made.value) : undefined));
    return answer.code;
  },
  take: async (code: string): Promise<boolean> => {
    const taken = offer?.take(code);
    const made = taken?.ok === true ? await taken.value : undefined;
    return made?.ok === true && (await room?.link(made.value)) === null;
  },
  isFull: () => room?.isFull() ?? false,
  here: () => (room?.members() ?? []).filter(({ state }) => state !== 'gone').length,
  links: () => (room?.members() ?? []).filter(({ state }) => state === 'linked').length,
  write: (text: string): { readonly id: string; readonly at: number } => {
    const id = createId<NoteId>();
    const at = now();
    addNote(board, { id, kind: 'irritant' as KindId, text, at: Date.now() });
    return { id, at };
  },
  came: () => [...came],
  /** Bytes of DTLS that this device has sent. */
  sentBytes: async (): Promise<number> => {
    let sum = 0;
    for (const connection of connections) {
      const stats = (await connection.getStats()) as ReadonlyMap<
        string,
        { type: string; bytesSent?: number }
      >;
      for (const one of stats.values()) if (one.type === 'transport') sum += one.bytesSent ?? 0;
    }
    return sum;
  },
};

export type DirectBench = typeof bench;
Object.assign(globalThis, { directBench: bench });
