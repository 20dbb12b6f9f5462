/**
 * How fast the hub is: 300 participants on 10 boards, a sealed note every 10 seconds each, beside Hocuspocus without storage, in
 * one run; then 600 on two hubs that share PostgreSQL and Redis, where there are such. The load is this process, each hub
 * another. `npm run bench:hub`; GRAPPE_BENCH_SECONDS is how long each is under load.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { createPostgres, createRedis, haveServers } from '../../tests/start-servers.js';

const root = join(import.meta.dirname, '../..');
const boards = 10;
const participants = 300;
const pauseMs = 10_000;
const seconds = Number(process.env['GRAPPE_BENCH_SECONDS'] ?? 40);
/** A sealed note with its padding. */
const entryBytes = 320;

class QuietWebSocket extends WebSocket {
  /** @param {string} url */
  constructor(url) {
    super(url);
    this.on('error', () => undefined);
  }
}

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {() => boolean} holds */
const until = async (holds, limitMs = 120_000) => {
  for (const end = performance.now() + limitMs; !holds(); await wait(5))
    if (performance.now() > end) throw new Error(`not within ${String(limitMs)} ms: ${String(holds)}`);
};

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/**
 * @param {string[]} args
 * @param {RegExp} ready
 */
const start = async (args, ready) => {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, LC_ALL: 'en_GB.UTF-8' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  child.stdout.on('data', (text) => (said += String(text)));
  await until(() => ready.test(said));
  return {
    megabytes: () =>
      Math.round(
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(child.pid)}/status`, 'utf8'))?.[1]) / 1000,
      ),
    /** @param {NodeJS.Signals} signal */
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
};

/**
 * @param {number} port
 * @param {string} board
 * @param {string} token
 */
const connect = (port, board, token) => {
  const doc = new Y.Doc();
  const entries = /** @type {Y.Array<Uint8Array>} */ (doc.getArray('entries'));
  /** @type {number[]} */
  const delivered = [];
  /** @type {number[]} */
  const durable = [];
  /** @type {Map<number, number>} */
  const sent = new Map();
  const websocketProvider = new HocuspocusProviderWebsocket({
    url: `ws://127.0.0.1:${String(port)}/hub`,
    WebSocketPolyfill: QuietWebSocket,
    delay: 200,
    minDelay: 200,
    maxDelay: 2_000,
  });
  const provider = new HocuspocusProvider({
    name: board,
    token,
    document: doc,
    websocketProvider,
    awareness: null,
    onStateless: ({ payload }) => {
      const message = JSON.parse(payload);
      if (message.type !== 'durable') return;
      /** @type {[number, number][]} */
      const clocks = message.clocks;
      const clock = clocks.find(([client]) => client === doc.clientID)?.[1] ?? 0;
      for (const [at, began] of sent) {
        if (at > clock) continue;
        durable.push(performance.now() - began);
        sent.delete(at);
      }
    },
  });
  provider.attach();
  entries.observe(({ changes }, { local }) => {
    if (local) return;
    for (const { insert } of changes.delta)
      for (const entry of Array.isArray(insert) ? insert : [])
        delivered.push(performance.now() - Buffer.from(entry).readDoubleLE());
  });
  const write = () => {
    const entry = randomBytes(entryBytes);
    const began = performance.now();
    entry.writeDoubleLE(began);
    entries.push([new Uint8Array(entry)]);
    sent.set(Y.getState(doc.store, doc.clientID), began);
  };
  const leave = () => {
    provider.destroy();
    websocketProvider.destroy();
  };
  return { provider, doc, entries, delivered, durable, write, leave };
};

/** @param {number[]} figures */
const percentile = (figures, share = 0.95) =>
  [...figures].sort((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * share))] ?? NaN;

/**
 * @param {readonly number[]} ports Of hubs; each board has devices on each of them.
 * @param {number} participants
 */
const load = async (ports, participants) => {
  const places = Array.from({ length: boards }, () => ({
    board: randomBytes(12).toString('base64url'),
    token: randomBytes(32).toString('base64url'),
  }));
  const devices = Array.from({ length: participants }, (_, i) => {
    const { board, token } = places[i % boards] ?? { board: '', token: '' };
    return connect(ports[Math.floor(i / boards) % ports.length] ?? 0, board, token);
  });
  await until(() => devices.every(({ provider }) => provider.synced));
  const timers = devices.map(({ write }) => {
    /** @type {NodeJS.Timeout} */
    let every;
    const first = setTimeout(() => {
      write();
      every = setInterval(write, pauseMs);
    }, Math.random() * pauseMs);
    return () => {
      clearTimeout(first);
      clearInterval(every);
    };
  });
  await wait(seconds * 1000);
  for (const stop of timers) stop();
  await wait(2_000);
  const lost = devices.filter(
    ({ entries }, i) => entries.length !== devices[i % boards]?.entries.length,
  ).length;
  return {
    devices,
    places,
    lost,
    delivery: devices.flatMap(({ delivered }) => delivered),
    durable: devices.flatMap(({ durable }) => durable),
  };
};

const ms = (/** @type {number} */ figure) => `${figure.toFixed(1)} ms`;
const say = (/** @type {string} */ name, /** @type {string} */ figure, /** @type {string} */ wanted = '') =>
  console.log(`${name.padEnd(46)} ${figure.padStart(12)}  ${wanted}`);

/** Twice the participants on two hubs that share a log. */
const twoHubs = async () => {
  const servers = [await createPostgres(), await createRedis()];
  try {
    for (const server of servers) await server.start();
    const [postgres = '', redis = ''] = servers.map(({ url }) => url);
    const ports = [await freePort(), await freePort()];
    const hubs = await Promise.all(
      ports.map((port) =>
        start([...serve(port), '--postgres', postgres, '--redis', redis, '--no-mdns'], /Ctrl\+C/),
      ),
    );
    const { devices, delivery, durable, lost } = await load(ports, 2 * participants);
    const memory = hubs.map((hub) => hub.megabytes());
    say(
      'two hubs, 600: delivery, 50th and 95th',
      `${ms(percentile(delivery, 0.5))}, ${ms(percentile(delivery))}`,
      '95th ≤ 150 ms',
    );
    say(
      'two hubs, 600: durable, 50th and 95th',
      `${ms(percentile(durable, 0.5))}, ${ms(percentile(durable))}`,
      '95th ≤ 50 ms',
    );
    say('notes written, devices that lack any', `${String(durable.length)}, ${String(lost)}`, '0 lack any');
    say('memory of the hubs', `${memory.join(' and ')} MB`, '≤ 300 MB each');
    for (const { leave } of devices) leave();
    for (const hub of hubs) await hub.end('SIGTERM');
  } finally {
    for (const server of servers.reverse()) await server.remove();
  }
};

/** @param {number} port */
const serve = (port) => ['src/cli/launch.js', 'serve', '--host', '127.0.0.1', '--port', String(port)];

// Prepares the command, so that no start below builds it.
spawnSync(process.execPath, ['src/cli/launch.js', 'serve', '--help'], { cwd: root, stdio: 'ignore' });

const data = mkdtempSync(join(tmpdir(), 'grappe-bench-'));
try {
  console.log(
    `${String(participants)} participants, ${String(boards)} boards, ${String(seconds)} s, ${String(cpus().length)} cores`,
  );
  const plainPort = await freePort();
  const plain = await start(['bench/hub/plain.js', String(plainPort)], /ready/);
  const beside = await load([plainPort], participants);
  for (const { leave } of beside.devices) leave();
  await plain.end('SIGKILL');

  const port = await freePort();
  const serving = [...serve(port), '--data', data];
  let hub = await start(serving, /Ctrl\+C/);
  const ours = await load([port], participants);
  const megabytes = hub.megabytes();
  const [plain95, our95] = [percentile(beside.delivery), percentile(ours.delivery)];
  say('plain Hocuspocus: delivery, 50th and 95th', `${ms(percentile(beside.delivery, 0.5))}, ${ms(plain95)}`);
  say('hub: delivery, 50th and 95th', `${ms(percentile(ours.delivery, 0.5))}, ${ms(our95)}`, '95th ≤ 150 ms');
  say(
    'hub: durable, 50th and 95th',
    `${ms(percentile(ours.durable, 0.5))}, ${ms(percentile(ours.durable))}`,
    '95th ≤ 50 ms',
  );
  say(
    'delivery beside plain, 50th and 95th',
    `${(percentile(ours.delivery, 0.5) / percentile(beside.delivery, 0.5)).toFixed(2)}, ${(our95 / plain95).toFixed(2)}`,
    '≤ 1.3',
  );
  say(
    'notes written, devices that lack any',
    `${String(ours.durable.length)}, ${String(ours.lost)}`,
    '0 lack any',
  );
  say('memory of the hub', `${String(megabytes)} MB`, '≤ 300 MB');

  await hub.end('SIGKILL');
  await until(() => ours.devices.every(({ provider }) => !provider.synced));
  const restarted = performance.now();
  hub = await start(serving, /Ctrl\+C/);
  await until(() => ours.devices.every(({ provider }) => provider.synced));
  say('all level after a restart', `${((performance.now() - restarted) / 1000).toFixed(1)} s`, '≤ 10 s');
  for (const { leave } of ours.devices) leave();

  // 50,000 edits, 20 to an entry; every 250 entries a device makes one of them, of the size of 2,000 sealed notes.
  const place = {
    board: randomBytes(12).toString('base64url'),
    token: randomBytes(32).toString('base64url'),
  };
  const writer = connect(port, place.board, place.token);
  await until(() => writer.provider.synced);
  const snapshot = 90_000;
  for (let i = 1; i <= 2_500; i++) {
    writer.write();
    if (i % 250 === 0) {
      writer.doc.transact(() => {
        writer.entries.delete(0, writer.entries.length);
        writer.entries.push([new Uint8Array(randomBytes(snapshot))]);
      });
    }
    if (i > 400) await wait(20);
  }
  await wait(2_000);
  writer.leave();
  const began = performance.now();
  const newcomer = connect(port, place.board, place.token);
  await until(() => newcomer.provider.synced && newcomer.entries.length > 0);
  say('a newcomer to 50,000 edits', ms(performance.now() - began), '≤ 2 s');
  newcomer.leave();
  await hub.end('SIGTERM');
  const listed = execFileSync(process.execPath, ['src/cli/launch.js', 'hub', 'list', '--data', data], {
    cwd: root,
  });
  const bytes = Number(new RegExp(`${place.board}\\t(\\d+)`).exec(listed.toString())?.[1]);
  say('its log beside one entry of all', `${(bytes / snapshot).toFixed(3)}`, '≤ 1.2');

  if (haveServers()) await twoHubs();
  else console.log('no PostgreSQL and Redis here: two hubs are not measured');
} finally {
  rmSync(data, { recursive: true, force: true });
}
process.exit(0);
