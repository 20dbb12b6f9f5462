/**
 * Things in the board's order, found by their id: a map that never changes, of which changed copies are cheap.
 *
 * Why no `Map`: copying one of 10,000 things takes milliseconds, and a note that is moved across the wall changes sixty
 * times a second. Here a copy takes over the index of the sequence it was made from, which makes itself another one
 * should anybody still ask it for an id.
 */

import { byOrder, type Ordered } from './order.ts';

export class Sequence<Id extends string, T extends Ordered & { readonly id: Id }> implements ReadonlyMap<
  Id,
  T
> {
  readonly #things: readonly T[];
  #index: Map<Id, T> | null;

  /** Sorts the things it is given, each with an id of its own. */
  constructor(things: Iterable<T>, index: Map<Id, T> | null = null) {
    this.#things = [...things].sort(byOrder);
    this.#index = index;
  }

  /** A sequence with things put in or replaced, and (`undefined`) taken out. */
  with(changes: ReadonlyMap<Id, T | undefined>): Sequence<Id, T> {
    const things = this.#things.filter(({ id }) => !changes.has(id));
    const index = this.#byId();
    this.#index = null;
    for (const [id, thing] of changes) {
      if (thing === undefined) {
        index.delete(id);
        continue;
      }
      index.set(id, thing);
      things.push(thing);
    }
    return new Sequence(things, index);
  }

  get size(): number {
    return this.#things.length;
  }

  get(id: Id): T | undefined {
    return this.#byId().get(id);
  }

  has(id: Id): boolean {
    return this.#byId().has(id);
  }

  keys(): MapIterator<Id> {
    return this.#things.map(({ id }) => id).values();
  }

  values(): MapIterator<T> {
    return this.#things.values();
  }

  entries(): MapIterator<[Id, T]> {
    return this.#things.map((thing): [Id, T] => [thing.id, thing]).values();
  }

  [Symbol.iterator](): MapIterator<[Id, T]> {
    return this.entries();
  }

  forEach(callback: (thing: T, id: Id, sequence: ReadonlyMap<Id, T>) => void): void {
    for (const thing of this.#things) callback(thing, thing.id, this);
  }

  #byId(): Map<Id, T> {
    return (this.#index ??= new Map(this.#things.map((thing) => [thing.id, thing])));
  }
}
