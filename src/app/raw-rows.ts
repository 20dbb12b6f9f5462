/** Stored rows as they were found, in the format of the rescue page (docs/format.md, `grappe-secours`). */

/** Writes the rows of one table of one database. `id` of a row is its key. */
export const rawRowsJson = (
  database: string,
  table: string,
  rows: readonly { readonly id?: number }[],
  now: number,
): string =>
  JSON.stringify(
    {
      format: 'grappe-secours',
      version: 1,
      created: new Date(now).toISOString(),
      databases: [
        {
          name: database,
          stores: [{ name: table, rows: rows.map((row) => ({ key: row.id ?? null, value: raw(row) })) }],
        },
      ],
    },
    null,
    1,
  );

/** JSON has no bytes and no `undefined`; a damaged row may hold anything that IndexedDB does. */
const raw = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return { $bytes: base64(value) };
  if (Array.isArray(value)) return value.map(raw);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, raw(inner)]));
  }
  return typeof value === 'bigint' || value === undefined ? { $text: String(value) } : value;
};

/** In pieces: a call with a million arguments is one too many. */
const base64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(binary);
};
