import { expect, test } from 'vitest';
import { isId } from '#core/ids.ts';
import { defaultMethod } from '#board/methods.ts';
import { readSpeakers } from '#app/speakers.ts';

test('[CA13] the publics are the method’s when the workshop names none', () => {
  expect(readSpeakers(defaultMethod, null).map(({ value }) => value)).toEqual(
    defaultMethod.audiences.map(({ id }) => id),
  );
});

test('[CA13] a public that the workshop names has an id that a note can carry, the same on every device', () => {
  const speakers = readSpeakers(defaultMethod, ['élèves', 'Grands-parents d’élèves', '親', 'élèves']);
  expect(speakers.map(({ value }) => value)).toEqual(['pupil', 'grands-parents-d-eleves', 'public']);
  expect(speakers[1]?.label).toBe('Grands-parents d’élèves');
  expect(speakers.every(({ value }) => isId(value))).toBe(true);
});
