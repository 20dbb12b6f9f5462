/// <reference lib="webworker" />
/**
 * The service worker: keeps every file of one version, answers from them, and steps aside for the next version only when
 * told to by a person (see ../app-update.svelte.ts).
 */
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

/**
 * Answers any other page of the app. Addresses inside the app stand after `#` and files are named relative to the page,
 * so a deeper path is sent to the top rather than shown a page that can't find its files.
 */
registerRoute(
  new NavigationRoute(async ({ request }) => {
    const home = new URL(self.registration.scope);
    const asked = new URL(request.url);
    if (asked.pathname !== home.pathname) return Response.redirect(home.href, 302);
    return (await matchPrecache('index.html')) ?? fetch(request);
  }),
);

self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
