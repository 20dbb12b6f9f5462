import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { parseServeArgs } from '#cli/serve-args.ts';
import { createAppServer, listen } from '#hub/app-server.ts';
import { daysLeft, observeCertificate, readCertificate } from '#hub/certificate.ts';
import { afterwards, makeFolder, until } from './hub-steps.ts';

const makeFiles = (folder: string, name: string, days: number) => {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-subj', `/CN=${name}`, '-days', String(days), '-out', files.cert, '-keyout', files.key],
    ],
    { stdio: 'pipe' },
  );
  return files;
};

/** The name in the certificate that the server shows. */
const nameShown = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', rejectUnauthorized: false, agent: false }, (response) => {
      resolve(String((response.socket as TLSSocket).getPeerCertificate().subject.CN));
      response.resume();
    })
      .on('error', reject)
      .end();
  });

describe('a certificate', () => {
  test('[HB20] is served, and the one that renews it is taken up without a restart; a damaged one changes nothing', async () => {
    const folder = makeFolder();
    const files = makeFiles(folder, 'first.example', 90);
    const read = readCertificate(files);
    if (!read.ok) throw new Error('not read');
    const server = createAppServer(new Map(), undefined, read.value);
    const listening = await listen(server, { port: 0, host: '127.0.0.1' });
    if (!listening.ok || !('setSecureContext' in server)) throw new Error('not listening');
    afterwards(() => void server.close());
    const complaints: string[] = [];
    const end = observeCertificate(
      files,
      (renewed) => {
        if (renewed.ok) server.setSecureContext(renewed.value);
        else complaints.push(renewed.error.type);
      },
      20,
    );
    afterwards(end);
    const { port } = listening.value;
    expect(await nameShown(port)).toBe('first.example');
    writeFileSync(files.cert, 'no certificate');
    await until('said', () => complaints.length > 0);
    expect(complaints[0]).toBe('CertificateInvalid');
    expect(await nameShown(port)).toBe('first.example');
    makeFiles(folder, 'second.example', 90);
    await until('taken up', async () => (await nameShown(port)) === 'second.example');
  });

  test('[HB20] that ends within 30 days is warned of', () => {
    const read = readCertificate(makeFiles(makeFolder(), 'x.example', 40));
    if (!read.ok) throw new Error('not read');
    const dayMs = 86_400_000;
    expect(daysLeft(read.value, Date.now())).toBeUndefined();
    expect(daysLeft(read.value, Date.now() + 20 * dayMs)).toBe(19);
    expect(daysLeft(read.value, Date.now() + 41 * dayMs)).toBeLessThan(0);
  });

  test('[HB20] that is not there, or has another key, is refused, and so is one without its key', () => {
    const folder = makeFolder();
    const files = makeFiles(folder, 'x.example', 40);
    const other = makeFiles(makeFolder(), 'y.example', 40);
    expect(readCertificate({ ...files, cert: join(folder, 'gone.pem') })).toMatchObject({
      error: { type: 'CertificateUnreadable' },
    });
    expect(readCertificate({ cert: files.cert, key: other.key })).toMatchObject({
      error: { type: 'CertificateInvalid' },
    });
    expect(parseServeArgs(['--cert', 'a.pem'])).toEqual({ ok: false, error: { type: 'CertificateHalf' } });
    expect(parseServeArgs(['--cert', 'a.pem', '--key', 'b.pem'])).toMatchObject({
      value: { certificate: { cert: 'a.pem', key: 'b.pem' } },
    });
  });
});
