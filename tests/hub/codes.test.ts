import type { Pool } from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCodes } from '#hub/codes.ts';
import { openPostgresCodes } from '#hub/postgres-codes.ts';
import { openPostgres } from '#hub/postgres.ts';
import { hubLimits, readHubInfo } from '#sync/hub-protocol.ts';
import { codesContract, createTestClock, makeAddress, makeBoard } from '../contracts/codes.contract.ts';
import { afterwards, makeToken, startHub } from './hub-steps.ts';
import { describeWithServers, usePostgres } from './servers.ts';

describe('codes in memory', () => {
  codesContract((clock) => Promise.resolve(createCodes(clock)));

  test('[SC3] there is an end of codes, after which those of before are still good', async () => {
    const codes = createCodes(createTestClock());
    const first = makeAddress();
    await codes.keep(makeBoard(), first, Buffer.from('first'), 60);
    for (let i = 1; i < hubLimits.codes; i++)
      await codes.keep(makeBoard(), makeAddress(), Buffer.from('x'), 60);
    expect(await codes.keep(makeBoard(), makeAddress(), Buffer.from('x'), 60)).toEqual({
      ok: false,
      error: { type: 'CodesFull' },
    });
    expect(await codes.read(first)).toBeDefined();
  });
});

describeWithServers('codes that hubs share', () => {
  const postgres = usePostgres();
  const openPool = async (): Promise<Pool> => {
    const opened = await openPostgres(postgres.url);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    afterwards(() => opened.value.end());
    return opened.value;
  };
  beforeEach(async () => void (await (await openPool()).query('delete from grappe_codes')));

  codesContract(async (clock) => {
    const codes = await openPostgresCodes(await openPool(), clock);
    if (!codes.ok) throw new Error(JSON.stringify(codes.error));
    return codes.value;
  });

  test('[SC8] a code that one hub was given is good at another, and is in no log of the database', async () => {
    const nodes = [
      await startHub({ shared: { postgres: postgres.url } }),
      await startHub({ shared: { postgres: postgres.url } }),
    ] as const;
    const salts = await Promise.all(nodes.map(({ port }) => saltOf(port)));
    expect(salts[1]).toBe(salts[0]);
    const at = { port: nodes[0].port, board: makeBoard(), token: makeToken(), address: makeAddress() };
    expect((await put(at, 'sealed')).status).toBe(201);
    const found = await look(nodes[1].port, at.address);
    expect([found.status, await found.text()]).toEqual([200, 'sealed']);
    const { rows } = await (
      await openPool()
    ).query("select relpersistence as kept from pg_class where relname = 'grappe_codes'");
    expect(rows).toEqual([{ kept: 'u' }]);
  });
});

interface Place {
  readonly port: number;
  readonly board: string;
  readonly token: string;
  readonly address: string;
}

const put = (
  { port, board, token, address }: Place,
  body: string | Uint8Array<ArrayBuffer>,
  query = '?seconds=60',
): Promise<Response> =>
  fetch(`http://127.0.0.1:${String(port)}/hub/${board}/codes/${address}${query}`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${token}` },
    body,
  });

const look = (port: number, address: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${String(port)}/hub/codes/${address}`, init);

const saltOf = async (port: number): Promise<string | undefined> => {
  const info = readHubInfo(await (await fetch(`http://127.0.0.1:${String(port)}/hub`)).json());
  return info.ok ? info.value.codeSalt : undefined;
};

const newPlace = async (
  options: Parameters<typeof startHub>[0] = {},
): Promise<Place & { clock: ReturnType<typeof createTestClock> }> => {
  const clock = createTestClock();
  const { port } = await startHub({ clock, ...options });
  return { port, board: makeBoard(), token: makeToken(), address: makeAddress(), clock };
};

describe('requests about codes', () => {
  test('[SC3] whoever has the address gets what lies there, as bytes and from any page', async () => {
    const at = await newPlace();
    expect((await put(at, 'sealed')).status).toBe(201);
    const found = await look(at.port, at.address, { headers: { Origin: 'https://app.example' } });
    expect([found.status, await found.text()]).toEqual([200, 'sealed']);
    expect(Object.fromEntries(found.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    });
    const head = await look(at.port, at.address, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '6']);
    at.clock.pass(60_000);
    expect((await look(at.port, at.address)).status).toBe(404);
    const asked = await look(at.port, at.address, { method: 'OPTIONS' });
    expect(asked.headers.get('access-control-allow-methods')).toContain('DELETE');
  });

  test('[SC3] it is kept and taken away for whoever has the token of its board only', async () => {
    const at = await newPlace();
    const remove = (place: Place): Promise<Response> =>
      fetch(`http://127.0.0.1:${String(place.port)}/hub/${place.board}/codes/${place.address}`, {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${place.token}` },
      });
    expect((await put({ ...at, token: '' }, 'x')).status).toBe(400);
    expect((await put({ ...at, board: 'not a board' }, 'x')).status).toBe(400);
    expect((await put(at, 'sealed')).status).toBe(201);
    const stranger = { ...at, board: makeBoard(), token: makeToken() };
    const refused = await put(stranger, 'theirs');
    expect([refused.status, await refused.json()]).toEqual([409, { error: 'address-taken' }]);
    expect((await remove(stranger)).status).toBe(200);
    expect(await (await look(at.port, at.address)).text()).toBe('sealed');
    expect((await remove(at)).status).toBe(200);
    expect((await look(at.port, at.address)).status).toBe(404);
  });

  test('[SC3] a hub that takes no new boards takes no codes of them', async () => {
    const at = await newPlace({ takesNewBoards: false });
    const refused = await put(at, 'sealed');
    expect([refused.status, await refused.json()]).toEqual([403, { error: 'no-new-boards' }]);
  });

  test('[SC4] what is too large, of no length or of no time that there may be is refused', async () => {
    const at = await newPlace();
    expect((await put(at, new Uint8Array(hubLimits.codeBytes))).status).toBe(201);
    expect((await put(at, new Uint8Array(hubLimits.codeBytes + 1))).status).toBe(413);
    expect((await put(at, '')).status).toBe(400);
    const longest = String(hubLimits.codeSeconds);
    for (const query of [
      '',
      '?seconds=',
      '?seconds=0',
      '?seconds=-1',
      '?seconds=1e3',
      `?seconds=${longest}1`,
    ])
      expect((await put(at, 'x', query)).status, query).toBe(400);
    expect((await put(at, 'x', `?seconds=${longest}`)).status).toBe(201);
    for (const method of ['PUT', 'POST', 'DELETE'])
      expect((await look(at.port, at.address, { method })).status, method).toBe(405);
    for (const wrong of ['short', `${at.address}x`, `${at.address}/..`, '%00'.repeat(43)])
      expect((await look(at.port, wrong)).status, wrong).toBe(404);
  });

  test('[SC4] look-ups that find nothing are limited for all together; those that find something are not, and count for nothing', async () => {
    const at = await newPlace();
    await put(at, 'sealed', '?seconds=600');
    const many = hubLimits.failedLookUpsPerMinute;
    for (let i = 0; i < many + 50; i += 50) {
      const found = await Promise.all(Array.from({ length: 50 }, () => look(at.port, at.address)));
      expect(found.every(({ status }) => status === 200)).toBe(true);
    }
    for (let i = 0; i < many; i += 50) {
      const failed = await Promise.all(Array.from({ length: 50 }, () => look(at.port, makeAddress())));
      expect(failed.every(({ status }) => status === 404)).toBe(true);
    }
    // The one that guesses is not told from the one that would have found.
    for (const address of [makeAddress(), at.address]) {
      const refused = await look(at.port, address);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    }
    at.clock.pass(60_000);
    expect((await look(at.port, at.address)).status).toBe(200);
  });
});
