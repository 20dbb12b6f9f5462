/** Names for files that every system takes. */

/** « egal-acces-au-numerique-2026-11-24.grappe »: no accents, no marks, not too long, and the day. */
export const fileName = (title: string, now: number, extension: string): string => {
  const words = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  const day = new Date(now).toISOString().slice(0, 10);
  return `${words === '' ? 'atelier' : words}-${day}.${extension}`;
};
