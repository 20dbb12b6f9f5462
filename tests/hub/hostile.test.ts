import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { WebSocketStatus } from '@hocuspocus/provider';
import * as encoding from 'lib0/encoding';
import { beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { createId } from '#core/ids.ts';
import { hubLimits, readHubInfo } from '#sync/hub-protocol.ts';
import {
  afterwards,
  connect,
  makeFolder,
  makeToken,
  startHub,
  until,
  untilDurable,
  type Device,
} from './hub-steps.ts';
import { buildProcess, startProcess, type HubProcess } from './process-steps.ts';

buildProcess();

let running: HubProcess;
/** Somebody at work on a board of their own all the while. */
let honest: Device;
let before: string;

beforeEach(async () => {
  running = await startProcess({ data: makeFolder() });
  honest = connect({ port: running.port, board: createId(), token: makeToken() });
  honest.add('before');
  await untilDurable(honest);
  before = running.output();
});

/** The hub is up, the other board at work within a second, and nothing was printed. */
const expectUnaffected = async (): Promise<void> => {
  const began = performance.now();
  honest.add('after');
  await untilDurable(honest);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(honest.refusals).toEqual([]);
  expect(running.process.exitCode).toBe(null);
  expect(running.output()).toBe(before);
};

const residentMegabytes = (): number => {
  const status = readFileSync(`/proc/${String(running.process.pid)}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000);
};

interface Raw {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
}

const open = async (headers: Record<string, string> = {}, path = '/hub'): Promise<Raw> => {
  const socket = new WebSocket(`ws://127.0.0.1:${String(running.port)}${path}`, { headers });
  afterwards(() => socket.terminate());
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.on('error', () => undefined);
  });
  return { socket, closed };
};

/** A frame as Hocuspocus has them. */
const frame = (
  board: string,
  type: number,
  body: (encoder: encoding.Encoder) => void = () => undefined,
): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, board);
  encoding.writeVarUint(encoder, type);
  body(encoder);
  return encoding.toUint8Array(encoder);
};
const tokenFrame = (board: string, token: string) =>
  frame(board, 2, (encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, token);
  });
const updateFrame = (board: string, update: Uint8Array) =>
  frame(board, 0, (encoder) => {
    encoding.writeVarUint(encoder, 2);
    encoding.writeVarUint8Array(encoder, update);
  });
const updateOf = (bytes: number, count = 1): Uint8Array => {
  const doc = new Y.Doc();
  doc.getArray('entries').push(Array.from({ length: count }, () => new Uint8Array(bytes)));
  return Y.encodeStateAsUpdate(doc);
};

/** A connection with a good token for a board of its own. */
const openAdmitted = async (): Promise<Raw & { board: string }> => {
  const raw = await open();
  const board = createId();
  const answered = new Promise((resolve) => raw.socket.once('message', resolve));
  raw.socket.send(tokenFrame(board, makeToken()));
  await answered;
  return { ...raw, board };
};

describe('frames that are none', () => {
  const garbage: readonly (readonly [string, (board: string) => Uint8Array | string])[] = [
    ['noise', () => crypto.getRandomValues(new Uint8Array(2_000))],
    ['nothing', () => new Uint8Array()],
    ['text', () => 'hello'],
    ['a board’s name that is none', () => tokenFrame('__proto__/..', makeToken())],
    ['an update that is none', (board) => updateFrame(board, Uint8Array.of(255, 255, 255, 255, 15, 1, 2))],
    ['an update that was cut', (board) => updateFrame(board, updateOf(500).subarray(0, 300))],
    [
      'states of presence that are no JSON',
      (board) =>
        frame(board, 1, (encoder) =>
          encoding.writeVarUint8Array(encoder, Uint8Array.of(1, 1, 1, 3, 120, 121, 122)),
        ),
    ],
    [
      'a type that only servers use',
      (board) => frame(board, 6, (encoder) => encoding.writeVarString(encoder, 'x')),
    ],
    ['a type that there is not', (board) => frame(board, 99)],
    [
      'a state vector that is none',
      (board) =>
        frame(board, 0, (encoder) => {
          encoding.writeVarUint(encoder, 0);
          encoding.writeVarUint8Array(encoder, Uint8Array.of(200, 1));
        }),
    ],
  ];
  test.for(garbage)('[HB12] %s: the connection ends, nothing else', async ([, make]) => {
    const { socket, closed, board } = await openAdmitted();
    socket.send(make(board));
    expect(await closed).toEqual({ code: 4403, reason: 'bad-request' });
    await expectUnaffected();
  });

  test('[HB12] three thousand updates with bytes changed at random end connections at most (seed 7)', async () => {
    let state = 7;
    const random = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    const whole = updateOf(60, 3);
    let raw = await openAdmitted();
    for (let i = 0; i < 3_000; i++) {
      const bytes = whole.slice();
      for (let n = 0; n < 3; n++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      if (raw.socket.readyState !== WebSocket.OPEN) raw = await openAdmitted();
      raw.socket.send(updateFrame(raw.board, bytes));
      if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await expectUnaffected();
  });
});

describe('floods', () => {
  test('[HB12] a message of 100 MB, with and without a token', async () => {
    for (const raw of [await open(), await openAdmitted()]) {
      raw.socket.send(new Uint8Array(100_000_000));
      expect((await raw.closed).code).toBe(1009);
    }
    console.log(`after two messages of 100 MB: ${String(residentMegabytes())} MB resident`);
    await expectUnaffected();
  });

  test('[HB12] messages without end', async () => {
    const { socket, closed, board } = await openAdmitted();
    for (let i = 0; i < 5_000; i++) socket.send(frame(board, 3));
    expect(await closed).toEqual({ code: 4403, reason: 'too-many-messages' });
    await expectUnaffected();
  });

  test('[HB12] megabytes before any token', async () => {
    const { socket, closed } = await open();
    for (let i = 0; i < 20; i++) socket.send(updateFrame(createId(), updateOf(100_000)));
    expect(await closed).toEqual({ code: 4403, reason: 'message-too-large' });
    await expectUnaffected();
  });

  test('[HB12] 10,000 connections that say nothing: the oldest go, and who has a token comes in', async () => {
    const began = performance.now();
    const sockets: WebSocket[] = [];
    afterwards(() => sockets.forEach((socket) => socket.terminate()));
    let opened = 0;
    for (let i = 0; i < 10_000; i++) {
      const socket = new WebSocket(`ws://127.0.0.1:${String(running.port)}/hub`);
      socket.on('open', () => opened++);
      socket.on('error', () => undefined);
      sockets.push(socket);
      if (i % 200 === 199) await until('some opened', () => opened > i - 1_000);
    }
    await until('all opened', () => opened === 10_000, 60_000);
    const newcomer = connect({ port: running.port, board: createId(), token: makeToken() });
    newcomer.add('in');
    await untilDurable(newcomer);
    const left = sockets.filter((socket) => socket.readyState === WebSocket.OPEN).length;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `10,000 connections in ${seconds} s: ${String(left)} still open, ${String(residentMegabytes())} MB resident`,
    );
    expect(left).toBeLessThanOrEqual(1_100);
    await expectUnaffected();
  });

  test('[HB12] tokens tried one after the other', async () => {
    const { socket, closed } = await open();
    const board = createId();
    const owner = connect({ port: running.port, board, token: makeToken() });
    owner.add('x');
    await untilDurable(owner);
    for (let i = 0; i < 50; i++) socket.send(tokenFrame(board, makeToken()));
    expect(await closed).toMatchObject({ code: 4403, reason: 'wrong-token' });
    await expectUnaffected();
  });

  test('[HB13] a board is full at some size, and takes what makes room', async () => {
    const { port } = await startHub();
    const device = connect({ port, board: createId(), token: makeToken() });
    await until('in', () => device.provider.synced);
    const many = hubLimits.entries - 1;
    device.doc.getArray('entries').push(Array.from({ length: many }, () => Uint8Array.of(1)));
    device.add('the last');
    await untilDurable(device);
    device.add('one too many');
    await until('refused', () => device.refusals.includes('board-full'));
    const entries = device.doc.getArray('entries');
    device.doc.transact(() => {
      entries.delete(0, many);
      device.add('all in one');
    });
    const { websocketProvider } = device.provider.configuration;
    websocketProvider.disconnect();
    await until('away', () => websocketProvider.status === WebSocketStatus.Disconnected);
    await websocketProvider.connect();
    await untilDurable(device);
  });
});

describe('who may connect', () => {
  test.for([
    ['http://evil.example', false],
    ['null', false],
    ['https://app.example', true],
    ['http://localhost:5173', true],
    ['http://127.0.0.1:8080', true],
  ] as const)('[HB14] a page of %s: %s', async ([origin, isLetIn]) => {
    const opened = open({ origin }).then(
      () => true,
      () => false,
    );
    expect(await opened).toBe(isLetIn);
    await expectUnaffected();
  });

  test('[HB14] its own pages, by whatever name it is called', async () => {
    expect(await open({ origin: 'http://grappe.local:4173', host: 'grappe.local:4173' })).toBeDefined();
    await expect(open({}, '/elsewhere')).rejects.toThrow('404');
  });

  test('[HB14] --origin narrows it', async () => {
    await running.stop();
    running = await startProcess({ data: makeFolder(), args: ['--origin', 'https://app.example'] });
    expect(await open({ origin: 'https://app.example' })).toBeDefined();
    await expect(open({ origin: 'https://other.example' })).rejects.toThrow('403');
    expect(await open({ origin: `http://127.0.0.1:${String(running.port)}` })).toBeDefined();
  });

  test('[HB12] requests that are none', async () => {
    const lines = [
      'GET /hub HTTP/1.1\r\nHost: [\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      'GET /hub HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      'GET //[ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      '\u0000\u0001 nonsense\r\n\r\n',
    ];
    for (const line of lines) {
      const socket = connectTcp(running.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(line);
      await new Promise((resolve) => {
        socket.once('data', resolve);
        socket.once('close', resolve);
      });
      socket.destroy();
    }
    await expectUnaffected();
  });
});

describe('codes', () => {
  /** Gives the first line of the answer; none where the connection ended before. */
  const raw = (head: string, body: Uint8Array, breaksOff = false): Promise<string> =>
    new Promise((resolve) => {
      const socket = connectTcp(running.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.on('data', (part) => {
        resolve(part.toString().split('\r\n')[0] ?? '');
        socket.destroy();
      });
      socket.on('close', () => resolve(''));
      socket.write(`${head}\r\nHost: x\r\n\r\n`);
      socket.write(body, () => breaksOff && socket.destroy());
    });

  test('[SC4] bodies that are none, guesses without end, and a code for each of many boards: nothing is printed', async () => {
    const [address, bytes] = ['a'.repeat(43), new Uint8Array(1_000)];
    const put = (board: string, headers: string, breaksOff = false): Promise<string> =>
      raw(
        `PUT /hub/${board}/codes/${address}?seconds=60 HTTP/1.1\r\nAuthorization: Bearer ${makeToken()}\r\n${headers}`,
        bytes,
        breaksOff,
      );
    expect(await put(createId(), 'Content-Length: 100000000')).toContain('413');
    expect(await put(createId(), 'Transfer-Encoding: chunked')).toContain('400');
    expect(await put('..', 'Content-Length: 1000')).toContain('400');
    // Of one that breaks off, nothing is kept.
    await put(createId(), 'Content-Length: 1500', true);
    expect(await put('__proto__', 'Content-Length: 1000\r\nContent-Type: text/html')).toContain('201');
    const guess = (): Promise<number> =>
      fetch(`http://127.0.0.1:${String(running.port)}/hub/codes/${createId(undefined, 43)}`).then(
        ({ status }) => status,
      );
    const statuses: number[] = [];
    for (let i = 0; i < 1_500; i += 50)
      statuses.push(...(await Promise.all(Array.from({ length: 50 }, guess))));
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    expect(statuses.filter((status) => status === 404).length).toBeLessThan(
      2 * hubLimits.failedLookUpsPerMinute + 50,
    );
    await Promise.all(
      Array.from({ length: 200 }, () =>
        fetch(
          `http://127.0.0.1:${String(running.port)}/hub/${createId()}/codes/${createId(undefined, 43)}?seconds=60`,
          { method: 'PUT', headers: { Authorization: `Bearer ${makeToken()}` }, body: bytes },
        ),
      ),
    );
    await expectUnaffected();
  });
});

describe('GET /hub', () => {
  const ask = (
    method: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: string }> =>
    new Promise((resolve, reject) => {
      request({ port: running.port, path: '/hub', method, headers }, (response) => {
        let body = '';
        response.on('data', (part: Buffer) => (body += part.toString()));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
      })
        .on('error', reject)
        .end();
    });

  test('[HB15] any page finds out that there is a hub', async () => {
    const { status, headers, body } = await ask('GET', { Origin: 'https://app.example' });
    expect([status, headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(readHubInfo(JSON.parse(body))).toMatchObject({
      ok: true,
      value: { grappe: 'hub', takesNewBoards: true },
    });
  });

  test('[HB15] also from a public page to a private address', async () => {
    const { status, headers } = await ask('OPTIONS', {
      Origin: 'https://app.example',
      'Access-Control-Request-Private-Network': 'true',
    });
    expect([status, headers['access-control-allow-private-network']]).toEqual([204, 'true']);
    expect(headers['access-control-allow-headers']).toContain('Authorization');
  });
});
