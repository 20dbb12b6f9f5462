/** Opens this device's storage and gives the screens their workshops. */

import { tick } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { observeBoard } from '#board/board.ts';
import { raiseSchema } from '#board/commands/schema.ts';
import { createBoardDoc, type BoardDoc } from '#board/document.ts';
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
import type { TakenWorkshop } from './open-file.ts';
import { createOpenBoards, type OpenBoard, type OpenBoards } from './open-boards.svelte.ts';
import type { Gathered } from './gathered.svelte.ts';
import type { PeerClocks } from './peer-clocks.ts';
import type { RoleKey } from './role.svelte.ts';
import { newRow, readCard, summarise } from './workshop-card.ts';
import type { Workshop } from './workshop.svelte.ts';

/** How long after a change the home page's line on a workshop is rewritten: not at every keystroke. */
const summaryDelayMs = 1_000;

/** How long after a workshop was opened its backups begin: first comes what its screen loads. */
const backupsDelayMs = 5_000;

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
    import('./take-boards.ts').then(({ createTaker }) => createTaker({ ledger, boards, begin, isUnlisted }));

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

  /** Backups come with a part of their own, for which nothing waits: the first screen has the line for itself. */
  const followBackups = (open: () => OpenWorkshop): (() => void) => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const timer = setTimeout(begin, backupsDelayMs);
    const following = begun.then(readBackups).then(
      (loaded) => loaded.follow(open()),
      () => undefined,
    );
    return () => {
      clearTimeout(timer);
      begin();
      void following.then((leave) => leave?.());
    };
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

  return {
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

    create: async (draft, template) => {
      const id = createId<BoardId>();
      const board = createBoardDoc();
      const { startWorkshop } = await import('#board/commands/workshop.ts');
      const started = startWorkshop(board, draft);
      if (!started.ok) return started;
      if (template) (await import('#synthesis/template.ts')).fillFromTemplate(board, template);
      // Whoever makes a workshop leads it.
      const { leadNew } = await import('./lead.ts');
      const begun = await begin(id, board, { key: leadNew(board) });
      return begun.ok ? ok(id) : begun;
    },

    join: async ({ id, title, method, leader }) => {
      const row = await readBoardRow(ledger, id);
      if (!isUnlisted(id) && !(row.ok && row.value)) {
        // Nothing but the mark: whatever the workshop is, merging it later meets no other value.
        const board = createBoardDoc();
        raiseSchema(board);
        const begun = await begin(id, board, { joined: { title, method } });
        if (!begun.ok) return begun;
      }
      if (leader === undefined) return ok(id);
      const held = await boards.hold(id);
      if (!held.ok) return held;
      await (await import('./lead.ts')).holdInvited(held.value.workshop.role, leader);
      await boards.release(id);
      return ok(id);
    },

    open: async (id): Promise<Result<OpenWorkshop, StorageError>> => {
      const row = await readBoardRow(ledger, id);
      if (!row.ok && !boards.isOpen(id)) return row;
      if (row.ok && row.value === undefined && !isUnlisted(id)) return err({ type: 'WorkshopMissing' });
      const held = await boards.hold(id);
      if (!held.ok) return held;
      void touchBoard(ledger, id, { openedAt: clock.now() });
      void writeSetting(ledger, 'lastWorkshop', id);
      const leave = followBackups(() => open);
      const open = showOpen(held.value, ledger, clock, () => boards.release(id).then(leave));
      return ok(open);
    },

    openFile: async (file, options = {}) => {
      const { noteFileTime, openFile } = await import('./open-file.ts');
      const read = await openFile(file, options.base);
      if (!read.ok) return read;
      void noteFileTime(ledger, read.value.created, clock.now());
      if (read.value.clock) (await readPeerClocks()).hear(read.value.clock);
      const { boards, rescue, badAttachments, vector } = read.value;
      const [first, ...others] = boards;
      const { take } = await readTaker();
      const taken = await take(first, options);
      if (!taken.ok) return taken;
      const told = read.value.clock;
      if (told && told.device !== device) {
        (await readGathered(first.boardId)).hear(told.device, told.name ?? '', clock.now());
      }
      const workshops: [TakenWorkshop, ...TakenWorkshop[]] = [taken.value];
      // Storage that refuses one refuses all; those before it stay, and opening the file again adds nothing twice.
      for (const other of others) {
        const more = await take(other, options);
        if (!more.ok) return more;
        workshops.push(more.value);
      }
      const unkept = workshops.reduce((sum, workshop) => sum + workshop.unkept, 0);
      return ok({ workshops, rescue, lostAttachments: { damaged: badAttachments, unkept }, vector });
    },

    openExample: async () => {
      const known = await readSetting(ledger, 'example');
      if (known.ok && isId(known.value)) {
        const row = await readBoardRow(ledger, known.value as BoardId);
        if (row.ok && row.value) return ok(row.value.id);
      }
      const { readExample } = await import('./example.ts');
      const example = readExample();
      const { takeNew } = await readTaker();
      const taken = await takeNew(example);
      if (!taken.ok) return taken;
      await writeSetting(ledger, 'example', example.boardId);
      return ok(example.boardId);
    },

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
    deviceName: async () => (await import('./gathered.svelte.ts')).readDeviceName(ledger),
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

const showOpen = (
  { store, board, workshop }: OpenBoard,
  ledger: Ledger,
  clock: Clock,
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
