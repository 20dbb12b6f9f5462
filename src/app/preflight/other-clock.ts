/** The clocks of other devices, as far as their files tell: a file that comes from the future shows that two disagree. */

import { readSetting, writeSetting } from '#storage/entries.ts';
import type { Ledger } from '#storage/ledger.ts';

/** Notes tell the minute; people set clocks by hand, and nothing is ordered by them. */
const toleranceMs = 10 * 60_000;

const key = 'otherClock';

/**
 * Remembers by how much the maker of a file was ahead of this device. A file from the past tells nothing; one of this
 * very moment tells that both agree. `created`: ISO 8601, foreign text.
 */
export const noteFileTime = async (ledger: Ledger, created: string, now: number): Promise<void> => {
  const ahead = Date.parse(created) - now;
  if (Number.isNaN(ahead) || ahead < -toleranceMs) return;
  await writeSetting(ledger, key, { ahead, at: now });
};

/** Minutes by which another device was ahead, when that was too much; or null. */
export const minutesAhead = async (ledger: Ledger): Promise<number | null> => {
  const read = await readSetting(ledger, key);
  const { ahead } = ((read.ok && read.value) || {}) as { ahead?: unknown };
  return typeof ahead === 'number' && ahead > toleranceMs ? Math.round(ahead / 60_000) : null;
};
