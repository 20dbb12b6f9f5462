import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { createId } from '#core/ids.ts';
import {
  connect,
  makeFolder,
  makeToken,
  afterwards,
  startHub,
  until,
  untilDurable,
  type Device,
} from './hub-steps.ts';
import { buildProcess, startProcess } from './process-steps.ts';

buildProcess();

const isRoot = process.getuid?.() === 0;

/** Mounts a disk of that size; where the system does not let even root do so, the test is left out, loudly. */
const mountDisk = (context: TestContext, size: string): string => {
  const folder = makeFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    console.warn(`NOT TESTED: a full disk, since this account may not mount one (${String(error)})`);
    context.skip();
  }
  afterwards(() => void execFileSync('umount', ['-l', folder]));
  return folder;
};

const hasHeard = (device: Device, type: string): boolean =>
  device.said.some((message) => message.type === type);
const lastHeard = (device: Device): string | undefined =>
  device.said.filter(({ type }) => type !== 'durable').at(-1)?.type;

describe('a disk that refuses', () => {
  test('[HB11] full: it is said, nothing is lost, and all goes on without anybody starting anything again', async (context) => {
    const data = mountDisk(context, '40m');
    const heard: string[] = [];
    const running = await startHub({
      folder: join(data, 'hub'),
      onTrouble: (trouble) => heard.push(trouble),
      onRecovery: () => heard.push('recovered'),
    });
    const { port } = running;
    const [at, quiet] = [0, 1].map(() => ({ port, board: createId(), token: makeToken() })) as [never, never];
    const [one, other, bystander] = [connect(at), connect(at), connect(quiet)];
    bystander.add('kept before');
    one.add('kept before');
    await untilDurable(one);
    await untilDurable(bystander);
    const filler = join(data, 'filler');
    try {
      writeFileSync(filler, Buffer.alloc(60_000_000));
    } catch {
      // As meant.
    }

    await until('trouble', async () => {
      one.add('x'.repeat(20_000));
      await new Promise((resolve) => setTimeout(resolve, 20));
      return heard.length > 0;
    });
    expect(heard).toEqual(['disk-full']);
    await until('all are told', () =>
      [one, other, bystander].every((device) => hasHeard(device, 'read-only')),
    );
    expect(one.said.find(({ type }) => type === 'read-only')).toEqual({
      type: 'read-only',
      reason: 'disk-full',
    });
    // What comes now stays on the device, and is not called durable; who comes reads what there is.
    one.add('written while the disk was full');
    const durable = one.durable();
    const newcomer = connect(at);
    await until(
      'the newcomer is told',
      () => newcomer.entries().includes('kept before') && hasHeard(newcomer, 'read-only'),
    );
    expect(newcomer.entries()).not.toContain('written while the disk was full');
    expect(one.durable()).toBe(durable);
    expect(durable).toBeLessThan(one.clock());
    // The last of a board leaves: what the disk lacks stays in memory.
    for (const device of [other, newcomer]) device.leave();

    rmSync(filler);
    await until('recovered', () => heard.includes('recovered'));
    await untilDurable(one);
    await untilDurable(bystander);
    expect([lastHeard(one), lastHeard(bystander)]).toEqual(['writable', 'writable']);
    await running.stop();
    const again = await startHub({ folder: running.folder });
    const late = connect({ ...(at as object), port: again.port } as never);
    await until('all of it', () => late.entries().length === one.entries().length);
    expect(late.entries()).toEqual(one.entries());
  });

  test('[HB11] full, and everybody leaves: what had come in is written when there is room, though nobody is there', async (context) => {
    const data = mountDisk(context, '40m');
    const heard: string[] = [];
    const running = await startHub({
      folder: join(data, 'hub'),
      onTrouble: (trouble) => heard.push(trouble),
      onRecovery: () => heard.push('recovered'),
    });
    const at = { port: running.port, board: createId(), token: makeToken() };
    const one = connect(at);
    one.add('first');
    await untilDurable(one);
    const filler = join(data, 'filler');
    try {
      writeFileSync(filler, Buffer.alloc(60_000_000));
    } catch {
      // As meant.
    }
    await until('trouble', async () => {
      one.add('x'.repeat(20_000));
      await new Promise((resolve) => setTimeout(resolve, 20));
      return heard.length > 0;
    });
    // The hub has it in memory: the other one sees it.
    const seen = connect(at);
    await until('level', () => seen.provider.synced);
    const count = seen.entries().length;
    expect(count).toBeGreaterThan(1);
    one.leave();
    seen.leave();
    rmSync(filler);
    await until('recovered', () => heard.includes('recovered'));
    const late = connect(at);
    await until('all of it', () => late.entries().length >= count);
    late.leave();
    await running.stop();
    const again = await startHub({ folder: running.folder });
    const last = connect({ ...at, port: again.port });
    await until('all of it from the disk', () => last.entries().length >= count);
  });

  test('[HB11] a data folder that became read-only: said, nothing lost, and all goes on', async () => {
    const data = makeFolder();
    const nobody = 65_534;
    if (isRoot) chownSync(data, nobody, nobody);
    const running = await startProcess({ data, ...(isRoot && { uid: nobody }) });
    const at = { port: running.port, board: createId(), token: makeToken() };
    const [one, other] = [connect(at), connect(at)];
    one.add('kept before');
    await untilDurable(one);
    for (const folder of [data, join(data, 'db')]) chmodSync(folder, 0o555);
    // The file that is open can still be written, up to 4 MB; then LevelDB wants another.
    await until('trouble', async () => {
      one.add(`${String(Math.random())}${'x'.repeat(200_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 60));
      return hasHeard(one, 'read-only');
    });
    expect(one.said.find(({ type }) => type === 'read-only')).toEqual({
      type: 'read-only',
      reason: 'disk-read-only',
    });
    await until('said in the terminal', () => running.output().includes('can no longer be written'));
    one.add('written meanwhile');
    for (const folder of [data, join(data, 'db')]) chmodSync(folder, 0o755);
    await untilDurable(one);
    await until('the other has it', () => other.entries().includes('written meanwhile'));
    await until('said in the terminal', () => running.output().includes('takes changes again'));
    await running.kill();
    const again = await startProcess({ data, ...(isRoot && { uid: nobody }) });
    const late = connect({ ...at, port: again.port });
    await until('all of it', () => late.entries().length === one.entries().length);
  });

  test('[HB7] a data folder that can’t be written at the start is said to be so', async () => {
    const data = makeFolder();
    chmodSync(data, 0o555);
    const nobody = 65_534;
    if (isRoot) chownSync(data, nobody, nobody);
    const started = startProcess({ data: join(data, 'hub'), ...(isRoot && { uid: nobody }) });
    await expect(started).rejects.toThrow(/may not write in .*--data/);
  });
});
