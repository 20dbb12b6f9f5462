/**
 * What a note may carry beside its text: a drawing, a photo, spoken words. The document has what they are; their bytes
 * lie beside it, under their hash.
 */

import { attachmentSizeLimit, isAttachmentHash, type AttachmentHash } from '#core/attachments.ts';

interface AttachedBytes {
  readonly hash: AttachmentHash;
  /** Bytes. */
  readonly size: number;
}

export interface AttachedPicture extends AttachedBytes {
  readonly type: 'drawing' | 'photo';
  /** Pixels of a photo, units of a drawing's paper: for their proportions. */
  readonly width: number;
  readonly height: number;
}

export interface AttachedVoice extends AttachedBytes {
  readonly type: 'voice';
  /** Whole seconds, at least one. */
  readonly seconds: number;
}

export type Attached = AttachedPicture | AttachedVoice;
export type AttachedType = Attached['type'];

/** Most attachments of one note. */
const attachedLimit = 4;
/** Longest side that is believed. */
const sideLimit = 10_000;
/** Longest recording that is believed; the app records a minute at most. */
const secondsLimit = 600;

/** Reads what a note was born with, whatever stands there: what is absurd, or of a type to come, is passed over. */
export const readAttached = (value: unknown): readonly Attached[] => {
  if (!Array.isArray(value)) return none;
  const found = new Map<string, Attached>();
  // Far more than a note may carry are not even looked at.
  for (const item of value.slice(0, 10 * attachedLimit)) {
    const attached = found.size < attachedLimit ? readOne(item) : undefined;
    if (attached) found.set(attached.hash, attached);
  }
  return found.size === 0 ? none : [...found.values()];
};

/** The same list for all notes that have none. */
const none: readonly Attached[] = [];

const readOne = (value: unknown): Attached | undefined => {
  const { hash, size, type, width, height, seconds } = (value ?? {}) as Record<string, unknown>;
  if (!isAttachmentHash(hash) || !isWithin(size, attachmentSizeLimit)) return undefined;
  if ((type === 'drawing' || type === 'photo') && isWithin(width, sideLimit) && isWithin(height, sideLimit)) {
    return { hash, size, type, width, height };
  }
  return type === 'voice' && isWithin(seconds, secondsLimit) ? { hash, size, type, seconds } : undefined;
};

const isWithin = (value: unknown, limit: number): value is number =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) <= limit;
