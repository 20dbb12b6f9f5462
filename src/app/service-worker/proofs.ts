/// <reference lib="webworker" />
/**
 * Proofs that the app opens offline: a page that another page of the app loads into a hidden frame gets all it asks for
 * from what is kept here, and nothing from the network, for as long as it lives.
 */

import { matchPrecache } from 'workbox-precaching';
import { proofKey, type ProofRecord, type WorkerQuestion } from '../preflight/worker-words.ts';

declare const self: ServiceWorkerGlobalScope;

interface Proof {
  served: number;
  readonly missing: string[];
}

export const answerProofs = (): void => {
  /** By key, and by the id of the page in the frame. A worker that was stopped forgets them: then nothing is proven. */
  const byKey = new Map<string, Proof>();
  const byPage = new Map<string, Proof>();

  self.addEventListener('fetch', (event) => {
    const { request } = event;
    const isStart = request.mode === 'navigate' && request.destination === 'iframe';
    const key = isStart ? proofKey(new URL(request.url).search) : undefined;
    if (key !== undefined) {
      const proof: Proof = { served: 0, missing: [] };
      byKey.set(key, proof);
      byPage.set(event.resultingClientId, proof);
      answer(event, proof, 'index.html');
      return;
    }
    const proof = byPage.get(event.clientId);
    if (proof) answer(event, proof, request.url);
  });

  self.addEventListener('message', (event) => {
    const question = event.data as WorkerQuestion | null;
    if (question?.type !== 'TELL_PROOF') return;
    const record: ProofRecord | null = byKey.get(question.key) ?? null;
    event.ports[0]?.postMessage(record);
  });
};

const answer = (event: FetchEvent, proof: Proof, url: string): void => {
  // Workbox would answer as well, from the network if need be.
  event.stopImmediatePropagation();
  event.respondWith(
    (async () => {
      const kept = await matchPrecache(url);
      if (!kept) {
        proof.missing.push(new URL(url, self.registration.scope).pathname);
        return Response.error();
      }
      proof.served += 1;
      return url === 'index.html' ? forFrame(kept) : kept;
    })(),
  );
};

/** The page may not be framed by others, as its server says; by its own origin it may, for this once. */
const forFrame = (page: Response): Response => {
  const headers = new Headers(page.headers);
  headers.delete('X-Frame-Options');
  const policy = headers.get('Content-Security-Policy');
  if (policy) {
    headers.set('Content-Security-Policy', policy.replace(/frame-ancestors [^;]*/, "frame-ancestors 'self'"));
  }
  return new Response(page.body, { headers });
};
