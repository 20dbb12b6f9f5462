/** The nearest note in a direction, as the eye sees it: the same on the free wall, in lists and on a phone. */

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export const isDirection = (key: string): key is Direction =>
  key === 'ArrowUp' || key === 'ArrowDown' || key === 'ArrowLeft' || key === 'ArrowRight';

/** A step sideways counts for more than one straight on, so that one stays in one's column. */
const asideWeight = 3;

interface Corner {
  readonly x: number;
  readonly y: number;
}

/** Of things and where they are, the nearest from `from` in a direction. */
export const findNeighbour = <Thing>(
  from: Thing,
  all: Iterable<readonly [Thing, Corner]>,
  direction: Direction,
): Thing | undefined => {
  const places = [...all];
  const here = places.find(([thing]) => thing === from)?.[1];
  if (!here) return undefined;
  const isSideways = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowUp' || direction === 'ArrowLeft' ? -1 : 1;
  let nearest: Thing | undefined;
  let best = Infinity;
  for (const [thing, there] of places) {
    const [x, y] = [there.x - here.x, there.y - here.y];
    const [ahead, aside] = isSideways ? [x * sign, Math.abs(y)] : [y * sign, Math.abs(x)];
    const distance = ahead + aside * asideWeight;
    if (thing !== from && ahead > 4 && distance < best) [nearest, best] = [thing, distance];
  }
  return nearest;
};

/** Elements and where they are on the screen. */
export const cornersOf = (elements: Iterable<HTMLElement>): readonly (readonly [HTMLElement, Corner])[] =>
  [...elements].map((element) => [element, element.getBoundingClientRect()] as const);
