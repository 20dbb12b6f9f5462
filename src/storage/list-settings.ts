/** Settings of which there are several: read together, by how their keys begin. */

import type { Result } from '#core/result.ts';
import type { Json } from './entries.ts';
import type { StorageUnavailable } from './failure.ts';
import type { Ledger } from './ledger.ts';

export interface Setting {
  readonly key: string;
  readonly value: Json;
}

/** Lists the settings whose keys begin so, in the order of their keys. */
export const listSettings = (
  ledger: Ledger,
  prefix: string,
): Promise<Result<readonly Setting[], StorageUnavailable>> =>
  ledger.attempt(async (db) => {
    const rows = await db.entries
      .where('[scope+key]')
      .between(['', prefix], ['', `${prefix}\uffff`])
      .toArray();
    return rows.map(({ key, value }) => ({ key, value: value as Json }));
  });
