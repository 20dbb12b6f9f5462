/**
 * Proves that the app opens without network: loads it once more, in a hidden frame for which the service worker never
 * goes to the network, until that page has drawn itself and read the list of workshops.
 */

import { createId } from '#core/ids.ts';
import { askWorker } from './ask-worker.ts';
import { proofSearch, type ProofRecord } from './worker-words.ts';

/** A cold start takes an old tablet two or three seconds, and many times that while it does something else. */
const limitMs = 30_000;

/** What the page in the frame says when it has come so far. */
export interface ProofReport {
  readonly type: 'grappe/proof';
  readonly version: string;
  /** How many workshops it listed, or null when it could not read them. */
  readonly workshops: number | null;
}

export type ProofOutcome =
  | { readonly type: 'Proven'; readonly version: string }
  | { readonly type: 'FilesMissing'; readonly missing: readonly string[] }
  | { readonly type: 'ListUnread' }
  | { readonly type: 'NotStarted' };

export const proveOffline = async (worker: ServiceWorker): Promise<ProofOutcome> => {
  const key = createId<string>();
  const readRecord = (): Promise<ProofRecord | null | undefined> =>
    askWorker<ProofRecord | null>(worker, { type: 'TELL_PROOF', key });
  const isLost = async (): Promise<boolean> => ((await readRecord())?.missing.length ?? 0) > 0;
  const report = await loadInFrame(`./${proofSearch(key)}`, isLost);
  // What the worker has seen counts: without its record the page may have come from elsewhere.
  const record = await readRecord();
  if (record && record.missing.length > 0) return { type: 'FilesMissing', missing: record.missing };
  if (!report || !record || record.served === 0) return { type: 'NotStarted' };
  return report.workshops === null ? { type: 'ListUnread' } : { type: 'Proven', version: report.version };
};

/** `isLost`: whether waiting on makes no sense, asked once the frame has loaded what it could. */
const loadInFrame = (address: string, isLost: () => Promise<boolean>): Promise<ProofReport | undefined> =>
  new Promise((resolve) => {
    const frame = document.createElement('iframe');
    const listen = ({ source, origin, data }: MessageEvent<Partial<ProofReport> | null>): void => {
      if (source !== frame.contentWindow || origin !== location.origin) return;
      if (data?.type === 'grappe/proof') finish(data as ProofReport);
    };
    const finish = (report: ProofReport | undefined): void => {
      clearTimeout(timer);
      removeEventListener('message', listen);
      frame.remove();
      resolve(report);
    };
    const timer = setTimeout(() => finish(undefined), limitMs);
    addEventListener('message', listen);
    frame.addEventListener('load', () => {
      void isLost().then((lost) => {
        if (lost) finish(undefined);
      });
    });
    frame.src = address;
    frame.tabIndex = -1;
    frame.inert = true;
    frame.ariaHidden = 'true';
    // Not `display: none`, in which some browsers start nothing.
    Object.assign(frame.style, { position: 'fixed', width: '1px', height: '1px', visibility: 'hidden' });
    document.body.append(frame);
  });
