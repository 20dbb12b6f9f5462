/** Starts the app in the page. */

import { mount } from 'svelte';
import { startAppUpdate } from '#app/app-update.svelte.ts';
import { createGrappe } from '#app/create-grappe.svelte.ts';
import { assert } from '#core/assert.ts';
import App from './App.svelte';
import { isIdle } from './shell/open-now.ts';
import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import { startTheme } from './theme/theme.svelte.ts';

startTheme();
const target = document.getElementById('app');
assert(target, 'index.html has a place for the app');
const opening = createGrappe();
let unsaved = (): number => 0;
const update = startAppUpdate(() => isIdle() && unsaved() === 0);
const grappe = await opening;
unsaved = () => grappe.unsaved.length;
mount(App, { target, props: { grappe, update } });
// In a frame it is the proof that it opens offline; see app/preflight/offline-proof.ts.
if (parent !== window)
  void import('./preflight/report-proof.svelte.ts').then(({ reportProof }) => reportProof(grappe));
// What is dropped, pasted or handed over; the first screen does not wait for it.
else
  void import('./intake/start-intake.ts').then(
    ({ startIntake }) => startIntake(grappe),
    () => undefined,
  );
