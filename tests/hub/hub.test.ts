import { readFileSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createId } from '#core/ids.ts';
import { openHub } from '#hub/hub.ts';
import { connect, makeToken, startHub, until, untilDurable } from './hub-steps.ts';

const newBoard = () => ({ board: createId(), token: makeToken() });

describe('what is said to be durable', () => {
  test('[HB2] a change reaches the others, and its device hears when it is on the disk', async () => {
    const { port } = await startHub();
    const at = { port, ...newBoard() };
    const [one, other] = [connect(at), connect(at)];
    one.add('sealed');
    await until('the other has it', () => other.entries().includes('sealed'));
    await untilDurable(one);
    expect(
      other.said
        .filter(({ type }) => type === 'durable')
        .every((m) => 'clocks' in m && m.clocks.every(([c]) => c === other.doc.clientID)),
    ).toBe(true);
  });

  test('[HB2] it is there after the hub was stopped and started, and devices that kept it level by themselves', async () => {
    const first = await startHub();
    const at = { port: first.port, ...newBoard() };
    const one = connect(at);
    one.add('before');
    await untilDurable(one);
    expect(await first.stop()).toBe(true);
    one.add('between');
    await startHub({ folder: first.folder, port: first.port });
    await untilDurable(one);
    const late = connect(at);
    await until('the late one has both', () => late.entries().length === 2);
    expect(late.entries()).toEqual(['before', 'between']);
  });

  test('[HB2] a question is answered by what is on the disk', async () => {
    const { port } = await startHub();
    const at = { port, ...newBoard() };
    const one = connect(at);
    one.add('sealed');
    await untilDurable(one);
    const asker = connect(at);
    asker.provider.sendStateless(JSON.stringify({ type: 'durable?', clients: [one.doc.clientID, 12345] }));
    await until('an answer', () => asker.said.some((m) => m.type === 'durable' && m.clocks.length === 2));
    expect(asker.said.find((m) => m.type === 'durable' && m.clocks.length === 2)).toEqual({
      type: 'durable',
      clocks: [
        [one.doc.clientID, 1],
        [12345, 0],
      ],
    });
  });

  test('[HB3] of a board that has changed often, one row stays, and nothing is lost', async () => {
    const running = await startHub();
    const at = { port: running.port, ...newBoard() };
    const one = connect(at);
    await until('synced', () => one.provider.synced);
    for (let i = 0; i < 550; i++) one.add(`entry ${String(i)}`);
    await untilDurable(one);
    await running.stop();
    const db = new ClassicLevel(`${running.folder}/db`);
    const rows = (await db.keys().all()).filter((key) => key.includes('/log/'));
    await db.close();
    expect(rows.length).toBeLessThan(60);
    await startHub({ folder: running.folder, port: running.port });
    const late = connect(at);
    await until('all there', () => late.entries().length === 550);
    expect(late.entries()).toEqual(one.entries());
  });

  test('[HB25] the log of a board that everybody has left is at most a fifth longer than what it holds', async () => {
    const running = await startHub();
    const at = { port: running.port, ...newBoard() };
    const one = connect(at);
    await until('synced', () => one.provider.synced);
    const text = 'x'.repeat(10_000);
    for (let i = 0; i < 15; i++) one.add(`${String(i)} ${text}`);
    await untilDurable(one);
    one.doc.transact(() => {
      one.doc.getArray('entries').delete(0, 15);
      one.add('y'.repeat(100_000));
    });
    await untilDurable(one);
    one.leave();
    await running.stop();
    const db = new ClassicLevel<string, Uint8Array>(`${running.folder}/db`, { valueEncoding: 'view' });
    const rows = (await db.iterator().all()).filter(([key]) => key.includes('/log/'));
    await db.close();
    const bytes = rows.reduce((sum, [, value]) => sum + value.length, 0);
    expect(bytes).toBeLessThan(1.2 * 100_000);
  });

  test('[HB4] entries that somebody deletes are deleted for all, and what replaces them comes to all', async () => {
    const { port } = await startHub();
    const at = { port, ...newBoard() };
    const [one, other] = [connect(at), connect(at)];
    one.add('kept');
    one.add('deleted');
    await until('the other has them', () => other.entries().length === 2);
    other.doc.getArray('entries').delete(1, 1);
    await until('deleted', () => one.entries().length === 1);
    one.add('deleted');
    await until('there again', () => other.entries().length === 2);
    await untilDurable(one);
  });
});

describe('who is let in', () => {
  test('[HB5] the first to come sets the token; another is refused, also after a restart', async () => {
    const first = await startHub();
    const { board, token } = newBoard();
    const one = connect({ port: first.port, board, token });
    one.add('sealed');
    await untilDurable(one);
    const thief = connect({ port: first.port, board, token: makeToken() });
    await until('refused', () => thief.refusals.includes('wrong-token'));
    thief.leave();
    await first.stop();
    const { port } = await startHub({ folder: first.folder });
    const again = connect({ port, board, token: makeToken() });
    await until('refused', () => again.refusals.includes('wrong-token'));
    expect([thief.entries(), again.entries()]).toEqual([[], []]);
  });

  test('[HB5] a board on which nothing was written belongs to nobody', async () => {
    const { port } = await startHub();
    const { board, token } = newBoard();
    const idle = connect({ port, board, token: makeToken() });
    await until('in', () => idle.provider.synced);
    idle.leave();
    await until('let in', async () => {
      const next = connect({ port, board, token });
      await until('an answer', () => next.provider.synced || next.refusals.length > 0);
      const isIn = next.refusals.length === 0;
      if (!isIn) next.leave();
      return isIn;
    });
  });

  test.for([
    ['a name of another shape', '../../etc', 'good'],
    ['no token', 'good', ''],
    ['a token of another shape', 'good', 'short'],
  ] as const)('[HB5] %s is refused', async ([, name, key]) => {
    const { port } = await startHub();
    const board = name === 'good' ? createId() : name;
    const device = connect({ port, board, token: key === 'good' ? makeToken() : key });
    await until('refused', () => device.refusals.includes('bad-request'));
  });

  test('[HB5] a hub that takes no new boards takes those that it knows', async () => {
    const first = await startHub();
    const { board, token } = newBoard();
    const one = connect({ port: first.port, board, token });
    one.add('sealed');
    await untilDurable(one);
    await first.stop();
    const { port } = await startHub({ folder: first.folder, port: first.port, takesNewBoards: false });
    await until('back', () => one.provider.synced);
    const stranger = connect({ port, ...newBoard() });
    await until('refused', () => stranger.refusals.includes('no-new-boards'));
  });

  test('[HB6] what is in the data folder neither tells a token nor lets its account’s neighbours in', async () => {
    const running = await startHub();
    const at = { port: running.port, ...newBoard() };
    const one = connect(at);
    one.add('sealed');
    await untilDurable(one);
    await running.stop();
    expect(statSync(running.folder).mode & 0o077).toBe(0);
    const all = readdirSync(`${running.folder}/db`).map((name) =>
      readFileSync(`${running.folder}/db/${name}`, 'latin1'),
    );
    expect(all.join('')).toContain(at.board);
    expect(all.join('')).not.toContain(at.token);
  });
});

describe('the data folder', () => {
  test('[HB7] two hubs on one folder: the second is refused', async () => {
    const { folder } = await startHub();
    const second = await openHub({ folder, takesNewBoards: true, origins: [], addresses: () => [] });
    expect(second).toEqual({ ok: false, error: { type: 'DataFolderTaken', folder } });
  });

  test('[HB7] a folder of a newer version is left alone', async () => {
    const running = await startHub();
    await running.stop();
    const db = new ClassicLevel(`${running.folder}/db`);
    await db.put('format', '2');
    await db.close();
    const opened = await openHub({
      folder: running.folder,
      takesNewBoards: true,
      origins: [],
      addresses: () => [],
    });
    expect(opened).toEqual({ ok: false, error: { type: 'DataFolderNewer', folder: running.folder } });
  });

  test.for(['damaged', 'missing', 'without its token'] as const)(
    '[HB8] a board with a row %s is refused, never given without it; others are not',
    async (how) => {
      const running = await startHub();
      const [bad, good] = [newBoard(), newBoard()];
      for (const at of [bad, good]) {
        const device = connect({ port: running.port, ...at });
        for (const entry of ['one', 'two', 'three']) {
          device.add(entry);
          await untilDurable(device);
        }
        device.leave();
      }
      await running.stop();
      const db = new ClassicLevel<string, Buffer>(`${running.folder}/db`, { valueEncoding: 'buffer' });
      const keys = (await db.keys().all()).filter((key) => key.startsWith(`board/${bad.board}/`));
      const row = keys.filter((key) => key.includes('/log/'))[1] ?? '';
      const bytes = (await db.get(row)) ?? Buffer.alloc(0);
      // In the middle of an entry, where Yjs would not notice.
      if (how === 'damaged')
        await db.put(row, Buffer.from(bytes.toString('latin1').replace('two', 'twx'), 'latin1'));
      if (how === 'missing') await db.del(row);
      if (how === 'without its token') await db.del(`board/${bad.board}/about`);
      await db.close();
      const { port } = await startHub({ folder: running.folder });
      const [refused, fine] = [connect({ port, ...bad }), connect({ port, ...good })];
      await until('refused', () => refused.refusals.includes('unreadable'));
      await until('the other board', () => fine.entries().length === 3);
      expect(Y.encodeStateVector(refused.doc).length).toBe(1);
    },
  );

  test('[HB8] a log whose end was torn off gives what stands before, and the device that has the rest brings it', async () => {
    const running = await startHub();
    const at = { port: running.port, ...newBoard() };
    const device = connect(at);
    for (const entry of ['one', 'two', 'three']) {
      device.add(entry);
      await untilDurable(device);
    }
    await running.stop();
    const [log = ''] = readdirSync(join(running.folder, 'db')).filter((name) => name.endsWith('.log'));
    const path = join(running.folder, 'db', log);
    truncateSync(path, statSync(path).size - 10);
    // On another port: nobody brings anything yet.
    const { port } = await startHub({ folder: running.folder });
    const early = connect({ ...at, port });
    await until('in', () => early.provider.synced);
    expect(early.entries()).toEqual(['one', 'two']);
    const back = connect({ ...at, port, doc: device.doc });
    await untilDurable(back);
    await until('all of it', () => early.entries().length === 3);
  });
});
