import { randomBytes } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { ClassicLevel } from 'classic-level';
import { describe, expect, test } from 'vitest';
import { createId } from '#core/ids.ts';
import { hubLimits } from '#sync/hub-protocol.ts';
import { connect, makeToken, startHub, until, untilDurable, type RunningHub } from './hub-steps.ts';

const bytesOf = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));
const makeName = (): string => createId(undefined, 43);

interface Place {
  readonly port: number;
  readonly board: string;
  readonly token: string;
}

const newPlace = async (): Promise<Place & RunningHub> => ({
  ...(await startHub()),
  board: createId(),
  token: makeToken(),
});

const ask = (
  { port, board, token }: Place,
  name: string,
  method: string,
  { body, range }: { body?: Uint8Array<ArrayBuffer>; range?: string } = {},
): Promise<Response> =>
  fetch(`http://127.0.0.1:${String(port)}/hub/${board}/attachments/${name}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(range !== undefined && { 'Content-Range': `bytes ${range}` }),
    },
    ...(body !== undefined && { body }),
  });

const bytesFrom = async (response: Response): Promise<Uint8Array> =>
  new Uint8Array(await response.arrayBuffer());

describe('attachments', () => {
  test('[HB16] one is kept, found and given back, also by the next hub', async () => {
    const at = await newPlace();
    const [name, body] = [makeName(), bytesOf(150_000)];
    expect((await ask(at, name, 'HEAD')).status).toBe(404);
    expect((await ask(at, name, 'PUT', { body })).status).toBe(201);
    expect((await ask(at, name, 'PUT', { body })).status).toBe(200);
    expect((await ask(at, name, 'HEAD')).headers.get('content-length')).toBe('150000');
    await at.stop();
    const { port } = await startHub({ folder: at.folder });
    const given = await ask({ ...at, port }, name, 'GET');
    expect([given.status, given.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(await bytesFrom(given)).toEqual(body);
  });

  test('[HB16] one that comes in parts goes on where it ended, and from nowhere else', async () => {
    const at = await newPlace();
    const [name, body] = [makeName(), bytesOf(1_000)];
    const part = (from: number, to: number) =>
      ask(at, name, 'PUT', { body: body.slice(from, to), range: `${String(from)}-${String(to - 1)}/1000` });
    expect((await part(0, 400)).status).toBe(202);
    const missing = await ask(at, name, 'HEAD');
    expect([missing.status, missing.headers.get('upload-offset')]).toEqual([404, '400']);
    const wrong = await part(500, 1_000);
    expect([wrong.status, wrong.headers.get('upload-offset')]).toEqual([409, '400']);
    expect((await part(400, 1_000)).status).toBe(201);
    expect(await bytesFrom(await ask(at, name, 'GET'))).toEqual(body);
  });

  test('[HB16] of one that breaks off, what has come is there to go on from', async () => {
    const at = await newPlace();
    const [name, body] = [makeName(), bytesOf(100_000)];
    const socket = connectTcp(at.port, '127.0.0.1');
    socket.write(
      `PUT /hub/${at.board}/attachments/${name} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${at.token}\r\nContent-Length: 100000\r\n\r\n`,
    );
    socket.write(body.subarray(0, 60_000), () => socket.destroy());
    let offset = 0;
    await until(
      'kept',
      async () => (offset = Number((await ask(at, name, 'HEAD')).headers.get('upload-offset'))) > 0,
    );
    const rest = { body: body.slice(offset), range: `${String(offset)}-99999/100000` };
    expect((await ask(at, name, 'PUT', rest)).status).toBe(201);
    expect(await bytesFrom(await ask(at, name, 'GET'))).toEqual(body);
  });

  test('[HB16] a wrong token gets, keeps and learns nothing; the first sets it', async () => {
    const at = await newPlace();
    const name = makeName();
    expect((await ask(at, name, 'PUT', { body: bytesOf(10) })).status).toBe(201);
    const thief = { ...at, token: makeToken() };
    for (const method of ['GET', 'HEAD'] as const) expect((await ask(thief, name, method)).status).toBe(403);
    expect((await ask(thief, makeName(), 'PUT', { body: bytesOf(10) })).status).toBe(403);
    expect((await ask({ ...at, token: '' }, name, 'GET')).status).toBe(400);
    const device = connect(thief);
    await until('refused', () => device.refusals.includes('wrong-token'));
    const owner = connect(at);
    owner.add('sealed');
    await untilDurable(owner);
  });

  test('[HB16] one that is too large is refused, and so is one more than a board may have', async () => {
    const at = await newPlace();
    const tooLarge = await ask(at, makeName(), 'PUT', { body: bytesOf(hubLimits.attachmentBytes + 1) });
    expect([tooLarge.status, await tooLarge.json()]).toEqual([413, { error: 'message-too-large' }]);
    expect((await ask(at, makeName(), 'PUT', { body: bytesOf(10) })).status).toBe(201);
    await at.stop();
    const db = new ClassicLevel(`${at.folder}/db`);
    await db.put(`board/${at.board}/size/${makeName()}`, String(hubLimits.attachmentsBytes - 100));
    await db.close();
    const { port } = await startHub({ folder: at.folder });
    const body = bytesOf(91);
    const full = await ask({ ...at, port }, makeName(), 'PUT', { body });
    expect([full.status, await full.json()]).toEqual([507, { error: 'board-full' }]);
    expect((await ask({ ...at, port }, makeName(), 'PUT', { body: bytesOf(90) })).status).toBe(201);
  });

  test.for(['0-9', '5-1/10', '0-99/10', '0-9/x', '-1-8/10'])(
    '[HB16] a range of %s is refused',
    async (range) => {
      const at = await newPlace();
      expect((await ask(at, makeName(), 'PUT', { body: bytesOf(10), range })).status).toBe(400);
    },
  );

  test('[HB16] asking leaves no trace of a board', async () => {
    const at = await newPlace();
    expect((await ask(at, makeName(), 'GET')).status).toBe(404);
    const other = connect({ ...at, token: makeToken() });
    await until('in', () => other.provider.synced);
  });
});
