/** Takes files wherever they come from: dropped on any screen, pasted, opened by the system, shared by another application. */

import { mount } from 'svelte';
import type { Grappe } from '#app/grappe.ts';
import Intake from './Intake.svelte';

export const startIntake = (grappe: Grappe): void => {
  mount(Intake, { target: document.body, props: { grappe } });
};
