/** Answers requests for the hub, from pages of any origin: no cookie speaks for anybody, the token does. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { hubPath, hubProtocol, type HubInfo } from '#sync/hub-protocol.ts';
import { answerAttachmentRequest, readAttachmentPath, type AttachmentAccess } from './attachment-requests.ts';
import type { Metrics } from './metrics.ts';
import { sendJson } from './send-json.ts';
import { pageLocale, pagePolicy, statusPage, type HubStatus } from './status-page.ts';

export interface HubFacts {
  readonly info: () => Pick<HubInfo, 'addresses' | 'takesNewBoards'>;
  readonly status: () => Promise<HubStatus>;
  readonly access: AttachmentAccess;
  /** None unless they were asked for. */
  readonly metrics: Metrics | undefined;
}

/**
 * | path          | what                                                                       |
 * | ------------- | -------------------------------------------------------------------------- |
 * | `/hub…`       | as in `#sync/hub-protocol.ts`                                                |
 * | `/hub/status` | a page for whoever looks after the hub                                      |
 * | `/health`     | 200; 503 while the disk refuses                                             |
 * | `/metrics`    | for Prometheus, where that was asked for                                    |
 *
 * Answers these; false for any other path.
 */
export const answerHubRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  facts: HubFacts,
): boolean => {
  const path = request.url?.split('?')[0] ?? '';
  const isOurs =
    path === hubPath ||
    path.startsWith(`${hubPath}/`) ||
    path === '/health' ||
    (path === '/metrics' && facts.metrics !== undefined);
  if (!isOurs) return false;
  for (const [name, value] of Object.entries(openToAll)) response.setHeader(name, value);
  answer(request, response, path, facts).catch(() => {
    if (response.headersSent) response.destroy();
    else sendJson(request, response, 503, { error: 'unreadable' });
  });
  return true;
};

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  facts: HubFacts,
): Promise<void> => {
  if (request.method === 'OPTIONS') {
    for (const [name, value] of Object.entries(preflight)) response.setHeader(name, value);
    response.writeHead(204).end();
    return;
  }
  const attachment = readAttachmentPath(path);
  if (attachment !== undefined) return answerAttachmentRequest(request, response, attachment, facts.access);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD, OPTIONS');
    return sendJson(request, response, 405, { error: 'method-not-allowed' });
  }
  switch (path) {
    case hubPath:
      return sendJson(request, response, 200, {
        grappe: 'hub',
        protocol: hubProtocol,
        ...facts.info(),
      } satisfies HubInfo);
    case `${hubPath}/status`:
      response.setHeader('Content-Security-Policy', pagePolicy);
      response.setHeader('Vary', 'Accept-Language');
      return sendText(
        request,
        response,
        'text/html; charset=utf-8',
        statusPage(await facts.status(), pageLocale(request.headers['accept-language'])),
      );
    case '/health': {
      const { trouble } = await facts.status();
      return sendJson(request, response, trouble === undefined ? 200 : 503, { status: trouble ?? 'ok' });
    }
    case '/metrics':
      if (facts.metrics === undefined) break;
      return sendText(request, response, facts.metrics.contentType, await facts.metrics.text());
  }
  sendJson(request, response, 404, { error: 'not-found' });
};

const sendText = (request: IncomingMessage, response: ServerResponse, type: string, text: string): void => {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(request.method === 'HEAD' ? undefined : text);
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
