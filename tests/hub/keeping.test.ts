import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hub as hubCommand } from '#cli/hub.ts';
import { createId } from '#core/ids.ts';
import { connect, makeFolder, makeToken, startHub, until, untilDurable } from './hub-steps.ts';

const dayMs = 86_400_000;

const run = async (args: readonly string[]): Promise<{ code: number; out: string; err: string }> => {
  let [out, err] = ['', ''];
  const code = await hubCommand(args, {
    out: (text) => (out += text),
    err: (sentence) => (err += sentence),
    env: { LANG: 'en_GB.UTF-8' },
  });
  return { code, out, err };
};

const keepBoard = async (port: number, entry = 'sealed') => {
  const at = { port, board: createId(), token: makeToken() };
  const device = connect(at);
  device.add(entry);
  await untilDurable(device);
  device.leave();
  return at;
};

describe('how long boards are kept', () => {
  test('[HB17] those that were not used for that long are erased at the start, and those that were are not', async () => {
    let now = Date.now();
    const clock = { now: () => now };
    const first = await startHub({ clock });
    const [old, used] = [await keepBoard(first.port), await keepBoard(first.port)];
    await first.stop();
    now += 20 * dayMs;
    const second = await startHub({ folder: first.folder, clock, keepMs: 30 * dayMs });
    const reader = connect({ ...used, port: second.port });
    await until('read', () => reader.entries().length === 1);
    reader.leave();
    await second.stop();
    now += 20 * dayMs;
    let erased = 0;
    const third = await startHub({
      folder: first.folder,
      clock,
      keepMs: 30 * dayMs,
      onErased: (count) => (erased = count),
    });
    expect(erased).toBe(1);
    const [gone, kept] = [connect({ ...old, port: third.port }), connect({ ...used, port: third.port })];
    await until('level', () => gone.provider.synced && kept.provider.synced);
    expect([gone.entries(), kept.entries()]).toEqual([[], ['sealed']]);
  });
});

describe('grappe hub', () => {
  test('[HB17] lists boards and erases one, of which no byte is left', async () => {
    const running = await startHub();
    const [one, other] = [
      await keepBoard(running.port, 'sealed-one'),
      await keepBoard(running.port, 'sealed-other'),
    ];
    expect(await run(['list', '--data', running.folder])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/stop it first/) as string,
    });
    await running.stop();
    const listed = await run(['list', '--data', running.folder]);
    expect(listed.code).toBe(0);
    const today = new Date().toISOString().slice(0, 10);
    expect(
      listed.out
        .trim()
        .split('\n')
        .map((line) => line.split('\t')),
    ).toEqual(
      [one.board, other.board]
        .sort()
        .map((board) => [board, expect.stringMatching(/^\d+$/) as string, today]),
    );
    expect(await run(['erase', one.board, '--data', running.folder])).toMatchObject({ code: 0, err: '' });
    expect(await run(['erase', one.board, '--data', running.folder])).toMatchObject({ code: 1, out: '' });
    const bytes = readdirSync(`${running.folder}/db`)
      .map((name) => readFileSync(`${running.folder}/db/${name}`, 'latin1'))
      .join('');
    expect(bytes).toContain('sealed-other');
    expect(bytes).not.toContain('sealed-one');
  });

  test.for([
    [[]],
    [['list', 'x']],
    [['erase']],
    [['erase', '../x']],
    [['list', '--force']],
    [['--help', 'x'], 0],
  ] as const)('[HB17] %j is answered with how it is used', async ([args, code = 2]) => {
    const said = await run([...args, '--data', makeFolder()]);
    expect(said.code).toBe(code);
    expect(said.out + said.err).toContain('grappe hub erase');
  });
});

describe('what is told of a hub', () => {
  const get = async (port: number, path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, { headers, redirect: 'manual' });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  test('[HB18] its health, and figures only where they were asked for', async () => {
    const [plain, measured] = [await startHub(), await startHub({ hasMetrics: true })];
    expect(await get(plain.port, '/health')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect((await get(plain.port, '/metrics')).status).toBe(302);
    const { board, token } = await keepBoard(measured.port);
    const device = connect({ port: measured.port, board, token });
    await until('in', () => device.provider.synced);
    const { text } = await get(measured.port, '/metrics');
    expect(text).toMatch(/^grappe_hub_boards 1$/m);
    expect(text).toMatch(/^grappe_hub_connections 1$/m);
    expect(text).toMatch(/^grappe_hub_durable_seconds_count 1$/m);
    for (const secret of [board, token, '127.0.0.1']) expect(text).not.toContain(secret);
  });

  test.for([
    ['fr-FR,fr;q=0.9', 'Appareils et onglets connectés'],
    ['en-GB', 'Devices and tabs connected'],
    ['de', 'Appareils et onglets connectés'],
  ] as const)('[HB18] its page, for who reads %s', async ([language, words]) => {
    const { port } = await startHub({ addresses: () => ['http://192.168.1.20:4173', 'http://<b>:1'] });
    const { board } = await keepBoard(port);
    const { status, headers, text } = await get(port, '/hub/status', { 'Accept-Language': language });
    expect(status).toBe(200);
    expect(text).toContain(words);
    expect(text).toContain('aria-label="QR http://192.168.1.20:4173"');
    expect(text).not.toContain(board);
    expect(text).not.toContain('<b>');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });
});
