/**
 * The hub's own authority, for rooms that nobody gives certificates: a root in the data folder, which devices are made to trust once, and
 * certificates of short life that it signs for the addresses of now. It can sign for private addresses and `.local` only,
 * so that whoever steals its key can't pose as any site of the internet.
 */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { BlockList, isIPv4 } from 'node:net';
import { join } from 'node:path';
import { err, ok, type Result } from '#core/result.ts';
import type { Certificate } from './certificate.ts';

export interface Authority {
  /** The root's certificate, PEM. */
  readonly root: string;
  /** SHA-256 of it as devices show it: `AB:CD:…`. */
  readonly fingerprint: string;
  /** The root's name, as devices list it. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** Makes a certificate for those of `names` that the authority covers. */
  issue(names: readonly string[], nowMs: number): Promise<Certificate>;
}

/** It can't be read, written or used; nothing else is made in its place, since devices trust this one. */
export interface AuthorityError {
  readonly type: 'AuthorityFailed';
  readonly folder: string;
  readonly reason: string;
}

/** RFC 1918, link-local, loopback. */
const subnets = [
  { address: '10.0.0.0', prefix: 8 },
  { address: '172.16.0.0', prefix: 12 },
  { address: '192.168.0.0', prefix: 16 },
  { address: '169.254.0.0', prefix: 16 },
  { address: '127.0.0.0', prefix: 8 },
] as const;
const domains = ['local', 'localhost'] as const;

const covered = new BlockList();
for (const { address, prefix } of subnets) covered.addSubnet(address, prefix);

/** Whether the authority may sign for a name or address. */
export const isCovered = (name: string): boolean =>
  isIPv4(name) ? covered.check(name) : name === '::1' || /^(.+\.)?(local|localhost)$/i.test(name);

const dayMs = 86_400_000;
const rootDays = 3_650;
const leafDays = 90;
/** From when on a certificate is made anew. */
const renewalDays = 30;
/** Clocks of a room differ. */
const earlyDays = 1;

/** Reads the authority in `folder`, or makes one where there is none. Errors: `AuthorityFailed`. */
export const openAuthority = async (
  folder: string,
  nowMs: number,
): Promise<Result<Authority, AuthorityError>> => {
  const x509 = await import('./x509.ts');
  const paths = { root: join(folder, 'root.crt'), key: join(folder, 'root.key') };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    let root = await readIfThere(paths.root);
    if (root === undefined) {
      const life = { from: nowMs - earlyDays * dayMs, to: nowMs + rootDays * dayMs };
      const day = new Date(nowMs).toISOString().slice(0, 10);
      const made = await x509.makeRoot(`Grappe (${hostname()} ${day})`, life, { domains, subnets });
      root = x509.certificatePem(made);
      await place(paths.key, x509.keyPem(made));
      // Last: as long as it is not there, no device trusts it.
      await place(paths.root, root);
    }
    // A backup may have been copied back with other rights.
    await chmod(paths.key, 0o600);
    const read = new X509Certificate(root);
    const key = createPrivateKey(await readFile(paths.key));
    if (!read.checkPrivateKey(key)) throw new Error('root.key ≠ root.crt');
    const pair = await x509.readPair(read, key);
    const rootEndsAt = Date.parse(read.validTo);
    return ok({
      root,
      fingerprint: read.fingerprint256,
      name: (/CN=(.*)/.exec(read.subject)?.[1] ?? '').replace(/\\(.)/g, '$1'),
      endsAt: rootEndsAt,
      issue: async (names, now) => {
        const endsAt = Math.min(now + leafDays * dayMs, rootEndsAt);
        const leaf = await x509.makeLeaf(pair, names.filter(isCovered), {
          from: now - earlyDays * dayMs,
          to: endsAt,
        });
        return {
          cert: Buffer.from(x509.certificatePem(leaf)),
          key: Buffer.from(x509.keyPem(leaf)),
          endsAt,
        };
      },
    });
  } catch (error) {
    return err({
      type: 'AuthorityFailed',
      folder,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
};

/** How often names and time are looked at: addresses come and go with networks, which nothing tells of. */
const lookMs = 15_000;

/**
 * Hands over a certificate whenever the one before, of which `first` was made, ends within 30 days or has not all names any more.
 * Returns the end of it.
 */
export const observeNames = (
  authority: Authority,
  first: Certificate & { readonly names: readonly string[] },
  look: () => { readonly names: readonly string[]; readonly nowMs: number },
  callback: (renewed: Certificate) => void,
  everyMs: number = lookMs,
): (() => void) => {
  let { names, endsAt } = first;
  const renew = async (): Promise<void> => {
    const seen = look();
    const isDue = endsAt - seen.nowMs < renewalDays * dayMs && endsAt < authority.endsAt;
    if (!isDue && seen.names.every((name) => names.includes(name))) return;
    ({ names } = seen);
    const renewed = await authority.issue(names, seen.nowMs);
    ({ endsAt } = renewed);
    callback(renewed);
  };
  const timer = setInterval(() => void renew(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
};

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Whole or not at all, and for this account alone. */
const place = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
};
