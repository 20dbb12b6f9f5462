import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttachmentHash } from '#core/attachments.ts';
import type { BoardId } from '#core/ids.ts';
import { isBoardKey } from '#sync/board-key.ts';
import { createBoardKey, deriveBoardKeys } from '#sync/board-keys.ts';
import { openSeal, paddedLength, seal } from '#sync/seal.ts';
import { attachmentName, openAttachment, sealAttachment } from '#sync/sealed-attachment.ts';

const board = 'board-of-the-test' as BoardId;
const key = createBoardKey();
const keys = deriveBoardKeys(key, board);
const text = new TextEncoder().encode('Le matériel manque dans les salles. '.repeat(40));

describe('a seal', () => {
  it('[HC4] gives back what was sealed, small or large', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000, size: 'max' }), (content) => {
        const opened = openSeal(keys, 'update', seal(keys, 'update', content));
        expect(opened).toEqual({ ok: true, value: content });
      }),
      { seed: 1 },
    );
  });

  it('[HC4] opens with no other key, on no other board, for no other use', () => {
    const sealed = seal(keys, 'update', text);
    const otherKey = deriveBoardKeys(createBoardKey(), board);
    const otherBoard = deriveBoardKeys(key, 'another-board' as BoardId);
    expect(openSeal(otherKey, 'update', sealed)).toEqual({ ok: false, error: { type: 'SealedOtherwise' } });
    expect(openSeal(otherBoard, 'update', sealed)).toEqual({ ok: false, error: { type: 'SealedOtherwise' } });
    // The same, by somebody who makes up the id.
    expect(openSeal({ ...otherBoard, id: keys.id }, 'update', sealed).ok).toBe(false);
    expect(openSeal({ ...keys, boardId: 'another-board' as BoardId }, 'update', sealed)).toEqual({
      ok: false,
      error: { type: 'SealBroken' },
    });
    expect(openSeal(keys, 'presence', sealed)).toEqual({ ok: false, error: { type: 'SealBroken' } });
  });

  it('[HC4] does not open with any byte altered, nor cut anywhere', () => {
    const sealed = seal(keys, 'update', text);
    for (let at = 0; at < sealed.length; at++) {
      const altered = sealed.slice();
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(openSeal(keys, 'update', altered).ok).toBe(false);
      expect(openSeal(keys, 'update', sealed.slice(0, at)).ok).toBe(false);
    }
  });

  it('[HC4] shows no word of the content, and of its length little', () => {
    const sealed = seal(keys, 'update', text);
    expect(Buffer.from(sealed).includes('mat')).toBe(false);
    const lengths = new Set(
      Array.from({ length: 200 }, (_, size) => seal(keys, 'update', new Uint8Array(size).fill(7)).length),
    );
    expect(lengths.size).toBe(1);
    expect(paddedLength(100_000) / 100_000).toBeLessThan(1.12);
  });
});

describe('the key of a board', () => {
  it('[HC5] is told by its shape, and nothing that leaves the device gives it away', () => {
    expect(isBoardKey(key)).toBe(true);
    for (const wrong of ['', key.slice(1), `${key}a`, `${key.slice(1)}!`, 7, null]) {
      expect(isBoardKey(wrong)).toBe(false);
    }
    expect(keys.token).toMatch(/^[\w-]{43}$/);
    expect(keys.token).not.toBe(key);
    expect(deriveBoardKeys(key, 'another-board' as BoardId).token).not.toBe(keys.token);
    const hash = 'ab'.repeat(32) as AttachmentHash;
    expect(attachmentName(keys, hash)).toMatch(/^[\w-]{43}$/);
    expect(attachmentName(deriveBoardKeys(createBoardKey(), board), hash)).not.toBe(
      attachmentName(keys, hash),
    );
  });
});

describe('an attachment', () => {
  it('[HC10] is sealed the same by every device, under the same name, and opens to what it was', () => {
    const hash = 'cd'.repeat(32) as AttachmentHash;
    const again = deriveBoardKeys(key, board);
    const sealed = sealAttachment(keys, hash, text);
    expect(sealAttachment(again, hash, text)).toEqual(sealed);
    expect(attachmentName(again, hash)).toBe(attachmentName(keys, hash));
    expect(openAttachment(again, sealed)).toEqual({ ok: true, value: text });
    expect(openSeal(keys, 'update', sealed).ok).toBe(false);
    expect(sealAttachment(keys, 'ef'.repeat(32) as AttachmentHash, text)).not.toEqual(sealed);
  });
});
