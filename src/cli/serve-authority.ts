/** `grappe serve --local-ca`: https by the hub's own authority, for the names and addresses that it has now. */

import { createServer } from 'node:https';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ok, type Result } from '#core/result.ts';
import type { AppServer } from '#hub/app-server.ts';
import type { AuthorityFacts } from '#hub/authority-page.ts';
import { isCovered, observeNames, openAuthority, type AuthorityError } from '#hub/authority.ts';
import type { Certificate } from '#hub/certificate.ts';

export interface SecureSide {
  readonly server: ReturnType<typeof createServer>;
  readonly certificate: () => Certificate;
  readonly facts: (addressOf: (name: string) => string) => AuthorityFacts;
}

/**
 * Opens the authority in the data folder and makes a server that answers as `plain` does.
 * `addresses`: those of the room now, without a port. Errors: `AuthorityFailed`.
 */
export const openSecureSide = async (
  data: string,
  plain: AppServer,
  addresses: () => readonly string[],
): Promise<Result<SecureSide, AuthorityError>> => {
  const opened = await openAuthority(join(data, 'authority'), Date.now());
  if (!opened.ok) return opened;
  const authority = opened.value;
  const names = namesOf(addresses());
  let certificate = await authority.issue(names, Date.now());
  const server = createServer({ cert: certificate.cert, key: certificate.key });
  for (const event of ['request', 'upgrade'] as const)
    server.on(event, (...args: unknown[]) => void plain.emit(event, ...args));
  observeNames(
    authority,
    { ...certificate, names },
    () => ({ names: namesOf(addresses()), nowMs: Date.now() }),
    (renewed) => {
      certificate = renewed;
      server.setSecureContext(renewed);
    },
  );
  return ok({
    server,
    certificate: () => certificate,
    facts: (addressOf) => ({ ...authority, addresses: addresses().filter(isCovered).map(addressOf) }),
  });
};

/** What this machine may be called, besides the addresses of the room. */
const namesOf = (addresses: readonly string[]): readonly string[] => {
  const own = hostname().split('.')[0] ?? '';
  return [
    ...new Set([
      ...['localhost', '127.0.0.1', '::1', 'grappe.local'],
      ...(/^[a-z\d-]+$/i.test(own) ? [`${own.toLowerCase()}.local`] : []),
      ...addresses,
    ]),
  ].filter(isCovered);
};
