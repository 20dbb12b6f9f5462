/** The nearest note in a direction, as the eye sees it: the same in columns, clusters and on a phone. */

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export const isDirection = (key: string): key is Direction =>
  key === 'ArrowUp' || key === 'ArrowDown' || key === 'ArrowLeft' || key === 'ArrowRight';

/** A step sideways counts for more than one straight on, so that one stays in one's column. */
const asideWeight = 3;

export const findNeighbour = (
  from: HTMLElement,
  all: readonly HTMLElement[],
  direction: Direction,
): HTMLElement | undefined => {
  const here = from.getBoundingClientRect();
  const horizontal = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowUp' || direction === 'ArrowLeft' ? -1 : 1;
  let nearest: HTMLElement | undefined;
  let best = Infinity;
  for (const other of all) {
    if (other === from) continue;
    const there = other.getBoundingClientRect();
    const [x, y] = [there.left - here.left, there.top - here.top];
    const [ahead, aside] = horizontal ? [x * sign, Math.abs(y)] : [y * sign, Math.abs(x)];
    const distance = ahead + aside * asideWeight;
    if (ahead > 4 && distance < best) {
      best = distance;
      nearest = other;
    }
  }
  return nearest;
};
