/** What a device keeps of a workshop's hub, among the drafts of the workshop. */

import type { BoardId } from '#core/ids.ts';
import { readDraft, writeDraft } from '#storage/entries.ts';
import type { Ledger } from '#storage/ledger.ts';
import { isBoardKey, type BoardKey } from '#sync/board-key.ts';

export interface HubDraft {
  /** Null: this device has none yet. */
  readonly key: BoardKey | null;
  /** An origin, as in `http://192.168.1.20:4173`, that has answered as a hub; null: none is known. */
  readonly address: string | null;
  /** Somebody disconnected. */
  readonly off: boolean;
  /** The hub did not know the key: a join link may bring another. */
  readonly isRefused: boolean;
  /** The state vector of what was on the hub's disk at last, base64url. */
  readonly there: string;
}

export const hubDraft = 'hub';

/** Storage gives back what some version wrote; anything of another shape is passed over. */
export const readHubDraft = (stored: unknown): HubDraft => {
  const { key, address, off, isRefused, there } = (stored ?? {}) as Record<string, unknown>;
  return {
    key: isBoardKey(key) ? key : null,
    address: typeof address === 'string' && /^https?:\/\/[^/]+$/.test(address) ? address : null,
    off: off === true,
    isRefused: isRefused === true,
    there: typeof there === 'string' ? there : '',
  };
};

/** Keeps the key of a join link, on a device that has none yet or whose own a hub did not know: a link comes from anywhere. */
export const keepInvitedKey = async (ledger: Ledger, id: BoardId, key: BoardKey): Promise<void> => {
  const stored = await readDraft(ledger, id, hubDraft);
  const draft = readHubDraft(stored.ok ? stored.value : undefined);
  if (draft.key !== null && !draft.isRefused) return;
  await writeDraft(ledger, id, hubDraft, { ...draft, key, isRefused: false });
};
