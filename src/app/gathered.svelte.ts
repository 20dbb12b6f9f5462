/**
 * Which devices' files were brought into a workshop on this device, and when; so that whoever gathers the tablets knows which
 * one is still missing. It stays on this device, and tells nothing of notes.
 */

import { cleanLine } from '#board/text.ts';
import { isId, type BoardId, type DeviceId } from '#core/ids.ts';
import { readDraft, readSetting, writeDraft, writeSetting, type Json } from '#storage/entries.ts';
import type { Ledger } from '#storage/ledger.ts';

/** Longest name of a device, in UTF-16 code units. */
export const deviceNameLimit = 40;

export interface GatheredDevice {
  readonly device: DeviceId;
  /** May be empty. */
  readonly name: string;
  /** When its last file was brought in, by this device's clock: milliseconds since 1970. */
  readonly at: number;
}

export interface Gathered {
  /** Those that came last first. */
  readonly devices: readonly GatheredDevice[];
  /** When the round that is on began; null: none is. */
  readonly since: number | null;
  /** A file of a device was brought in at `at`. */
  readonly hear: (device: DeviceId, name: string, at: number) => void;
  /** Begins a round, in which each device is to come once, or (null) ends it; it is kept when that resolves. */
  readonly startRound: (at: number | null) => Promise<void>;
}

/** Devices that are remembered; those that came last. */
const deviceLimit = 60;
const draftKey = 'gathered';
const nameKey = 'deviceName';

export const openGathered = async (ledger: Ledger, board: BoardId): Promise<Gathered> => {
  const stored = await readDraft(ledger, board, draftKey);
  const kept = readGathered(stored.ok ? stored.value : undefined);
  let devices = $state.raw(kept.devices);
  let since = $state(kept.since);

  const write = async (next: number | null): Promise<void> => {
    const value: Json = {
      since: next,
      devices: devices.map(({ device, name, at }): Json => ({ device, name, at })),
    };
    await writeDraft(ledger, board, draftKey, value);
  };

  return {
    get devices() {
      return devices;
    },
    get since() {
      return since;
    },
    hear: (device, name, at) => {
      const known = devices.find((other) => other.device === device);
      const others = devices.filter((other) => other !== known);
      devices = [{ device, name: cleanName(name) || (known?.name ?? ''), at }, ...others].slice(
        0,
        deviceLimit,
      );
      void write(since);
    },
    startRound: async (at) => {
      await write(at);
      since = at;
    },
  };
};

/** Storage gives back what some version wrote; anything of another shape is passed over. */
const readGathered = (stored: unknown): { devices: readonly GatheredDevice[]; since: number | null } => {
  const { devices, since } = (stored ?? {}) as Record<string, unknown>;
  return {
    since: typeof since === 'number' && Number.isFinite(since) ? since : null,
    devices: (Array.isArray(devices) ? devices : [])
      .slice(0, deviceLimit)
      .flatMap((one): GatheredDevice[] => {
        const { device, name, at } = (one ?? {}) as Record<string, unknown>;
        if (!isId(device) || typeof at !== 'number' || !Number.isFinite(at)) return [];
        return [{ device: device as DeviceId, name: cleanName(name), at }];
      }),
  };
};

/** A name as any file may bring it. */
export const cleanName = (name: unknown): string =>
  typeof name === 'string'
    ? cleanLine(name.slice(0, 10 * deviceNameLimit))
        .slice(0, deviceNameLimit)
        .replace(/[\ud800-\udbff]$/, '')
    : '';

/** What people call this device, if anything. */
export const readDeviceName = async (ledger: Ledger): Promise<string> => {
  const stored = await readSetting(ledger, nameKey);
  return cleanName(stored.ok ? stored.value : '');
};

export const writeDeviceName = (ledger: Ledger, name: string): void => {
  void writeSetting(ledger, nameKey, cleanName(name));
};
