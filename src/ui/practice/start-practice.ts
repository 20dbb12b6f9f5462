/** Begins the guided example, or goes on with it where it was left. */

import type { Grappe } from '#app/grappe.ts';
import { navigate } from '#app/router.svelte.ts';
import { sentence } from '#app/words/sentences.ts';

/** Goes there; gives the sentence of what went wrong, or null. */
export const startPractice = async (grappe: Grappe): Promise<string | null> => {
  const opened = await grappe.openPractice();
  if (!opened.ok) return sentence(opened.error);
  navigate({ name: 'workshop', ...opened.value });
  return null;
};
