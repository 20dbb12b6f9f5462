/** Asks an address whether it is a hub, before anything connects to it. */

import { err, ok, type Result } from '#core/result.ts';
import { hubPath, hubProtocol, readHubInfo, type HubInfo } from '#sync/hub-protocol.ts';
import { isMixed, isPrivate } from './hub-address.ts';

export type ProbeError =
  /** Nothing answered, or the browser did not let it. */
  | { readonly type: 'HubSilent' }
  /** Something answered that is no hub. */
  | { readonly type: 'NotAHub' }
  | { readonly type: 'HubNewer' }
  /** A page of https may not ask this address over http. */
  | { readonly type: 'HubMixed' };

const limitMs = 4_000;

export const probeHub = async (origin: string): Promise<Result<HubInfo, ProbeError>> => {
  if (isMixed(origin, location)) return err({ type: 'HubMixed' });
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), limitMs);
  try {
    const response = await fetch(`${origin}${hubPath}`, {
      signal: controller.signal,
      credentials: 'omit',
      cache: 'no-store',
      ...(isAcross(origin) && ({ targetAddressSpace: 'local' } as RequestInit)),
    });
    const info = response.ok ? readHubInfo(await response.json()) : err({ type: 'HubMessageUnknown' });
    if (!info.ok) return err({ type: 'NotAHub' });
    return info.value.protocol > hubProtocol ? err({ type: 'HubNewer' }) : info;
  } catch (error) {
    return err({ type: error instanceof SyntaxError ? 'NotAHub' : 'HubSilent' });
  } finally {
    clearTimeout(timer);
  }
};

/**
 * From a page of https to an address of the room: on account of this option Chromium lets plain http through, once it has
 * asked for its permission to the local network. Others pass over it.
 */
const isAcross = (origin: string): boolean =>
  location.protocol === 'https:' && origin !== location.origin && isPrivate(new URL(origin).hostname);

/** The first of several addresses that is a hub; else why the likeliest is not. */
export const findHub = async (
  candidates: readonly string[],
): Promise<Result<{ readonly origin: string; readonly info: HubInfo }, ProbeError>> => {
  let first: ProbeError | undefined;
  for (const origin of candidates) {
    const probed = await probeHub(origin);
    if (probed.ok) return ok({ origin, info: probed.value });
    if (!first || first.type === 'HubSilent') first = probed.error;
  }
  return err(first ?? { type: 'HubSilent' });
};
