/**
 * Attachments as a hub has them: sealed, under names that tell nothing. The nonce of a seal comes from the attachment's hash:
 * whoever sends it sends the same bytes, so that an upload that broke off goes on where it was, on any device.
 */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { toBase64UrlEncoded } from 'lib0/buffer';
import type { AttachmentHash } from '#core/attachments.ts';
import type { Result } from '#core/result.ts';
import type { BoardKeys } from './board-keys.ts';
import { openSeal, seal, type OpenError } from './seal.ts';

/** What an attachment is called on a hub, which cannot tell whether it is a file that it knows: 43 characters of base64url. */
export const attachmentName = ({ names }: BoardKeys, hash: AttachmentHash): string =>
  toBase64UrlEncoded(hmac(sha256, names, utf8ToBytes(hash)));

export const sealAttachment = (keys: BoardKeys, hash: AttachmentHash, bytes: Uint8Array): Uint8Array => {
  const nonce = hmac(sha256, keys.names, utf8ToBytes(`nonce ${hash}`)).slice(0, 24);
  return seal(keys, 'attachment', bytes, () => nonce);
};

/** The bytes, whose hash the caller checks. Errors: those of `openSeal`. */
export const openAttachment = (keys: BoardKeys, sealed: Uint8Array): Result<Uint8Array, OpenError> =>
  openSeal(keys, 'attachment', sealed);
