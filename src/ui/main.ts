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

const look = startTheme();
const target = document.getElementById('app');
assert(target, 'index.html has a place for the app');
const opening = createGrappe();
let unsaved = (): number => 0;
const update = startAppUpdate(() => isIdle() && unsaved() === 0);
const grappe = await opening;
await look.catch(() => undefined);
unsaved = () => grappe.unsaved.length;
mount(App, { target, props: { grappe, update } });
// In a frame it is the proof that it opens offline; see app/preflight/offline-proof.ts.
if (parent !== window)
  void import('./preflight/report-proof.svelte.ts').then(({ reportProof }) => reportProof(grappe));
else {
  // What is dropped, pasted or handed over: it comes when the first screen is there, or with the first thing that is dragged.
  let isStarted = false;
  const start = (): void => {
    if (isStarted) return;
    isStarted = true;
    void import('./intake/start-intake.ts').then(
      ({ startIntake }) => startIntake(grappe),
      () => (isStarted = false),
    );
  };
  setTimeout(start, 1_500);
  addEventListener('dragenter', start);
}
