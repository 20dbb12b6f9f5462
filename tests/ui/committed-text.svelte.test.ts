import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cleanText } from '#board/text.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BoardError } from '#app/words/sentences.ts';
import { createCommittedText } from '#ui/parts/committed-text.svelte.ts';

/** A field on a board that others write on too. */
const openField = () => {
  let board = $state('début');
  const commits: [string, string][] = [];
  const commit = (before: string, after: string): Result<void, BoardError> => {
    const text = cleanText(after);
    if (text === '') return err({ type: 'TitleEmpty' });
    commits.push([before, after]);
    board = text;
    return ok();
  };
  let field!: ReturnType<typeof createCommittedText>;
  const close = $effect.root(() => {
    field = createCommittedText({ read: () => board, commit, clean: cleanText });
  });
  flushSync();
  return {
    field,
    commits,
    close,
    get board() {
      return board;
    },
    set board(text: string) {
      board = text;
    },
  };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a field whose text is the board’s', () => {
  test('[FD1] writes after a pause, not at every letter', () => {
    const { field, commits, close } = openField();
    field.on.onfocus();
    field.value = 'début d';
    vi.advanceTimersByTime(300);
    field.value = 'début du';
    vi.advanceTimersByTime(300);
    expect(commits).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(commits).toEqual([['début', 'début du']]);
    close();
  });

  test('[FD1] writes at once when the field is left, and when it goes away', () => {
    const left = openField();
    left.field.on.onfocus();
    left.field.value = 'début et fin';
    left.field.on.onblur();
    expect(left.commits).toEqual([['début', 'début et fin']]);
    left.close();

    const gone = openField();
    gone.field.on.onfocus();
    gone.field.value = 'début perdu ?';
    gone.close();
    expect(gone.commits).toEqual([['début', 'début perdu ?']]);
  });

  test('[FD1] writes at once when the page is put away', () => {
    const { field, commits, close } = openField();
    field.on.onfocus();
    field.value = 'début et fin';
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(commits).toEqual([['début', 'début et fin']]);
    close();
  });

  test('[FD2] never writes in the middle of a composed character', () => {
    const { field, commits, close } = openField();
    field.on.onfocus();
    field.on.oncompositionstart();
    field.value = 'débutｋ';
    vi.advanceTimersByTime(5_000);
    expect(commits).toEqual([]);
    field.value = 'début書';
    field.on.oncompositionend();
    vi.advanceTimersByTime(400);
    expect(commits).toEqual([['début', 'début書']]);
    close();
  });

  test('[FD3] corrects from what it last had in common with the board, however often it is written', () => {
    const { field, commits, close } = openField();
    field.on.onfocus();
    field.value = 'début un ';
    vi.advanceTimersByTime(400);
    field.value = 'début un deux';
    vi.advanceTimersByTime(400);
    expect(commits).toEqual([
      ['début', 'début un '],
      ['début un', 'début un deux'],
    ]);
    close();
  });

  test('[FD3] shows what others change as long as nobody types, and again when it is left', () => {
    const opened = openField();
    const { field, close } = opened;
    opened.board = 'd’un autre';
    expect(field.value).toBe('d’un autre');
    field.on.onfocus();
    field.value = 'd’un autre, à moi';
    opened.board = 'd’un autre encore';
    expect(field.value).toBe('d’un autre, à moi');
    field.on.onblur();
    expect(opened.commits).toEqual([['d’un autre', 'd’un autre, à moi']]);
    expect(field.value).toBe(opened.board);
    close();
  });

  test('[FD4] a refused text says why and stays, but a blank one gives way to what was there', () => {
    const opened = openField();
    const { field, close } = opened;
    field.on.onfocus();
    field.value = '  ';
    vi.advanceTimersByTime(400);
    expect(field.error).not.toBeNull();
    expect(field.value).toBe('  ');
    field.on.onblur();
    expect(field.value).toBe('début');
    expect(field.error).not.toBeNull();
    expect(opened.commits).toEqual([]);
    close();
  });
});
