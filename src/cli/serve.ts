/** `grappe serve`: hands out the app to the room, until it is stopped. */
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderUnicodeCompact } from 'uqr';
import { err, ok, type Result } from '#core/result.ts';
import { createAppServer, listen, readAppFiles } from '#hub/app-server.ts';
import { serveWords, type ServeWords } from './serve-words.ts';

const defaultPort = 4173;

export interface ServeOptions {
  readonly port: number;
  /** Every address of the machine when absent: the room must reach it. */
  readonly host: string | undefined;
}

/**
 * Serves the app built in `folder` and says where; ends when the process is asked to stop.
 * Returns the exit code.
 */
export const serve = async (
  args: readonly string[],
  folder: string = join(import.meta.dirname, '../web'),
): Promise<number> => {
  const words = serveWords(process.env);
  const options = parseServeArgs(args);
  if (!options.ok) return refuse(words.refusal(options.error));
  if (options.value === 'help') {
    console.log(words.help(defaultPort));
    return 0;
  }

  const files = readAppFiles(folder);
  if (!files.ok) return refuse(words.refusal(files.error));
  const server = createAppServer(files.value);
  const { port, host } = options.value;
  const listening = await listen(server, { port, host });
  if (!listening.ok) return refuse(words.refusal(listening.error));

  sayAddresses(words, host, listening.value.port);
  await askedToStop();
  console.log(words.stopped);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
  return 0;
};

export type ServeArgsError =
  | { type: 'OptionUnknown'; text: string }
  | { type: 'PortInvalid'; text: string }
  | { type: 'ValueMissing'; option: string };

/**
 * Reads `--port N` and `--host H`.
 * Errors: `PortInvalid` unless 0 to 65535 (0 takes any free port); `ValueMissing`; `OptionUnknown` for anything else.
 */
export const parseServeArgs = (args: readonly string[]): Result<ServeOptions | 'help', ServeArgsError> => {
  const { tokens } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', short: 'p' },
      host: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    strict: false,
    tokens: true,
  });
  let port = defaultPort;
  let host: string | undefined;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') return err({ type: 'OptionUnknown', text: token.value });
    if (token.name === 'help') return ok('help');
    if (token.name !== 'port' && token.name !== 'host')
      return err({ type: 'OptionUnknown', text: token.rawName });
    if (token.value === undefined || token.value === '')
      return err({ type: 'ValueMissing', option: token.rawName });
    if (token.name === 'host') host = token.value;
    else if (/^\d{1,5}$/.test(token.value) && Number(token.value) <= 65535) port = Number(token.value);
    else return err({ type: 'PortInvalid', text: token.value });
  }
  return ok({ port, host });
};

const refuse = (sentence: string): number => {
  console.error(sentence);
  return 1;
};

const sayAddresses = (words: ServeWords, host: string | undefined, port: number): void => {
  const everywhere = host === undefined || host === '0.0.0.0' || host === '::';
  const onlyHere = host !== undefined && /^(localhost|127\.|::1$)/.test(host);
  const inTheRoom = everywhere ? lanAddresses(networkInterfaces()) : onlyHere ? [] : [host];
  const lines = [words.ready];
  if (everywhere || onlyHere) lines.push(`  ${words.here} http://localhost:${String(port)}`);
  for (const address of inTheRoom) lines.push(`  ${words.room} ${addressOf(address, port)}`);
  const [first] = inTheRoom;
  if (first === undefined) lines.push(onlyHere ? words.onlyHere : words.noNetwork);
  else lines.push('', qrInTerminal(addressOf(first, port), process.stdout.isTTY), words.insecure);
  lines.push(words.howToStop);
  console.log(lines.join('\n'));
};

const addressOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;

/** Interfaces that other devices of the room can't be behind: containers, virtual machines, tunnels. */
const virtualInterface =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|tun|tap|wg|utun|lxc|podman|cni|tailscale)/;

/** Lists the addresses (IPv4) at which the room may reach this machine, likeliest first. */
export const lanAddresses = (
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): string[] => {
  const likely: string[] = [];
  const unlikely: string[] = [];
  for (const [name, infos] of Object.entries(interfaces)) {
    for (const { family, internal, address } of infos ?? []) {
      if (family !== 'IPv4' || internal || address.startsWith('169.254.')) continue;
      (virtualInterface.test(name) ? unlikely : likely).push(address);
    }
  }
  return [...likely, ...unlikely];
};

/** In a terminal, white on black whatever its colours: cameras read a code by its dark modules. */
const qrInTerminal = (text: string, inTerminal: boolean): string => {
  const code = renderUnicodeCompact(text, { border: 2 });
  if (!inTerminal) return code;
  return code
    .split('\n')
    .map((line) => `\u001b[97;40m${line}\u001b[0m`)
    .join('\n');
};

const askedToStop = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
