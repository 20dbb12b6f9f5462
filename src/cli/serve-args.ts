/** Reads what stands behind `grappe serve`. */

import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#core/result.ts';
import type { CertificateFiles } from '#hub/certificate.ts';

export const defaultPort = 4173;

export interface ServeOptions {
  readonly port: number;
  /** Every address of the machine when absent: the room must reach it. */
  readonly host: string | undefined;
  /** Where the hub keeps everything; where the platform does when absent. */
  readonly data: string | undefined;
  /** The organisation's certificate, for https. */
  readonly certificate: CertificateFiles | undefined;
  /** Whether the hub is an authority of its own, for https without an organisation's. */
  readonly hasAuthority: boolean;
  /** Whether boards that the hub does not know are taken. */
  readonly takesNewBoards: boolean;
  /** Origins of pages that may connect besides the hub's own, as in `https://grappe.example`; the usual ones when empty. */
  readonly origins: readonly string[];
  /** Boards that were not used for so long are erased; none when absent. */
  readonly keepMs: number | undefined;
  /** Whether there are figures for Prometheus. */
  readonly hasMetrics: boolean;
  /** Whether the hub can be found as `grappe.local`. */
  readonly hasLocalName: boolean;
  /** Where boards are kept instead of `data`, together with other hubs. */
  readonly postgres: string | undefined;
  /** By which these tell each other what is new. */
  readonly redis: string | undefined;
  /** Whether connections and their addresses are told in the terminal. */
  readonly logsConnections: boolean;
}

export type ServeArgsError =
  | { type: 'OptionUnknown'; text: string }
  | { type: 'PortInvalid'; text: string }
  | { type: 'ValueMissing'; option: string }
  | { type: 'ValueUnknown'; option: string; text: string; known: readonly string[] }
  | { type: 'ValueUnwanted'; option: string }
  | { type: 'KeepInvalid'; text: string }
  /** `--cert` without `--key`, or the other way round. */
  | { type: 'CertificateHalf' }
  /** `--cert` beside `--local-ca`. */
  | { type: 'CertificateTwice' }
  | { type: 'OriginInvalid'; text: string }
  /** What was given is not repeated: it may hold a password. */
  | { type: 'UrlInvalid'; option: string; example: string }
  | { type: 'RedisAlone' };

const options = {
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  data: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'local-ca': { type: 'boolean' },
  'allow-new-boards': { type: 'string' },
  keep: { type: 'string' },
  origin: { type: 'string' },
  metrics: { type: 'boolean' },
  'no-mdns': { type: 'boolean' },
  postgres: { type: 'string' },
  redis: { type: 'string' },
  log: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
type OptionName = keyof typeof options;

/**
 * Reads the options of `serve`; `help` when that is asked anywhere. `$GRAPPE_POSTGRES` and `$GRAPPE_REDIS` stand for their options.
 * Errors: `PortInvalid` unless 0 to 65535 (0 takes any free port); `ValueMissing`; `ValueUnknown`; `OriginInvalid` for what is no
 * `https://…` or `http://…`; `UrlInvalid`; `RedisAlone` without `--postgres`; `KeepInvalid` for what is no number of days; `ValueUnwanted`;
 * `CertificateHalf`; `CertificateTwice`; `OptionUnknown` for anything else.
 */
export const parseServeArgs = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Result<ServeOptions | 'help', ServeArgsError> => {
  const { tokens } = parseArgs({
    args: [...urlsOf(env), ...args],
    options,
    strict: false,
    tokens: true,
  });
  let read: ServeOptions = {
    port: defaultPort,
    host: undefined,
    data: undefined,
    certificate: undefined,
    hasAuthority: false,
    takesNewBoards: true,
    origins: [],
    keepMs: undefined,
    hasMetrics: false,
    hasLocalName: true,
    postgres: undefined,
    redis: undefined,
    logsConnections: false,
  };
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') return err({ type: 'OptionUnknown', text: token.value });
    if (token.name === 'help') return ok('help');
    if (!isOption(token.name)) return err({ type: 'OptionUnknown', text: token.rawName });
    const flag = flags[token.name];
    if (flag !== undefined) {
      if (token.value !== undefined) return err({ type: 'ValueUnwanted', option: token.rawName });
      read = { ...read, ...flag };
      continue;
    }
    if (token.value === undefined || token.value === '')
      return err({ type: 'ValueMissing', option: token.rawName });
    const changed = readOption(read, token.name, token.value);
    if (!changed.ok) return changed;
    read = { ...read, ...changed.value };
  }
  const { certificate, redis, postgres } = read;
  const isHalf = certificate !== undefined && (certificate.cert === '' || certificate.key === '');
  if (isHalf) return err({ type: 'CertificateHalf' });
  if (certificate !== undefined && read.hasAuthority) return err({ type: 'CertificateTwice' });
  return redis !== undefined && postgres === undefined ? err({ type: 'RedisAlone' }) : ok(read);
};

const flags: Partial<Record<OptionName, Partial<ServeOptions>>> = {
  metrics: { hasMetrics: true },
  'local-ca': { hasAuthority: true },
  'no-mdns': { hasLocalName: false },
};

const isOption = (name: string): name is OptionName => Object.hasOwn(options, name);

const readOption = (
  { origins, certificate = { cert: '', key: '' } }: ServeOptions,
  name: OptionName,
  value: string,
): Result<Partial<ServeOptions>, ServeArgsError> => {
  const oneOf = (known: readonly string[]): Result<string, ServeArgsError> =>
    known.includes(value)
      ? ok(value)
      : err({ type: 'ValueUnknown', option: `--${name}`, text: value, known });
  switch (name) {
    case 'port':
      return /^\d{1,5}$/.test(value) && Number(value) <= 65535
        ? ok({ port: Number(value) })
        : err({ type: 'PortInvalid', text: value });
    case 'host':
      return ok({ host: value });
    case 'data':
      return ok({ data: value });
    case 'cert':
    case 'key':
      return ok({ certificate: { ...certificate, [name]: value } });
    case 'allow-new-boards': {
      const allowed = oneOf(['on', 'off']);
      return allowed.ok ? ok({ takesNewBoards: allowed.value === 'on' }) : allowed;
    }
    case 'keep': {
      const [, days] = /^([1-9]\d{0,4})d$/.exec(value) ?? [];
      return days === undefined
        ? err({ type: 'KeepInvalid', text: value })
        : ok({ keepMs: Number(days) * 86_400_000 });
    }
    case 'origin': {
      const origin = URL.canParse(value) ? new URL(value) : undefined;
      return origin !== undefined && /^https?:$/.test(origin.protocol) && origin.pathname === '/'
        ? ok({ origins: [...origins, origin.origin] })
        : err({ type: 'OriginInvalid', text: value });
    }
    case 'postgres':
      return /^postgres(ql)?:$/.test(protocolOf(value))
        ? ok({ postgres: value })
        : err({ type: 'UrlInvalid', option: '--postgres', example: 'postgres://grappe@localhost/grappe' });
    case 'redis':
      return /^rediss?:$/.test(protocolOf(value))
        ? ok({ redis: value })
        : err({ type: 'UrlInvalid', option: '--redis', example: 'redis://localhost' });
    case 'log': {
      const level = oneOf(['normal', 'debug']);
      return level.ok ? ok({ logsConnections: level.value === 'debug' }) : level;
    }
    default:
      return ok({});
  }
};

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '');

/** On a command line, everybody on the machine could read a password. */
const urlsOf = ({
  GRAPPE_POSTGRES = '',
  GRAPPE_REDIS = '',
}: Readonly<Record<string, string | undefined>>): string[] => [
  ...(GRAPPE_POSTGRES === '' ? [] : [`--postgres=${GRAPPE_POSTGRES}`]),
  ...(GRAPPE_REDIS === '' ? [] : [`--redis=${GRAPPE_REDIS}`]),
];
