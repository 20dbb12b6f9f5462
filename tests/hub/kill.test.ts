import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { systemClock } from '#core/clock.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { loadBoardLog } from '#hub/board-log.ts';
import { readAbout } from '#hub/kept-boards.ts';
import { openStore } from '#hub/store.ts';
import { connect, makeFolder, makeToken, until, untilDurable, type Device } from './hub-steps.ts';
import { buildProcess, startProcess } from './process-steps.ts';

buildProcess();

/** GRAPPE_KILLS=50 takes its time. */
const rounds = Number(process.env['GRAPPE_KILLS'] ?? 25);
const seed = 20261127;

/** A known sequence: mulberry32. */
const randomOf = (start: number) => {
  let state = start;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** What the disk alone holds of a board, no device being heard. */
const readDisk = async (folder: string, board: string): Promise<Y.Doc> => {
  const store = await openStore(folder, { onTrouble: fail, onRecovery: fail });
  if (!store.ok) throw new Error(JSON.stringify(store.error));
  const doc = new Y.Doc();
  const about = await readAbout(store.value, board as BoardId);
  if (about.ok && about.value !== undefined) {
    const log = await loadBoardLog(store.value, board as BoardId, about.value, doc, systemClock);
    expect(log.ok).toBe(true);
  }
  await store.value.close(0);
  return doc;
};

const fail = () => {
  throw new Error('the disk of the test failed');
};

describe('a hub that is killed', () => {
  test(`[HB9] ${String(rounds)} times under load loses nothing that it called durable, and devices recover by themselves (seed ${String(seed)})`, async () => {
    const random = randomOf(seed);
    const data = makeFolder();
    const boards = [0, 1].map(() => ({ board: createId(), token: makeToken() }));
    let running = await startProcess({ data });
    const { port } = running;
    const devices = boards.flatMap((at) =>
      [0, 1, 2].map(() => ({ ...at, device: connect({ port, ...at }) })),
    );
    let written = 0;
    for (let round = 0; round < rounds; round++) {
      await until('one is in', () => devices.some(({ device }) => device.provider.synced));
      for (const killAt = Date.now() + 20 + random() * 200; Date.now() < killAt;) {
        const { device } = devices[Math.floor(random() * devices.length)] as (typeof devices)[number];
        device.add(`entry ${String(written++)} ${'x'.repeat(random() * 2_000)}`);
        await new Promise((resolve) => setTimeout(resolve, random() * 6));
      }
      await running.kill();
      for (const { board } of boards) {
        const disk = await readDisk(data, board);
        for (const { device } of devices.filter((one) => one.board === board)) {
          const kept = Y.getState(disk.store, device.doc.clientID);
          expect(kept, `round ${String(round)}`).toBeGreaterThanOrEqual(device.durable());
        }
      }
      running = await startProcess({ data, port });
    }
    for (const { device } of devices) await untilDurable(device);
    const sum = (of: (device: Device) => number) => devices.reduce((all, { device }) => all + of(device), 0);
    expect(sum((device) => device.durable())).toBe(written);
    console.log(`${String(rounds)} kills, ${String(written)} entries`);
  }, 300_000);
});

describe('a hub that is asked to stop', () => {
  test('[HB10] it writes everything, tells the devices and ends', async () => {
    const data = makeFolder();
    const running = await startProcess({ data });
    const at = { board: createId(), token: makeToken() };
    const device = connect({ port: running.port, ...at });
    await until('in', () => device.provider.synced);
    for (let i = 0; i < 200; i++) device.add(`entry ${String(i)}`);
    // What the socket has taken in is handled before the farewell.
    await until('sent', () => !device.provider.hasUnsyncedChanges);
    expect(await running.stop()).toBe(0);
    expect(running.output()).toContain('Grappe has stopped.');
    expect(device.refusals).toContain('stopping');
    const { port } = await startProcess({ data });
    const late = connect({ port, ...at });
    await until('all of it', () => late.entries().length === 200);
  });

  test('[HB10] it ends also after somebody came for a board that could not be read', async () => {
    const data = makeFolder();
    const first = await startProcess({ data });
    const at = { board: createId(), token: makeToken() };
    const device = connect({ port: first.port, ...at });
    device.add('entry');
    await untilDurable(device);
    device.leave();
    expect(await first.stop()).toBe(0);
    const db = new ClassicLevel(join(data, 'db'));
    const keys = (await db.keys().all()).filter((key) => key.includes('/log/'));
    await db.put(keys[0] ?? '', 'damaged');
    await db.close();
    const running = await startProcess({ data });
    const refused = connect({ port: running.port, ...at });
    await until('refused', () => refused.refusals.includes('unreadable'));
    expect(await running.stop()).toBe(0);
  });
});
