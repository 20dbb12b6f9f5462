import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAppServer, listen, readAppFiles } from '#hub/app-server.ts';

const script = 'console.log("a script");'.repeat(20);

let folder: string;
let servers: Server[];
let port: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grappe-app-'));
  servers = [];
  const files: Record<string, string | Buffer> = {
    'index.html': '<title>Grappe</title>',
    'secours/index.html': '<title>Secours</title>',
    'sw.js': 'self',
    'manifest.webmanifest': '{}',
    'assets/index-1a2b3c4d.js': script,
    'assets/index-1a2b3c4d.js.br': brotliCompressSync(script),
    'assets/index-1a2b3c4d.js.gz': gzipSync(script),
    'assets/type-1a2b3c4d.woff2': 'font',
    'assets/code-1a2b3c4d.wasm': 'wasm',
    '.vite/manifest.json': '{}',
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const read = readAppFiles(folder);
  if (!read.ok) throw new Error('not built');
  const listening = await listen(track(createAppServer(read.value)), { port: 0, host: '127.0.0.1' });
  if (!listening.ok) throw new Error('not listening');
  port = listening.value.port;
});

afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

const track = (server: Server): Server => {
  servers.push(server);
  return server;
};

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Asks for a path as it is written: `fetch` would tidy `..` away. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) });
      });
    })
      .on('error', reject)
      .end();
  });

describe('what is handed out', () => {
  test.for([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/secours/', 'text/html; charset=utf-8', 'no-cache'],
    ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', 'no-cache'],
    ['/assets/index-1a2b3c4d.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/type-1a2b3c4d.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
    ['/assets/code-1a2b3c4d.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
  ] as const)('[HS1] %s has its type and is kept as it should be', async ([path, type, cacheControl]) => {
    const { status, headers } = await ask(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['cache-control']).toBe(cacheControl);
  });

  test('[HS1] a page in a folder is sent to where it finds its files', async () => {
    const { status, headers } = await ask('/secours');
    expect(status).toBe(302);
    expect(headers.location).toBe('/secours/');
    expect(headers['cache-control']).toBe('no-cache');
    expect((await ask('/secours/')).body.toString()).toBe('<title>Secours</title>');
  });

  test('[HS1] an unchanged file is not sent twice', async () => {
    const first = await ask('/');
    const second = await ask('/', { 'If-None-Match': String(first.headers.etag) });
    expect(second.status).toBe(304);
    expect(second.body.length).toBe(0);
  });

  test.for([
    ['br', 'gzip, deflate, br', brotliCompressSync(script)],
    ['gzip', 'gzip', gzipSync(script)],
    ['gzip', 'br;q=0, gzip', gzipSync(script)],
    [undefined, 'identity', Buffer.from(script)],
    [undefined, '', Buffer.from(script)],
  ] as const)('[HS1] a script travels as %s for who accepts “%s”', async ([encoding, accepted, bytes]) => {
    const { headers, body } = await ask('/assets/index-1a2b3c4d.js', { 'Accept-Encoding': accepted });
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary).toBe('Accept-Encoding');
    expect(body.equals(bytes)).toBe(true);
  });

  test('[HS1] HEAD tells the same without the file', async () => {
    const { status, headers, body } = await ask('/assets/index-1a2b3c4d.js', {}, 'HEAD');
    expect(status).toBe(200);
    expect(headers['content-length']).toBe(String(script.length));
    expect(body.length).toBe(0);
  });

  test('[HS1] a build made while the server runs does not mix two versions', async () => {
    rmSync(folder, { recursive: true });
    const { status, body } = await ask('/assets/index-1a2b3c4d.js');
    expect(status).toBe(200);
    expect(body.toString()).toBe(script);
  });
});

describe('what is not', () => {
  test.for([
    '/../package.json',
    '/..%2fpackage.json',
    '/assets/../../package.json',
    '/%2e%2e/%2e%2e/etc/passwd.txt',
  ])('[HS2] %s leads nowhere', async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body.toString()).toBe('Introuvable. · Not found.\n');
  });

  test.for([
    '/.vite/manifest.json',
    '/assets/index-1a2b3c4d.js.br',
    '/assets/gone-1a2b3c4d.js',
    '/favicon.ico',
  ])('[HS2] %s is not found, and the absence is not kept', async (path) => {
    const { status, headers } = await ask(path);
    expect(status).toBe(404);
    expect(headers['cache-control']).toBe('no-store');
  });

  test.for(['/capture', '/atelier/abc/mur', '//elsewhere.example/x'])(
    '[HS2] %s is sent to the top',
    async (path) => {
      const { status, headers } = await ask(path);
      expect(status).toBe(302);
      expect(headers.location).toBe('/');
    },
  );

  test.for(['POST', 'PUT', 'DELETE', 'OPTIONS'])('[HS2] %s is refused', async (method) => {
    const { status, headers } = await ask('/', {}, method);
    expect(status).toBe(405);
    expect(headers.allow).toBe('GET, HEAD');
  });

  test('[HS2] an address that can’t be read is refused', async () => {
    const { status } = await ask('/%E0%A4%A');
    expect(status).toBe(400);
  });
});

describe('security', () => {
  test.for(['/', '/secours', '/secours/', '/assets/index-1a2b3c4d.js', '/assets/gone.js', '/capture'])(
    '[HS3] %s comes with every security header',
    async (path) => {
      const { headers } = await ask(path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe-inline');
      expect(policy).not.toContain("'unsafe-eval'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['permissions-policy']).toContain('geolocation=()');
      expect(headers['set-cookie']).toBeUndefined();
    },
  );
});

describe('refusals', () => {
  test('[HS4] a port that is taken', async () => {
    const second = await listen(track(createAppServer(new Map())), { port, host: '127.0.0.1' });
    expect(second).toEqual({ ok: false, error: { type: 'PortTaken', port } });
  });

  test('[HS4] an address of another machine', async () => {
    const elsewhere = await listen(track(createAppServer(new Map())), { port: 0, host: '203.0.113.1' });
    expect(elsewhere).toEqual({ ok: false, error: { type: 'HostUnknown', host: '203.0.113.1' } });
  });

  test('[HS4] a folder without an app', () => {
    expect(readAppFiles(join(folder, 'assets'))).toEqual({
      ok: false,
      error: { type: 'AppNotBuilt', folder: join(folder, 'assets') },
    });
    expect(readAppFiles(join(folder, 'gone')).ok).toBe(false);
  });
});
