/** What a template holds, in a line. */

import { findMethod } from '#board/methods.ts';
import type { Template } from '#app/templates.ts';
import { local } from '#app/words/locale.svelte.ts';
import * as m from '#app/words/messages/messages.js';

/** « États généraux · 3 cartes RETEX · 5 thèmes à elle » */
export const templateFacts = ({ method, retex, themes, audiences }: Template): string =>
  [
    local(findMethod(method).name),
    retex.length > 0 ? m.template_cards({ count: retex.length }) : '',
    themes ? m.template_themes({ count: themes.length }) : '',
    audiences ? m.template_audiences({ count: audiences.length }) : '',
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
