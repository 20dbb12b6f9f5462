/** Leaves sealed invitations at a hub, for whoever types their code, and looks them up. */

import { err, ok, type Result } from '#core/result.ts';
import type { BoardKeys } from '#sync/board-keys.ts';
import { hubLimits, hubPath } from '#sync/hub-protocol.ts';

/** No answer, or one that may be another next time. */
export type HubSilent = { readonly type: 'HubSilent' };

export type LookUpError =
  | HubSilent
  /** Nothing lies there, or not any more. */
  | { readonly type: 'CodeUnknown' }
  /** Too many have looked in vain, whoever they were: the hub answers nobody for a minute. */
  | { readonly type: 'TooManyTries' };

export type LeaveError =
  | HubSilent
  /** The hub has no room, or does not take this board. */
  | { readonly type: 'CodeNotTaken' };

/** Looks up what lies at an address. `origin`: as in `http://192.168.1.20:4173`. */
export const readHubCode = async (
  origin: string,
  address: string,
): Promise<Result<Uint8Array, LookUpError>> =>
  ask<Uint8Array, LookUpError>(`${origin}${hubPath}/codes/${address}`, {}, async (response) => {
    if (response.status === 404) return err({ type: 'CodeUnknown' });
    if (response.status === 429) return err({ type: 'TooManyTries' });
    const isHonest = Number(response.headers.get('Content-Length') ?? 0) <= hubLimits.codeBytes;
    return response.ok && isHonest ? ok(new Uint8Array(await response.arrayBuffer())) : silent;
  });

/** Leaves a sealed invitation there for so long. */
export const keepHubCode = async (
  origin: string,
  { boardId, token }: BoardKeys,
  { address, sealed, seconds }: { address: string; sealed: Uint8Array; seconds: number },
): Promise<Result<void, LeaveError>> =>
  ask<void, LeaveError>(
    `${origin}${hubPath}/${boardId}/codes/${address}?seconds=${String(seconds)}`,
    {
      method: 'PUT',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/octet-stream' },
      body: sealed as BodyInit,
    },
    (response) => {
      if (response.ok) return ok();
      return response.status === 503 ? silent : err({ type: 'CodeNotTaken' });
    },
  );

/** Takes it away. */
export const removeHubCode = async (
  origin: string,
  { boardId, token }: BoardKeys,
  address: string,
): Promise<Result<void, HubSilent>> =>
  ask<void, HubSilent>(
    `${origin}${hubPath}/${boardId}/codes/${address}`,
    { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } },
    (response) => (response.ok ? ok() : silent),
  );

const silent = err({ type: 'HubSilent' } as const);
const patienceMs = 8_000;

const ask = async <T, E>(
  url: string,
  init: RequestInit,
  read: (response: Response) => Result<T, E | HubSilent> | Promise<Result<T, E | HubSilent>>,
): Promise<Result<T, E | HubSilent>> => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), patienceMs);
  try {
    return await read(
      await fetch(url, { ...init, signal: controller.signal, credentials: 'omit', cache: 'no-store' }),
    );
  } catch {
    return silent;
  } finally {
    clearTimeout(timer);
  }
};
