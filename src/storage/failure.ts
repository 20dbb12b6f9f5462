/** Why the device's storage did not do what it was asked: one small union out of many engines' errors. */

/**
 * - `quota`: the disk or the browser's share of it is full.
 * - `closed`: the connection was lost (iOS suspends it, another tab deleted the database).
 * - `blocked`: no answer in time, or another tab holds the database.
 * - `outdated`: a newer version of the application has upgraded the database; this one must be reloaded.
 * - `missing`: this browser, or its private mode, offers no storage.
 * - `unknown`: anything else, with the engine's own words in `detail`.
 */
export type FailureReason = 'quota' | 'closed' | 'blocked' | 'outdated' | 'missing' | 'unknown';

export interface StorageUnavailable {
  readonly type: 'StorageUnavailable';
  readonly reason: FailureReason;
  /** For a report, never for people. */
  readonly detail: string;
}

export const storageUnavailable = (reason: FailureReason, detail: string): StorageUnavailable => ({
  type: 'StorageUnavailable',
  reason,
  detail,
});

/** Thrown inside Dexie's opening, whose only way to refuse is to throw. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase';
}

const reasonByName: Readonly<Record<string, FailureReason>> = {
  QuotaExceededError: 'quota',
  NewerDatabase: 'outdated',
  VersionError: 'outdated',
  MissingAPIError: 'missing',
  MissingApiError: 'missing',
  DatabaseClosedError: 'closed',
  InvalidStateError: 'closed',
  TransactionInactiveError: 'closed',
  UnknownError: 'closed',
  TimeoutError: 'blocked',
  // What a transaction says that was under way when its connection went.
  AbortError: 'closed',
};

/** Reads a reason out of whatever IndexedDB or Dexie threw; the telling error is often an inner one. */
export const readFailure = (thrown: unknown): StorageUnavailable => {
  const chain = errorChain(thrown);
  const detail = chain.map((error) => `${error.name}: ${error.message}`).join(' ← ') || String(thrown);
  // The innermost first: Dexie wraps a full disk into an AbortError or a closed database.
  for (const { name } of chain.reverse()) {
    const reason = reasonByName[name];
    if (reason !== undefined) return storageUnavailable(reason, detail);
  }
  return storageUnavailable('unknown', detail);
};

const errorChain = (thrown: unknown): { name: string; message: string }[] => {
  const chain: { name: string; message: string }[] = [];
  let next = thrown;
  while (typeof next === 'object' && next !== null && chain.length < 8) {
    const error = next as { name?: unknown; message?: unknown; inner?: unknown; cause?: unknown };
    chain.push({ name: String(error.name), message: String(error.message) });
    next = error.inner ?? error.cause;
  }
  return chain;
};
