/** The sentences of refusals come with a part of their own: most first notes are stuck without any. */

import * as m from './messages/messages.js';
import type { AppError } from './sentences.ts';

/** Turns a refusal into a sentence; without a network before the app was kept, into one that says so. */
export const sentenceLater = async (error: AppError): Promise<string> => {
  // An empty note is refused at once.
  if (error.type === 'NoteEmpty') return m.error_note_empty();
  try {
    return (await import('./sentences.ts')).sentence(error);
  } catch {
    return m.parts_screen_missing_text();
  }
};
