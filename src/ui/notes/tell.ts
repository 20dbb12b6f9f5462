/** Says what a command did, with the way back; or why it was refused. */

import * as m from '#app/words/messages/messages.js';
import { sentence, type AppError } from '#app/words/sentences.ts';
import type { Workshop } from '#app/workshop.svelte.ts';
import type { Result } from '#core/result.ts';
import { announce } from '../parts/announcer.svelte.ts';
import { hideToast, showToast } from '../parts/toast.svelte.ts';

/** Shows `done` with *Annuler*, which takes back `steps` commands; tells whether there was something to say it of. */
export const tell = <T>(
  workshop: Workshop,
  result: Result<T, AppError>,
  done: string,
  steps = 1,
): boolean => {
  if (!result.ok) return refuse(result.error);
  const deed = workshop.lastStep;
  // `lastStep` tells nobody when it changes; `canUndo` follows the board.
  const holds = (): boolean => workshop.canUndo && workshop.lastStep === deed;
  showToast(done, {
    label: m.parts_undo(),
    holds,
    run: () => {
      // Something else was done since: what this offers is no longer the last thing, and undo would take that back.
      if (!holds()) {
        announce(m.notes_undo_late());
        return;
      }
      for (let step = 0; step < steps; step++) workshop.undo();
      announce(m.shell_undone());
    },
  });
  return true;
};

/** Says `done` to screen readers only, for what eyes see at once and undo is at hand. */
export const tellQuietly = <T>(result: Result<T, AppError>, done: string): boolean => {
  if (!result.ok) return refuse(result.error);
  // What a toast of before offers to take back is no longer the last thing done.
  hideToast();
  announce(done);
  return true;
};

const refuse = (error: AppError): false => {
  showToast(sentence(error));
  return false;
};

/** For an effect: takes the toast away with the screen whose words it says. */
export const leaveQuietly = (): (() => void) => hideToast;
