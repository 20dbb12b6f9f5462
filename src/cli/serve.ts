/** `grappe serve`: hands out the app to the room and is its hub, until it is stopped. */
import { homedir, networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { renderUnicodeCompact } from 'uqr';
import { createAppServer, listen, readAppFiles } from '#hub/app-server.ts';
import { authorityPath } from '#hub/authority-page.ts';
import { daysLeft, observeCertificate, readCertificate } from '#hub/certificate.ts';
import { openHub, type Hub } from '#hub/hub.ts';
import { takeLocalName, type LocalName } from '#hub/local-name.ts';
import { createTwoSchemes } from '#hub/two-schemes.ts';
import { defaultDataFolder } from './data-folder.ts';
import { defaultPort, parseServeArgs, type ServeOptions } from './serve-args.ts';
import { openSecureSide, type SecureSide } from './serve-authority.ts';
import { serveWords, type ServeWords } from './serve-words.ts';

/**
 * Serves the app built in `folder`, with its hub, and says where; ends when the process is asked to stop.
 * Returns the exit code.
 */
export const serve = async (
  args: readonly string[],
  folder: string = join(import.meta.dirname, '../web'),
): Promise<number> => {
  const words = serveWords(process.env);
  const options = parseServeArgs(args, process.env);
  if (!options.ok) return refuse(words.refusal(options.error));
  if (options.value === 'help') {
    console.log(words.help(defaultPort));
    return 0;
  }
  const { host, data = defaultDataFolder(process.env, process.platform, homedir()) } = options.value;

  const { certificate: certificateFiles } = options.value;
  const read = certificateFiles && readCertificate(certificateFiles);
  if (read?.ok === false) return refuse(words.refusal(read.error));
  let certificate = read?.value;
  const scheme = certificate === undefined ? 'http' : 'https';
  const addressOf = (name: string): string => urlOf(scheme, name, port);
  const secureAddressOf = (name: string): string => urlOf('https', name, port);

  const files = readAppFiles(folder);
  if (!files.ok) return refuse(words.refusal(files.error));
  let { port } = options.value;
  let localName: LocalName | undefined;
  const names = (): readonly string[] => [
    ...roomAddresses(host),
    ...(localName === undefined ? [] : [localName.name]),
  ];
  let secureSide: SecureSide | undefined;
  const { postgres, redis } = options.value;
  const { takesNewBoards, origins, keepMs, hasMetrics, hasLocalName, logsConnections } = options.value;
  const opened = await openHub({
    folder: resolve(data),
    takesNewBoards,
    origins,
    hasMetrics,
    ...(keepMs !== undefined && { keepMs, onErased: (count) => console.log(words.erased(count)) }),
    ...(postgres !== undefined && {
      shared: { postgres, redis, onRedis: (isThere) => console.error(words.redis(isThere)) },
    }),
    addresses: () => names().map(addressOf),
    certificateEnds: () => (secureSide?.certificate() ?? certificate)?.endsAt,
    authority: () => secureSide?.facts(secureAddressOf),
    ...(logsConnections && { log: (line) => console.error(line) }),
    onTrouble: (trouble) => console.error(words.trouble(trouble)),
    onRecovery: () => console.error(words.recovered),
  });
  if (!opened.ok) return refuse(words.refusal(opened.error));
  const hub = opened.value;

  const server = createAppServer(
    files.value,
    (request, response) => hub.answer(request, response),
    certificate,
  );
  const warn = (): void => {
    const days = certificate && daysLeft(certificate, Date.now());
    if (days !== undefined) console.error(words.certificateEnds(days));
  };
  if (certificateFiles !== undefined && 'setSecureContext' in server) {
    observeCertificate(certificateFiles, (renewed) => {
      if (!renewed.ok) return console.error(words.refusal(renewed.error));
      certificate = renewed.value;
      server.setSecureContext(renewed.value);
      console.log(words.certificateRenewed);
      warn();
    });
    setInterval(warn, dayMs).unref();
  }
  server.on('upgrade', (request, stream, head) => hub.upgrade(request, stream, head));
  if (options.value.hasAuthority) {
    const secured = await openSecureSide(resolve(data), server, names);
    if (!secured.ok) {
      await hub.stop();
      return refuse(words.refusal(secured.error));
    }
    secureSide = secured.value;
  }
  const listener = secureSide === undefined ? server : createTwoSchemes(server, secureSide.server);
  const listening = await listen(listener, { port, host });
  if (!listening.ok) {
    await hub.stop();
    return refuse(words.refusal(listening.error));
  }
  ({ port } = listening.value);

  sayAddresses(words, options.value, scheme, port);
  if (secureSide !== undefined) {
    const [first = 'localhost'] = roomAddresses(host);
    const { fingerprint, addresses } = secureSide.facts(secureAddressOf);
    console.log(words.authority(addresses, `${addressOf(first)}${authorityPath}`, fingerprint));
  }
  warn();
  console.log(postgres === undefined ? words.keptIn(resolve(data)) : words.keptInDatabase);
  console.log(words.howToStop);
  if (hasLocalName && roomAddresses(host).length > 0) {
    // It takes half a second to be sure of a name: nobody waits for it.
    void takeLocalName(() => roomAddresses(host)).then((taken) => {
      localName = taken;
      if (taken !== undefined) console.log(words.alsoAs(addressOf(taken.name)));
    });
  }
  await askedToStop();
  localName?.end();
  const isKept = await stop(hub, listener);
  if (!isKept) return refuse(words.stoppedUnkept);
  console.log(words.stopped);
  return 0;
};

const stop = async (
  hub: Hub,
  server: { close(done: () => void): unknown; closeAllConnections(): void },
): Promise<boolean> => {
  // Whoever asks a second time does not want to wait.
  void askedToStop().then(() => process.exit(1));
  const closed = new Promise<void>((done) => server.close(() => done()));
  const isKept = await hub.stop();
  server.closeAllConnections();
  await closed;
  return isKept;
};

const refuse = (sentence: string): number => {
  console.error(sentence);
  return 1;
};

const isEverywhere = (host: string | undefined): boolean =>
  host === undefined || host === '0.0.0.0' || host === '::';

const isOnlyHere = (host: string | undefined): boolean =>
  host !== undefined && /^(localhost|127\.|::1$)/.test(host);

/** Addresses of this machine at which the room may reach it, likeliest first. */
const roomAddresses = (host: string | undefined): readonly string[] => {
  if (host === undefined || isEverywhere(host)) return lanAddresses(networkInterfaces());
  return isOnlyHere(host) ? [] : [host];
};

type Scheme = 'http' | 'https';

const sayAddresses = (words: ServeWords, { host }: ServeOptions, scheme: Scheme, port: number): void => {
  const inTheRoom = roomAddresses(host).map((address) => urlOf(scheme, address, port));
  const lines = [words.ready];
  if (isEverywhere(host) || isOnlyHere(host))
    lines.push(`  ${words.here} ${urlOf(scheme, 'localhost', port)}`);
  for (const address of inTheRoom) lines.push(`  ${words.room} ${address}`);
  const [first] = inTheRoom;
  if (first === undefined) lines.push(isOnlyHere(host) ? words.onlyHere : words.noNetwork);
  else lines.push('', qrInTerminal(first, process.stdout.isTTY));
  if (first !== undefined && scheme === 'http') lines.push(words.insecure);
  console.log(lines.join('\n'));
};

const urlOf = (scheme: Scheme, host: string, port: number): string =>
  `${scheme}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;

const dayMs = 86_400_000;

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
  new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
