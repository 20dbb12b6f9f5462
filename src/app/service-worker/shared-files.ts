/// <reference lib="webworker" />
/** Receives the files that another application shares with this one; see ../shared-files.ts. */

import { keepShared, sharePath } from '../shared-files.ts';

declare const self: ServiceWorkerGlobalScope;

export const receiveSharedFiles = (): void => {
  const { scope } = self.registration;
  const place = new URL(sharePath, scope).pathname;
  self.addEventListener('fetch', (event) => {
    const { method, url } = event.request;
    if (method !== 'POST' || new URL(url).pathname !== place) return;
    event.respondWith(keepShared(event.request, scope).then((home) => Response.redirect(home, 303)));
  });
};
