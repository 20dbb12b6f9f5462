/** The methods Grappe knows. A further method is a further data file and a line here. */

import emptyWall from './methods/empty-wall.json' with { type: 'json' };
import etatsGeneraux from './methods/etats-generaux.json' with { type: 'json' };
import startStopContinue from './methods/start-stop-continue.json' with { type: 'json' };
import { type Method, type MethodId } from './method.ts';

/** The first is the default. `tests/board/methods.test.ts` checks every file against `Method`. */
export const methods = [etatsGeneraux, startStopContinue, emptyWall] as unknown as readonly [
  Method,
  ...Method[],
];

export const defaultMethod: Method = methods[0];

/**
 * Finds a method by its id. A board of a method that this version does not know is shown with the
 * default one: its notes of unknown kinds are kept, and listed apart.
 */
export const findMethod = (id: MethodId | string | null): Method =>
  methods.find((method) => method.id === id) ?? defaultMethod;
