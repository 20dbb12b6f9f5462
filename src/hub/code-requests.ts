/** Answers requests about codes to type, as `#sync/hub-protocol.ts` has them. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { hubLimits, hubPath } from '#sync/hub-protocol.ts';
import { asAdmitted, type BoardAccess } from './admitted.ts';
import type { CodeError, Codes } from './codes.ts';
import { readBody } from './read-body.ts';
import { sendJson } from './send-json.ts';

export interface CodeAccess extends BoardAccess {
  readonly codes: Codes;
  readonly failures: FailedLookUps;
}

export interface CodePath {
  /** Undefined where somebody looks a code up. */
  readonly board: string | undefined;
  readonly address: string;
}

export const readCodePath = (path: string): CodePath | undefined => {
  const [, board, address] = /^(?:\/([^/]+))?\/codes\/([\w-]{43})$/.exec(path.slice(hubPath.length)) ?? [];
  return address === undefined ? undefined : { board, address };
};

/** Throws when codes can’t be read or written. */
export const answerCodeRequest = async (
  request: IncomingMessage,
  response: ServerResponse,
  { board, address }: CodePath,
  access: CodeAccess,
): Promise<void> => {
  const allowed = board === undefined ? ['GET', 'HEAD'] : ['PUT', 'DELETE'];
  if (!allowed.includes(request.method ?? '')) {
    response.setHeader('Allow', [...allowed, 'OPTIONS'].join(', '));
    return sendJson(request, response, 405, { error: 'method-not-allowed' });
  }
  if (board === undefined) return give(request, response, address, access);
  await asAdmitted(request, response, board, access, async (id) => {
    if (request.method === 'PUT') return take(request, response, id, address, access.codes);
    await access.codes.remove(id, address);
    sendJson(request, response, 200, {});
  });
};

/** Once too many have found nothing, nobody is answered until the minute is over; what is found counts for nothing. */
const give = async (
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
  { codes, failures }: CodeAccess,
): Promise<void> => {
  if (failures.areTooMany()) {
    response.setHeader('Retry-After', 60);
    return sendJson(request, response, 429, { error: 'too-many-tries' });
  }
  const sealed = await codes.read(address);
  if (sealed === undefined) {
    failures.add();
    return sendJson(request, response, 404, { error: 'not-found' });
  }
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': sealed.length });
  response.end(request.method === 'HEAD' ? undefined : sealed);
};

const take = async (
  request: IncomingMessage,
  response: ServerResponse,
  board: BoardId,
  address: string,
  codes: Codes,
): Promise<void> => {
  const length = Number(request.headers['content-length']);
  const seconds = Number(/[?&]seconds=(\d{1,9})$/.exec(request.url ?? '')?.[1]);
  if (!Number.isSafeInteger(length) || length < 1 || !(seconds >= 1 && seconds <= hubLimits.codeSeconds))
    return sendJson(request, response, 400, { error: 'bad-request' });
  if (length > hubLimits.codeBytes) return sendJson(request, response, 413, { error: 'message-too-large' });
  const { bytes } = await readBody(request, length);
  // Broken off.
  if (bytes.length !== length) return void response.destroy();
  const kept = await codes.keep(board, address, bytes, seconds);
  if (kept.ok) return sendJson(request, response, 201, {});
  const [status, error] = refusals[kept.error.type];
  sendJson(request, response, status, { error });
};

const refusals: Readonly<Record<CodeError['type'], readonly [number, string]>> = {
  AddressTaken: [409, 'address-taken'],
  CodesFull: [507, 'codes-full'],
};

/** Counts look-ups that find nothing, in minutes, and over all addresses: a whole room is behind one. */
export interface FailedLookUps {
  add(): void;
  areTooMany(): boolean;
}

export const createFailedLookUps = (clock: Clock): FailedLookUps => {
  let minute = 0;
  let count = 0;
  const countNow = (): number => {
    const now = Math.floor(clock.now() / 60_000);
    if (now !== minute) [minute, count] = [now, 0];
    return count;
  };
  return {
    add: () => void (count = countNow() + 1),
    areTooMany: () => countNow() >= hubLimits.failedLookUpsPerMinute,
  };
};
