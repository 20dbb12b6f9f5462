import { expect, test } from 'vitest';
import { placeLabels, type Named } from '#ui/plenary/labels.ts';

const screen = { width: 1000, height: 600 };
const measure = (text: string) => ({ width: text.length * 20, height: 40 });
const place = (named: readonly Named[], taken = [{ x: 0, y: 550, width: 200, height: 50 }]) =>
  placeLabels(named, { screen, taken, measure, margin: 10 });

const field = (x: number, y: number, width = 200, height = 150) => ({ x, y, width, height });

test('[PL9] where two names would lie on each other, that of the fuller cluster is written', () => {
  const labels = place([
    { id: 'a', text: 'Petite', field: field(100, 100), weight: 1 },
    { id: 'b', text: 'Grande', field: field(130, 110), weight: 9 },
    { id: 'c', text: 'Ailleurs', field: field(600, 100), weight: 1 },
  ]);
  expect(labels.map(({ id }) => id)).toEqual(['b', 'c']);
});

test('[PL9] a name lies within the screen, however its field lies, and on nothing that is taken', () => {
  const named = [
    { id: 'left', text: 'À gauche', field: field(-150, 200), weight: 1 },
    { id: 'top', text: 'En haut', field: field(400, -100), weight: 1 },
    { id: 'right', text: 'À droite', field: field(950, 300), weight: 1 },
    { id: 'taken', text: 'En bas', field: field(0, 570), weight: 1 },
    { id: 'out', text: 'Dehors', field: field(1200, 300), weight: 1 },
  ];
  const labels = place(named);
  expect(labels.map(({ id }) => id)).toEqual(['left', 'top', 'right']);
  for (const { x, y, width, height } of labels) {
    expect(x).toBeGreaterThanOrEqual(10);
    expect(y).toBeGreaterThanOrEqual(10);
    expect(x + width).toBeLessThanOrEqual(990);
    expect(y + height).toBeLessThanOrEqual(590);
  }
});
