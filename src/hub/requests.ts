/** Answers requests for the hub, from pages of any origin: no cookie speaks for anybody, the token does. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { hubPath, hubProtocol, type HubInfo } from '#sync/hub-protocol.ts';
import { answerAttachmentRequest, readAttachmentPath, type AttachmentAccess } from './attachment-requests.ts';
import { authorityPage, authorityPath, rootAs, rootFiles, type AuthorityFacts } from './authority-page.ts';
import { answerCodeRequest, readCodePath, type CodeAccess } from './code-requests.ts';
import type { Metrics } from './metrics.ts';
import { pageLocale, pagePolicy, type PageLocale } from './page.ts';
import { sendJson } from './send-json.ts';
import { statusPage, type HubStatus } from './status-page.ts';

export interface HubFacts {
  readonly info: () => Omit<HubInfo, 'grappe' | 'protocol'>;
  readonly status: () => Promise<HubStatus>;
  readonly access: AttachmentAccess & CodeAccess;
  /** None unless they were asked for. */
  readonly metrics: Metrics | undefined;
  /** None unless the hub is an authority of its own. */
  readonly authority: () => AuthorityFacts | undefined;
}

/**
 * | path          | what                                                                       |
 * | ------------- | -------------------------------------------------------------------------- |
 * | `/hub…`       | as in `#sync/hub-protocol.ts`                                                |
 * | `/hub/status` | a page for whoever looks after the hub                                      |
 * | `/autorite…`  | how to trust the hub's own authority, where it has one                      |
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
    (facts.authority() !== undefined && (path === authorityPath || path.startsWith(`${authorityPath}/`))) ||
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
  const code = readCodePath(path);
  if (code !== undefined) return answerCodeRequest(request, response, code, facts.access);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD, OPTIONS');
    return sendJson(request, response, 405, { error: 'method-not-allowed' });
  }
  const authority = facts.authority();
  const rootFile = rootFiles.find((file) => path === `${authorityPath}/${file}`);
  if (authority !== undefined && rootFile !== undefined) {
    const { type, bytes } = rootAs(rootFile, authority);
    response.setHeader('Content-Disposition', `attachment; filename="${rootFile}"`);
    return sendBytes(request, response, type, bytes);
  }
  switch (path) {
    case authorityPath:
    case `${authorityPath}/`:
      if (authority === undefined) break;
      return sendPage(request, response, authorityPage(authority, localeOf(request)));
    case hubPath:
      return sendJson(request, response, 200, {
        grappe: 'hub',
        protocol: hubProtocol,
        ...facts.info(),
      } satisfies HubInfo);
    case `${hubPath}/status`:
      return sendPage(request, response, statusPage(await facts.status(), localeOf(request)));
    case '/health': {
      const { trouble } = await facts.status();
      return sendJson(request, response, trouble === undefined ? 200 : 503, { status: trouble ?? 'ok' });
    }
    case '/metrics':
      if (facts.metrics === undefined) break;
      return sendBytes(request, response, facts.metrics.contentType, Buffer.from(await facts.metrics.text()));
  }
  sendJson(request, response, 404, { error: 'not-found' });
};

const localeOf = (request: IncomingMessage): PageLocale => pageLocale(request.headers['accept-language']);

const sendPage = (request: IncomingMessage, response: ServerResponse, page: string): void => {
  response.setHeader('Content-Security-Policy', pagePolicy);
  response.setHeader('Vary', 'Accept-Language');
  sendBytes(request, response, 'text/html; charset=utf-8', Buffer.from(page));
};

const sendBytes = (request: IncomingMessage, response: ServerResponse, type: string, bytes: Buffer): void => {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
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
  'Access-Control-Allow-Methods': 'GET, HEAD, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Private-Network': 'true',
  'Access-Control-Max-Age': '600',
};
