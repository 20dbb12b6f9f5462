/** Asks the service worker and waits for its answer. */

import type { WorkerQuestion } from './worker-words.ts';

/** A worker of an older version doesn't know the question; a slow tablet needs a second to wake one. */
const answerLimitMs = 10_000;
/** Fetching all files over a slow line. */
const mendLimitMs = 120_000;

/** Gives the answer, or undefined when none came in time. */
export const askWorker = <Answer>(
  worker: ServiceWorker,
  question: WorkerQuestion,
): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const limit = question.type === 'MEND_FILES' ? mendLimitMs : answerLimitMs;
    const timer = setTimeout(() => finish(undefined), limit);
    const finish = (answer: Answer | undefined): void => {
      clearTimeout(timer);
      port1.close();
      resolve(answer);
    };
    port1.onmessage = ({ data }: MessageEvent<Answer>) => finish(data);
    worker.postMessage(question, [port2]);
  });

/** The worker that answers for this app, once it is at work. */
export const activeWorker = async (): Promise<ServiceWorker | undefined> => {
  if (!('serviceWorker' in navigator)) return undefined;
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.active ?? undefined;
};
