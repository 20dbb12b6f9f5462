/** The organisation's certificate: read from its files, and read again when they change, as whoever renews it does. */

import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { err, ok, type Result } from '#core/result.ts';

export interface CertificateFiles {
  /** PEM, with those that lead up to the authority. */
  readonly cert: string;
  /** PEM, not encrypted. */
  readonly key: string;
}

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

export type CertificateError =
  | { readonly type: 'CertificateUnreadable'; readonly path: string }
  /** No certificate, no key, or the key of another one. */
  | { readonly type: 'CertificateInvalid'; readonly reason: string };

/** Errors: `CertificateUnreadable`, `CertificateInvalid`. */
export const readCertificate = (files: CertificateFiles): Result<Certificate, CertificateError> => {
  const read = (path: string): Buffer | undefined => {
    try {
      return readFileSync(path);
    } catch {
      return undefined;
    }
  };
  const [cert, key] = [read(files.cert), read(files.key)];
  if (cert === undefined) return err({ type: 'CertificateUnreadable', path: files.cert });
  if (key === undefined) return err({ type: 'CertificateUnreadable', path: files.key });
  try {
    createSecureContext({ cert, key });
    return ok({ cert, key, endsAt: Date.parse(new X509Certificate(cert).validTo) });
  } catch (error) {
    return err({
      type: 'CertificateInvalid',
      reason: error instanceof Error ? error.message : String(error),
    });
  }
};

/** How often the files are looked at: they are often links that a renewal turns elsewhere, which nothing tells of. */
const lookMs = 60_000;

/**
 * Hands over each certificate that comes in place of the one before; one that can't be used changes nothing, and is tried again when
 * its files change. Returns the end of it.
 */
export const observeCertificate = (
  files: CertificateFiles,
  callback: (renewed: Result<Certificate, CertificateError>) => void,
  everyMs: number = lookMs,
): (() => void) => {
  let seen = stampOf(files);
  const timer = setInterval(() => {
    const stamp = stampOf(files);
    if (stamp === seen) return;
    seen = stamp;
    callback(readCertificate(files));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};

const stampOf = ({ cert, key }: CertificateFiles): string =>
  [cert, key]
    .map((path) => {
      try {
        const { mtimeMs, size, ino } = statSync(path);
        return `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
      } catch {
        return '';
      }
    })
    .join();

const dayMs = 86_400_000;
/** From when on its end is warned of. */
const warningDays = 30;

/** Whole days that are left of it, once these are few. */
export const daysLeft = ({ endsAt }: Certificate, nowMs: number): number | undefined => {
  const days = Math.floor((endsAt - nowMs) / dayMs);
  return days < warningDays ? days : undefined;
};
