import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { parseServeArgs } from '#cli/serve-args.ts';
import { createAppServer, listen } from '#hub/app-server.ts';
import { isCovered, observeNames, openAuthority, type Authority } from '#hub/authority.ts';
import { createTwoSchemes } from '#hub/two-schemes.ts';
import { makeLeaf, makeRoot, certificatePem } from '#hub/x509.ts';
import { afterwards, makeFolder, startHub, until } from './hub-steps.ts';

const now = Date.now();
const dayMs = 86_400_000;
const names = ['localhost', '127.0.0.1', '::1', '192.168.1.20', 'grappe.local'];

const open = async (folder: string): Promise<Authority> => {
  const opened = await openAuthority(folder, now);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};

/** What OpenSSL, which had no part in making them, says of a certificate and its root. */
const verify = (folder: string, root: string, leaf: string, ...options: string[]): string => {
  const [rootPath, leafPath] = [join(folder, 'root.pem'), join(folder, 'leaf.pem')];
  writeFileSync(rootPath, root);
  writeFileSync(leafPath, leaf);
  const args = ['verify', '-x509_strict', '-purpose', 'sslserver', ...options, '-CAfile', rootPath, leafPath];
  try {
    return execFileSync('openssl', args, { stdio: 'pipe' }).toString();
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  }
};

describe('an authority of its own', () => {
  test('[HB21] signs for the addresses of the room, and OpenSSL agrees, name by name', async () => {
    const folder = makeFolder();
    const authority = await open(join(folder, 'authority'));
    const { cert, key, endsAt } = await authority.issue([...names, '134.214.1.1', 'grappe.example'], now);
    expect(endsAt - now).toBeLessThanOrEqual(90 * dayMs);
    for (const name of ['localhost', 'grappe.local']) {
      expect(verify(folder, authority.root, cert.toString(), '-verify_hostname', name)).toContain('OK');
    }
    for (const address of ['127.0.0.1', '::1', '192.168.1.20']) {
      expect(verify(folder, authority.root, cert.toString(), '-verify_ip', address)).toContain('OK');
    }
    // What it may not sign for was left out, rather than spoiling all of it.
    const refused = verify(folder, authority.root, cert.toString(), '-verify_hostname', 'grappe.example');
    expect(refused).toContain('hostname mismatch');
    expect(execFileSync('openssl', ['pkey', '-noout', '-check'], { input: key }).toString()).toContain(
      'valid',
    );
  });

  test('[HB21] can sign for nothing else, whoever has its key: public names and addresses, and further authorities, are refused', async () => {
    const folder = makeFolder();
    const life = { from: now - dayMs, to: now + dayMs };
    const subnets = [{ address: '192.168.0.0', prefix: 16 }];
    const root = await makeRoot('Root', life, { domains: ['local'], subnets });
    const rootPem = certificatePem(root);
    for (const name of ['grappe.example', 'local.example', '8.8.8.8', '192.169.0.1']) {
      const leaf = await makeLeaf(root, ['grappe.local', name], life);
      expect(verify(folder, rootPem, certificatePem(leaf))).toContain('permitted subtree violation');
    }
    const text = execFileSync('openssl', ['x509', '-noout', '-text'], { input: rootPem }).toString();
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(text).toMatch(/Key Usage: critical\s+Certificate Sign\n/);
    expect(text).toMatch(/Name Constraints: critical/);
    expect(text).toMatch(/Extended Key Usage: \s+TLS Web Server Authentication/);
    expect(['192.168.7.7', '10.0.0.1', '172.31.0.1', 'pc.local', '::1', 'localhost'].every(isCovered)).toBe(
      true,
    );
    expect(['172.32.0.1', '8.8.8.8', 'local.example', 'fe80::1', 'pc', ''].some(isCovered)).toBe(false);
  });

  test('[HB22] is made once, its key for the hub’s account alone', async () => {
    const folder = join(makeFolder(), 'authority');
    const first = await open(folder);
    const keyPath = join(folder, 'root.key');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(keyPath).mode & 0o777).toBe(0o600);
    // As after a backup was copied back.
    chmodSync(keyPath, 0o644);
    const second = await open(folder);
    expect(statSync(keyPath).mode & 0o777).toBe(0o600);
    expect(second.fingerprint).toBe(first.fingerprint);
    const told = execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256'], {
      input: second.root,
    });
    expect(told.toString().trim().split('=')[1]).toBe(second.fingerprint);
    const { cert } = await second.issue(names, now);
    expect(verify(makeFolder(), first.root, cert.toString())).toContain('OK');
  });

  test('[HB22] that is damaged is refused and left as it is: devices trust that one', async () => {
    const folder = join(makeFolder(), 'authority');
    await open(folder);
    const other = join(makeFolder(), 'authority');
    await open(other);
    for (const [name, content] of [
      ['root.key', readFileSync(join(other, 'root.key'))],
      ['root.key', 'no key'],
      ['root.crt', 'no certificate'],
    ] as const) {
      writeFileSync(join(folder, name), content);
      expect(await openAuthority(folder, now)).toMatchObject({ error: { type: 'AuthorityFailed', folder } });
      expect(readFileSync(join(folder, name)).equals(Buffer.from(content))).toBe(true);
    }
    // A folder that can't be made.
    const file = join(makeFolder(), 'file');
    writeFileSync(file, '');
    expect(await openAuthority(join(file, 'x'), now)).toMatchObject({ error: { type: 'AuthorityFailed' } });
  });

  test('[HB22] is an option of its own, which goes with no other certificate', () => {
    expect(parseServeArgs(['--local-ca'])).toMatchObject({ value: { hasAuthority: true } });
    expect(parseServeArgs([])).toMatchObject({ value: { hasAuthority: false } });
    expect(parseServeArgs(['--local-ca', '--cert', 'a', '--key', 'b'])).toEqual({
      ok: false,
      error: { type: 'CertificateTwice' },
    });
  });
});

/** Names in the certificate that a server shows to who trusts the authority; why not, else. */
const namesShown = (port: number, ca: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ca, servername: 'localhost' }, () => {
      resolve(String(socket.getPeerCertificate().subjectaltname));
      socket.destroy();
    });
    socket.on('error', ({ message }: Error) => resolve(message));
  });

describe('its certificates', () => {
  test('[HB23] are made anew for new addresses and in time, and are in use without a restart, beside http on the same port', async () => {
    const authority = await open(join(makeFolder(), 'authority'));
    const seen = { names: ['localhost', '192.168.1.20'], nowMs: now };
    const first = await authority.issue(seen.names, seen.nowMs);
    const plain = createAppServer(new Map(), undefined);
    const secure = createAppServer(new Map(), undefined, first);
    if (!('setSecureContext' in secure)) throw new Error('not secure');
    const server = createTwoSchemes(plain, secure);
    const { port } = await listening(server);
    let renewals = 0;
    let looks = 0;
    afterwards(
      observeNames(
        authority,
        { ...first, names: seen.names },
        () => {
          looks++;
          return seen;
        },
        (renewed) => {
          renewals++;
          secure.setSecureContext(renewed);
        },
        20,
      ),
    );
    expect(await namesShown(port, authority.root)).toBe('DNS:localhost, IP Address:192.168.1.20');
    const other = await open(join(makeFolder(), 'authority'));
    expect(await namesShown(port, other.root)).toContain('unable to verify');
    expect(await statusOf(port)).toBe(404);
    seen.names = ['localhost', '10.0.0.7'];
    await until('renewed', () => renewals === 1);
    expect(await namesShown(port, authority.root)).toBe('DNS:localhost, IP Address:10.0.0.7');
    // An address that is gone is no reason.
    seen.names = ['localhost'];
    seen.nowMs = now + 59 * dayMs;
    const lookedBefore = looks;
    await until('looked again', () => looks > lookedBefore + 1);
    expect(renewals).toBe(1);
    seen.nowMs = now + 61 * dayMs;
    await until('renewed', () => renewals === 2);
    expect(await statusOf(port)).toBe(404);
  });
});

describe('its page', () => {
  test('[HB24] explains in French and English, shows the fingerprint, and gives the root in every form; there is none without an authority', async () => {
    const authority = await open(join(makeFolder(), 'authority'));
    const addresses = ['https://192.168.1.20:4173'];
    const { port } = await startHub({ authority: () => ({ ...authority, addresses }) });
    const at = (path: string, language = 'fr') =>
      fetch(`http://127.0.0.1:${String(port)}/autorite${path}`, { headers: { 'Accept-Language': language } });
    for (const [language, title] of [
      ['fr', 'Faire confiance à ce hub'],
      ['en', 'Trust this hub'],
    ] as const) {
      const response = await at('', language);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      const page = await response.text();
      expect(page).toContain(`<h1>${title}</h1>`);
      expect(page).toContain(authority.fingerprint);
      expect(page).toContain('href="https://192.168.1.20:4173"');
      for (const system of ['Android', 'ChromeOS', 'iPadOS', 'Windows'])
        expect(page).toContain(`<dt>${system}</dt>`);
    }
    const root = new X509Certificate(authority.root);
    const files = await Promise.all(
      ['crt', 'pem', 'mobileconfig'].map(async (end) => {
        const response = await at(`/grappe.${end}`);
        return {
          type: response.headers.get('content-type'),
          bytes: Buffer.from(await response.arrayBuffer()),
        };
      }),
    );
    expect(files.map(({ type }) => type)).toEqual([
      'application/x-x509-ca-cert',
      'application/x-pem-file',
      'application/x-apple-aspen-config',
    ]);
    const [crt, pem, profile = { bytes: Buffer.of() }] = files;
    expect(crt?.bytes.equals(root.raw)).toBe(true);
    expect(new X509Certificate(pem?.bytes ?? '').raw.equals(root.raw)).toBe(true);
    expect(XMLValidator.validate(profile.bytes.toString())).toBe(true);
    expect(profile.bytes.toString()).toContain(`<data>${root.raw.toString('base64')}</data>`);
    expect((await at('/root.key')).status).toBe(404);

    const without = await startHub();
    const none = await fetch(`http://127.0.0.1:${String(without.port)}/autorite`, { redirect: 'manual' });
    expect(none.status).toBe(302);
  });
});

const listening = async (server: ReturnType<typeof createTwoSchemes>): Promise<{ port: number }> => {
  const heard = await listen(server, { port: 0, host: '127.0.0.1' });
  if (!heard.ok) throw new Error('not listening');
  afterwards(() => {
    server.closeAllConnections();
    server.close();
  });
  return heard.value;
};

const statusOf = (port: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path: '/gone.js', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
