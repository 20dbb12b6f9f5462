/**
 * Whether this device is ready for a place without network: every promise that the app makes there is tried here, for
 * real, while there still is time to mend it.
 */

import type { Clock } from '#core/clock.ts';
import type { Result } from '#core/result.ts';
import { readSetting, writeSetting } from '#storage/entries.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';
import { readPersistence, requestPersistence, storageEstimate } from '#storage/permission.ts';
import { activeWorker, askWorker } from './ask-worker.ts';
import { findCamera, tryCamera } from './camera.ts';
import { checkIds, colourOf, type CheckId, type Finding, type NoWorker } from './finding.ts';
import { proveOffline } from './offline-proof.ts';
import { minutesAhead } from './other-clock.ts';
import { tryDisk } from './try-disk.ts';
import { tryFile } from './try-file.ts';
import type { KeptFiles } from './worker-words.ts';

/** The largest file that Grappe opens (50 MB), kept twice on the device. An afternoon of notes takes less than one. */
const roomNeeded = 100_000_000;

export interface Proof {
  readonly at: number;
  readonly version: string;
}

export interface Preflight {
  /** Reactive: what the check has found, or null while it is under way. */
  finding(id: CheckId): Finding | null;
  readonly isRunning: boolean;
  /** Things to be mended. */
  readonly faults: number;
  /** Things that could not be told, or that are good to know. */
  readonly doubts: number;
  /** The last proof that the app opens offline, also from another day. */
  readonly lastProof: Proof | null;
  /** Does all checks, side by side. */
  run(): Promise<void>;
  /** Asks the browser to keep the notes. For the press of a button. */
  askToKeep(): Promise<void>;
  /** Fetches the files that are missing, then looks again. */
  mendFiles(): Promise<void>;
  /** Opens the camera for a moment; the browser may ask. For the press of a button. */
  tryCamera(): Promise<void>;
}

export interface PreflightContext {
  readonly storage: Result<Ledger, StorageUnavailable>;
  readonly clock: Clock;
}

export const createPreflight = ({ storage, clock }: PreflightContext): Preflight => {
  let findings = $state.raw<Partial<Record<CheckId, Finding>>>({});
  let lastProof = $state.raw<Proof | null>(null);

  const note = async (id: CheckId, look: () => Promise<Finding>): Promise<void> => {
    findings = { ...findings, [id]: undefined };
    const found = await look();
    findings = { ...findings, [id]: found };
  };

  const checkFiles = async (): Promise<Finding> => {
    const worker = await activeWorker();
    if (!worker) return noWorker();
    const kept = await readFiles(worker);
    return kept ? readKept(kept) : { type: 'WorkerSilent' };
  };

  const prove = async (): Promise<Finding> => {
    const worker = await activeWorker();
    if (!worker) return { type: 'ProofLater' };
    const outcome = await proveOffline(worker);
    switch (outcome.type) {
      case 'FilesMissing':
        return { type: 'ProofMissing', missing: outcome.missing.length };
      case 'ListUnread':
        return { type: 'ProofListUnread' };
      case 'NotStarted':
        return { type: 'ProofNotStarted' };
      case 'Proven': {
        // Browsers take what this page has loaded already out of their memory, without asking the worker for it.
        const kept = await readFiles(worker);
        if (!kept) return { type: 'ProofNotStarted' };
        if (kept.missing.length > 0) return { type: 'ProofMissing', missing: kept.missing.length };
        lastProof = { at: clock.now(), version: outcome.version };
        if (storage.ok) await writeSetting(storage.value, proofKey, { ...lastProof });
        return { type: 'Proven', ...lastProof };
      }
    }
  };

  const checkClock = async (): Promise<Finding> => {
    if (clock.now() < __BUILT_AT__) return { type: 'ClockBehind', builtAt: __BUILT_AT__ };
    const minutes = storage.ok ? await minutesAhead(storage.value) : null;
    return minutes === null ? { type: 'ClockFine' } : { type: 'ClocksApart', minutes };
  };

  const checkDisk = async (): Promise<Finding> =>
    storage.ok ? tryDisk(storage.value) : { type: 'DiskFails', error: storage.error };

  const readLastProof = async (): Promise<void> => {
    if (!storage.ok || lastProof) return;
    const read = await readSetting(storage.value, proofKey);
    const { at, version } = ((read.ok && read.value) || {}) as Partial<Proof>;
    if (typeof at === 'number' && typeof version === 'string') lastProof ??= { at, version };
  };

  const count = (colour: 'bad' | 'unsure'): number =>
    Object.values(findings).filter((finding) => finding && colourOf(finding) === colour).length;

  const run = async (): Promise<void> => {
    await readLastProof();
    await Promise.all([
      note('files', checkFiles),
      note('proof', prove),
      note('kept', () => checkKept(false)),
      note('room', checkRoom),
      note('disk', checkDisk),
      note('file', () => tryFile(clock)),
      note('clock', checkClock),
      note('camera', findCamera),
    ]);
  };

  return {
    finding: (id) => findings[id] ?? null,
    get isRunning() {
      return checkIds.some((id) => findings[id] === undefined);
    },
    get faults() {
      return count('bad');
    },
    get doubts() {
      return count('unsure');
    },
    get lastProof() {
      return lastProof;
    },
    run,
    askToKeep: () =>
      note('kept', async () => {
        await requestPersistence();
        return checkKept(true);
      }),
    mendFiles: async () => {
      const worker = await activeWorker();
      if (!worker) return;
      await note('files', async () => {
        const kept = await askWorker<KeptFiles>(worker, { type: 'MEND_FILES' });
        return kept ? readKept(kept) : { type: 'WorkerSilent' };
      });
      await note('proof', prove);
    },
    tryCamera: () => note('camera', tryCamera),
  };
};

const proofKey = 'offlineProof';

const readKept = ({ version, count, missing }: KeptFiles): Finding => {
  if (version !== __APP_VERSION__) return { type: 'FilesOfOther', version };
  return missing.length > 0
    ? { type: 'FilesMissing', missing: missing.length, count }
    : { type: 'FilesKept', count, version };
};

const readFiles = (worker: ServiceWorker): Promise<KeptFiles | undefined> =>
  askWorker<KeptFiles>(worker, { type: 'TELL_FILES' });

const noWorker = (): NoWorker => {
  if (!isSecureContext) return { type: 'NoWorker', reason: 'insecure' };
  return { type: 'NoWorker', reason: 'serviceWorker' in navigator ? 'notYet' : 'unsupported' };
};

const checkKept = async (asked: boolean): Promise<Finding> => {
  switch (await readPersistence()) {
    case 'granted':
      return { type: 'KeptForGood' };
    case 'denied':
      return { type: 'MayBeEvicted', asked };
    case 'unsupported':
      return { type: 'KeptUnknown' };
  }
};

const checkRoom = async (): Promise<Finding> => {
  const estimate = await storageEstimate();
  if (!estimate) return { type: 'RoomUnknown', needed: roomNeeded };
  const used = estimate.usedBytes;
  const left = Math.max(0, estimate.quotaBytes - used);
  return left < roomNeeded
    ? { type: 'RoomShort', used, left, needed: roomNeeded }
    : { type: 'RoomEnough', used, left };
};
