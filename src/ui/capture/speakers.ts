/** Who may be speaking: the publics of the method, or those that the workshop names itself. */

import type { Audience, AudienceId, Method } from '#board/method.ts';
import { local } from '#app/words/locale.svelte.ts';

export interface Speaker {
  readonly value: AudienceId;
  readonly label: string;
}

/**
 * Lists the publics to choose from. `named` are the workshop's own, as the readable JSON writes them: one that the method
 * knows keeps the method's id and label; any other is its own label.
 */
export const readSpeakers = (method: Method, named: readonly string[] | null): readonly Speaker[] => {
  if (named === null) return method.audiences.map(known);
  const speakers = named.map((name) => {
    const audience = method.audiences.find(({ inFull }) => inFull === name);
    return audience ? known(audience) : { value: audienceOf(name), label: name };
  });
  return speakers.filter(({ value }, i) => speakers.findIndex((other) => other.value === value) === i);
};

const known = ({ id, label }: Audience): Speaker => ({ value: id, label: local(label) });

/** An id that every device makes alike of a public's name: `grands-parents`. */
const audienceOf = (name: string): AudienceId => {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 48);
  return (plain || 'public') as AudienceId;
};
