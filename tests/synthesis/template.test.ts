import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFile } from '#app/read-file.ts';
import { readBoard } from '#board/board.ts';
import { addRetex, changeRetex, correctRetex } from '#board/commands/retex.ts';
import { instruct, openPhase, orderPhases, planMinutes, setSkipped } from '#board/commands/session.ts';
import { changeWorkshop, startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, type BoardDoc, type RetexId } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { liveRetex } from '#board/select.ts';
import {
  fillFromTemplate,
  makeTemplate,
  readTemplate,
  templateSizeLimit,
  templateText,
} from '#synthesis/template.ts';
import { newBoard, stick, value } from '../board/board-for-tests.ts';

const prepared = (): BoardDoc => {
  const board = newBoard('Égal accès');
  value(
    changeWorkshop(board, {
      theme: 6,
      themes: [
        { number: 1, title: 'Un' },
        { number: 6, title: 'Le nôtre' },
      ],
      audiences: ['élèves', 'grands-parents'],
      place: 'Nantes',
      date: '2026-11-24',
    }),
  );
  for (const [i, title] of ['Des ordinateurs', 'L’ENT'].entries()) {
    const id = addRetex(board, `retex${String(i)}` as RetexId);
    value(
      changeRetex(board, id, {
        title,
        scope: 'Loire',
        links: ['https://exemple.fr/a'],
        theme: i === 0 ? 1 : null,
      }),
    );
    value(correctRetex(board, id, '', `Deux lignes.\nSur ${title}`));
  }
  const [first, second, third] = defaultMethod.phases.map(({ id }) => id);
  orderPhases(board, [second!, first!, third!]);
  value(planMinutes(board, first!, 25));
  value(instruct(board, first!, '**Trois** idées chacun'));
  setSkipped(board, third!, true);
  openPhase(board, first!, 'opening');
  stick(board, 'Une note de la salle', { device: 'device-of-someone' as never });
  return board;
};

const make = (board: BoardDoc) => makeTemplate(readBoard(board), defaultMethod, 'Modèle « égal accès »');
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a template', () => {
  test('[TP1] holds what was prepared, and comes back from its file the same', () => {
    const template = make(prepared());
    expect(template).toEqual({
      name: 'Modèle « égal accès »',
      method: defaultMethod.id,
      theme: 6,
      themes: [
        { number: 1, title: 'Un' },
        { number: 6, title: 'Le nôtre' },
      ],
      audiences: ['élèves', 'grands-parents'],
      retex: [
        {
          number: 1,
          scope: 'Loire',
          title: 'Des ordinateurs',
          summary: 'Deux lignes.\nSur Des ordinateurs',
          links: ['https://exemple.fr/a'],
          theme: 1,
        },
        {
          number: 2,
          scope: 'Loire',
          title: 'L’ENT',
          summary: 'Deux lignes.\nSur L’ENT',
          links: ['https://exemple.fr/a'],
        },
      ],
      phases: [
        { id: 'projections' },
        { id: 'diagnostic', minutes: 25, instruction: '**Trois** idées chacun' },
        { id: 'actionPlan', skipped: true },
      ],
    });
    expect(value(readTemplate(templateText(template)))).toEqual(template);
  });

  test('[TP1] holds no note, no id, no place, no date', () => {
    const text = templateText(make(prepared()));
    for (const secret of [
      'Une note de la salle',
      'device-of-someone',
      'retex0',
      'note',
      'opening',
      'Nantes',
      '2026',
    ])
      expect(text).not.toContain(secret);
  });

  test('[TP1] makes a workshop that gives the same template again', () => {
    const template = make(prepared());
    const board = createBoardDoc();
    value(startWorkshop(board, { title: 'Un autre', method: template.method }));
    fillFromTemplate(board, template);
    expect(make(board)).toEqual(template);
    expect(readBoard(board).meta.title.value).toBe('Un autre');
    expect(readBoard(board).notes.size).toBe(0);
    expect(liveRetex(readBoard(board)).every((card) => card.theme.others.length === 0)).toBe(true);
  });

  test('[TP1] says nothing of what the method says already', () => {
    expect(make(newBoard())).toEqual({ name: 'Modèle « égal accès »', method: defaultMethod.id, retex: [] });
  });

  test('[TP4] is read without what a later version adds', () => {
    const text = templateText(make(newBoard())).replace(
      '"retex"',
      '"steps": [{ "minutes": 20 }],\n  "retex"',
    );
    expect(value(readTemplate(text)).retex).toEqual([]);
  });
});

describe('a template file', () => {
  const whole = templateText(make(prepared()));
  const wrong = (change: (file: Record<string, unknown>) => void): string => {
    const file = JSON.parse(whole) as Record<string, unknown>;
    change(file);
    return JSON.stringify(file);
  };

  test('[TP3] is told from a workshop by its content', () => {
    const read = readFile(bytesOf(whole));
    expect(read).toEqual({ ok: false, error: { type: 'TemplateFile', template: make(prepared()) } });
    expect(readFile(bytesOf(`\ufeff ${whole}`))).toEqual(read);
  });

  test('[TP4] that is wrong is refused, and the place is named', () => {
    const refusals: readonly (readonly [string, object])[] = [
      ['{"format":"grappe-modele"', { type: 'NotJson' }],
      ['x'.repeat(templateSizeLimit + 1), { type: 'JsonTooLarge' }],
      [wrong((file) => (file['version'] = 2)), { type: 'BundleNewer', version: 2, known: 1 }],
      [wrong((file) => delete file['name']), { type: 'JsonWrong', path: '/name', expected: 'missing' }],
      [
        wrong((file) => (file['method'] = 'x')),
        { type: 'JsonWrong', path: '/method', expected: 'knownMethod' },
      ],
      [
        wrong((file) => ((file['retex'] as { number: unknown }[])[1]!.number = -1)),
        { type: 'JsonWrong', path: '/retex/1/number', expected: 'number' },
      ],
      [
        wrong((file) => ((file['retex'] as { links: unknown }[])[0]!.links = ['javascript:alert(1)'])),
        { type: 'JsonWrong', path: '/retex/0/links/0', expected: 'link' },
      ],
      [
        wrong((file) => (file['retex'] = Array.from({ length: 101 }, (_, number) => ({ number })))),
        { type: 'JsonWrong', path: '/retex', expected: 'fewer' },
      ],
      [
        wrong((file) => (file['name'] = 'x'.repeat(301))),
        { type: 'JsonWrong', path: '/name', expected: 'shorter' },
      ],
      [
        wrong((file) => ((file['phases'] as { minutes: unknown }[])[1]!.minutes = 0.5)),
        { type: 'JsonWrong', path: '/phases/1/minutes', expected: 'number' },
      ],
      [
        wrong((file) => ((file['phases'] as { id: unknown }[])[0]!.id = '../x')),
        { type: 'JsonWrong', path: '/phases/0/id', expected: 'text' },
      ],
      ['[]', { type: 'JsonWrong' }],
      ['null', { type: 'JsonWrong' }],
    ];
    for (const [text, error] of refusals)
      expect(readTemplate(text), text.slice(0, 80)).toMatchObject({ ok: false, error });
  });

  test('[TP4] of any content is read or refused, and never throws', () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom('', 0, null, [], {}));
    fc.assert(
      fc.property(
        fc.record(
          {
            format: fc.constant('grappe-modele'),
            version: fc.oneof(fc.constant(1), field),
            name: field,
            method: fc.oneof(fc.constant(defaultMethod.id), field),
            theme: field,
            themes: fc.oneof(fc.array(fc.record({ number: fc.nat(), title: fc.string() })), field),
            audiences: field,
            retex: fc.oneof(fc.array(fc.record({ number: fc.nat(), links: field })), field),
            phases: fc.oneof(
              fc.array(
                fc.record(
                  { id: fc.constantFrom('diagnostic', 'x', ''), minutes: field },
                  { requiredKeys: [] },
                ),
              ),
              field,
            ),
          },
          { requiredKeys: ['format'] },
        ),
        (file) => {
          const text = JSON.stringify(file);
          expect(['TemplateFile', 'JsonWrong', 'BundleNewer']).toContain(refusalOf(text));
          const read = readTemplate(text);
          if (!read.ok) return;
          const board = createBoardDoc();
          value(startWorkshop(board, { title: 'T', method: read.value.method }));
          fillFromTemplate(board, read.value);
          expect(make(board).retex).toEqual(read.value.retex);
        },
      ),
    );
  });

  const refusalOf = (text: string): string => {
    const read = readFile(bytesOf(text));
    return read.ok ? 'read' : read.error.type;
  };
});
