import { afterEach, expect, test } from 'vitest';
import type { Note } from '#board/board.ts';
import { createTextMeasure, readLettering } from '#ui/wall/free/lettering.ts';
import { breakLines, createNoteMeasure, noteBox } from '#ui/wall/free/measure.ts';

const room = noteBox.width - 2 * (noteBox.padding.side + noteBox.border);

const texts = [
  'Zones blanches',
  'Pas de réseau à l’internat',
  'Matériel insuffisant (ou espace insuffisant) pour la fratrie et le télétravail des parents',
  'Se connecter avec son ordinateur ou son téléphone',
  'L’ENT 1er degré est un outil adapté qui permet de faire vivre l’école aux élèves à besoins particuliers.',
  'Autonomie des élèves pour les utiliser (difficulté à mémoriser des mots de passe et des identifiants, capacité d’attention face aux écrans…)',
  'anticonstitutionnellement-anticonstitutionnellement',
  'a'.repeat(90),
  'première ligne\n\ntroisième ligne, plus longue que les autres',
  'des   espaces    nombreux',
  'https://exemple.fr/un/chemin/vraiment/tres/long/qui/ne/finit/pas?question=oui&reponse=non',
  '日本語の長い文章はどこでも改行できます、空白がなくても',
  'Équipement : « prêt » d’ordinateurs ; bonne idée !',
];

let host: HTMLElement | undefined;
afterEach(() => host?.remove());

/** A text as a note on the wall has it. */
const write = (text: string, spacing = ''): HTMLElement => {
  host = document.createElement('div');
  host.style.cssText = `width:${String(room)}px;font:400 17px/1.32 system-ui;white-space:pre-wrap;overflow-wrap:anywhere;${spacing}`;
  host.textContent = text;
  document.body.append(host);
  return host;
};

for (const spacing of ['', 'letter-spacing:0.12em;word-spacing:0.16em']) {
  test(`[WA6] the height of a note is reckoned as the page lays its text out${spacing && ', with wide spacing'}`, () => {
    const widthOf = createTextMeasure();
    const wrong: string[] = [];
    for (const text of texts) {
      const element = write(text, spacing);
      const lettering = readLettering(element);
      const wide = (word: string): number =>
        widthOf(word, lettering.plain) + word.length * lettering.letterSpacing;
      const lines = breakLines(text, room, wide(' ') + lettering.wordSpacing, wide).length;
      const laidOut = Math.round(element.getBoundingClientRect().height / lettering.lineHeight);
      // An address breaks at fewer places than reckoned, never at more: the note is a little higher than it need be.
      const isWrong = text.includes('://') ? lines < laidOut : lines !== laidOut;
      if (isWrong) wrong.push(`${String(lines)} instead of ${String(laidOut)}: ${text}`);
      element.remove();
    }
    expect(wrong).toEqual([]);
  });
}

test('[WA6] a long note is wide, and none is lower than a finger needs', () => {
  const lettering = readLettering(write('Aé'));
  const measure = createNoteMeasure(lettering, createTextMeasure());
  const sizeOf = (text: string) =>
    measure({ text, attached: [] as Note['attached'], stressed: false } as Note);
  expect(sizeOf('court')).toMatchObject({ width: noteBox.width, height: noteBox.minHeight });
  expect(sizeOf('mot '.repeat(120)).width).toBe(2 * noteBox.width + noteBox.gap);
  expect(sizeOf('mot '.repeat(40)).height).toBeGreaterThan(noteBox.minHeight);
});
