/**
 * The hubs of this device's workshops: which of them goes by which hub, and how it stands. A part of its own, loaded when a
 * workshop that has a key is open, or somebody invites.
 *
 * A workshop's key and the address of its hub are kept among its drafts, so that erasing the workshop erases them.
 */

import { observeBoard } from '#board/board.ts';
import { sessionOf } from '#board/document.ts';
import { runningTimerOf } from '#board/session.ts';
import { countNotesSince } from '#board/since.ts';
import type { Clock } from '#core/clock.ts';
import type { BoardId, DeviceId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { readDraft, writeDraft } from '#storage/entries.ts';
import type { Ledger } from '#storage/ledger.ts';
import type { BoardKey } from '#sync/board-key.ts';
import { createBoardKey, deriveBoardKeys } from '#sync/board-keys.ts';
import type { HubInfo } from '#sync/hub-protocol.ts';
import { decodeVector } from '#sync/state-vector.ts';
import { observeWake } from '#storage/wake.ts';
import { openHubLink, type HubLink, type HubLinkState } from '#transports/hub/hub-link.ts';
import type { Direct } from '../direct/directs.svelte.ts';
import type { Gathered } from '../gathered.svelte.ts';
import { appAddress, isOnlyHere, joinLink } from '../join-link.ts';
import type { OpenBoard } from '../open-boards.svelte.ts';
import { createHubAttachments } from '#transports/hub/hub-attachments.ts';
import { createClockTalk } from '../clock-talk.ts';
import type { PeerClocks } from '../peer-clocks.ts';
import { readPresence, writePresence, type Presence } from '../presence.ts';
import { hubCandidates, socketUrl } from './hub-address.ts';
import { hubDraft, readHubDraft, type HubDraft } from './hub-draft.ts';
import type { InviteCode } from './invite-code.svelte.ts';
import { shareAttachments, type Sharing } from './share-attachments.ts';
import { findHub, probeHub, type ProbeError } from './probe.ts';

export type HubView =
  /** No hub is known for this workshop. */
  | { readonly type: 'none' }
  | Exclude<HubLinkState, { type: 'on' | 'away' }>
  | {
      readonly type: 'on';
      readonly isAllThere: boolean;
      /** Devices that are connected, this one among them. */
      readonly deviceCount: number;
    }
  | {
      readonly type: 'away';
      /** Notes that were written since all was on the hub. */
      readonly waiting: number;
    };

/** The hub of one workshop that is open. */
export interface Hub {
  readonly view: HubView;
  /** As in `http://192.168.1.20:4173`; null: none. */
  readonly address: string | null;
  /** The one it went by before, as people type it; empty: none is known. */
  readonly lastAddress: string;
  /** The address of the app for other devices: where this workshop's hub hands it out, else where this page is from. */
  readonly pageAddress: string;
  /** The key of the workshop for its join link; made when it has none, and then its hub is looked for. */
  makeKey(): BoardKey;
  /** Connects to what was typed, once it has answered. */
  connect(typed: string): Promise<Result<void, ProbeError | { readonly type: 'AddressUnreadable' }>>;
  /** Goes on without, until somebody connects again. */
  disconnect(): void;
  /** Asks again one that has refused, or is away. */
  retry(): void;
  /** Devices that are linked to this one without a hub; null as long as nobody asked for that. */
  readonly direct: Direct | null;
  useDirect(): Promise<Direct>;
  /** The code to type by which others join. */
  useCode(): Promise<InviteCode>;
}

export interface HubsContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly device: DeviceId;
  readonly deviceName: () => Promise<string>;
  readonly gathered: (id: BoardId) => Promise<Gathered>;
  readonly peerClocks: () => Promise<PeerClocks>;
}

/** What came from elsewhere, by the type of its origin: whoever wrote it sends it. */
const elsewhere: ReadonlySet<unknown> = new Set(['storage', 'file', 'hub', 'direct']);
const isOwn = (origin: unknown): boolean =>
  !elsewhere.has((origin as { readonly type?: unknown } | null | undefined)?.type);

export const createHubs = (context: HubsContext) => {
  const hubs = new Map<BoardId, ReturnType<typeof followBoard>>();
  return {
    /** Keeps a board level with its hub as long as it is open; the same board twice is followed once. */
    follow: (open: OpenBoard): { readonly hub: Promise<Hub>; readonly leave: () => void } => {
      const id = open.workshop.id;
      const known = hubs.get(id);
      const followed = known?.open.store === open.store ? known : followBoard(open, context);
      hubs.set(id, followed);
      followed.holders += 1;
      return {
        hub: followed.hub,
        leave: () => {
          followed.holders -= 1;
          if (followed.holders > 0) return;
          followed.stop();
          if (hubs.get(id) === followed) hubs.delete(id);
        },
      };
    },
  };
};

export type Hubs = ReturnType<typeof createHubs>;

const followBoard = (open: OpenBoard, context: HubsContext) => {
  const started = startHub(open, context);
  return {
    open,
    holders: 0,
    hub: started.then(({ hub }) => hub),
    stop: () => void started.then(({ stop }) => stop()),
  };
};

const startHub = async ({ store, board, workshop }: OpenBoard, context: HubsContext) => {
  const { ledger, clock, device } = context;
  const { id } = workshop;
  const stored = await readDraft(ledger, id, hubDraft);
  let draft: HubDraft = readHubDraft(stored.ok ? stored.value : undefined);
  let view = $state.raw<HubView>({ type: 'none' });
  let address = $state<string | null>(null);
  let info = $state.raw<HubInfo | null>(null);
  let link: HubLink | undefined;
  let sharing: Sharing | undefined;
  let isStopped = false;

  const write = (next: Partial<HubDraft>): void => {
    draft = { ...draft, ...next };
    void writeDraft(ledger, id, hubDraft, { ...draft });
  };

  const makeKey = (): BoardKey => {
    const key = draft.key ?? createBoardKey();
    if (draft.key === null) write({ key });
    return key;
  };

  let called = '';
  let connected: readonly Presence[] = [];
  let linked: readonly Presence[] = [];
  const talk = createClockTalk({
    device,
    clocks: await context.peerClocks(),
    timerOf: () => runningTimerOf(sessionOf(board)),
    say: (told) => {
      const presence = writePresence({ device, name: called, clock: told });
      link?.tell(presence);
      direct?.tell(presence);
    },
  });
  const stopLooking = observeBoard(board, () => talk.look());

  let direct = $state.raw<Direct | null>(null);
  let directs: Promise<Direct> | undefined;
  /** Paired devices prove the same key to each other that seals what goes to a hub. */
  const startDirect = async (): Promise<Direct> => {
    const [{ createDirect }, name] = await Promise.all([
      import('../direct/directs.svelte.ts'),
      context.deviceName(),
    ]);
    return createDirect({
      doc: store.doc,
      carried: { ledger, id, doc: board, board: () => workshop.whole },
      about: writePresence({ device, name: (called = name) }),
      hasKey: () => draft.key !== null,
      keys: () => deriveBoardKeys(makeKey(), id),
      doubtKey: () => write({ isRefused: true }),
      hear: (present) => void hearPresent([present]),
      show: (present) => {
        linked = readPresence(present);
        talk.hear([...connected, ...linked]);
      },
    });
  };

  let inviteCode: InviteCode | undefined;
  let codes: Promise<InviteCode> | undefined;
  const startCode = async (): Promise<InviteCode> => {
    const { createInviteCode } = await import('./invite-code.svelte.ts');
    return (inviteCode = createInviteCode({
      ...{ ledger, clock, id },
      origin: () => address,
      keys: () => deriveBoardKeys(makeKey(), id),
      link: () =>
        joinLink({ id, title: workshop.board.meta.title.value, method: workshop.method.id, key: makeKey() }),
    }));
  };

  const heard = new Map<string, number>();
  /** Devices that are there with all that is here were gathered, as by a file. */
  const hearPresent = async (present: readonly string[]): Promise<void> => {
    const now = clock.now();
    for (const one of readPresence(present)) {
      if (one.device === device || now - (heard.get(one.device) ?? 0) < hearEveryMs) continue;
      heard.set(one.device, now);
      (await context.gathered(id)).hear(one.device, one.name, now);
    }
  };

  let there = '';
  let present: readonly string[] = [];
  const showPresent = (now: readonly string[]): void => {
    if (now === present) return;
    present = now;
    connected = readPresence(now);
    talk.hear([...connected, ...linked]);
  };
  const show = (): void => {
    const state = link?.state() ?? { type: 'none' as const };
    showPresent(state.type === 'on' ? state.present : nobody);
    switch (state.type) {
      case 'on':
        if (view.type !== 'on') {
          sharing?.wake();
          inviteCode?.renew();
        }
        if (state.isAllThere) {
          const vector = link?.vector();
          if (vector !== undefined && vector !== there) write({ there: (there = vector) });
          void hearPresent(state.present);
        }
        view = {
          type: 'on',
          isAllThere: state.isAllThere,
          deviceCount: Math.max(1, new Set(connected.map((one) => one.device)).size),
        };
        break;
      case 'away':
        view = { type: 'away', waiting: countNotesSince(board, decodeVector(draft.there)) };
        break;
      case 'refused':
        if (state.reason === 'wrong-token' && !draft.isRefused) write({ isRefused: true });
        view = state;
        break;
      default:
        view = state;
    }
  };

  const connectTo = async (origin: string): Promise<void> => {
    disconnect();
    address = origin;
    called = await context.deviceName();
    if (isStopped || address !== origin) return;
    const keys = deriveBoardKeys(makeKey(), id);
    sharing = shareAttachments({
      ledger,
      id,
      doc: board,
      board: () => workshop.whole,
      hub: createHubAttachments(origin, keys),
      isOn: () => link?.state().type === 'on',
    });
    link = openHubLink({
      url: socketUrl(origin, id),
      doc: store.doc,
      keys,
      isOwn,
      presence: writePresence({ device, name: called }),
    });
    link.observe(show);
    show();
  };

  const disconnect = (): void => {
    sharing?.stop();
    sharing = undefined;
    link?.close();
    link = undefined;
    address = null;
    show();
  };

  /** Goes by the hub that is known, else by the one that this page is from, if it is from one. */
  const start = async (): Promise<void> => {
    if (draft.key === null || draft.off || link) return;
    const origin = draft.address ?? location.origin;
    if (draft.address !== null) await connectTo(origin);
    const probed = await probeHub(origin);
    if (isStopped || !probed.ok) return;
    info = probed.value;
    if (draft.address !== null) return;
    write({ address: origin });
    await connectTo(origin);
  };
  let starting: Promise<void> | undefined;
  const startOnce = (): Promise<void> =>
    (starting ??= start().finally(() => {
      starting = undefined;
    }));

  const wake = (): void => {
    if (link) link.wake();
    else void startOnce();
  };
  const stopWaking = observeWake(wake);
  void startOnce();

  const hub: Hub = {
    get view() {
      return view;
    },
    get address() {
      return address;
    },
    get lastAddress() {
      return draft.address === null ? '' : new URL(draft.address).host;
    },
    get pageAddress() {
      const here = appAddress(location);
      if (address === null) return here;
      const { host, hostname } = new URL(address);
      const said = info?.addresses ?? [];
      // Where a hub speaks both schemes it says the one that every device can follow.
      const reached = isOnlyHere(hostname)
        ? (said[0] ?? null)
        : (said.find((other) => new URL(other).host === host) ?? address);
      return reached === null || reached === location.origin ? here : `${reached}/`;
    },
    makeKey: () => {
      const isNew = draft.key === null;
      const key = makeKey();
      if (isNew) void startOnce();
      return key;
    },
    connect: async (typed) => {
      const candidates = hubCandidates(typed);
      if (candidates.length === 0) return err({ type: 'AddressUnreadable' });
      const found = await findHub(candidates);
      if (!found.ok) return found;
      info = found.value.info;
      makeKey();
      write({ address: found.value.origin, off: false });
      await connectTo(found.value.origin);
      return ok();
    },
    disconnect: () => {
      write({ off: true });
      disconnect();
    },
    retry: () => {
      if (link) link.retry();
      else void startOnce();
    },
    get direct() {
      return direct;
    },
    useDirect: async () => {
      directs ??= startDirect();
      try {
        direct = await directs;
      } catch (error) {
        directs = undefined;
        throw error;
      }
      if (isStopped) direct.close();
      return direct;
    },
    useCode: async () => {
      codes ??= startCode();
      try {
        const code = await codes;
        if (isStopped) code.close();
        return code;
      } catch (error) {
        codes = undefined;
        throw error;
      }
    },
  };
  return {
    hub,
    stop: () => {
      isStopped = true;
      stopWaking();
      stopLooking();
      talk.stop();
      disconnect();
      direct?.close();
      inviteCode?.close();
    },
  };
};

const nobody: readonly string[] = [];

/** A device that stays is noted this often. */
const hearEveryMs = 60_000;
