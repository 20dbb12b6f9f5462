import { Pool } from 'pg';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { hub } from '#cli/hub.ts';
import { systemClock } from '#core/clock.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { openPostgres } from '#hub/postgres.ts';
import { openShared } from '#hub/shared-keeper.ts';
import {
  afterwards,
  connect,
  makeFolder,
  makeToken,
  startHub,
  until,
  untilDurable,
  type Device,
  type RunningHub,
} from './hub-steps.ts';
import { buildProcess, startProcess } from './process-steps.ts';
import { describeWithServers, usePostgres, useRedis } from './servers.ts';

describeWithServers('hubs that share PostgreSQL and Redis', () => {
  buildProcess();
  const postgres = usePostgres();
  const redis = useRedis();

  const startNode = (heard: string[] = []): Promise<RunningHub> =>
    startHub({
      shared: {
        postgres: postgres.url,
        redis: redis.url,
        onRedis: (isThere) => heard.push(isThere ? 'redis there' : 'redis away'),
      },
      onTrouble: (trouble) => heard.push(trouble),
      onRecovery: () => heard.push('recovered'),
    });

  const makeBoard = () => ({ board: createId<BoardId>(), token: makeToken() });

  const openPool = (): Pool => {
    const pool = new Pool({ connectionString: postgres.url, max: 2 });
    pool.on('error', () => undefined);
    afterwards(() => pool.end());
    return pool;
  };

  /** What the database alone holds of a board. */
  const readLog = async (pool: Pool, board: string): Promise<{ doc: Y.Doc; rows: number }> => {
    const doc = new Y.Doc();
    const { rows } = await pool.query<{ update: Buffer }>('select update from grappe_log where board = $1', [
      board,
    ]);
    for (const { update } of rows) Y.applyUpdate(doc, update);
    return { doc, rows: rows.length };
  };

  /** What `grappe hub` says of the database. */
  const cli = async (args: readonly string[]): Promise<string> => {
    let said = '';
    const say = (text: string): void => void (said += text);
    const code = await hub([...args, '--postgres', postgres.url], {
      out: say,
      err: say,
      env: {},
    });
    expect(code, said).toBe(0);
    return said;
  };

  const sees = (device: Device, name: string): boolean =>
    [...(device.provider.awareness?.getStates().values() ?? [])].some((state) => state['name'] === name);

  const areLevel = (devices: readonly Device[], count: number): boolean =>
    devices.every((device) => device.entries().length === count);

  test('[HR1] a board is live at both, who is there too, and durable is what PostgreSQL has', async () => {
    const [one, other] = [await startNode(), await startNode()];
    const at = makeBoard();
    const [here, there] = [connect({ port: one.port, ...at }), connect({ port: other.port, ...at })];
    await until('both are in', () => here.provider.synced && there.provider.synced);
    here.provider.setAwarenessField('name', 'Tablette 4');
    for (let i = 0; i < 20; i++) {
      here.add(`here ${String(i)}`);
      there.add(`there ${String(i)}`);
    }
    await until('level', () => areLevel([here, there], 40));
    await until('presence', () => sees(there, 'Tablette 4'));
    await Promise.all([here, there].map(untilDurable));
    const { doc } = await readLog(openPool(), at.board);
    expect(doc.getArray('entries').length).toBe(40);
    const late = connect({ port: other.port, ...at });
    await until('presence for who comes later', () => sees(late, 'Tablette 4'));
    // Also where the database is made to answer before its disk does.
    await openPool().query('alter database postgres set synchronous_commit = off');
    const opened = await openPostgres(postgres.url);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    afterwards(() => opened.value.end());
    const { rows } = await opened.value.query('show synchronous_commit');
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
    // A device that moves to the other hub hears there what is durable.
    here.leave();
    const moved = connect({ port: other.port, ...at, doc: here.doc });
    await untilDurable(moved);
  });

  test('[HR1] before PostgreSQL has it, nothing is called durable, nor given by another hub', async () => {
    const [one, other] = [await startNode(), await startNode()];
    const at = makeBoard();
    const [here, beside, there] = [one, one, other].map(({ port }) => connect({ port, ...at })) as [
      Device,
      Device,
      Device,
    ];
    here.add('first');
    await untilDurable(here);
    await until('level', () => areLevel([here, beside, there], 1));
    const holder = await openPool().connect();
    await holder.query('begin');
    await holder.query('lock table grappe_log in share mode');
    try {
      here.add('second');
      await until('the hub has it', () => areLevel([beside], 2));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect([here.durable(), there.entries().length]).toEqual([1, 1]);
    } finally {
      await holder.query('commit');
      holder.release();
    }
    await untilDurable(here);
    await until('level', () => areLevel([here, beside, there], 2));
  });

  test('[HR2] Redis stopped while both sides write: level all the same, and faster again once it is there', async () => {
    const heard: string[] = [];
    const [one, other] = [await startNode(heard), await startNode()];
    const at = makeBoard();
    const devices = [connect({ port: one.port, ...at }), connect({ port: other.port, ...at })] as const;
    const [here, there] = devices;
    here.add('before');
    await until('level', () => areLevel(devices, 1));

    await redis.stop();
    await until('said', () => heard.includes('redis away'));
    here.add('here, without Redis');
    there.add('there, without Redis');
    here.provider.setAwarenessField('name', 'Tablette 4');
    await Promise.all(devices.map(untilDurable));
    // Boards are opened without it as well.
    const fresh = makeBoard();
    const newcomer = connect({ port: one.port, ...fresh });
    newcomer.add('new');
    await untilDurable(newcomer);
    await until('level by the log', () => areLevel(devices, 3));
    expect(sees(there, 'Tablette 4')).toBe(false);

    await redis.start();
    await until('said', () => heard.includes('redis there'));
    await until('presence', () => sees(there, 'Tablette 4'));
    here.add('here again');
    there.add('there again');
    await until('level', () => areLevel(devices, 5));
    expect(here.entries()).toEqual(there.entries());
  });

  test('[HR3] PostgreSQL stopped: said, nothing lost, and all goes on by itself', async () => {
    const heard: string[] = [];
    const [one, other] = [await startNode(heard), await startNode()];
    const at = makeBoard();
    const devices = [connect({ port: one.port, ...at }), connect({ port: other.port, ...at })] as const;
    const [here, there] = devices;
    here.add('before');
    await untilDurable(here);
    await until('level', () => areLevel(devices, 1));

    await postgres.stop();
    await until('said, though nobody writes', () => heard.includes('disk-failed'));
    await until('devices are told', () =>
      devices.every(({ said }) =>
        said.some((message) => message.type === 'read-only' && message.reason === 'disk-failed'),
      ),
    );
    const known = here.durable();
    here.add('meanwhile, here');
    there.add('meanwhile, there');
    const health = await fetch(`http://127.0.0.1:${String(one.port)}/health`);
    expect(health.status).toBe(503);
    expect(here.durable()).toBe(known);

    await postgres.start();
    await until('recovered', () => heard.includes('recovered'));
    await Promise.all(devices.map(untilDurable));
    await until('level', () => areLevel(devices, 3));
    const { doc } = await readLog(openPool(), at.board);
    expect(doc.getArray('entries').length).toBe(3);
  });

  test('[HR4] a hub that is killed under load: nothing that it called durable is lost, and its devices go on at the other', async () => {
    const args = ['--postgres', postgres.url, '--redis', redis.url];
    const data = makeFolder();
    const [doomed, other] = [await startProcess({ data, args }), await startNode()];
    const at = makeBoard();
    const devices = [doomed.port, doomed.port, other.port].map((port) => connect({ port, ...at }));
    await until('in', () => devices.every(({ provider }) => provider.synced));
    let written = 0;
    const write = async (ms: number): Promise<void> => {
      for (const end = Date.now() + ms; Date.now() < end; written++) {
        devices[written % devices.length]?.add(`entry ${String(written)}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    await write(800);
    await doomed.kill();
    const { doc } = await readLog(openPool(), at.board);
    const claims = devices.map((device) => device.durable());
    expect(Math.max(...claims)).toBeGreaterThan(0);
    for (const [i, device] of devices.entries())
      expect(Y.getState(doc.store, device.doc.clientID)).toBeGreaterThanOrEqual(claims[i] ?? 0);
    await write(200);
    // As a proxy would have it.
    const moved = devices.slice(0, 2).map((device) => {
      device.leave();
      return connect({ port: other.port, ...at, doc: device.doc });
    });
    await until('level', () => areLevel([...moved, ...devices.slice(2)], written));
    await Promise.all(moved.map(untilDurable));
  });

  test('[HR12] nothing is called durable before the database has it, though devices have it at once', async () => {
    const node = await startNode();
    const at = makeBoard();
    const [one, other] = [connect({ port: node.port, ...at }), connect({ port: node.port, ...at })] as const;
    await until('in', () => one.provider.synced && other.provider.synced);
    one.add('before');
    await untilDurable(one);
    const claims = [one.durable(), other.durable()];

    const pool = openPool();
    const holder = await pool.connect();
    await holder.query('begin; lock table grappe_log in exclusive mode');
    one.add('while nothing can be written');
    const waits = 'select 1 from pg_locks where relation = $1::regclass and not granted';
    await until('the hub waits', async () => (await pool.query(waits, ['grappe_log'])).rowCount === 1);
    // What comes back to the first by the same socket comes behind whatever it was told before.
    await until('live', () => areLevel([other], 2));
    other.add('an answer');
    await until('back', () => areLevel([one], 3));
    expect([one.durable(), other.durable()]).toEqual(claims);

    await holder.query('commit');
    holder.release();
    await Promise.all([one, other].map(untilDurable));
    const { doc } = await readLog(pool, at.board);
    expect(doc.getArray('entries').length).toBe(3);
  });

  test('[HR5] two hubs that make one row of the same log at once lose nothing, nor what comes meanwhile', async () => {
    const [one, other] = [await startNode(), await startNode()];
    const at = makeBoard();
    const devices = [connect({ port: one.port, ...at }), connect({ port: other.port, ...at })] as const;
    await until('in', () => devices.every(({ provider }) => provider.synced));
    // Each write a row of its own, past where logs are made shorter, several times at both.
    const text = 'x'.repeat(5_000);
    for (let i = 0; i < 150; i++) {
      for (const device of devices) device.add(`${String(i)} ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    await Promise.all(devices.map(untilDurable));
    await until('level', () => areLevel(devices, 300));
    const pool = openPool();
    const { doc, rows } = await readLog(pool, at.board);
    expect(rows).toBeLessThan(280);
    expect(doc.getArray('entries').length).toBe(300);
    const states = await pool.query('select from grappe_log where board = $1 and is_state', [at.board]);
    expect(states.rowCount).toBeGreaterThan(0);
    // From the log alone, at a third.
    await Promise.all([one.stop(), other.stop()]);
    const late = connect({ port: (await startNode()).port, ...at });
    await until('all of it', () => areLevel([late], 300));
  });

  test('[HR6] two tokens come to a new board at two hubs at once: one of them has it, the other is told', async () => {
    const [one, other] = [await startNode(), await startNode()];
    const { board, token } = makeBoard();
    const rivals = [
      connect({ port: one.port, board, token }),
      connect({ port: other.port, board, token: makeToken() }),
    ] as const;
    // Nothing is kept of a board until there is something.
    await until('both are in', () => rivals.every(({ provider }) => provider.synced));
    rivals.forEach((device, i) => device.add(`mine ${String(i)}`));
    await until('one is refused', () => rivals.some(({ refusals }) => refusals.includes('wrong-token')));
    const winner = rivals.findIndex(({ refusals }) => !refusals.includes('wrong-token'));
    const [kept, refused] = winner === 0 ? rivals : [rivals[1], rivals[0]];
    await untilDurable(kept);
    expect(refused.durable()).toBe(0);
    expect(kept.entries()).toEqual([`mine ${String(winner)}`]);
    const { doc } = await readLog(openPool(), board);
    expect(doc.getArray('entries').length).toBe(1);
  });

  test('[HR7] an attachment that one hub took, in parts, another goes on with and gives; none to a stranger', async () => {
    const [one, other] = [await startNode(), await startNode()];
    const { board, token } = makeBoard();
    const name = 'a'.repeat(43);
    const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, i) => i % 251));
    const ask = (hub: RunningHub, init: RequestInit, as = token) =>
      fetch(`http://127.0.0.1:${String(hub.port)}/hub/${board}/attachments/${name}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), Authorization: `Bearer ${as}` },
      });
    const put = (hub: RunningHub, from: number, to: number) =>
      ask(hub, {
        method: 'PUT',
        body: bytes.subarray(from, to),
        headers: { 'Content-Range': `bytes ${String(from)}-${String(to - 1)}/${String(bytes.length)}` },
      });
    expect((await put(one, 0, 400)).status).toBe(202);
    const head = await ask(other, { method: 'HEAD' });
    expect([head.status, head.headers.get('upload-offset')]).toEqual([404, '400']);
    expect((await put(other, 500, 1_000)).status).toBe(409);
    expect((await put(other, 400, 1_000)).status).toBe(201);
    expect((await put(one, 0, 1_000)).status).toBe(200);
    const read = await ask(one, {});
    expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes);
    expect((await ask(one, {}, makeToken())).status).toBe(403);
    // As many as a board may have: no more of them, at either hub.
    await openPool().query(
      "insert into grappe_attachments select $1, n::text, '', true from generate_series(1, 5000) n",
      [board],
    );
    const another = `http://127.0.0.1:${String(other.port)}/hub/${board}/attachments/${'b'.repeat(43)}`;
    const refused = await fetch(another, {
      method: 'PUT',
      body: bytes,
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(refused.status).toBe(507);
  });

  test('[HR8] boards that no hub used for long are erased with all they had; one that is open comes back whole', async () => {
    const node = await startNode();
    const [unused, used] = [makeBoard(), makeBoard()];
    const gone = connect({ port: node.port, ...unused });
    const stays = connect({ port: node.port, ...used });
    for (const device of [gone, stays]) {
      device.add('first');
      await untilDurable(device);
    }
    gone.leave();
    const pool = openPool();
    const said = await cli(['list']);
    expect(said).toContain(unused.board);
    expect(said).toContain(used.board);
    await pool.query('update grappe_boards set used_at = 1 where board = any ($1)', [
      [unused.board, used.board],
    ]);
    const keeper = await openShared(
      { postgres: postgres.url },
      { onTrouble: () => undefined, onRecovery: () => undefined, onOusted: () => undefined },
      systemClock,
    );
    if (!keeper.ok) throw new Error(JSON.stringify(keeper.error));
    afterwards(async () => void (await keeper.value.close(1_000)));
    expect(await keeper.value.eraseUnused(1_000, () => false)).toBe(2);
    expect((await readLog(pool, unused.board)).rows).toBe(0);
    // Erased although it was in use: what comes next brings all of it.
    stays.add('second');
    await untilDurable(stays);
    const { doc } = await readLog(pool, used.board);
    expect(doc.getArray('entries').length).toBe(2);
    stays.leave();
    await cli(['erase', used.board]);
    expect(await cli(['list'])).not.toContain(used.board);
  });
});
