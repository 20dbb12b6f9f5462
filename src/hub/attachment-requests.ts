/** Answers requests about attachments, as `#sync/hub-protocol.ts` has them. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { BoardId } from '#core/ids.ts';
import { err } from '#core/result.ts';
import { hubPath, type HubRefusal } from '#sync/hub-protocol.ts';
import { asAdmitted, type BoardAccess } from './admitted.ts';
import type { Attachments, KeepError, Span } from './attachments.ts';
import { readBody } from './read-body.ts';
import type { BoardAbout } from './rows.ts';
import { sendJson } from './send-json.ts';

export interface AttachmentAccess extends BoardAccess {
  readonly attachments: Attachments;
  /** Why the disk takes nothing for now. */
  readonly trouble: () => string | undefined;
}

export interface AttachmentPath {
  readonly board: string;
  readonly name: string;
}

export const readAttachmentPath = (path: string): AttachmentPath | undefined => {
  const [, board, name] = /^\/([^/]+)\/attachments\/([\w-]{43})$/.exec(path.slice(hubPath.length)) ?? [];
  return board === undefined || name === undefined ? undefined : { board, name };
};

/** Throws when the disk can’t be read. */
export const answerAttachmentRequest = async (
  request: IncomingMessage,
  response: ServerResponse,
  { board, name }: AttachmentPath,
  access: AttachmentAccess,
): Promise<void> => {
  if (!['GET', 'HEAD', 'PUT'].includes(request.method ?? '')) {
    response.setHeader('Allow', 'GET, HEAD, PUT, OPTIONS');
    return sendJson(request, response, 405, { error: 'method-not-allowed' });
  }
  await asAdmitted(request, response, board, access, async (id, about) => {
    if (request.method === 'PUT') await take(request, response, { board: id, name, about }, access);
    else await give(request, response, { board: id, name }, access);
  });
};

const give = async (
  request: IncomingMessage,
  response: ServerResponse,
  { board, name }: { board: BoardId; name: string },
  { attachments }: AttachmentAccess,
): Promise<void> => {
  const bytes = await attachments.read(board, name);
  if (bytes === undefined) {
    const { kept } = await attachments.state(board, name);
    response.setHeader('Upload-Offset', kept);
    return sendJson(request, response, 404, { error: 'not-found' });
  }
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
};

interface Put {
  readonly board: BoardId;
  readonly name: string;
  readonly about: BoardAbout;
}

/** How long a page waits for the disk. */
const patienceMs = 15_000;

const take = async (
  request: IncomingMessage,
  response: ServerResponse,
  { board, name, about }: Put,
  { attachments, trouble }: AttachmentAccess,
): Promise<void> => {
  const span = readSpan(request);
  if (span === undefined) return sendJson(request, response, 400, { error: 'bad-request' });
  if (trouble() !== undefined) return sendJson(request, response, 503, { error: trouble() });
  if ((await attachments.state(board, name)).isWhole) return sendJson(request, response, 200, {});
  const expected = await attachments.expect(board, name, span);
  if (!expected.ok) return refuse(request, response, expected.error);
  const { bytes, isExcessive } = await readBody(request, span.length);
  if (isExcessive) return sendJson(request, response, 400, { error: 'bad-request' });
  // Of one that broke off, what has come is kept as well.
  if (bytes.length === 0 && span.length > 0) return void response.destroy();
  const kept = await Promise.race([
    attachments.keep(board, about, name, span, bytes),
    wait(patienceMs, err({ type: 'NotKept' } as const), { ref: false }),
  ]);
  if (!kept.ok) return refuse(request, response, kept.error);
  response.setHeader('Upload-Offset', kept.value.kept);
  sendJson(request, response, kept.value.isWhole ? 201 : 202, {});
};

const refuse = (request: IncomingMessage, response: ServerResponse, error: KeepError): void => {
  switch (error.type) {
    case 'OffsetWrong':
      response.setHeader('Upload-Offset', error.kept);
      return sendJson(request, response, 409, { error: 'offset' });
    case 'TooLarge':
      return sendJson(request, response, 413, { error: 'message-too-large' satisfies HubRefusal });
    case 'BoardFull':
      return sendJson(request, response, 507, { error: 'board-full' satisfies HubRefusal });
    case 'NotKept':
      return sendJson(request, response, 503, { error: 'disk-failed' });
  }
};

interface BodySpan extends Span {
  /** Bytes that this request says it brings. */
  readonly length: number;
}

/** From `Content-Range: bytes 0-99/500`, or `Content-Length` for all of it. */
const readSpan = ({ headers }: IncomingMessage): BodySpan | undefined => {
  const length = Number(headers['content-length']);
  if (!Number.isSafeInteger(length) || length < 1) return undefined;
  const range = headers['content-range'];
  if (range === undefined) return { offset: 0, total: length, length };
  const [, first, last, total] = (/^bytes (\d{1,9})-(\d{1,9})\/(\d{1,9})$/.exec(range) ?? []).map(Number);
  if (first === undefined || last === undefined || total === undefined) return undefined;
  return last - first + 1 === length && last < total ? { offset: first, total, length } : undefined;
};
