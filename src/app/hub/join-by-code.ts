/** Joining by a typed code: the hub has the sealed invitation, the code opens it. */

import { err, ok, type Result } from '#core/result.ts';
import { openInvitation, readJoinCode, stretchJoinCode, type JoinCodeError } from '#sync/join-code.ts';
import { readHubCode, type LookUpError } from '#transports/hub/hub-codes.ts';
import type { Grappe, StorageError } from '../grappe.ts';
import { joinLink, readJoinLink, type Invitation } from '../join-link.ts';
import { hubCandidates } from './hub-address.ts';
import { hubDraft, readHubDraft } from './hub-draft.ts';
import { findHub, type ProbeError } from './probe.ts';

export type JoinByCodeError =
  | JoinCodeError
  | LookUpError
  | ProbeError
  | StorageError
  | { readonly type: 'AddressUnreadable' }
  /** The page is from no hub, and nobody said where one is. */
  | { readonly type: 'HubUnsaid' }
  /** The hub is of a version before there were codes. */
  | { readonly type: 'HubWithoutCodes' };

/**
 * Gives the fragment of the join link that a code stands for. `address`: of the hub, as somebody types it; empty: where this page is from.
 * Errors: those of `JoinByCodeError`, in the order of the steps.
 */
export const joinByCode = async (
  grappe: Pick<Grappe, 'join' | 'readDraft' | 'writeDraft'>,
  typed: string,
  address: string,
): Promise<Result<string, JoinByCodeError>> => {
  const code = readJoinCode(typed);
  if (!code.ok) return code;
  const isHere = address.trim() === '';
  const candidates = isHere ? [location.origin] : hubCandidates(address);
  if (candidates.length === 0) return err({ type: 'AddressUnreadable' });
  const found = await findHub(candidates);
  if (!found.ok) return isHere && found.error.type === 'NotAHub' ? err({ type: 'HubUnsaid' }) : found;
  const { origin, info } = found.value;
  if (info.codeSalt === undefined) return err({ type: 'HubWithoutCodes' });
  const keys = await stretchJoinCode(code.value, info.codeSalt);
  const sealed = await readHubCode(origin, keys.token);
  if (!sealed.ok) return sealed;
  const link = openInvitation(keys, sealed.value);
  const invitation = link.ok ? readJoinLink(link.value) : link;
  if (!invitation.ok) return err({ type: 'CodeUnknown' });
  // A code lets nobody lead, whatever was sealed.
  const { id, title, method, key } = invitation.value;
  const invited: Invitation = { id, title, method, ...(key && { key }) };
  if (origin !== location.origin) {
    const kept = await keepHub(grappe, invited, origin);
    if (!kept.ok) return kept;
  }
  return ok(joinLink(invited));
};

/** A hub that this page is not from would not be found by the link alone. */
const keepHub = async (
  grappe: Pick<Grappe, 'join' | 'readDraft' | 'writeDraft'>,
  invitation: Invitation,
  origin: string,
): Promise<Result<void, StorageError>> => {
  const joined = await grappe.join(invitation);
  if (!joined.ok) return joined;
  const place = `${invitation.id}/${hubDraft}`;
  grappe.writeDraft(place, {
    ...readHubDraft(await grappe.readDraft(place)),
    address: origin,
    off: false,
  });
  return ok();
};

/** The hub of the workshop that was opened last, as an origin, for a page that is from none; empty: none is known. */
export const knownHub = async ({
  workshops,
  readDraft,
}: Pick<Grappe, 'workshops' | 'readDraft'>): Promise<string> => {
  for (const { id } of workshops ?? []) {
    const { address } = readHubDraft(await readDraft(`${id}/${hubDraft}`));
    if (address !== null && address !== location.origin) return address;
  }
  return '';
};
