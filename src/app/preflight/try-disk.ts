/** Writes to this device's storage and reads it back, by the way that every note takes. */

import { createId } from '#core/ids.ts';
import { readSetting, writeSetting } from '#storage/entries.ts';
import { storageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';
import type { Finding } from './finding.ts';

/** As much as a workshop of a thousand notes: what is written is random, so that no disk makes it less. */
const size = 64 * 1024;
/** A note that takes as long as that to be kept is a note whose author has gone. */
const slowMs = 2_000;

const key = 'preflight';

export const tryDisk = async (ledger: Ledger): Promise<Finding> => {
  const text = createId<string>(undefined, size);
  const start = performance.now();
  const written = await writeSetting(ledger, key, text);
  if (!written.ok) return { type: 'DiskFails', error: written.error };
  const read = await readSetting(ledger, key);
  const ms = Math.round(performance.now() - start);
  await writeSetting(ledger, key, undefined);
  if (!read.ok) return { type: 'DiskFails', error: read.error };
  if (read.value !== text) {
    return { type: 'DiskFails', error: storageUnavailable('unknown', 'read back something else') };
  }
  return { type: ms > slowMs ? 'DiskSlow' : 'DiskGood', ms };
};
