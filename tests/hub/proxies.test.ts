import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createId, type BoardId } from '#core/ids.ts';
import { afterwards, connect, makeFolder, makeToken, until, untilDurable } from './hub-steps.ts';
import { buildProcess, startProcess, type HubProcess } from './process-steps.ts';
import { describeWithServers, usePostgres, useRedis } from './servers.ts';

interface Proxy {
  readonly name: string;
  /** Undefined where it is not there. */
  readonly program: string | undefined;
  /** What is served to nobody outside. */
  readonly metricsStatus: number;
  /** Its arguments, once what it reads is in the folder. */
  readonly prepare: (folder: string, port: number, hubs: Hubs) => string[];
}

/** The ports of two hubs. */
type Hubs = readonly [number, number];

const nginx: Proxy = {
  name: 'nginx',
  program: ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find(existsSync),
  metricsStatus: 403,
  prepare: (folder, port, hubs) => {
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${join(folder, kind)};`,
    );
    const sample = sampleFor('nginx', port, hubs, (text) =>
      text
        .replace(
          'listen 443 ssl;',
          `listen 127.0.0.1:${String(port)}; add_header X-Hub $upstream_addr always;`,
        )
        .replace('127.0.0.1:4173', `127.0.0.1:${String(hubs[0])}`)
        .replace('127.0.0.1:4174', `127.0.0.1:${String(hubs[1])}`),
    );
    const http = `access_log ${join(folder, 'access.log')};\n${places.join('\n')}\n${sample}`;
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off;\npid ${join(folder, 'pid')};\nerror_log ${join(folder, 'error.log')};\nevents {}\nhttp {\n${http}\n}\n`,
    );
    return ['-e', join(folder, 'error.log'), '-c', file];
  },
};

const caddy: Proxy = {
  name: 'Caddy',
  program: ['/usr/bin/caddy', '/usr/local/bin/caddy'].find(existsSync),
  metricsStatus: 404,
  prepare: (folder, port, hubs) => {
    const sample = sampleFor('caddyfile', port, hubs, (text) =>
      text
        .replace('grappe.example {', `http://127.0.0.1:${String(port)} {`)
        .replace(
          'dynamic a grappe 4173',
          `to ${hubs.map((hub) => `127.0.0.1:${String(hub)}`).join(' ')}\nheader_down X-Hub {upstream_hostport}`,
        ),
    );
    const file = join(folder, 'Caddyfile');
    writeFileSync(file, `{\nadmin off\nauto_https off\n}\n${sample}`);
    return ['run', '--config', file, '--adapter', 'caddyfile'];
  },
};

for (const { name, program } of [nginx, caddy]) {
  if (program !== undefined) continue;
  const words = `${name}: \`apt-get install nginx-light caddy\``;
  if (process.env['CI'] !== undefined) throw new Error(`missing ${words}`);
  console.warn(`NOT TESTED: the sample configuration, for want of ${words}`);
}

/** The sample as it stands in the documentation; only ports and the certificate are the test’s. */
const sampleFor = (language: string, port: number, hubs: Hubs, adapt: (sample: string) => string): string => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/hub-at-scale.md'), 'utf8');
  const [, sample = ''] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(page) ?? [];
  const adapted = adapt(sample);
  for (const needed of [port, ...hubs]) expect(adapted).toContain(`127.0.0.1:${String(needed)}`);
  return adapted;
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const startProxy = async ({ name, program, prepare }: Proxy, port: number, hubs: Hubs): Promise<void> => {
  const folder = makeFolder();
  const child = spawn(program ?? '', prepare(folder, port, hubs), {
    stdio: 'pipe',
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  afterwards(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  await until(`${name} answers`, async () => {
    if (child.exitCode !== null) throw new Error(said);
    return (await hubOf(port, 'x')) !== null;
  });
};

/** Which hub a board is brought to. */
const hubOf = async (port: number, board: string): Promise<string | null> => {
  const response = await fetch(`http://127.0.0.1:${String(port)}/hub?board=${board}`).catch(() => null);
  return response?.ok === true ? response.headers.get('x-hub') : null;
};

describeWithServers('hubs behind a proxy', () => {
  buildProcess();
  const postgres = usePostgres();
  const redis = useRedis();

  test.for([nginx, caddy].filter(({ program }) => program !== undefined))(
    '[HR11] by the sample configuration of $name a board’s devices come to one hub, and each hub starts again in turn without anything being lost',
    async (proxy) => {
      const startHub = (at: number): Promise<HubProcess> =>
        startProcess({
          data: makeFolder(),
          port: at,
          args: ['--no-mdns', '--metrics', '--postgres', postgres.url, '--redis', redis.url],
        });
      const hubs = [await startHub(0), await startHub(0)] as [HubProcess, HubProcess];
      const ports = [hubs[0].port, hubs[1].port] as const;
      const port = await freePort();
      await startProxy(proxy, port, ports);

      const boards = Array.from({ length: 12 }, () => ({ board: createId<BoardId>(), token: makeToken() }));
      const places = await Promise.all(boards.map(({ board }) => hubOf(port, board)));
      expect(new Set(places).size).toBe(2);
      expect(await Promise.all(boards.map(({ board }) => hubOf(port, board)))).toEqual(places);
      expect((await fetch(`http://127.0.0.1:${String(port)}/metrics`)).status).toBe(proxy.metricsStatus);

      const rooms = boards.map((at) => [connect({ port, ...at }), connect({ port, ...at })] as const);
      const devices = rooms.flat();
      await until('everybody is in', () => devices.every(({ provider }) => provider.synced));
      let written = 0;
      const writing = setInterval(() => {
        const device = devices[written % devices.length];
        device?.add(`entry ${String(written++)}`);
      }, 10);
      afterwards(() => clearInterval(writing));
      for (const index of [0, 1] as const) {
        expect(await hubs[index].stop()).toBe(0);
        const before = written;
        // The other has all of them meanwhile.
        await until('the others take over', () => devices.every(({ provider }) => provider.synced));
        expect(written).toBeGreaterThan(before);
        hubs[index] = await startHub(ports[index]);
        const health = await fetch(`http://127.0.0.1:${String(ports[index])}/health`);
        expect(health.status).toBe(200);
      }
      clearInterval(writing);
      for (const device of devices) await untilDurable(device);
      for (const [one, other] of rooms) {
        await until('level', () => one.entries().length === other.entries().length);
        expect(one.entries()).toEqual(other.entries());
      }
      const all = rooms.flatMap(([one]) => one.entries());
      expect(new Set(all).size).toBe(written);
      expect(all).toHaveLength(written);
      // And a newcomer gets it from the hubs that were started last.
      const [first] = boards;
      if (first === undefined) throw new Error('no board');
      const late = connect({ port, ...first });
      await until('there', () => late.entries().length === rooms[0]?.[0].entries().length);
      console.log(`${proxy.name}: ${String(written)} entries over a rolling restart, none lost`);
    },
  );
});
