/** Who may be speaking: the publics of the method, or those that the workshop names itself. */

import type { Audience, AudienceId, Method } from './method.ts';

/**
 * Lists the publics. `named` are the workshop's own, as the readable JSON writes them: one that the method knows keeps the
 * method's id and label; any other is its own label, in every language.
 */
export const readAudiences = (method: Method, named: readonly string[] | null): readonly Audience[] => {
  if (named === null) return method.audiences;
  const audiences = named.map(
    (name) =>
      method.audiences.find(({ inFull }) => inFull === name) ?? {
        id: idOf(name),
        label: { fr: name, en: name },
        inFull: name,
      },
  );
  return audiences.filter(({ id }, i) => audiences.findIndex((other) => other.id === id) === i);
};

/** An id that every device makes alike of a public's name: `grands-parents`. */
const idOf = (name: string): AudienceId => {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 48);
  return (plain || 'public') as AudienceId;
};
