/** The way out from any screen: a file of the workshop as it is in memory. */

import { saveFile } from '#app/save-file.ts';
import type { Grappe } from '#app/grappe.ts';
import type { Workshop } from '#app/workshop.svelte.ts';
import { showToast } from '../parts/toast.svelte.ts';
import { savedSentence } from './saved-sentence.ts';

export const exportNow = async (grappe: Grappe, workshop: Workshop): Promise<void> => {
  const file = await grappe.exportFile(workshop, 'grappe');
  saveFile(file.name, file.blob);
  if (file.leftOut > 0) showToast(savedSentence(file));
};
