/// <reference lib="webworker" />
/**
 * The service worker: keeps every file of one version, answers from them, and makes way for the next version only when
 * told to by a person (see ../app-update.svelte.ts).
 */
import { cacheNames } from 'workbox-core';
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { answerAboutFiles } from './kept-files.ts';
import { answerProofs } from './proofs.ts';
import { receiveSharedFiles } from './shared-files.ts';

declare const self: ServiceWorkerGlobalScope;

/**
 * What the version before kept. A tab that still runs it, because somebody is at work there, may yet ask for a part that
 * it loads on demand.
 */
const previousVersion = 'grappe-previous-version';

self.addEventListener('install', (event) => {
  event.waitUntil(keepPreviousVersion());
});

self.addEventListener('activate', (event) => {
  // The page of the very first visit, too, answers from here from now on: it may lose the network at once.
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

const files = self.__WB_MANIFEST;
// Before Workbox: what answers first is the answer.
answerProofs();
receiveSharedFiles();
precacheAndRoute(files);
answerAboutFiles(files);
cleanupOutdatedCaches();

/** Hand-written and apart from the app, so that it opens when the app does not; see public/secours/. */
const rescuePage = 'secours/';
/** Those of the hub that handed out the app: they are of now, from the network. */
const hubPages = /^\/(hub|autorite)(\/|$)/;

/**
 * Answers any other page of the app. Addresses inside the app stand after `#` and files are named relative to the page,
 * so a deeper path is sent to the top rather than shown a page that can't find its files.
 */
registerRoute(
  new NavigationRoute(
    async ({ request }) => {
      const home = new URL(self.registration.scope);
      const asked = new URL(request.url);
      const rescue = new URL(rescuePage, home);
      // With a query, or without the slash by which it finds its files.
      if (asked.pathname === rescue.pathname) {
        return (await matchPrecache(`${rescuePage}index.html`)) ?? fetch(request);
      }
      if (`${asked.pathname}/` === rescue.pathname) return Response.redirect(rescue.href, 302);
      if (asked.pathname !== home.pathname) return Response.redirect(home.href, 302);
      return (await matchPrecache('index.html')) ?? fetch(request);
    },
    { denylist: [hubPages] },
  ),
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.includes('/assets/'),
  async ({ request }) => (await caches.match(request, { cacheName: previousVersion })) ?? fetch(request),
);

const keepPreviousVersion = async (): Promise<void> => {
  const kept = await caches.open(cacheNames.precache);
  const files = (await kept.keys()).filter(({ url }) => url.includes('/assets/'));
  await caches.delete(previousVersion);
  if (files.length === 0) return;
  const previous = await caches.open(previousVersion);
  await Promise.all(
    files.map(async (file) => {
      const response = await kept.match(file);
      if (response) await previous.put(file, response);
    }),
  );
};
