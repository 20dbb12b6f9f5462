/** What a check can find. `good`: ready. `bad`: to be mended before one leaves. `unsure`: can't be told, or good to know. */

import type { StorageUnavailable } from '#storage/failure.ts';

export const checkIds = ['files', 'proof', 'kept', 'room', 'disk', 'file', 'clock', 'camera'] as const;
export type CheckId = (typeof checkIds)[number];

/** Why no service worker keeps the app: plain http, an old browser, or its first minute. */
export type NoWorker = {
  readonly type: 'NoWorker';
  readonly reason: 'insecure' | 'unsupported' | 'notYet';
};

export type Finding =
  | { readonly type: 'FilesKept'; readonly count: number; readonly version: string }
  | { readonly type: 'FilesMissing'; readonly missing: number; readonly count: number }
  | { readonly type: 'FilesOfOther'; readonly version: string }
  | NoWorker
  | { readonly type: 'WorkerSilent' }
  | { readonly type: 'Proven'; readonly at: number; readonly version: string }
  | { readonly type: 'ProofMissing'; readonly missing: number }
  | { readonly type: 'ProofListUnread' }
  | { readonly type: 'ProofNotStarted' }
  /** There is nothing to prove yet: the check of the files says why. */
  | { readonly type: 'ProofLater' }
  | { readonly type: 'KeptForGood' }
  | { readonly type: 'MayBeEvicted'; readonly asked: boolean }
  | { readonly type: 'KeptUnknown' }
  | { readonly type: 'RoomEnough'; readonly used: number; readonly left: number }
  | { readonly type: 'RoomShort'; readonly used: number; readonly left: number; readonly needed: number }
  | { readonly type: 'RoomUnknown'; readonly needed: number }
  | { readonly type: 'DiskGood'; readonly ms: number }
  | { readonly type: 'DiskSlow'; readonly ms: number }
  | { readonly type: 'DiskFails'; readonly error: StorageUnavailable }
  | { readonly type: 'FileOpens'; readonly ms: number }
  | { readonly type: 'FileFails' }
  | { readonly type: 'ClockFine' }
  | { readonly type: 'ClockBehind'; readonly builtAt: number }
  | { readonly type: 'ClocksApart'; readonly minutes: number }
  | { readonly type: 'CameraWorks' }
  | { readonly type: 'CameraUntried' }
  | { readonly type: 'CameraNone' }
  | { readonly type: 'CameraDenied' }
  | { readonly type: 'CameraInsecure' };

export type Colour = 'good' | 'bad' | 'unsure';

export const colourOf = ({ type }: Finding): Colour => {
  switch (type) {
    case 'FilesKept':
    case 'Proven':
    case 'KeptForGood':
    case 'RoomEnough':
    case 'DiskGood':
    case 'FileOpens':
    case 'ClockFine':
    case 'CameraWorks':
      return 'good';
    case 'FilesMissing':
    case 'FilesOfOther':
    case 'NoWorker':
    case 'ProofMissing':
    case 'ProofListUnread':
    case 'ProofNotStarted':
    case 'MayBeEvicted':
    case 'RoomShort':
    case 'DiskFails':
    case 'FileFails':
    case 'ClockBehind':
      return 'bad';
    // A workshop goes well without a camera, and of two clocks nobody knows here which one is wrong.
    case 'WorkerSilent':
    case 'ProofLater':
    case 'KeptUnknown':
    case 'RoomUnknown':
    case 'DiskSlow':
    case 'ClocksApart':
    case 'CameraUntried':
    case 'CameraNone':
    case 'CameraDenied':
    case 'CameraInsecure':
      return 'unsure';
  }
};
