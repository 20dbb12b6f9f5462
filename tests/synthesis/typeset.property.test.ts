import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typeset } from '#synthesis/typeset.ts';

const locale = fc.constantFrom('fr', 'en', 'de');
/** What rules are about, and what they may be mistaken about. */
const typed = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        ...[
          'a',
          'é',
          'mot',
          'l',
          '1',
          ' ',
          '  ',
          '\n',
          '\u00A0',
          '\u202F',
          '"',
          "'",
          '«',
          '»',
          '“',
          '’',
          '.',
          '...',
          '…',
        ],
        ...[
          ':',
          ';',
          '!',
          '?',
          '(',
          ')',
          '-',
          '`',
          '@',
          '/',
          'https://a.fr',
          'www.a.fr',
          ':)',
          '&amp;',
          '\uE000',
          '👍',
        ],
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

test('[LN2] what is set stays so when it is set again', () => {
  fc.assert(
    fc.property(typed, locale, (text, of) => {
      const once = typeset(text, of);
      expect(typeset(once, of)).toBe(once);
    }),
    { numRuns: 20_000 },
  );
});

test('[LN2] nothing but spaces within a line, quotes, apostrophes and three dots is changed', () => {
  const bare = (text: string): string =>
    text
      .replace(/[ \u00A0\u202F\u2009]/g, '')
      .replace(/[«»“”]/g, '"')
      .replace(/’/g, "'")
      .replace(/…/g, '...');
  fc.assert(
    fc.property(typed, locale, (text, of) => {
      expect(bare(typeset(text, of))).toBe(bare(text));
    }),
    { numRuns: 20_000 },
  );
});
