import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAnyText } from '#app/read-text.ts';
import { ownWords } from '#app/words/own-words.ts';
import { tableLabels } from '#app/words/table-labels.ts';
import { readBoard } from '#board/board.ts';
import { stressNotes } from '#board/commands/notes.ts';
import { parkNotes } from '#board/commands/park.ts';
import { changeWorkshop } from '#board/commands/workshop.ts';
import type { BoardDoc } from '#board/document.ts';
import type { AudienceId, KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { liveClusters, liveNotes, parkedNotes } from '#board/select.ts';
import { createId } from '#core/ids.ts';
import { readCsvText, toCsv } from '#synthesis/csv.ts';
import { importLines } from '#synthesis/import-lines.ts';
import { guessMapping, readCells, readImportedLines, type Mapping } from '#synthesis/read-lines.ts';
import { newBoard, stick, value } from '../board/board-for-tests.ts';
import { docOf, example, fixture } from './seed.ts';

const own = ownWords();
const irritant = 'irritant' as KindId;

const csvOf = (board: BoardDoc): string => toCsv(readBoard(board), defaultMethod, tableLabels());

const take = (board: BoardDoc, text: string, mapping?: Mapping) => {
  const cells = value(readCells(text, own));
  const lines = readImportedLines(
    cells,
    mapping ?? (cells.hasHeader ? guessMapping(cells.rows[0]!, own) : { note: 0 }),
    defaultMethod,
    irritant,
    own,
  );
  return importLines(board, lines, { at: 0 });
};

const textsOf = (board: BoardDoc): string[] => liveNotes(readBoard(board)).map(({ text }) => text);

describe('CSV of our own', () => {
  test.each([
    ['the seed', fixture],
    ['the example', example],
  ])('[IM1] goes out, comes in and goes out the same, references too: %s', (_, json) => {
    const csv = csvOf(docOf(json));
    const board = newBoard();
    take(board, csv);
    expect(csvOf(board)).toBe(csv);
  });

  test('[IM1] a public that the workshop names itself goes by its name, and is known again by it', () => {
    const named = (): BoardDoc => {
      const board = newBoard();
      changeWorkshop(board, { audiences: ['élèves', 'Grands-parents d’élèves'] });
      return board;
    };
    const board = named();
    stick(board, 'Le soir', { audience: 'grands-parents-d-eleves' as AudienceId });
    const csv = csvOf(board);
    expect(csv).toContain('Grands-parents d’élèves');
    expect(csv).not.toContain('grands-parents-d-eleves');
    const again = named();
    take(again, csv);
    expect(csvOf(again)).toBe(csv);
    expect(liveNotes(readBoard(again)).map(({ audience }) => audience)).toEqual(['grands-parents-d-eleves']);
  });

  test('[IM1] so it is whatever is written, whatever a spreadsheet would take for a formula', () => {
    const aText = fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
        fc.constantFrom(
          '=1+1',
          "'=1",
          "''+2",
          'a;=1',
          "b,'@c",
          "d\t''+1",
          "e :\n- f\n'-g",
          'h;;=i\n;-j',
          '@x',
          '-5 %',
          'a;b,c "d"\ne',
          'x · y',
          'oui',
          '★',
          'RETEX 1',
        ),
      )
      .map((text) => `.${text}.`.replace(/^\.(?=[='@+-])|\.$/g, '').trim())
      .filter((text) => /[\p{L}\p{N}]/u.test(text));
    const kinds = ['irritant', 'strength', 'need', 'lever', 'action', 'timing'] as const;
    const aNote = fc.record({
      text: aText,
      kind: fc.constantFrom(...kinds),
      stressed: fc.boolean(),
      parked: fc.boolean(),
      audience: fc.constantFrom('pupil', 'parent', null),
    });
    fc.assert(
      fc.property(fc.array(aNote, { minLength: 1, maxLength: 25 }), (notes) => {
        const board = newBoard();
        for (const { text, kind, stressed, parked, audience } of notes) {
          const id = stick(board, text, {
            id: createId(),
            kind: kind as KindId,
            audience: audience as never,
          });
          if (stressed) value(stressNotes(board, [id], true));
          if (parked) value(parkNotes(board, [id]));
        }
        const csv = csvOf(board);
        const again = newBoard();
        take(again, csv);
        expect(csvOf(again)).toBe(csv);
      }),
      { numRuns: 150 },
    );
  });

  test('[IM1] brought in twice, it adds nothing, and what was corrected in it comes as another note', () => {
    const board = docOf(example);
    const csv = csvOf(board);
    expect(take(board, csv)).toEqual({ added: 0, known: liveNotes(readBoard(board)).length });
    expect(csvOf(board)).toBe(csv);
    expect(take(board, csv.replace('Tablettes 4G', 'Tablettes 5G')).added).toBe(1);
    expect(textsOf(board)).toEqual(expect.arrayContaining(['Tablettes 4G', 'Tablettes 5G']));
  });

  test('[EX4] an apostrophe that stood there stays, and the one that was put there goes', () => {
    const cells = ["'=1", "''=1", "'bonjour", "l'eau", '=1', "a;'=1;'b", "a\n''-b"];
    expect(cells.map(readCsvText)).toEqual(['=1', "'=1", "'bonjour", "l'eau", '=1', "a;=1;'b", "a\n'-b"]);
  });
});

describe('what people have', () => {
  test('[IM2] pasted lines are a note each, commas and all; blank ones are none', () => {
    const board = newBoard();
    expect(take(board, 'Le débit, trop lent\r\n\n  Pas de prise  \n– Bruit; chaleur\n')).toEqual({
      added: 3,
      known: 0,
    });
    expect(textsOf(board)).toEqual(['Le débit, trop lent', 'Pas de prise', '– Bruit; chaleur']);
    expect(liveNotes(readBoard(board)).every(({ kind }) => kind === irritant)).toBe(true);
  });

  test('[IM2] columns are known by their names, whatever separates them, and kinds by theirs', () => {
    const board = newBoard();
    take(board, 'Catégorie;Idée;Type\nRéseau;Débit;Irritants\nRéseau;4G;point fort\n;"a;b\nc";inconnu\n');
    const shown = readBoard(board);
    expect(liveNotes(shown).map(({ text, kind }) => [text, kind])).toEqual([
      ['Débit', 'irritant'],
      ['4G', 'strength'],
      ['a;b\nc', 'irritant'],
    ]);
    expect(liveClusters(shown).map(({ title }) => title.value)).toEqual(['Réseau']);
    expect(liveNotes(shown).map(({ cluster }) => cluster !== null)).toEqual([true, true, false]);
  });

  test('[IM2] any column may be chosen', () => {
    const board = newBoard();
    take(board, 'x\tun\ty\nx\tdeux\tz\n', { note: 1, cluster: 2 });
    expect(textsOf(board)).toEqual(['un', 'deux']);
    expect(liveClusters(readBoard(board)).map(({ title }) => title.value)).toEqual(['y', 'z']);
  });

  test('[IM2] clusters of the same name are joined, not doubled', () => {
    const board = docOf(example);
    const before = liveClusters(readBoard(board)).length;
    take(board, 'Note,Grappe\nPanne,Connexion\nFroid,Salle\n');
    expect(liveClusters(readBoard(board))).toHaveLength(before + 1);
  });

  test('[IM2] accents are right in UTF-8, UTF-16 and what Excel saves on Windows', () => {
    const latin = Uint8Array.from('élève œuvré', (c) => ({ œ: 0x9c })[c] ?? c.charCodeAt(0));
    const wide = new Uint8Array([0xff, 0xfe, ...Array.from('é1').flatMap((c) => [c.charCodeAt(0), 0])]);
    expect(decodeAnyText(latin)).toBe('élève œuvré');
    expect(decodeAnyText(wide)).toBe('é1');
    expect(decodeAnyText(new TextEncoder().encode('\ufeffélève'))).toBe('élève');
  });
});

describe('bad input', () => {
  test('[IM3] nothing to bring in, or far too much, is said so', () => {
    expect(readCells(' \n\t\n', own)).toEqual({ ok: false, error: { type: 'LinesEmpty' } });
    expect(readCells('Note,Grappe\n', own)).toEqual({ ok: false, error: { type: 'LinesEmpty' } });
    const many = readCells('x\n'.repeat(60_000), own);
    expect(many).toMatchObject({ ok: false, error: { type: 'TooManyLines' } });
  });

  test('[IM3] a note of any length is kept whole, in pieces', () => {
    const board = newBoard();
    const long = '🛰x'.repeat(12_000);
    take(board, `court\n${long}\n`);
    const [, ...pieces] = textsOf(board);
    expect(pieces.join('') === long).toBe(true);
    expect(pieces.every((piece) => piece.length <= 10_000)).toBe(true);
  });

  test('[IM3] whatever the text, nothing throws, and no control character gets in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(5), (text, column) => {
        const cells = readCells(text, own);
        if (!cells.ok) return;
        const board = newBoard();
        const mapping = { note: column, cluster: 0, reference: 1, from: 2, row: 3, theme: 4 };
        importLines(board, readImportedLines(cells.value, mapping, defaultMethod, irritant, own), { at: 0 });
        // eslint-disable-next-line no-control-regex
        expect(textsOf(board).join('')).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
      }),
      { numRuns: 300 },
    );
  });

  test('[IM3] forged references and what they come from do no harm', () => {
    const board = newBoard();
    take(board, 'Note,Référence,Vient de\na,I123,I123 G000 nul\nb,I123,A1\nc,__proto__,I123\n');
    expect(textsOf(board)).toEqual(['a', 'b', 'c']);
    expect(parkedNotes(readBoard(board))).toEqual([]);
  });
});
