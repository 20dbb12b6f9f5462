/** Who may be speaking, in the words of the interface. */

import { readAudiences } from '#board/audiences.ts';
import type { AudienceId, Method } from '#board/method.ts';
import { local } from './words/locale.svelte.ts';

export interface Speaker {
  readonly value: AudienceId;
  readonly label: string;
}

/** Lists the publics to choose from; `named` are the workshop's own. */
export const readSpeakers = (method: Method, named: readonly string[] | null): readonly Speaker[] =>
  readAudiences(method, named).map(({ id, label }) => ({ value: id, label: local(label) }));
