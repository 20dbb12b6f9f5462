/** What a hub promises of the sealed invitations that it keeps, wherever it keeps them. */

import { expect, test } from 'vitest';
import type { Clock } from '#core/clock.ts';
import { createId, type BoardId } from '#core/ids.ts';
import type { Codes } from '#hub/codes.ts';
import { hubLimits } from '#sync/hub-protocol.ts';

/** A clock that is set by hand. */
export const createTestClock = (): Clock & { pass(ms: number): void } => {
  let now = 1_800_000_000_000;
  return { now: () => now, pass: (ms) => void (now += ms) };
};

export const makeAddress = (): string => createId(undefined, 43);
export const makeBoard = (): BoardId => createId<BoardId>();
const sealed = (text: string): Buffer => Buffer.from(text);

export const codesContract = (open: (clock: Clock) => Promise<Codes>): void => {
  const read = async (codes: Codes, address: string): Promise<string | undefined> => {
    const found = await codes.read(address);
    return found && Buffer.from(found).toString();
  };

  test('[SC3] a sealed invitation is there until its time is over', async () => {
    const clock = createTestClock();
    const codes = await open(clock);
    const [board, address] = [makeBoard(), makeAddress()];
    expect(await codes.read(address)).toBeUndefined();
    expect(await codes.keep(board, address, sealed('one'), 60)).toEqual({ ok: true });
    expect(await read(codes, address)).toBe('one');
    clock.pass(59_999);
    expect(await read(codes, address)).toBe('one');
    clock.pass(1);
    expect(await codes.read(address)).toBeUndefined();
    expect(codes.salt).toMatch(/^[\w-]{22}$/);
  });

  test('[SC3] its board replaces it and takes it away, and no other board does', async () => {
    const codes = await open(createTestClock());
    const [board, other, address] = [makeBoard(), makeBoard(), makeAddress()];
    await codes.keep(board, address, sealed('one'), 60);
    expect(await codes.keep(other, address, sealed('theirs'), 60)).toEqual({
      ok: false,
      error: { type: 'AddressTaken' },
    });
    await codes.remove(other, address);
    expect(await read(codes, address)).toBe('one');
    expect(await codes.keep(board, address, sealed('two'), 60)).toEqual({ ok: true });
    expect(await read(codes, address)).toBe('two');
    await codes.remove(board, address);
    expect(await codes.read(address)).toBeUndefined();
  });

  test('[SC3] an address whose time is over is anybody’s', async () => {
    const clock = createTestClock();
    const codes = await open(clock);
    const address = makeAddress();
    await codes.keep(makeBoard(), address, sealed('one'), 60);
    clock.pass(60_000);
    expect(await codes.keep(makeBoard(), address, sealed('two'), 60)).toEqual({ ok: true });
    expect(await read(codes, address)).toBe('two');
  });

  test('[SC3] of a board’s codes the oldest goes when there are too many, and no other board’s', async () => {
    const codes = await open(createTestClock());
    const [board, theirs] = [makeBoard(), makeAddress()];
    await codes.keep(makeBoard(), theirs, sealed('theirs'), 60);
    const addresses = Array.from({ length: hubLimits.codesPerBoard }, makeAddress);
    for (const address of addresses) await codes.keep(board, address, sealed('mine'), 60);
    // Kept again, it is the newest.
    const [first = '', second = ''] = addresses;
    await codes.keep(board, first, sealed('mine'), 60);
    expect(await read(codes, second)).toBe('mine');
    await codes.keep(board, makeAddress(), sealed('mine'), 60);
    expect(await codes.read(second)).toBeUndefined();
    expect(await read(codes, first)).toBe('mine');
    expect(await read(codes, theirs)).toBe('theirs');
  });
};
