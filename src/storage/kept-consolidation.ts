/** The consolidation that somebody is at work on, so that a killed tab loses nothing: the last one only, in a database of its own. */

import { Dexie, type Table } from 'dexie';

interface Kept {
  readonly id: 'current';
  /** Full state, Yjs update format V2. */
  readonly state: Uint8Array;
}

const databaseName = 'grappe-consolidation';

const database = (): Dexie & { readonly kept: Table<Kept, Kept['id']> } => {
  const db = new Dexie(databaseName);
  db.version(1).stores({ kept: 'id' });
  return db as Dexie & { readonly kept: Table<Kept, Kept['id']> };
};

/** Undefined: none is kept, or nothing can be read here. */
export const readKept = async (): Promise<Uint8Array | undefined> => {
  const db = database();
  try {
    // Looking makes no database.
    if (!(await Dexie.exists(databaseName))) return undefined;
    return (await db.kept.get('current'))?.state;
  } catch {
    return undefined;
  } finally {
    db.close();
  }
};

/** Keeps a state in place of the one before; null: none. Tells whether it could. */
export const writeKept = async (state: Uint8Array | null): Promise<boolean> => {
  const db = database();
  try {
    if (state) await db.kept.put({ id: 'current', state });
    else await db.kept.delete('current');
    return true;
  } catch {
    return false;
  } finally {
    db.close();
  }
};
