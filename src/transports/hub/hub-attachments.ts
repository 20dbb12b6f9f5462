/** Sends attachments to a hub, and gets them from it; an upload that broke off goes on where it was. */

import type { AttachmentHash } from '#core/attachments.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BoardKeys } from '#sync/board-keys.ts';
import { hubLimits, hubPath } from '#sync/hub-protocol.ts';
import { attachmentName, openAttachment, sealAttachment } from '#sync/sealed-attachment.ts';

export type HubAttachmentError =
  /** No answer, or one that may be another next time. */
  | { readonly type: 'HubSilent' }
  /** The hub does not have it. */
  | { readonly type: 'NotThere' }
  /** It does not take it: too large, or no room. */
  | { readonly type: 'NotTaken' }
  /** What it gave is not what was asked for. */
  | { readonly type: 'NotThat' };

export interface HubAttachments {
  readonly put: (hash: AttachmentHash, bytes: Uint8Array) => Promise<Result<void, HubAttachmentError>>;
  /** The bytes, whose hash the caller checks. */
  readonly get: (hash: AttachmentHash) => Promise<Result<Uint8Array, HubAttachmentError>>;
}

/** `origin`: as in `http://192.168.1.20:4173`. */
export const createHubAttachments = (origin: string, keys: BoardKeys): HubAttachments => {
  const ask = (hash: AttachmentHash, init: RequestInit): Promise<Response> =>
    fetch(`${origin}${hubPath}/${keys.boardId}/attachments/${attachmentName(keys, hash)}`, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), Authorization: `Bearer ${keys.token}` },
      credentials: 'omit',
      cache: 'no-store',
    });
  const silent = err({ type: 'HubSilent' });

  return {
    put: async (hash, bytes) => {
      try {
        const there = await ask(hash, { method: 'HEAD' });
        if (there.ok) return ok();
        const sealed = sealAttachment(keys, hash, bytes);
        const from = Number(there.headers.get('Upload-Offset') ?? 0);
        const isPart = Number.isSafeInteger(from) && from > 0 && from < sealed.length;
        const range = `bytes ${String(from)}-${String(sealed.length - 1)}/${String(sealed.length)}`;
        const put = await ask(hash, {
          method: 'PUT',
          headers: {
            'Content-Type': 'application/octet-stream',
            ...(isPart && { 'Content-Range': range }),
          },
          body: (isPart ? sealed.slice(from) : sealed) as BodyInit,
        });
        if (put.ok) return ok();
        return put.status === 413 || put.status === 507 ? err({ type: 'NotTaken' }) : silent;
      } catch {
        return silent;
      }
    },

    get: async (hash) => {
      try {
        const got = await ask(hash, { method: 'GET' });
        if (got.status === 404) return err({ type: 'NotThere' });
        if (!got.ok) return silent;
        if (Number(got.headers.get('Content-Length') ?? 0) > hubLimits.attachmentBytes) {
          return err({ type: 'NotThat' });
        }
        const sealed = new Uint8Array(await got.arrayBuffer());
        const opened = openAttachment(keys, sealed);
        return opened.ok ? opened : err({ type: 'NotThat' });
      } catch {
        return silent;
      }
    },
  };
};
