/** Starts the app in the page. */

import { mount } from 'svelte';
import { startAppUpdate } from '#app/app-update.svelte.ts';
import { createGrappe } from '#app/create-grappe.svelte.ts';
import { keepInstallPrompt } from '#app/install-prompt.ts';
import { assert } from '#core/assert.ts';
import App from './App.svelte';
import { isIdle } from './shell/open-now.ts';
import './theme/tokens.css';
import './theme/base.css';
import { startTheme } from './theme/theme.svelte.ts';

const look = startTheme();
keepInstallPrompt();
const target = document.getElementById('app');
assert(target, 'index.html has a place for the app');
let unsaved = (): number => 0;
const update = startAppUpdate(() => isIdle() && unsaved() === 0);
// Not awaited here: WebKit hands out parts of an app whose start waits, before they have been run.
void Promise.all([createGrappe(), look.catch(() => undefined)]).then(([grappe]) => {
  unsaved = () => grappe.unsaved.length;
  mount(App, { target, props: { grappe, update } });
  // On a slow line the letters come behind the first screen: after as long again as the start has taken.
  const lettering = () => void import('./theme/fonts.css').catch(() => undefined);
  if (navigator.serviceWorker?.controller) lettering();
  else setTimeout(lettering, performance.now());
  // In a frame it is the proof that it opens offline; see app/preflight/offline-proof.ts.
  if (parent !== window)
    void import('./preflight/report-proof.svelte.ts').then(({ reportProof }) => reportProof(grappe));
  else {
    // What is dropped, pasted or handed over: it comes when the first screen is there, or with the first thing that is dragged.
    let isStarted = false;
    const start = (): void => {
      if (isStarted) return;
      isStarted = true;
      void import('./shell/start-later.ts').then(
        ({ startLater }) => startLater(grappe),
        () => (isStarted = false),
      );
    };
    setTimeout(start, 1_500 + performance.now());
    addEventListener('dragenter', start);
  }
});
