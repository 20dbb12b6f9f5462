/** What storage promises of attachments, whatever engine of IndexedDB is below it. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AttachmentHash } from '#core/attachments.ts';
import { createId, type BoardId } from '#core/ids.ts';
import {
  hashAttachment,
  keepAttachments,
  observeAttachments,
  putAttachment,
  readAttachment,
  type AttachmentBytes,
} from '#storage/attachments.ts';
import { putBoard } from '#storage/catalogue.ts';
import { eraseBoard } from '#storage/erase.ts';
import type { Ledger } from '#storage/ledger.ts';
import { createWorld, fillDisk, take, type World } from '../storage/world.ts';

export const attachmentsContract = (engine: string): void => {
  let world: World;
  let ledger: Ledger;
  beforeEach(async () => {
    world = createWorld();
    ledger = await world.ledger();
    await list(world.boardId);
  });
  afterEach(() => world.end());

  const list = async (id: BoardId): Promise<void> => {
    take(await putBoard(ledger, { id, createdAt: 1, openedAt: 1, changedAt: 1, summary: null }));
  };

  /** Resolves when the set of hashes that the device tells of satisfies the condition. */
  const untilHeld = (condition: (held: ReadonlySet<AttachmentHash>) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const leave = observeAttachments(ledger, world.boardId, (held) => {
        if (!condition(held)) return;
        leave();
        resolve();
      });
    });

  describe(`attachments over ${engine}`, () => {
    test('[AT1] an attachment is there again, byte for byte, on another connection', async () => {
      const drawing = made('a drawing');
      take(await putAttachment(ledger, world.boardId, drawing));
      const other = await world.ledger();
      expect(take(await readAttachment(other, world.boardId, drawing.hash))).toEqual(drawing.bytes);
      expect(take(await readAttachment(other, createId<BoardId>(), drawing.hash))).toBeUndefined();
    });

    test('[AT1] a full disk refuses it, in a value, and takes it once there is room', async () => {
      const cure = fillDisk(ledger, 'attachments');
      const photo = made('a photo');
      expect(await putAttachment(ledger, world.boardId, photo)).toMatchObject({
        ok: false,
        error: { reason: 'quota' },
      });
      cure();
      take(await putAttachment(ledger, world.boardId, photo));
      expect(take(await readAttachment(ledger, world.boardId, photo.hash))).toEqual(photo.bytes);
    });

    test('[AT1] bytes that are read back different are not called kept', async () => {
      const hook = ledger.db.attachments.hook('creating');
      const damage = (_: unknown, row: { bytes: Uint8Array }): void => {
        row.bytes = new Uint8Array([...row.bytes].reverse());
      };
      hook.subscribe(damage as never);
      expect(await putAttachment(ledger, world.boardId, made('voice'))).toMatchObject({ ok: false });
      hook.unsubscribe(damage as never);
    });

    test('[AT4] one that was damaged on the disk counts as missing, and a file mends it', async () => {
      const voice = made('spoken');
      take(await putAttachment(ledger, world.boardId, voice));
      const damaged = { boardId: world.boardId, hash: voice.hash, bytes: new Uint8Array([1, 2, 3]) };
      await ledger.db.attachments.put(damaged);
      expect(take(await readAttachment(ledger, world.boardId, voice.hash))).toBeUndefined();
      expect(await keepAttachments(ledger, world.boardId, [voice])).toEqual({ kept: 1, failure: null });
      expect(take(await readAttachment(ledger, world.boardId, voice.hash))).toEqual(voice.bytes);
    });

    test('[AT4] those of a file are kept before its board is listed, and the ones that fit where not all do', async () => {
      const id = createId<BoardId>();
      // Each a group of its own.
      const large = [1, 2, 3].map((n) => made('x'.repeat(600_000) + String(n)));
      let left = 2;
      const refuse = (): void => {
        left -= 1;
        if (left < 0) throw new DOMException('disk full', 'QuotaExceededError');
      };
      const hook = ledger.db.attachments.hook('creating');
      hook.subscribe(refuse as never);
      const answer = await keepAttachments(ledger, id, large);
      hook.unsubscribe(refuse as never);
      expect(answer).toMatchObject({ kept: 2, failure: { reason: 'quota' } });
      expect(take(await readAttachment(ledger, id, large[0]!.hash))).toBeDefined();
      expect(take(await readAttachment(ledger, id, large[2]!.hash))).toBeUndefined();
      expect(await keepAttachments(ledger, id, large)).toEqual({ kept: 3, failure: null });
    });

    test('[AT4] who watches hears of one that another connection brings', async () => {
      const late = made('late');
      const heard = untilHeld((held) => held.has(late.hash));
      await keepAttachments(await world.ledger(), world.boardId, [late]);
      await heard;
    });

    test('[AT5] erasing a board counts and removes them, and none outlives it in another tab', async () => {
      const other = createId<BoardId>();
      await list(other);
      for (const text of ['one', 'two']) take(await putAttachment(ledger, world.boardId, made(text)));
      take(await putAttachment(ledger, other, made('one')));
      expect(take(await eraseBoard(ledger, world.boardId))).toMatchObject({ attachments: 2 });
      expect(await putAttachment(ledger, world.boardId, made('three'))).toMatchObject({
        ok: false,
        error: { reason: 'closed' },
      });
      expect(await ledger.db.attachments.count()).toBe(1);
      expect(take(await readAttachment(ledger, other, made('one').hash))).toBeDefined();
    });
  });
};

const made = (text: string): AttachmentBytes => {
  const bytes = new TextEncoder().encode(text);
  return { bytes, hash: hashAttachment(bytes) };
};
