/**
 * The code to type by which others join a workshop: made on this device, left sealed at its hub for some hours. It is kept among the
 * drafts of the workshop, so that every window shows the same one, and erasing the workshop erases it.
 */

import type { Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { writeDraft } from '#storage/entries.ts';
import type { Ledger } from '#storage/ledger.ts';
import { observeDraft } from '#storage/observe-draft.ts';
import type { BoardKeys } from '#sync/board-keys.ts';
import { hubLimits } from '#sync/hub-protocol.ts';
import {
  createJoinCode,
  isJoinCode,
  sealInvitation,
  stretchJoinCode,
  type JoinCode,
} from '#sync/join-code.ts';
import { keepHubCode, removeHubCode, type LeaveError } from '#transports/hub/hub-codes.ts';
import { probeHub } from './probe.ts';

export interface ShownCode {
  readonly code: JoinCode;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export type InviteCodeError =
  | LeaveError
  /** The hub is of a version before there were codes. */
  | { readonly type: 'HubWithoutCodes' };

export interface InviteCode {
  /** Reactive; null: none is good for now. */
  readonly shown: ShownCode | null;
  /** Makes one, once the hub has it. */
  make(): Promise<Result<void, InviteCodeError>>;
  /** Takes it away, once the hub has. */
  end(): Promise<Result<void, InviteCodeError>>;
  /** Leaves it at the hub again, which forgets when it starts anew. */
  renew(): void;
  close(): void;
}

export interface InviteCodeContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly id: BoardId;
  /** Of the hub; null: none for now. */
  readonly origin: () => string | null;
  readonly keys: () => BoardKeys;
  /** The join link without the address of the app, and without a leader’s key. */
  readonly link: () => string;
}

const codeDraft = 'code';
const longestMs = hubLimits.codeSeconds * 1_000;

export const createInviteCode = ({
  ledger,
  clock,
  id,
  origin,
  keys,
  link,
}: InviteCodeContext): InviteCode => {
  let shown = $state.raw<ShownCode | null>(null);
  let expiry: ReturnType<typeof setTimeout> | undefined;

  const show = (next: ShownCode | null): void => {
    clearTimeout(expiry);
    shown = next !== null && leftOf(next) > 0 ? next : null;
    if (shown) expiry = setTimeout(() => show(null), leftOf(shown));
  };
  /** Milliseconds; no more than there may be, also where the clock was set back. */
  const leftOf = ({ until }: ShownCode): number => Math.min(until - clock.now(), longestMs);

  let isRead = false;
  const leave = observeDraft(ledger, id, codeDraft, (draft) => {
    show(readShown(draft));
    if (!isRead) renew();
    isRead = true;
  });

  /** Stretching takes a while: once for a code and hub. */
  let stretched: { readonly of: string; readonly keys: Promise<BoardKeys> } | undefined;
  const stretch = (code: JoinCode, salt: string): Promise<BoardKeys> => {
    const of = `${code} ${salt}`;
    if (stretched?.of !== of) stretched = { of, keys: stretchJoinCode(code, salt) };
    return stretched.keys;
  };

  const atHub = async (
    code: JoinCode,
    work: (hub: string, codeKeys: BoardKeys) => Promise<Result<void, LeaveError>>,
  ): Promise<Result<void, InviteCodeError>> => {
    const hub = origin();
    const probed = hub === null ? null : await probeHub(hub);
    if (hub === null || !probed?.ok) return err({ type: 'HubSilent' });
    const { codeSalt } = probed.value;
    if (codeSalt === undefined) return err({ type: 'HubWithoutCodes' });
    return work(hub, await stretch(code, codeSalt));
  };

  const leaveAtHub = (one: ShownCode): Promise<Result<void, InviteCodeError>> =>
    atHub(one.code, (hub, codeKeys) =>
      keepHubCode(hub, keys(), {
        address: codeKeys.token,
        sealed: sealInvitation(codeKeys, link()),
        seconds: Math.max(1, Math.floor(leftOf(one) / 1_000)),
      }),
    );

  const renew = (): void => {
    if (shown !== null) void leaveAtHub(shown);
  };

  return {
    get shown() {
      return shown;
    },
    make: async () => {
      const made = { code: createJoinCode(), until: clock.now() + longestMs };
      const left = await leaveAtHub(made);
      if (!left.ok) return left;
      show(made);
      await writeDraft(ledger, id, codeDraft, { ...made });
      return ok();
    },
    end: async () => {
      if (shown === null) return ok();
      const ended = await atHub(shown.code, (hub, codeKeys) => removeHubCode(hub, keys(), codeKeys.token));
      if (!ended.ok) return ended;
      show(null);
      await writeDraft(ledger, id, codeDraft, undefined);
      return ok();
    },
    renew,
    close: () => {
      clearTimeout(expiry);
      leave();
    },
  };
};

/** Storage gives back what some version wrote; anything of another shape is passed over. */
const readShown = (stored: unknown): ShownCode | null => {
  const { code, until } = (stored ?? {}) as Record<string, unknown>;
  return isJoinCode(code) && typeof until === 'number' ? { code, until } : null;
};
