/** Things that point to one another: notes in piles, clusters that were merged. */

/**
 * Follows pointers to their ends: each thing that points somewhere, and where its chain ends. Devices that point
 * apart may close a circle: it ends at its smallest id, everywhere the same, which then ends at itself.
 */
export const findEnds = <Id extends string>(pointers: ReadonlyMap<Id, Id>): ReadonlyMap<Id, Id> => {
  const ends = new Map<Id, Id>();
  for (const start of pointers.keys()) {
    const path = new Set<Id>();
    let at = start;
    let end = ends.get(at);
    while (end === undefined) {
      path.add(at);
      const next = pointers.get(at);
      if (next === undefined) end = at;
      else if (path.has(next)) end = smallestFrom(path, next);
      else {
        at = next;
        end = ends.get(at);
      }
    }
    for (const id of path) if (pointers.has(id)) ends.set(id, end);
  }
  return ends;
};

/** The smallest id of a circle: what the path holds from where it was entered. */
const smallestFrom = <Id extends string>(path: ReadonlySet<Id>, entry: Id): Id => {
  const circle = [...path].slice([...path].indexOf(entry));
  return circle.reduce((smallest, id) => (id < smallest ? id : smallest));
};
