import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createId, type BoardId } from '#core/ids.ts';
import { afterwards, connect, makeFolder, makeToken, until, untilDurable } from './hub-steps.ts';
import { buildProcess, startProcess, type HubProcess } from './process-steps.ts';
import { describeWithServers, usePostgres, useRedis } from './servers.ts';

const nginxPath = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find(existsSync);
if (nginxPath === undefined) {
  const words = 'nginx: `apt-get install nginx-light`';
  if (process.env['CI'] !== undefined) throw new Error(`missing ${words}`);
  console.warn(`NOT TESTED: the sample configuration, for want of ${words}`);
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** The sample as it stands in the documentation; only ports and the certificate are the test's. */
const sampleFor = (port: number, hubs: readonly [number, number]): string => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/hub-at-scale.md'), 'utf8');
  const [, sample = ''] = /```nginx\n(.*?)```/s.exec(page) ?? [];
  const adapted = sample
    .replace('listen 443 ssl;', `listen 127.0.0.1:${String(port)}; add_header X-Hub $upstream_addr always;`)
    .replace('127.0.0.1:4173', `127.0.0.1:${String(hubs[0])}`)
    .replace('127.0.0.1:4174', `127.0.0.1:${String(hubs[1])}`);
  for (const needed of [port, ...hubs]) expect(adapted).toContain(`127.0.0.1:${String(needed)}`);
  return adapted;
};

const startNginx = async (port: number, hubs: readonly [number, number]): Promise<void> => {
  const folder = makeFolder();
  const file = join(folder, 'nginx.conf');
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const http = `access_log ${join(folder, 'access.log')};\n${places.join('\n')}\n${sampleFor(port, hubs)}`;
  writeFileSync(
    file,
    `daemon off;\npid ${join(folder, 'pid')};\nerror_log ${join(folder, 'error.log')};\nevents {}\nhttp {\n${http}\n}\n`,
  );
  const child = spawn(nginxPath ?? '', ['-e', join(folder, 'error.log'), '-c', file], { stdio: 'pipe' });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  afterwards(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  await until('nginx answers', async () => {
    if (child.exitCode !== null) throw new Error(said);
    return (await hubOf(port, 'x')) !== null;
  });
};

/** Which hub a board is brought to. */
const hubOf = async (port: number, board: string): Promise<string | null> => {
  const response = await fetch(`http://127.0.0.1:${String(port)}/hub?board=${board}`).catch(() => null);
  return response?.ok === true ? response.headers.get('x-hub') : null;
};

describeWithServers('hubs behind nginx', () => {
  buildProcess();
  const postgres = usePostgres();
  const redis = useRedis();

  test.skipIf(nginxPath === undefined)(
    '[HR11] by the sample configuration a board’s devices come to one hub, and each hub starts again in turn without anything being lost',
    async () => {
      const startHub = (at: number): Promise<HubProcess> =>
        startProcess({
          data: makeFolder(),
          port: at,
          args: ['--no-mdns', '--metrics', '--postgres', postgres.url, '--redis', redis.url],
        });
      const hubs = [await startHub(0), await startHub(0)] as [HubProcess, HubProcess];
      const ports = [hubs[0].port, hubs[1].port] as const;
      const port = await freePort();
      await startNginx(port, ports);

      const boards = Array.from({ length: 12 }, () => ({ board: createId<BoardId>(), token: makeToken() }));
      const places = await Promise.all(boards.map(({ board }) => hubOf(port, board)));
      expect(new Set(places).size).toBe(2);
      expect(await Promise.all(boards.map(({ board }) => hubOf(port, board)))).toEqual(places);
      expect((await fetch(`http://127.0.0.1:${String(port)}/metrics`)).status).toBe(403);

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
      console.log(`${String(written)} entries over a rolling restart, none lost`);
    },
  );
});
