/** What the browser promises about this device's storage: whether it may be evicted, how much room is left. */

export type Persistence = 'granted' | 'denied' | 'unsupported';

/** Asks the browser never to evict our data; plain http pages and old browsers cannot ask. */
export const requestPersistence = async (): Promise<Persistence> => {
  const storage = storageManager();
  if (storage?.persist === undefined) return 'unsupported';
  try {
    return (await storage.persist()) ? 'granted' : 'denied';
  } catch {
    return 'denied';
  }
};

/** Tells, without asking for it, whether our data is safe from eviction. */
export const readPersistence = async (): Promise<Persistence> => {
  const storage = storageManager();
  if (storage?.persisted === undefined) return 'unsupported';
  try {
    return (await storage.persisted()) ? 'granted' : 'denied';
  } catch {
    return 'denied';
  }
};

export interface StorageEstimate {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** Estimates the room used and granted; `undefined` where the browser does not say. */
export const storageEstimate = async (): Promise<StorageEstimate | undefined> => {
  try {
    const estimate = await storageManager()?.estimate?.();
    if (estimate?.usage === undefined || estimate.quota === undefined) return undefined;
    return { usedBytes: estimate.usage, quotaBytes: estimate.quota };
  } catch {
    return undefined;
  }
};

const storageManager = (): Partial<StorageManager> | undefined =>
  typeof navigator === 'undefined' ? undefined : (navigator as Partial<Navigator>).storage;
