/// <reference lib="webworker" />
/** Tells whether every file of this version is kept, and fetches those that are missing. */

import { cacheNames } from 'workbox-core';
import { getCacheKeyForURL } from 'workbox-precaching';
import type { KeptFiles, WorkerQuestion } from '../preflight/worker-words.ts';

declare const self: ServiceWorkerGlobalScope;

type ListedFile = string | { readonly url: string };

export const answerAboutFiles = (list: readonly ListedFile[]): void => {
  const urls = list.map((file) => (typeof file === 'string' ? file : file.url));
  self.addEventListener('message', (event) => {
    const question = event.data as WorkerQuestion | null;
    const [port] = event.ports;
    if (!port) return;
    if (question?.type === 'TELL_FILES') event.waitUntil(tell(urls, port));
    if (question?.type === 'MEND_FILES') event.waitUntil(mend(urls).then(() => tell(urls, port)));
  });
};

const tell = async (urls: readonly string[], port: MessagePort): Promise<void> => {
  const missing = await findMissing(urls);
  const answer: KeptFiles = { version: __APP_VERSION__, count: urls.length, missing };
  port.postMessage(answer);
};

const findMissing = async (urls: readonly string[]): Promise<string[]> => {
  const cache = await caches.open(cacheNames.precache);
  const kept = await Promise.all(urls.map((url) => isKept(cache, url)));
  return urls.filter((_, index) => !kept[index]);
};

/** Reads the file to its end: a name in a list is no file on a disk. */
const isKept = async (cache: Cache, url: string): Promise<boolean> => {
  const key = getCacheKeyForURL(url);
  if (key === undefined) return false;
  try {
    const response = await cache.match(key);
    if (!response?.ok) return false;
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
};

const mend = async (urls: readonly string[]): Promise<void> => {
  const cache = await caches.open(cacheNames.precache);
  await Promise.all(
    (await findMissing(urls)).map(async (url) => {
      const key = getCacheKeyForURL(url);
      if (key === undefined) return;
      try {
        const response = await fetch(url, { cache: 'no-cache' });
        if (response.ok && (await isOfThisVersion(url, response.clone()))) await cache.put(key, response);
      } catch {
        // No network: it stays missing, and is told as such.
      }
    }),
  );
};

/**
 * A host that has a newer version gives its page: of this version is a page only when the parts that it names are. Nor
 * is a page a part, as some hosts answer for what they don't have.
 */
const isOfThisVersion = async (url: string, response: Response): Promise<boolean> => {
  const isPage = response.headers.get('Content-Type')?.startsWith('text/html') ?? false;
  if (isPage !== url.endsWith('.html')) return false;
  if (!isPage) return true;
  const named = [...(await response.text()).matchAll(/(?:src|href)="(?:\.\/)?(assets\/[^"]+)"/g)];
  return named.every(([, part = '']) => getCacheKeyForURL(part) !== undefined);
};
