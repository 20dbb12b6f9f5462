/** Turns what a check has found into words: what is so, and how to mend it. */

import type { CheckId, Finding } from '#app/preflight/finding.ts';
import { formatTime, locale } from '#app/words/locale.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import { sentence } from '#app/words/sentences.ts';
import { installSentence } from './install-sentence.ts';

/** The button that mends it here and now. */
export type Remedy = 'mendFiles' | 'askToKeep' | 'tryCamera' | 'reload';

export interface FindingWords {
  readonly text: string;
  readonly cure?: string;
  readonly remedy?: { readonly does: Remedy; readonly label: string };
}

export const checkName: Readonly<Record<CheckId, () => string>> = {
  files: m.preflight_files,
  proof: m.preflight_proof,
  kept: m.preflight_kept,
  room: m.preflight_room,
  disk: m.preflight_disk,
  file: m.preflight_file,
  clock: m.preflight_clock,
  camera: m.preflight_camera,
};

export const findingWords = (finding: Finding, now: number): FindingWords => {
  switch (finding.type) {
    case 'FilesKept':
      return { text: m.preflight_files_kept(finding) };
    case 'FilesMissing':
      return { text: m.preflight_files_missing(finding), ...mend() };
    case 'FilesOfOther':
      return { text: m.preflight_files_other(finding), ...reload(m.preflight_reload_cure()) };
    case 'NoWorker':
      return noWorkerWords[finding.reason]();
    case 'WorkerSilent':
      return { text: m.preflight_worker_silent(), ...reload(m.preflight_worker_silent_cure()) };
    case 'Proven': {
      const time = formatTime(finding.at, now);
      return { text: m.preflight_proven({ time, version: finding.version }) };
    }
    case 'ProofMissing':
      return { text: m.preflight_proof_missing({ count: finding.missing }), ...mend() };
    case 'ProofListUnread':
      return { text: m.preflight_proof_list(), cure: m.preflight_proof_list_cure() };
    case 'ProofNotStarted':
      return { text: m.preflight_proof_not_started(), ...reload(m.preflight_worker_silent_cure()) };
    case 'ProofLater':
      return { text: m.preflight_proof_later() };
    case 'KeptForGood':
      return { text: m.preflight_kept_good() };
    case 'MayBeEvicted':
      return {
        text: m.preflight_kept_bad(),
        cure: finding.asked ? installSentence() : m.preflight_kept_ask_cure(),
        remedy: {
          does: 'askToKeep',
          label: finding.asked ? m.preflight_kept_ask_again() : m.preflight_kept_ask(),
        },
      };
    case 'KeptUnknown':
      return { text: m.preflight_kept_unknown(), cure: m.preflight_kept_unknown_cure() };
    case 'RoomEnough':
      return { text: m.preflight_room_good(inBytes(finding)) };
    case 'RoomShort':
      return {
        text: m.preflight_room_short(inBytes(finding)),
        cure: m.preflight_room_cure({ needed: bytes(finding.needed) }),
      };
    case 'RoomUnknown':
      return {
        text: m.preflight_room_unknown(),
        cure: m.preflight_room_unknown_cure({ needed: bytes(finding.needed) }),
      };
    case 'DiskGood':
      return { text: m.preflight_disk_good(finding) };
    case 'DiskSlow':
      return { text: m.preflight_disk_slow(finding), cure: m.preflight_disk_slow_cure() };
    case 'DiskFails':
      return { text: sentence(finding.error) };
    case 'FileOpens':
      return { text: m.preflight_file_good(finding) };
    case 'FileFails':
      return { text: m.preflight_file_bad(), ...reload(m.preflight_file_cure()) };
    case 'ClockFine':
      return { text: m.preflight_clock_good({ time: formatMoment(now) }) };
    case 'ClockBehind':
      return {
        text: m.preflight_clock_behind({ time: formatMoment(now) }),
        cure: m.preflight_clock_behind_cure(),
      };
    case 'ClocksApart':
      return { text: m.preflight_clock_apart(finding), cure: m.preflight_clock_apart_cure() };
    case 'CameraWorks':
      return { text: m.preflight_camera_good() };
    case 'CameraUntried':
      return { text: m.preflight_camera_untried(), cure: m.preflight_camera_untried_cure(), ...tryIt() };
    case 'CameraNone':
      return { text: m.preflight_camera_none() };
    case 'CameraDenied':
      return { text: m.preflight_camera_denied(), cure: m.preflight_camera_denied_cure(), ...tryIt() };
    case 'CameraInsecure':
      return { text: m.preflight_camera_insecure(), cure: m.preflight_worker_insecure_cure() };
  }
};

const noWorkerWords = {
  insecure: () => ({
    text: m.preflight_worker_insecure(),
    cure: m.preflight_worker_insecure_cure(),
  }),
  unsupported: () => ({
    text: m.preflight_worker_unsupported(),
    cure: m.preflight_worker_unsupported_cure(),
  }),
  notYet: () => ({ text: m.preflight_worker_not_yet(), cure: m.preflight_worker_not_yet_cure() }),
} as const;

const mend = () => ({
  cure: m.preflight_files_cure(),
  remedy: { does: 'mendFiles', label: m.preflight_files_mend() } as const,
});

const reload = (cure: string) => ({ cure, remedy: { does: 'reload', label: m.parts_reload() } as const });

const tryIt = () => ({ remedy: { does: 'tryCamera', label: m.preflight_camera_try() } as const });

const inBytes = ({ used, left }: { used: number; left: number }) => ({
  used: bytes(used),
  left: bytes(left),
});

/** « 3,2 Go », « 640 Mo » */
const bytes = (count: number): string => {
  const [unit, size] = count < 1e9 ? (['megabyte', 1e6] as const) : (['gigabyte', 1e9] as const);
  const maximumFractionDigits = unit === 'gigabyte' && count < 1e10 ? 1 : 0;
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, maximumFractionDigits }).format(count / size);
};

/** « mardi 24 novembre 2026 à 14:05 »: to be compared to a watch. */
const formatMoment = (at: number): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeStyle: 'short' }).format(at);
