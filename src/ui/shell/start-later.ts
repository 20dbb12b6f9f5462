/** What stands around every screen and no first screen waits for: files on their way in, and the keyboard of a phone. */

import type { Grappe } from '#app/grappe.ts';
import { startIntake } from '../intake/start-intake.ts';
import { watchKeyboard } from './keyboard.ts';

export const startLater = (grappe: Grappe): void => {
  startIntake(grappe);
  watchKeyboard();
};
