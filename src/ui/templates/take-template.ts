/** Takes a template that was opened from a file: keeps it, and goes to where a workshop is made of it. */

import type { Grappe } from '#app/grappe.ts';
import { navigate } from '#app/router.svelte.ts';
import type { Template, TemplateId } from '#app/templates.ts';
import * as m from '#app/words/messages/messages.js';
import { sentence } from '#app/words/sentences.ts';
import { showToast } from '../parts/toast.svelte.ts';
import { offerTemplate } from './offered.ts';

/** What stands for a template that the disk did not take: it can still be used once. */
const unkept = 'unkept' as TemplateId;

export const takeTemplate = async (grappe: Grappe, template: Template): Promise<void> => {
  const kept = await (await grappe.templates()).keep(template);
  offerTemplate({ id: kept.ok ? kept.value : unkept, template });
  navigate({ name: 'new' });
  showToast(kept.ok ? m.template_opened({ name: template.name }) : sentence(kept.error));
};
