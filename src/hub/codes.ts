/**
 * Sealed invitations that wait for whoever types their code: in memory alone, so that no disk, copy or backup of the hub has
 * one. A hub that starts again has none, and the devices that show a code bring it back.
 */

import { randomBytes } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { hubLimits } from '#sync/hub-protocol.ts';

export type CodeError =
  /** Another board’s lies there. */
  { readonly type: 'AddressTaken' } | { readonly type: 'CodesFull' };

export interface Codes {
  /** 22 characters of base64url. */
  readonly salt: string;
  /** Undefined where there is none any more. Throws when the place can’t be read. */
  read(address: string): Promise<Uint8Array | undefined>;
  /** Keeps one in place of what the board had there. Errors: `AddressTaken`, `CodesFull`. Throws when it can’t be written. */
  keep(
    board: BoardId,
    address: string,
    sealed: Uint8Array,
    seconds: number,
  ): Promise<Result<void, CodeError>>;
  /** Takes away what the board has there, if anything. Throws when it can’t be. */
  remove(board: BoardId, address: string): Promise<void>;
}

export const createCodeSalt = (): string => randomBytes(16).toString('base64url');

interface Kept {
  readonly board: BoardId;
  readonly sealed: Uint8Array;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export const createCodes = (clock: Clock): Codes => {
  /** The one that was kept last stands last. */
  const kept = new Map<string, Kept>();

  const sweep = (): void => {
    const now = clock.now();
    for (const [address, { until }] of kept) if (until <= now) kept.delete(address);
  };
  const minutely = setInterval(sweep, 60_000);
  minutely.unref();

  return {
    salt: createCodeSalt(),
    read: (address) => {
      const found = kept.get(address);
      return Promise.resolve(found && found.until > clock.now() ? found.sealed : undefined);
    },
    keep: (board, address, sealed, seconds) => {
      sweep();
      const there = kept.get(address);
      if (there !== undefined && there.board !== board) return Promise.resolve(err({ type: 'AddressTaken' }));
      kept.delete(address);
      const ofBoard = [...kept].filter(([, each]) => each.board === board);
      if (ofBoard.length >= hubLimits.codesPerBoard) kept.delete(ofBoard[0]?.[0] ?? '');
      if (kept.size >= hubLimits.codes) return Promise.resolve(err({ type: 'CodesFull' }));
      kept.set(address, { board, sealed, until: clock.now() + 1_000 * seconds });
      return Promise.resolve(ok());
    },
    remove: (board, address) => {
      if (kept.get(address)?.board === board) kept.delete(address);
      return Promise.resolve();
    },
  };
};
