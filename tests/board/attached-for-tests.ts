/** Bytes that notes of tests carry, and what the notes say of them. */

import { createHash } from 'node:crypto';
import type { AttachedPicture, AttachedVoice } from '#board/attached.ts';
import type { AttachmentHash } from '#core/attachments.ts';
import type { BundleAttachment } from '#sync/bundle.ts';

export const bytesNamed = (bytes: Uint8Array): BundleAttachment => ({
  hash: createHash('sha256').update(bytes).digest('hex') as AttachmentHash,
  bytes,
});

/** The same bytes for the same text. */
export const made = (text: string): BundleAttachment => bytesNamed(new TextEncoder().encode(text));

export const drawn = ({ hash, bytes }: BundleAttachment): AttachedPicture => ({
  type: 'drawing',
  hash,
  size: bytes.length,
  width: 1000,
  height: 750,
});

export const spoken = ({ hash, bytes }: BundleAttachment): AttachedVoice => ({
  type: 'voice',
  hash,
  size: bytes.length,
  seconds: 12,
});
