import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const words = (locale: 'fr' | 'en'): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../src/app/words/${locale}.json`), 'utf8')) as Record<
    string,
    unknown
  >;

for (const [locale, quoted] of [
  ['fr', /«\u202f([^»{}]*)\u202f»/g],
  ['en', /“([^”{}]*)”/g],
] as const) {
  test(`[FU5] what the guided example and the sheets name in quotation marks is on a screen (${locale})`, () => {
    const all = Object.entries(words(locale));
    const guiding = all.filter(([key]) => /^(practice|memo)_/.test(key));
    const shown = new Set(
      all
        .filter((entry) => !guiding.includes(entry))
        .flatMap(([, text]) => (typeof text === 'string' ? [text] : [])),
    );
    const names = guiding.flatMap(([, text]) =>
      typeof text === 'string' ? [...text.matchAll(quoted)].map(([, name]) => name) : [],
    );
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !shown.has(name ?? ''))).toEqual([]);
  });
}
