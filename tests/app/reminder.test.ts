import { expect, test } from 'vitest';
import { isReminderDue, type ReminderFacts } from '#app/backups/reminder.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A workshop whose last backup was at 0, with 5 notes, and which was changed half an hour later. */
const facts: ReminderFacts = {
  now: 40 * minute,
  changedAt: 30 * minute,
  notes: 5,
  baseline: { at: 0, notes: 5 },
  remindedAt: null,
  isAutomatic: false,
};

test('[BK6] ten new notes are worth a reminder, nine are not', () => {
  expect(isReminderDue({ ...facts, notes: 14 })).toBe(false);
  expect(isReminderDue({ ...facts, notes: 15 })).toBe(true);
});

test('[BK6] an hour of new work is worth a reminder, also without a new note', () => {
  expect(isReminderDue({ ...facts, now: hour - 1 })).toBe(false);
  expect(isReminderDue({ ...facts, now: hour })).toBe(true);
});

test('[BK6] without anything new there is nothing to be reminded of, however long ago', () => {
  expect(isReminderDue({ ...facts, changedAt: 0, notes: 50, now: 100 * hour })).toBe(false);
});

test('[BK6] a reminder comes once a day', () => {
  const due = { ...facts, notes: 50, now: 30 * hour, changedAt: 29 * hour };
  expect(isReminderDue({ ...due, remindedAt: 7 * hour })).toBe(false);
  expect(isReminderDue({ ...due, remindedAt: 6 * hour })).toBe(true);
});

test('[BK6] a folder that takes the backups leaves nothing to be reminded of', () => {
  expect(isReminderDue({ ...facts, notes: 50, isAutomatic: true })).toBe(false);
});
