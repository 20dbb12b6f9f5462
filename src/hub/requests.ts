/** Answers requests for the hub, from pages of any origin: no cookie speaks for anybody, the token does. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { hubPath, hubProtocol, type HubInfo } from '#sync/hub-protocol.ts';

export type HubFacts = Pick<HubInfo, 'addresses' | 'takesNewBoards'>;

/** Answers what is under `/hub`; false for any other path. */
export const answerHubRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  facts: HubFacts,
): boolean => {
  const path = request.url?.split('?')[0] ?? '';
  if (path !== hubPath && !path.startsWith(`${hubPath}/`)) return false;
  for (const [name, value] of Object.entries(openToAll)) response.setHeader(name, value);
  if (request.method === 'OPTIONS') {
    for (const [name, value] of Object.entries(preflight)) response.setHeader(name, value);
    response.writeHead(204).end();
  } else if (path !== hubPath) {
    sendJson(request, response, 404, { error: 'not-found' });
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD, OPTIONS');
    sendJson(request, response, 405, { error: 'method-not-allowed' });
  } else {
    const info: HubInfo = { grappe: 'hub', protocol: hubProtocol, ...facts };
    sendJson(request, response, 200, info);
  }
  return true;
};

const sendJson = (
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: unknown,
): void => {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
};

const openToAll: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Upload-Offset',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** What a page asks before it asks; Chromium besides, from a public page to a private address. */
const preflight: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Headers': 'Authorization, Content-Range, Content-Type',
  'Access-Control-Allow-Methods': 'GET, HEAD, PUT, OPTIONS',
  'Access-Control-Allow-Private-Network': 'true',
  'Access-Control-Max-Age': '600',
};
