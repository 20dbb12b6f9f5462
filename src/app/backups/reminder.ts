/**
 * When a person is reminded to take a backup: a reminder, not a nag.
 *
 * Ten notes are about five minutes of a room of six, and more than anybody could write again from memory. What is not
 * counted in notes (names of clusters, tables, corrections) is worth as much after an hour.
 */

const noteLimit = 10;
const workLimitMs = 3_600_000;
/** Once said, a thing is known for the day. */
const pauseMs = 24 * 3_600_000;

/** The last moment at which all of a workshop stood elsewhere too: its last backup, or when it came to this device. */
export interface Baseline {
  readonly at: number;
  readonly notes: number;
}

export interface ReminderFacts {
  readonly now: number;
  readonly changedAt: number;
  readonly notes: number;
  readonly baseline: Baseline;
  /** When a reminder was last shown, or null. */
  readonly remindedAt: number | null;
  /** A folder takes the backups by itself. */
  readonly isAutomatic: boolean;
}

export const isReminderDue = ({
  now,
  changedAt,
  notes,
  baseline,
  remindedAt,
  isAutomatic,
}: ReminderFacts): boolean => {
  if (isAutomatic || changedAt <= baseline.at) return false;
  if (remindedAt !== null && now - remindedAt < pauseMs) return false;
  return notes - baseline.notes >= noteLimit || now - baseline.at >= workLimitMs;
};
