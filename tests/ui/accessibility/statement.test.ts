import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as m from '#app/words/messages/messages.js';
import { overwriteGetLocale } from '#app/words/messages/runtime.js';
import { statement } from '#ui/accessibility/statement.ts';

test.each(['fr', 'en'] as const)(
  '[AC5] the statement in the app and in docs is the same (%s)',
  async (locale) => {
    overwriteGetLocale(() => locale);
    const blocks = statement().flatMap(({ heading, blocks }) => [
      ...(heading === null ? [] : [`## ${heading}`]),
      ...blocks.map((block) =>
        typeof block === 'string' ? block : block.map((point) => `- ${point}`).join('\n'),
      ),
    ]);
    const file = [`# ${m.a11y_title()}`, ...blocks].join('\n\n') + '\n';
    // After a change of words: npx vitest run -u tests/ui/accessibility
    await expect(file).toMatchFileSnapshot(
      join(import.meta.dirname, `../../../docs/accessibility.${locale}.md`),
    );
  },
);
