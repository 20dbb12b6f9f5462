/**
 * Hands out the built app over HTTP.
 *
 * All files are read once, into memory: they are about two megabytes, the server can't be led to any other file, and
 * a build made while it runs never mixes two versions.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { Server as NetServer } from 'node:net';
import { join, sep } from 'node:path';
import { err, ok, type Result } from '#core/result.ts';

export interface AppFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly etag: string;
  readonly bytes: Buffer;
  readonly brotli: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

/** By path, as in `/assets/index-1a2b3c4d.js`. */
export type AppFiles = ReadonlyMap<string, AppFile>;

/**
 * Reads the built app with its compressed copies (`x.js.br`, `x.js.gz`).
 * Errors: `AppNotBuilt` when the folder isn't there or has no index.html.
 */
export const readAppFiles = (folder: string): Result<AppFiles, { type: 'AppNotBuilt'; folder: string }> => {
  const files = new Map<string, AppFile>();
  const names = filesIn(folder);
  for (const name of names) {
    const type = typeOf(name);
    if (type === undefined) continue;
    const read = (suffix: string): Buffer | undefined =>
      names.has(name + suffix) ? readFileSync(join(folder, name + suffix)) : undefined;
    const bytes = readFileSync(join(folder, name));
    files.set(`/${name}`, {
      type,
      cacheControl: name.startsWith('assets/') ? forEver : askEachTime,
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      bytes,
      brotli: read('.br'),
      gzip: read('.gz'),
    });
  }
  return files.has('/index.html') ? ok(files) : err({ type: 'AppNotBuilt', folder });
};

/** Answers a request, or leaves it to the next with false. */
export type Answerer = (request: IncomingMessage, response: ServerResponse) => boolean;

export type AppServer = Server | SecureServer;

type Listener = Pick<NetServer, 'once' | 'listen' | 'address'>;

/**
 * Makes the server; it listens when told to. What is not for the app goes to `before` first. With a certificate it
 * speaks https.
 */
export const createAppServer = (
  files: AppFiles,
  before: Answerer = () => false,
  certificate?: { readonly cert: Buffer; readonly key: Buffer },
): AppServer => {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    if (!before(request, response)) answer(files, request, response);
  };
  return certificate === undefined
    ? createServer(listener)
    : createSecureServer({ cert: certificate.cert, key: certificate.key }, listener);
};

export type ListenError =
  | { type: 'PortTaken'; port: number }
  | { type: 'PortForbidden'; port: number }
  | { type: 'HostUnknown'; host: string }
  | { type: 'ListenFailed'; reason: string };

/**
 * Listens, on every address of the machine unless `host` names one.
 * Errors: `PortTaken`, `PortForbidden` (below 1024, not root), `HostUnknown` (not an address of this machine), else `ListenFailed`.
 */
export const listen = (
  server: Listener,
  { port, host }: { port: number; host?: string | undefined },
): Promise<Result<{ port: number }, ListenError>> =>
  new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(err(listenError(error, port, host ?? '')));
    });
    server.listen({ port, host }, () => {
      const address = server.address();
      resolve(ok({ port: typeof address === 'object' && address !== null ? address.port : port }));
    });
  });

const listenError = (error: NodeJS.ErrnoException, port: number, host: string): ListenError => {
  switch (error.code) {
    case 'EADDRINUSE':
      return { type: 'PortTaken', port };
    case 'EACCES':
      return { type: 'PortForbidden', port };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { type: 'HostUnknown', host };
    default:
      return { type: 'ListenFailed', reason: error.message };
  }
};

const answer = (files: AppFiles, request: IncomingMessage, response: ServerResponse): void => {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    sayPlainly(response, 405, 'Méthode refusée. · Method not allowed.');
    return;
  }
  const path = pathOf(request.url ?? '/');
  if (path === undefined) {
    sayPlainly(response, 400, 'Adresse illisible. · Bad address.');
    return;
  }
  const file = files.get(path.endsWith('/') ? `${path}index.html` : path);
  if (file !== undefined) {
    sendFile(file, request, response);
  } else if (files.has(`${path}/index.html`)) {
    // A page in a folder names its files relative to that.
    redirect(response, `${path}/`);
  } else if (looksLikeFile(path)) {
    sayPlainly(response, 404, 'Introuvable. · Not found.');
  } else {
    // Places inside the app stand after `#`, so the top is the page for any other path. Its files are named
    // relative to it: served under a deeper path, it would not find them.
    redirect(response, '/');
  }
};

/** `to`: a path that stands in `files`, or the top; never one that somebody sent. */
const redirect = (response: ServerResponse, to: string): void => {
  response.setHeader('Cache-Control', askEachTime);
  response.writeHead(302, { Location: to }).end();
};

const sendFile = (file: AppFile, request: IncomingMessage, response: ServerResponse): void => {
  response.setHeader('Cache-Control', file.cacheControl);
  response.setHeader('ETag', file.etag);
  response.setHeader('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304).end();
    return;
  }
  const accepted = acceptedEncodings(request.headers['accept-encoding']);
  let body = file.bytes;
  if (file.brotli !== undefined && accepted.has('br')) {
    body = file.brotli;
    response.setHeader('Content-Encoding', 'br');
  } else if (file.gzip !== undefined && accepted.has('gzip')) {
    body = file.gzip;
    response.setHeader('Content-Encoding', 'gzip');
  }
  response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
};

const sayPlainly = (response: ServerResponse, status: number, sentence: string): void => {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${sentence}\n`);
};

const pathOf = (address: string): string | undefined => {
  try {
    return decodeURIComponent(new URL(address, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
};

const looksLikeFile = (path: string): boolean => path.startsWith('/assets/') || /\.[^/]*$/.test(path);

const acceptedEncodings = (header: string | string[] | undefined): Set<string> => {
  const accepted = new Set<string>();
  for (const part of String(header ?? '').split(',')) {
    const [name = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) accepted.add(name);
  }
  return accepted;
};

const filesIn = (folder: string): Set<string> => {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return new Set(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .map((name) => name.split(sep).join('/'))
        .filter((name) => !/(^|\/)\./.test(name)),
    );
  } catch {
    return new Set();
  }
};

/** Only these are handed out; what the build leaves besides (its own lists, compressed copies) is not. */
const typeOf = (name: string): string | undefined => types[name.slice(name.lastIndexOf('.') + 1)];

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json; charset=utf-8',
  woff2: 'font/woff2',
};

/** Names under assets/ carry a hash of their content. */
const forEver = 'public, max-age=31536000, immutable';
/** Kept, but asked about each time: this is how a new version is noticed. */
const askEachTime = 'no-cache';

/**
 * Nothing from elsewhere, nothing inline, no eval. Connections go further than the app's own origin because workshops
 * meet at hubs on addresses of their own. `wasm-unsafe-eval` allows WebAssembly, and only that.
 */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "connect-src 'self' ws: wss: http: https:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ');

const deviceFeatures = [
  ...['camera', 'microphone', 'screen-wake-lock', 'fullscreen', 'clipboard-write'].map(
    (feature) => `${feature}=(self)`,
  ),
  ...['accelerometer', 'autoplay', 'browsing-topics', 'display-capture', 'encrypted-media'].map(
    (feature) => `${feature}=()`,
  ),
  ...[
    'geolocation',
    'gyroscope',
    'hid',
    'idle-detection',
    'magnetometer',
    'midi',
    'payment',
    'serial',
    'usb',
  ].map((feature) => `${feature}=()`),
].join(', ');

const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': deviceFeatures,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};
