/** Opens this device's storage and gives the screens their workshops. */

import { tick } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { observeBoard } from '#board/board.ts';
import type { BoardDoc } from '#board/document.ts';
import { systemClock, type Clock } from '#core/clock.ts';
import { createId, isId, type BoardId, type DeviceId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import {
  observeBoards,
  putBoard,
  readBoard as readBoardRow,
  recoverCatalogue,
  touchBoard,
} from '#storage/catalogue.ts';
import { readDraft, readSetting, writeDraft, writeSetting, type Json } from '#storage/entries.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import { createLedger, type Ledger } from '#storage/ledger.ts';
import { readPersistence, requestPersistence } from '#storage/permission.ts';
import type { Backups } from './backups/backups.svelte.ts';
import type { Grappe, OpenWorkshop, PassMode, StorageError, WorkshopCard } from './grappe.ts';
import { joinedKey, type Joined } from './joined.ts';
import { createOpenBoards, type OpenBoard, type OpenBoards } from './open-boards.svelte.ts';
import type { Gathered } from './gathered.svelte.ts';
import type { Followed, Following } from './followed.ts';
import type { Hub } from './hub/hubs.svelte.ts';
import type { ClockNote, PeerClocks } from './peer-clocks.ts';
import type { RoleKey } from './role.svelte.ts';
import { newRow, readCard, summarise } from './workshop-card.ts';
import type { Workshop } from './workshop.svelte.ts';

/** How long after a change the home page's line on a workshop is rewritten: not at every keystroke. */
const summaryDelayMs = 1_000;

/** How long after a workshop was opened what else follows it begins: first comes what its screen loads. */
const followDelayMs = 1_500;

export const createGrappe = async (): Promise<Grappe> => {
  const clock = systemClock;
  const ledger = createLedger();
  let listed = $state.raw<readonly WorkshopCard[]>();
  /** Workshops that were made here and that the disk has not taken into its list yet. */
  let unlisted = $state.raw<readonly WorkshopCard[]>([]);
  let storageError = $state.raw<StorageUnavailable | null>(null);
  let outdated = $state(false);
  let persistence = $state<Grappe['persistence']>('unasked');

  const isUnlisted = (id: BoardId): boolean => unlisted.some((card) => card.id === id);

  /** Puts a workshop into the list of this device, or keeps its card here until the disk takes it. */
  const list = async (workshop: Workshop): Promise<void> => {
    const row = { ...newRow(workshop.id, clock.now()), summary: summarise(workshop) };
    unlisted = unlisted.map((card) => (card.id === workshop.id ? readCard(row) : card));
    const put = await putBoard(ledger, row);
    if (put.ok && workshop.joined) await writeDraft(ledger, workshop.id, joinedKey, { ...workshop.joined });
    if (put.ok) unlisted = unlisted.filter((card) => card.id !== workshop.id);
  };

  /** Keeps the home page's line on a workshop true, and asks to keep the data once there is some. */
  const follow = ({ store, board, workshop }: OpenBoard): (() => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = (): void => {
      timer = undefined;
      if (isUnlisted(workshop.id)) void list(workshop);
      else void touchBoard(ledger, workshop.id, { summary: summarise(workshop) });
    };
    const onUpdate = (): void => {
      timer ??= setTimeout(write, summaryDelayMs);
      if (persistence === 'unasked' && workshop.count > 0) void askToKeep();
    };
    const stops = [
      observeBoard(board, onUpdate),
      store.observeSaveState(({ type }) => {
        if (type === 'saved' && isUnlisted(workshop.id)) void list(workshop);
      }),
    ];
    if (!isUnlisted(workshop.id)) write();
    return () => {
      for (const stop of stops) stop();
      if (timer === undefined) return;
      clearTimeout(timer);
      write();
    };
  };

  let asking = false;
  const askToKeep = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    persistence = await requestPersistence();
  };

  // Before any board: what is being typed on a screen is written when the screen goes, and then to be saved.
  ledger.observeUpgrade(async () => {
    outdated = true;
    await tick();
  });
  const [device, passed] = await Promise.all([readDevice(ledger), readSetting(ledger, 'pass')]);
  let pass = $state.raw(readPass(passed.ok ? passed.value : undefined));
  const boards = createOpenBoards({ ledger, device, clock, follow });

  /** Puts a document that is new here among the workshops, be it only in memory while the disk refuses. */
  const begin = async (
    id: BoardId,
    made: BoardDoc,
    { key = null, joined = null }: { readonly key?: RoleKey | null; readonly joined?: Joined | null } = {},
  ): Promise<Result<number, StorageUnavailable>> => {
    unlisted = [readCard(newRow(id, clock.now())), ...unlisted];
    const held = await boards.begin(id, made);
    if (!held.ok) {
      unlisted = unlisted.filter((card) => card.id !== id);
      return held;
    }
    const { store, workshop } = held.value;
    if (joined) workshop.standIn(joined);
    await Promise.all([store.flush(), list(workshop)]);
    if (key) await workshop.role.hold(key);
    const count = workshop.count;
    await boards.release(id);
    return ok(count);
  };

  /** What comes from elsewhere is taken in by a part of its own, which no first screen needs. */
  const readTaker = () =>
    import('./take-boards.ts').then(({ createTaker }) =>
      createTaker({ ledger, boards, begin, isUnlisted, hear }),
    );

  /** Likewise for what begins here. */
  const readMaker = () =>
    import('./make-workshops.ts').then(({ createMaker }) =>
      createMaker({ ledger, boards, begin, isUnlisted, readTaker }),
    );

  let backups: Promise<Backups> | undefined;
  const readBackups = (): Promise<Backups> =>
    (backups ??= import('./backups/backups.svelte.ts').then(({ createBackups }) =>
      createBackups({ ledger, clock }),
    ));

  let peerClocks: Promise<PeerClocks> | undefined;
  const readPeerClocks = (): Promise<PeerClocks> =>
    (peerClocks ??= Promise.all([import('./peer-clocks.ts'), readSetting(ledger, 'clocks')]).then(
      ([{ createPeerClocks, readKnownClocks }, known]) =>
        createPeerClocks({
          device,
          known: readKnownClocks(known.ok ? known.value : undefined),
          now: () => clock.now(),
          write: (now) => void writeSetting(ledger, 'clocks', now),
        }),
    ));

  const gatherings = new Map<BoardId, Promise<Gathered>>();
  const readGathered = (id: BoardId): Promise<Gathered> => {
    const opened =
      gatherings.get(id) ??
      import('./gathered.svelte.ts').then(({ openGathered }) => openGathered(ledger, id));
    gatherings.set(id, opened);
    return opened;
  };

  const deviceName = async (): Promise<string> =>
    (await import('./gathered.svelte.ts')).readDeviceName(ledger);

  let followed: Promise<Followed> | undefined;
  /** Backups and hub come with parts of their own, for which nothing waits: the first screen has the line for itself. */
  const followLater = (held: OpenBoard, open: () => OpenWorkshop): FollowedLater => {
    let hub = $state.raw<Hub | null>(null);
    let following: Promise<Following> | undefined;
    const begin = (): Promise<Following> => {
      followed ??= import('./followed.ts').then(({ createFollowed }) =>
        createFollowed({
          ledger,
          clock,
          device,
          deviceName,
          gathered: readGathered,
          peerClocks: readPeerClocks,
          readBackups,
        }),
      );
      return (following ??= followed.then(({ follow }) => follow(held, open(), (found) => (hub = found))));
    };
    const timer = setTimeout(() => void begin().catch(() => undefined), followDelayMs);
    return {
      get hub() {
        return hub;
      },
      useHub: async () => (await begin()).useHub(),
      leave: () => {
        clearTimeout(timer);
        void begin().then(
          ({ leave }) => leave(),
          () => undefined,
        );
      },
    };
  };

  /** Notes whose file came. */
  const hear = async (id: BoardId, told: ClockNote | null): Promise<void> => {
    if (told && told.device !== device) {
      (await readGathered(id)).hear(told.device, told.name ?? '', clock.now());
    }
  };

  const opened = await ledger.attempt(() => Promise.resolve());
  if (!opened.ok) storageError = opened.error;
  let relisted = false;
  // Tries again by itself as long as the disk does not answer.
  observeBoards(ledger, (rows) => {
    listed = rows.map(readCard);
    storageError = null;
    if (relisted) return;
    relisted = true;
    void relist(ledger, boards, clock);
  });
  void readPersistence().then((answer) => {
    if (answer === 'granted') persistence = answer;
  });

  const grappe: Grappe = {
    get unsaved() {
      return boards.unsaved;
    },
    get workshops() {
      return listed === undefined && unlisted.length === 0 ? undefined : [...unlisted, ...(listed ?? [])];
    },
    get storageError() {
      return storageError;
    },
    get outdated() {
      return outdated || storageError?.reason === 'outdated';
    },
    get persistence() {
      return persistence;
    },

    create: async (draft, template) => (await readMaker()).create(draft, template),
    join: async (invitation) => (await readMaker()).join(invitation),

    open: async (id): Promise<Result<OpenWorkshop, StorageError>> => {
      const row = await readBoardRow(ledger, id);
      if (!row.ok && !boards.isOpen(id)) return row;
      if (row.ok && row.value === undefined && !isUnlisted(id)) return err({ type: 'WorkshopMissing' });
      const held = await boards.hold(id);
      if (!held.ok) return held;
      void touchBoard(ledger, id, { openedAt: clock.now() });
      void writeSetting(ledger, 'lastWorkshop', id);
      const later = followLater(held.value, () => open);
      const open = showOpen(held.value, ledger, clock, later, () => boards.release(id).then(later.leave));
      return ok(open);
    },

    readFile: async (file, options) => {
      const { noteFileTime, openFile } = await import('./open-file.ts');
      const read = await openFile(file, options);
      if (!read.ok) return read;
      void noteFileTime(ledger, read.value.created, clock.now());
      if (read.value.clock) (await readPeerClocks()).hear(read.value.clock);
      return read;
    },

    takeFiles: async (files, options) => (await readTaker()).takeFiles(files, options),

    openFile: async (file, options = {}) => {
      const read = await grappe.readFile(file, options);
      return read.ok ? (await readTaker()).takeFile(read.value, options) : read;
    },

    openExample: async () => (await readMaker()).openExample(),
    openPractice: async () => (await readMaker()).openPractice(),

    lastWorkshop: async () => {
      const last = await readSetting(ledger, 'lastWorkshop');
      return last.ok && isId(last.value) ? (last.value as BoardId) : null;
    },

    erase: async (id) => {
      const { eraseBoard } = await import('#storage/erase.ts');
      await boards.drop(id);
      gatherings.delete(id);
      unlisted = unlisted.filter((card) => card.id !== id);
      return eraseBoard(ledger, id);
    },

    exportFile: async (workshop, format, options) => {
      const { makeExport } = await import('./export-file.ts');
      const now = clock.now();
      const clocks = await readPeerClocks();
      const { readDeviceName } = await import('./gathered.svelte.ts');
      const name = await readDeviceName(ledger);
      const note = { ...clocks.note(), ...(name !== '' && { name }) };
      const file = await makeExport(workshop, format, now, ledger, note, options);
      if (format === 'grappe') void touchBoard(ledger, workshop.id, { exportedAt: now });
      return file;
    },

    attachments: async (id) =>
      (await import('./attachments/attachments.svelte.ts')).openAttachments(ledger, id),
    backups: readBackups,
    peerClocks: readPeerClocks,
    gathered: readGathered,
    deviceName,
    nameDevice: (name) =>
      void import('./gathered.svelte.ts').then(({ writeDeviceName }) => writeDeviceName(ledger, name)),
    templates: async () => (await import('./templates.ts')).createTemplates(ledger),
    preflight: async () => {
      const { createPreflight } = await import('./preflight/preflight.svelte.ts');
      return createPreflight({ storage: storageError ? err(storageError) : ok(ledger), clock });
    },

    get pass() {
      return pass;
    },
    setPass: (mode) => {
      pass = mode;
      void writeSetting(ledger, 'pass', mode === null ? undefined : { ...mode });
    },

    readDraft: async (key) => {
      const [id, name] = splitDraftKey(key);
      const draft = await readDraft(ledger, id, name);
      return draft.ok ? draft.value : undefined;
    },
    writeDraft: (key, value) => {
      const [id, name] = splitDraftKey(key);
      void writeDraft(ledger, id, name, value as Json | undefined);
    },
  };
  return grappe;
};

/** Boards whose line was lost with the ledger are opened once, to be listed by their title again. */
const relist = async (ledger: Ledger, boards: OpenBoards, clock: Clock): Promise<void> => {
  const lost = await recoverCatalogue(ledger, clock);
  if (!lost.ok) return;
  for (const id of lost.value) {
    const held = await boards.hold(id);
    if (held.ok) await boards.release(id);
  }
};

/** Drafts belong to a workshop (`<id>/<name>`), so that erasing it erases them. */
const splitDraftKey = (key: string): readonly [BoardId, string] => {
  const slash = key.indexOf('/');
  return [key.slice(0, slash) as BoardId, key.slice(slash + 1)];
};

interface FollowedLater {
  readonly hub: Hub | null;
  readonly useHub: () => Promise<Hub>;
  readonly leave: () => void;
}

const showOpen = (
  { store, board, workshop }: OpenBoard,
  ledger: Ledger,
  clock: Clock,
  later: FollowedLater,
  close: () => Promise<void>,
): OpenWorkshop => {
  const subscribe = createSubscriber((update) => store.observeSaveState(update));
  return {
    workshop,
    get saveState() {
      subscribe();
      return store.saveState();
    },
    whenSaved: () => store.whenSaved(),
    retrySave: () => void store.flush(),
    blend: async () => void (await store.blend()),
    setAside: store.health().quarantined,
    get hub() {
      return later.hub;
    },
    useHub: later.useHub,
    safety: () =>
      import('./safety.ts').then(({ createSafety }) =>
        createSafety({ store, board, workshop, ledger, clock }),
      ),
    close,
  };
};

/** Storage gives back what some version wrote; anything of another shape is passed over. */
const readPass = (stored: unknown): PassMode | null => {
  const { board, quota, pin } = (stored ?? {}) as Record<string, unknown>;
  if (!isId(board)) return null;
  return {
    board: board as BoardId,
    quota: typeof quota === 'number' && quota >= 1 ? quota : null,
    pin: typeof pin === 'string' ? pin : null,
  };
};

/** A random id of this device, for colours and counts; it says nothing about who holds it. */
const readDevice = async (ledger: Ledger): Promise<DeviceId> => {
  const known = await readSetting(ledger, 'device');
  if (known.ok && isId(known.value)) return known.value as DeviceId;
  const device = createId<DeviceId>();
  await writeSetting(ledger, 'device', device);
  return device;
};
