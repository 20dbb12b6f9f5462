/**
 * The devices of the room that this one is linked with directly, or over others, for one workshop that is open. A part of its
 * own, loaded when somebody pairs. Links last as long as the workshop stays open; what was written meanwhile is kept as
 * anything else.
 */

import type * as Y from 'yjs';
import type { BoardKeys } from '#sync/board-keys.ts';
import type { NewLink, SessionEnd } from '#sync/direct-session.ts';
import { createRoom, type Room, type RoomMember } from '#sync/room.ts';
import { readPresence } from '../presence.ts';
import { getLocale } from '../words/messages/runtime.js';
import { carryAttachments, type Carried } from './carry-attachments.ts';
import { createDialler } from './dialler.ts';
import { createPairing, type Pairing } from './pairing.svelte.ts';

/** Another device of the room. */
export interface RoomDevice {
  readonly id: string;
  /** What people call it; may be empty. */
  readonly name: string;
  /** `linked`: with this device; `here`: over others; `gone`: it was here. */
  readonly state: RoomMember['state'];
  /** It is linked, and each has all that the other has. */
  readonly isLevel: boolean;
}

export interface Direct {
  readonly devices: readonly RoomDevice[];
  /** Why nobody is there any more; null: somebody is, nobody was, or somebody chose so here. */
  readonly lost: SessionEnd | null;
  /** No further device can be linked to this one: another one can take it. */
  readonly isFull: boolean;
  /** Begins to pair a device. */
  pair(): Pairing;
  /** Tells the others something else of this device. */
  tell(about: string): void;
  /** Says goodbye to all. */
  part(): void;
  close(): void;
}

export interface DirectContext {
  readonly doc: Y.Doc;
  readonly carried: Carried;
  /** What this device tells of itself (presence.ts). */
  readonly about: string;
  readonly hasKey: () => boolean;
  /** Makes a key where there is none. */
  readonly keys: () => BoardKeys;
  /** Another device of this workshop has another key: an invitation may bring this one's. */
  readonly doubtKey: () => void;
  /** A device is there with all that is here. */
  readonly hear: (about: string) => void;
  /** What the devices that are there tell of themselves. */
  readonly show: (present: readonly string[]) => void;
}

export const createDirect = (context: DirectContext): Direct => {
  let devices = $state.raw<readonly RoomDevice[]>([]);
  let lost = $state.raw<SessionEnd | null>(null);
  let isFull = $state(false);
  let { about } = context;
  let pairing: Pairing | undefined;
  let current: { readonly room: Room; readonly close: () => void } | undefined;

  const show = (): void => {
    const members = current?.room.members() ?? [];
    for (const { about, isLevel } of members) if (isLevel) context.hear(about);
    context.show(members.filter(({ state }) => state !== 'gone').map((member) => member.about));
    devices = tellDevices(members);
    const isAlone = devices.length > 0 && devices.every(({ state }) => state === 'gone');
    const ends = members.flatMap(({ ended }) => ended ?? []);
    lost = isAlone ? (ends.find((end) => end !== 'left') ?? ends[0] ?? 'lost') : null;
    isFull = current?.room.isFull() ?? false;
  };

  const open = () => {
    const { doc } = context;
    const keys = context.keys();
    const attachments = carryAttachments(context.carried);
    const room = createRoom({ doc, keys, about, dialler: createDialler(keys), attachments });
    room.observe(show);
    return {
      room,
      close: () => {
        room.close();
        attachments.close();
      },
    };
  };

  const part = (): void => {
    current?.close();
    current = undefined;
    show();
  };

  return {
    get devices() {
      return devices;
    },
    get lost() {
      return lost;
    },
    get isFull() {
      return isFull;
    },
    pair: () => {
      pairing?.close();
      const link = (made: NewLink): Promise<SessionEnd | null> => (current ??= open()).room.link(made);
      pairing = createPairing({ ...context, link });
      return pairing;
    },
    tell: (next) => {
      about = next;
      current?.room.tell(next);
    },
    part,
    close: () => {
      pairing?.close();
      part();
    },
  };
};

/** A device that was opened anew is the same device. */
const tellDevices = (members: readonly RoomMember[]): readonly RoomDevice[] => {
  const order = ['linked', 'here', 'gone'];
  const found = new Map<string, RoomDevice>();
  for (const { member, about, state, isLevel } of members) {
    const [presence] = readPresence([about]);
    const id = presence?.device ?? member;
    const known = found.get(id);
    if (known && order.indexOf(known.state) <= order.indexOf(state)) continue;
    found.set(id, { id, name: presence?.name ?? '', state, isLevel });
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(a.state === 'gone') - Number(b.state === 'gone') || a.name.localeCompare(b.name, getLocale()),
  );
};
