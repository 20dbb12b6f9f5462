/** Starts the app in the page. */

import { mount } from 'svelte';
import { startAppUpdate } from '#app/app-update.svelte.ts';
import type { Grappe } from '#app/grappe.ts';
import { keepInstallPrompt } from '#app/install-prompt.ts';
import * as m from '#app/words/messages/messages.js';
import { assert } from '#core/assert.ts';
import App from './App.svelte';
import ScreenMissing from './parts/ScreenMissing.svelte';
import { goAhead } from './shell/go-ahead.ts';
import { isIdle } from './shell/open-now.ts';
import { isKeptHere } from './shell/screens.ts';
import './theme/tokens.css';
import './theme/base.css';
import { startTheme } from './theme/theme.svelte.ts';

// Half of the app, and not what draws: it comes while the rest is under way, which has something to show meanwhile.
// What is shown first is shown in the look that was chosen.
const opening = startTheme()
  .catch(() => undefined)
  .then(() => goAhead(() => import('#app/create-grappe.svelte.ts')))
  .then(({ createGrappe }) => createGrappe());
keepInstallPrompt();
const target = document.getElementById('app');
assert(target, 'index.html has a place for the app');
// The script runs, so the browser is not too old: what index.html says of that gives way.
const waiting = document.createElement('p');
waiting.className = 'waiting';
waiting.textContent = m.parts_loading();
target.append(waiting);
let unsaved = (): number => 0;
let settle = (): void => undefined;
const settled = new Promise<void>((resolve) => (settle = resolve));
// However slow the line is, and before the page may be lost.
setTimeout(settle, 30_000);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') settle();
});
const update = startAppUpdate(() => isIdle() && unsaved() === 0, settled);

const clear = (): void => {
  waiting.remove();
  document.querySelector('.splash')?.remove();
};

const draw = (grappe: Grappe, into: HTMLElement): void => {
  clear();
  unsaved = () => grappe.unsaved.length;
  mount(App, { target: into, props: { grappe, update } });
  // On a slow line the letters come behind the first screen: after as long again as the start has taken.
  const lettering = () => void import('./theme/fonts.css').catch(() => undefined);
  if (isKeptHere()) lettering();
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
    const slowness = 1_500 + performance.now();
    setTimeout(start, slowness);
    setTimeout(settle, Math.min(slowness, 8_000));
    addEventListener('dragenter', start);
  }
};

const tellMissing = (into: HTMLElement): void => {
  clear();
  settle();
  mount(ScreenMissing, { target: into });
};

// Not awaited here: WebKit hands out parts of an app whose start waits, before they have been run.
void opening.then((grappe) => draw(grappe, target)).catch(() => tellMissing(target));
