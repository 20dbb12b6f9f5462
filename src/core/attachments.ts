/** Attachments, in every layer: bytes that are called by their own hash, so that the same bytes are the same everywhere. */

import type { Brand } from './ids.ts';

/** SHA-256 of the bytes, 64 hexadecimal digits. */
export type AttachmentHash = Brand<string, 'AttachmentHash'>;

/** Largest attachment that is kept or believed, in bytes: a minute of speech takes two thirds of it. */
export const attachmentSizeLimit = 300_000;

const hashPattern = /^[0-9a-f]{64}$/;

/** Tells whether a foreign value has the shape of an attachment's hash. */
export const isAttachmentHash = (value: unknown): value is AttachmentHash =>
  typeof value === 'string' && hashPattern.test(value);
