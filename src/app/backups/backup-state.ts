/** How a workshop stands with regard to its last backup, from the catalogue alone. */

/** Times in milliseconds since 1970. */
export interface BackupTimes {
  readonly changedAt: number;
  readonly exportedAt: number | null;
}

export type BackupState =
  | { readonly type: 'never' }
  /** Nothing is new since. */
  | { readonly type: 'current'; readonly at: number }
  /** There is something new since. */
  | { readonly type: 'behind'; readonly at: number };

export const backupState = ({ changedAt, exportedAt }: BackupTimes): BackupState => {
  if (exportedAt === null) return { type: 'never' };
  return { type: exportedAt < changedAt ? 'behind' : 'current', at: exportedAt };
};
