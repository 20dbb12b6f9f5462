/** The language of the interface, and how it writes dates, numbers and lists. */

import { localized, type Localized } from '#board/method.ts';
import { time_just_now } from './messages/messages.js';
import { overwriteGetLocale, type Locale } from './messages/runtime.js';
import { pickLocale } from './pick-locale.ts';

const storageKey = 'grappe.locale';

/** The choice made here before, else the first of the browser's languages that is known, else French. */
let current = $state<Locale>(pickLocale([readChoice(), ...navigator.languages]) ?? 'fr');

overwriteGetLocale(() => current);

/** Storage of this kind may be refused (private windows, embedded pages); the choice then lasts until reload. */
function readChoice(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export const locale = (): Locale => current;

export const setLocale = (next: Locale): void => {
  current = next;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // As in readChoice.
  }
};

/** The text of a method in the interface's language. */
export const local = (text: Localized): string => localized(text, current);

/** « 23 novembre 2026 »; a date that is none stays as it is. */
export const formatDate = (isoDate: string): string => {
  const date = new Date(`${isoDate}T12:00:00`);
  return Number.isNaN(date.getTime())
    ? isoDate
    : new Intl.DateTimeFormat(current, { day: 'numeric', month: 'long', year: 'numeric' }).format(date);
};

/** « aujourd’hui, 14:20 » or « 19 nov., 09:05 », for a time in milliseconds since 1970. */
export const formatTime = (at: number, now: number): string => {
  const date = new Date(at);
  const hour = new Intl.DateTimeFormat(current, { hour: '2-digit', minute: '2-digit' }).format(date);
  if (date.toDateString() === new Date(now).toDateString()) {
    const today = new Intl.RelativeTimeFormat(current, { numeric: 'auto' }).format(0, 'day');
    return `${today}, ${hour}`;
  }
  const day = new Intl.DateTimeFormat(current, { day: 'numeric', month: 'short' }).format(date);
  return `${day}, ${hour}`;
};

/** « il y a 5 minutes », « hier », « à l’instant », for a time in milliseconds since 1970. */
export const formatAgo = (at: number, now: number): string => {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return time_just_now();
  const format = new Intl.RelativeTimeFormat(current, { numeric: 'auto' });
  if (minutes < 60) return format.format(-minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? format.format(-hours, 'hour') : format.format(-Math.floor(hours / 24), 'day');
};
