/** What a note is called: its text, else what it carries. */

import type { Attached } from '#board/attached.ts';
import type { Note } from '#board/board.ts';
import * as m from '#app/words/messages/messages.js';

export const noteName = ({ text, attached }: Pick<Note, 'text' | 'attached'>): string =>
  text === '' ? attached.map(attachedName).join(', ') : text;

/** « Note parlée (12 s) » */
export const attachedName = (attached: Attached): string => {
  switch (attached.type) {
    case 'drawing':
      return m.attached_drawing();
    case 'photo':
      return m.attached_photo();
    case 'voice':
      return m.attached_voice({ seconds: attached.seconds });
  }
};
