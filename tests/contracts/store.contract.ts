/** What a board store promises, whatever engine of IndexedDB is below it. */

import type { Table } from 'dexie';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { addNote } from '#board/commands/notes.ts';
import { openBoardDoc, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { listBoards, putBoard, recoverCatalogue, touchBoard } from '#storage/catalogue.ts';
import { decodeRows } from '#storage/decode.ts';
import { eraseBoard } from '#storage/erase.ts';
import { readLedgerRows } from '#storage/journal.ts';
import type { Ledger } from '#storage/ledger.ts';
import { listQuarantine } from '#storage/quarantine.ts';
import { ringSizes } from '#storage/restore-points.ts';
import { attachDelayMs } from '#storage/working-copy.ts';
import { copyLimitMs } from '#storage/working-copy-rows.ts';
import {
  createWorld,
  cutAtRequest,
  deleteDatabase,
  editRaw,
  fillDisk,
  fingerprint,
  flipBit,
  openRaw,
  read,
  readRaw,
  take,
  untilDoc,
  untilState,
  upgradeLedger,
  write,
  type World,
} from '../storage/world.ts';

export const storeContract = (engine: string): void => {
  let world: World;
  beforeEach(() => {
    world = createWorld();
  });
  afterEach(() => world.end());

  describe(`a board store over ${engine}`, () => {
    test('[SV1] what was announced as saved is there on reopening', async () => {
      const store = await world.open();
      write(store.doc, 'a');
      expect(store.saveState()).toEqual({ type: 'saving' });
      world.clock.time += 5;
      await store.whenSaved();
      expect(store.saveState()).toEqual({ type: 'saved', at: world.clock.time });
      // Not closed: as if the browser had been killed.
      const again = await world.open();
      expect(read(again.doc)).toEqual({ a: 'text of a' });
      expect(fingerprint(again.doc)).toBe(fingerprint(store.doc));
      expect(again.saveState()).toEqual({ type: 'saved', at: world.clock.time });
    });

    test('changes made during one write go together into the next row', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      for (const key of ['a', 'b', 'c']) write(store.doc, key);
      await store.flush();
      expect(await ledger.db.journal.count()).toBe(1);
    });

    test('a burst of edits is a few rows in either copy, and all of it is there', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      await store.flush();
      for (let i = 0; i < 1000; i += 1) {
        write(store.doc, 'dragged', `to ${i}`);
        // Other ticks, as of a pointer that moves.
        if (i % 50 === 0) await Promise.resolve();
      }
      await store.close();
      expect(await ledger.db.journal.count()).toBeLessThan(20);
      const rows = await openRaw(world.workingCopyName).then(async (db) => {
        const request = db.transaction('updates').objectStore('updates').count();
        await new Promise((resolve) => (request.onsuccess = resolve));
        db.close();
        return request.result;
      });
      expect(rows).toBeLessThan(20);
      ledger.close();
      await world.deleteLedger();
      expect(fingerprint((await world.open()).doc)).toBe(fingerprint(store.doc));
    });

    test('[SV2] a board whose working copy was deleted opens complete, and the copy is rebuilt', async () => {
      const store = await world.open();
      write(store.doc, 'a');
      await store.close();
      await world.deleteWorkingCopy();
      const again = await world.open();
      expect(read(again.doc)).toEqual(read(store.doc));
      await again.close();
      await world.deleteLedger();
      expect(read((await world.open()).doc)).toEqual(read(store.doc));
    });

    test('[SV3] a board whose ledger was deleted opens complete, and the ledger is rebuilt', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'a');
      write(store.doc, 'b');
      await store.close();
      ledger.close();
      await world.deleteLedger();
      const again = await world.open();
      expect(read(again.doc)).toEqual(read(store.doc));
      await again.whenSaved();
      await again.close();
      await world.deleteWorkingCopy();
      expect(fingerprint((await world.open()).doc)).toBe(fingerprint(store.doc));
    });

    test('[SV4] with any one journal row damaged, the rest opens and the row lies in quarantine', async () => {
      const ledger = await world.ledger();
      const writer = await world.open({ ledger });
      const keys = ['a', 'b', 'c', 'd', 'e'];
      for (const key of keys) {
        // Each from a document of its own, as from several devices, so that no row needs another.
        const other = new Y.Doc();
        write(other, key);
        Y.applyUpdateV2(writer.doc, Y.encodeStateAsUpdateV2(other));
        await writer.flush();
      }
      await writer.flush();
      const rows = await ledger.db.journal.toArray();
      expect(rows).toHaveLength(keys.length);
      await writer.close();
      for (const [index, row] of rows.entries()) {
        await ledger.db.restorePoints.clear();
        await ledger.db.quarantine.clear();
        await ledger.db.journal.clear();
        await ledger.db.journal.bulkAdd(rows);
        const damaged = flipBit(row.bytes, row.bytes.length >> 1);
        await ledger.db.journal.update(row.seq ?? 0, { bytes: damaged });
        await world.deleteWorkingCopy();
        const store = await world.open({ ledger });
        expect(Object.keys(read(store.doc)).sort()).toEqual(keys.filter((_, at) => at !== index));
        expect(take(await listQuarantine(ledger, world.boardId))).toMatchObject([
          { source: 'journal', bytes: damaged, reason: 'checksum differs' },
        ]);
        expect(store.health().quarantined).toBe(1);
        await store.close();
      }
    });

    test(
      '[SV4] with any one journal row cut or flipped anywhere, every note is there and the row lies in quarantine',
      long,
      async () => {
        const ledger = await world.ledger();
        const writer = await world.open({ ledger });
        const board = openBoardDoc(writer.doc);
        const texts = Array.from({ length: 6 }, (_, at) => `Note ${at} 🍇`);
        for (const text of texts) {
          take(addNote(board, { id: createId<NoteId>(), kind: 'irritant' as KindId, text, at: 0 }));
          await writer.flush();
        }
        await writer.close();
        await ledger.db.restorePoints.clear();
        const rows = await ledger.db.journal.toArray();
        expect(rows).toHaveLength(texts.length);
        for (const { seq = 0, bytes } of rows) {
          for (const damaged of damagesOf(bytes)) {
            await ledger.db.quarantine.clear();
            await ledger.db.journal.clear();
            await ledger.db.journal.bulkAdd(rows);
            await ledger.db.journal.update(seq, { bytes: damaged });
            const store = await world.open({ ledger });
            const notes = [...readBoard(openBoardDoc(store.doc)).notes.values()].map(({ text }) => text);
            expect(notes.sort()).toEqual(texts);
            expect(take(await listQuarantine(ledger, world.boardId))).toMatchObject([
              { source: 'journal', bytes: damaged },
            ]);
            await store.close();
          }
        }
      },
    );

    test('[SV4] a damaged row of the ledger costs nothing while the working copy has it', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'a');
      await store.flush();
      write(store.doc, 'b');
      await store.close();
      await ledger.db.restorePoints.clear();
      const first = await ledger.db.journal.orderBy('seq').first();
      await ledger.db.journal.update(first?.seq ?? 0, { bytes: new Uint8Array([1, 2, 3]) });
      const again = await world.open({ ledger });
      expect(fingerprint(again.doc)).toBe(fingerprint(store.doc));
      await again.whenSaved();
      await again.close();
      await world.deleteWorkingCopy();
      expect(fingerprint((await world.open({ ledger })).doc)).toBe(fingerprint(store.doc));
    });

    test('[SV4] damaged rows of the working copy go to quarantine and stop nothing', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'a');
      await store.close();
      const junk = [new Uint8Array([3, 1, 4, 1, 5]), 'not bytes at all', { a: 1 }];
      await editRaw(world.workingCopyName, (table) => {
        for (const row of junk) table.add(row);
      });
      const again = await world.open({ ledger });
      expect(read(again.doc)).toEqual(read(store.doc));
      await again.flush();
      expect(again.health().workingCopy).toBe('level');
      const kept = take(await listQuarantine(ledger, world.boardId));
      expect(kept.map(({ source }) => source)).toEqual(junk.map(() => 'workingCopy'));
      expect(kept.map(({ bytes }) => bytes)).toEqual(expect.arrayContaining(junk));
    });

    test('[SV2] a working copy waits behind the screen, and for no change', async () => {
      const store = await world.open();
      write(store.doc, 'a');
      await store.close();
      const again = await world.open();
      expect(again.health().workingCopy).toBe('attaching');
      world.timer.advance(attachDelayMs);
      await expect.poll(() => again.health().workingCopy).toBe('level');
      await again.close();
      const changed = await world.open();
      write(changed.doc, 'b');
      // Neither closed nor asked to write: as if the browser had been killed.
      await expect.poll(() => changed.health().workingCopy).toBe('level');
      await world.deleteLedger();
      expect(Object.keys(read((await world.open()).doc)).sort()).toEqual(['a', 'b']);
    });

    test('[SV2] what another tab writes into the working copy before this one attaches it is heard', async () => {
      const [one, two] = [await world.open(), await world.open()];
      await one.flush();
      const other = new Y.Doc();
      write(other, 'behind');
      await editRaw(world.workingCopyName, (table) => table.add(Y.encodeStateAsUpdate(other)));
      await two.flush();
      expect(read(two.doc)).toEqual({ behind: 'text of behind' });
    });

    test('[SV2] a working copy that is some other database is set aside and rebuilt', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'a');
      await store.close();
      await world.deleteWorkingCopy();
      await new Promise<void>((resolve) => {
        const request = indexedDB.open(world.workingCopyName, 7);
        request.onupgradeneeded = () => {
          request.result.createObjectStore('strange', { autoIncrement: true }).add('something of value');
        };
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      });
      const again = await world.open({ ledger });
      expect(read(again.doc)).toEqual(read(store.doc));
      await again.flush();
      expect(again.health().workingCopy).toBe('level');
      expect(take(await listQuarantine(ledger, world.boardId))).toMatchObject([
        { bytes: 'something of value' },
      ]);
    });

    test('[SV16] with every row of any one table of the ledger garbage, the board opens complete and is listed', async () => {
      const ledger = await world.ledger();
      await putBoard(ledger, { ...listedRow, id: world.boardId });
      const store = await world.open({ ledger });
      for (const key of ['a', 'b']) {
        write(store.doc, key);
        take(await store.compact());
        take(await store.addRestorePoint('asked'));
      }
      write(store.doc, 'c');
      await store.close();
      const whole = read(store.doc);
      for (const table of [ledger.db.boards, ledger.db.journal, ledger.db.restorePoints]) {
        for (const garbage of garbageOf(world.boardId)) {
          await replaceRows(table as Table, garbage);
          expect(take(await recoverCatalogue(ledger, world.clock))).toEqual(
            table === ledger.db.boards ? [world.boardId] : [],
          );
          expect(take(await listBoards(ledger)).map(({ id }) => id)).toEqual([world.boardId]);
          const again = await world.open({ ledger });
          expect(read(again.doc)).toEqual(whole);
          take(await again.restorePoints());
          await again.whenSaved();
          await again.close();
          await putBoard(ledger, { ...listedRow, id: world.boardId });
        }
      }
    });

    test('[SV16] with every row of the working copy garbage, the board opens complete, and so it does from that copy alone', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'a');
      await store.close();
      for (const garbage of [new Uint8Array([3, 1, 4, 1, 5]), 'text', { wrong: 1 }, null, 17]) {
        await editRaw(world.workingCopyName, (table) => {
          table.clear();
          for (let i = 0; i < 3; i += 1) table.add(garbage);
        });
        const again = await world.open({ ledger });
        expect(read(again.doc)).toEqual(read(store.doc));
        await again.close();
      }
      ledger.close();
      await world.deleteLedger();
      expect(read((await world.open()).doc)).toEqual(read(store.doc));
    });

    test('[SV5] a working copy that hangs does not keep a board from opening', async () => {
      const first = await world.open();
      write(first.doc, 'a');
      await first.close();
      // A connection that will not let go, and a deletion waiting for it: every opening now waits too.
      const holder = await openRaw(world.workingCopyName);
      const deletion = deleteDatabase(world.workingCopyName);
      const opening = world.open();
      await world.timer.untilAsked(copyLimitMs);
      world.timer.advance(copyLimitMs);
      await world.timer.untilAsked(copyLimitMs);
      const store = await opening;
      expect(read(store.doc)).toEqual({ a: 'text of a' });
      write(store.doc, 'b');
      await store.whenSaved();
      holder.close();
      await deletion;
    });

    test('[SV6] a full disk shows as failed, and saving resumes by itself with nothing missing', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'a');
      await store.whenSaved();
      const cure = fillDisk(ledger, 'journal');
      write(store.doc, 'b');
      expect(await untilState(store, 'failed')).toMatchObject({ type: 'failed', reason: 'quota' });
      expect(read(store.doc)).toHaveProperty('b');
      write(store.doc, 'c');
      await store.flush();
      expect(store.saveState()).toMatchObject({ type: 'failed' });
      cure();
      await world.timer.untilAsked(2000);
      world.timer.advance(2000);
      await store.whenSaved();
      await world.deleteWorkingCopy();
      expect(Object.keys(read((await world.open()).doc)).sort()).toEqual(['a', 'b', 'c']);
    });

    test('[SV6] after a failure the next edit saves at once', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      const cure = fillDisk(ledger, 'journal');
      write(store.doc, 'a');
      await untilState(store, 'failed');
      cure();
      write(store.doc, 'b');
      await store.whenSaved();
    });

    test('[SV7] bytes that come back different are not called saved', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      const hook = ledger.db.journal.hook('reading');
      const spoil = <Row extends { bytes: Uint8Array }>(row: Row): Row => ({
        ...row,
        bytes: flipBit(row.bytes, 0),
      });
      hook.subscribe(spoil);
      write(store.doc, 'a');
      expect(await untilState(store, 'failed')).toMatchObject({ reason: 'unknown' });
      hook.unsubscribe(spoil);
      write(store.doc, 'b');
      await store.whenSaved();
    });

    test('[SV8] a ledger deleted under an open board is written again, whole, without an edit', async () => {
      const store = await world.open();
      write(store.doc, 'a');
      await store.whenSaved();
      await world.deleteLedger();
      await untilState(store, 'saving');
      await store.whenSaved();
      await store.flush();
      const other = await world.ledger();
      expect(await other.db.journal.count()).toBe(1);
      write(store.doc, 'b');
      await store.close();
      await world.deleteWorkingCopy();
      expect(fingerprint((await world.open()).doc)).toBe(fingerprint(store.doc));
    });

    test('[SV8] a ledger that another page opens at a higher version of the same schema is opened again', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'a');
      await store.whenSaved();
      const version = ledger.db.backendDB().version;
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(ledger.name, version + 1);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => reject(request.error ?? new Error('not opened'));
      });
      write(store.doc, 'b');
      await store.flush();
      expect(store.saveState()).toEqual({ type: 'saved', at: world.clock.time });
    });

    test('[SV8] a working copy deleted under an open board is attached again by itself', async () => {
      const store = await world.open();
      write(store.doc, 'a');
      await store.flush();
      await world.deleteWorkingCopy();
      expect(store.health().workingCopy).toBe('behind');
      // An edit meanwhile neither throws nor is lost.
      write(store.doc, 'b');
      await store.whenSaved();
      world.timer.advance(1000);
      await store.flush();
      expect(store.health().workingCopy).toBe('level');
      await store.close();
      await world.deleteLedger();
      expect(read((await world.open()).doc)).toEqual(read(store.doc));
    });

    test('[SV8] a working copy that fails at each writing breaks no edit, and is made anew', async () => {
      const store = await world.open();
      write(store.doc, 'a');
      await store.close();
      // With the last number given away, every further addition to the table is refused.
      const empty = Y.encodeStateAsUpdate(new Y.Doc());
      await editRaw(world.workingCopyName, (table) => table.put(empty, 2 ** 53));
      const again = await world.open();
      void again.flush();
      for (const delay of [1000, 2000, 4000]) {
        await world.timer.untilAsked(delay);
        expect(again.health().workingCopy).toBe('behind');
        write(again.doc, `while behind ${delay}`);
        await again.whenSaved();
        world.timer.advance(delay);
      }
      await again.flush();
      expect(again.health().workingCopy).toBe('level');
      await again.close();
      await world.deleteLedger();
      expect(read((await world.open()).doc)).toEqual(read(again.doc));
    });

    test('[SV8] a write that the working copy refuses does not break the edit that caused it', async () => {
      // eslint-disable-next-line @typescript-eslint/unbound-method -- applied to its own objects below
      const begin = IDBDatabase.prototype.transaction;
      let isBroken = false;
      // As a connection behaves that the system has closed without a word.
      IDBDatabase.prototype.transaction = function (...args) {
        if (isBroken && this.name === world.workingCopyName)
          throw new DOMException('closing', 'InvalidStateError');
        return begin.apply(this, args);
      };
      try {
        const store = await world.open();
        await store.flush();
        isBroken = true;
        expect(() => write(store.doc, 'a')).not.toThrow();
        expect(store.health().workingCopy).toBe('behind');
        isBroken = false;
        world.timer.advance(1000);
        await store.flush();
        expect(store.health().workingCopy).toBe('level');
      } finally {
        IDBDatabase.prototype.transaction = begin;
      }
    });

    test('[SV4] with the newest state damaged, older ones give what they hold', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      for (const key of ['a', 'b', 'c']) {
        write(store.doc, key);
        await store.flush();
        take(key === 'b' ? await store.addRestorePoint('asked') : await store.compact());
      }
      await store.close();
      const states = await ledger.db.restorePoints.toArray();
      expect(states.map(({ reason }) => reason)).toEqual(['compaction', 'asked', 'compaction', 'leaving']);
      for (const { id = 0, bytes } of states.slice(1)) {
        await ledger.db.restorePoints.update(id, { bytes: flipBit(bytes, 3) });
      }
      await world.deleteWorkingCopy();
      const again = await world.open({ ledger });
      expect(read(again.doc)).toHaveProperty('a');
      expect(take(await listQuarantine(ledger, world.boardId))).toHaveLength(3);
    });

    test('[SV13] a document handed in keeps what it holds, and gets what is stored', async () => {
      const store = await world.open();
      write(store.doc, 'stored');
      await store.close();
      const doc = new Y.Doc();
      write(doc, 'brought');
      const again = await world.open({ doc });
      expect(again.doc).toBe(doc);
      expect(Object.keys(read(doc)).sort()).toEqual(['brought', 'stored']);
      await again.whenSaved();
      await again.close();
      expect(fingerprint((await world.open()).doc)).toBe(fingerprint(doc));
    });

    test('[SV9] two tabs on one board stay level live, and each keeps what it hears', async () => {
      const [one, two] = [await world.open(), await world.open()];
      for (let i = 0; i < 20; i += 1) {
        write(one.doc, `one ${i}`);
        write(two.doc, `two ${i}`);
        if (i % 7 === 3) await one.compact();
        if (i % 7 === 5) await two.compact();
      }
      const isLevel = (): boolean =>
        Object.keys(read(one.doc)).length + Object.keys(read(two.doc)).length === 80;
      await Promise.all([untilDoc(one.doc, isLevel), untilDoc(two.doc, isLevel)]);
      await Promise.all([one.whenSaved(), two.whenSaved()]);
      expect(fingerprint(one.doc)).toBe(fingerprint(two.doc));
      await world.deleteWorkingCopy();
      expect(fingerprint((await world.open()).doc)).toBe(fingerprint(one.doc));
    });

    test(
      '[SV9] [SV10] two tabs with 500 edits each, compacting all the while, lose nothing, and either copy alone has it all',
      long,
      async () => {
        const ledger = await world.ledger();
        const [one, two] = [await world.open(), await world.open()];
        for (let round = 1; round <= 10; round += 1) {
          const compacting: Promise<unknown>[] = [];
          for (let i = 0; i < 50; i += 1) {
            write(one.doc, `one ${round} ${i}`);
            write(two.doc, `two ${round} ${i}`);
            if (i % 5 === 0) compacting.push((i % 2 === 0 ? one : two).compact());
            // Now and then the other tab is heard, and the disk answers, in between.
            if (i % 10 === 0) await untilDoc(two.doc, () => `one ${round} ${i}` in read(two.doc));
            if (i % 25 === 0) await (round % 2 === 0 ? one : two).flush();
          }
          const isWhole = (doc: Y.Doc): boolean => doc.getMap('notes').size === 100 * round;
          await Promise.all([one, two].map(({ doc }) => untilDoc(doc, () => isWhole(doc))));
          await Promise.all([...compacting, one.whenSaved(), two.whenSaved()]);
          // Each round: the next compaction would heal what this one has lost.
          expect(fingerprint(await docInLedger(ledger, world.boardId))).toBe(fingerprint(one.doc));
        }
        const whole = fingerprint(one.doc);
        expect(fingerprint(two.doc)).toBe(whole);
        await one.close();
        await two.close();
        await world.deleteWorkingCopy();
        const fromLedger = await world.open();
        expect(fingerprint(fromLedger.doc)).toBe(whole);
        await fromLedger.close();
        await world.deleteLedger();
        expect(fingerprint((await world.open()).doc)).toBe(whole);
      },
    );

    test('[SV9] a tab that opens hears from the others what is not on the disk yet, and keeps it', async () => {
      const full = await world.ledger();
      const one = await world.open({ ledger: full });
      fillDisk(full, 'journal');
      write(one.doc, 'a');
      await untilState(one, 'failed');
      await world.deleteWorkingCopy();
      const ledger = await world.ledger();
      const two = await world.open({ ledger });
      await untilDoc(two.doc, () => 'a' in read(two.doc));
      await two.whenSaved();
      expect(await ledger.db.journal.count()).toBe(1);
      write(one.doc, 'b');
      await untilDoc(two.doc, () => 'b' in read(two.doc));
      await two.flush();
      expect(await ledger.db.journal.count()).toBe(2);
    });

    test('[SV10] compaction leaves one state for all rows, and an equal board', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger, compactEvery: 5 });
      for (let i = 0; i < 12; i += 1) {
        write(store.doc, `note ${i}`);
        await store.flush();
      }
      // The first may be one that was under way already.
      take(await store.compact());
      take(await store.compact());
      expect(await ledger.db.journal.count()).toBe(0);
      expect(
        (await ledger.db.restorePoints.toArray()).filter((row) => row.reason === 'compaction').length,
      ).toBe(2);
      await world.deleteWorkingCopy();
      expect(fingerprint((await world.open()).doc)).toBe(fingerprint(store.doc));
    });

    test('[SV10] a compaction killed at any of its steps leaves an equal board', async () => {
      const steps = [
        ['journal', 'reading'],
        ['restorePoints', 'creating'],
        ['restorePoints', 'reading'],
        ['journal', 'deleting'],
        ['restorePoints', 'deleting'],
      ] as const;
      for (const [table, event] of steps) {
        const ledger = await world.ledger();
        const store = await world.open({ ledger });
        // Enough states that the last step, dropping the oldest, has something to do.
        for (let i = 0; i < 3; i += 1) {
          write(store.doc, `before ${table} ${event} ${i}`);
          await store.flush();
          if (i < 2) take(await store.compact());
        }
        const kill = (): never => {
          throw new Error('killed');
        };
        ledger.db
          .table(table)
          .hook(event as 'reading')
          .subscribe(kill);
        expect(await store.compact()).toMatchObject({ ok: false });
        // From here on nothing of the killed tab runs: its rows are as it left them.
        await world.deleteWorkingCopy();
        const again = await world.open();
        expect(fingerprint(again.doc)).toBe(fingerprint(store.doc));
        await again.flush();
        ledger.db
          .table(table)
          .hook(event as 'reading')
          .unsubscribe(kill);
      }
    });

    test(
      '[SV10] a compaction killed at any request to the database leaves an equal board, from either copy alone',
      long,
      async () => {
        let requests = 0;
        for (let isDone = false; !isDone;) {
          const device = createWorld();
          try {
            const ledger = await device.ledger();
            const store = await device.open({ ledger });
            // Enough states that there is something to drop, and a row that is damaged.
            for (let i = 0; i < 3; i += 1) {
              write(store.doc, `note ${i}`);
              await store.flush();
              if (i < 2) take(await store.compact());
            }
            const bytes = new Uint8Array([1, 2, 3]);
            await ledger.db.journal.add({ boardId: device.boardId, at: 1, bytes, checksum: 4 });
            const cut = cutAtRequest(ledger.name, requests);
            const compacted = await store.compact();
            isDone = !cut.end();
            expect(compacted.ok).toBe(isDone);
            if (!isDone) requests += 1;
            // From here on nothing of the killed tab runs: its rows are as it left them.
            await device.deleteWorkingCopy();
            const again = await device.open();
            expect(fingerprint(again.doc)).toBe(fingerprint(store.doc));
            await again.whenSaved();
            await again.close();
            await device.deleteLedger();
            expect(fingerprint((await device.open()).doc)).toBe(fingerprint(store.doc));
          } finally {
            await device.end();
          }
        }
        // Reading, quarantine, the state written and read back, the oldest dropped, the rows deleted.
        expect(requests).toBeGreaterThan(8);
      },
    );

    test('[SV10] compaction keeps what another tab has written and this one has not heard', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'mine');
      await store.flush();
      const other = new Y.Doc();
      write(other, 'theirs');
      const rows = await ledger.db.journal.toArray();
      const { crc32 } = await import('#storage/checksum.ts');
      const bytes = Y.encodeStateAsUpdateV2(other);
      await ledger.db.journal.bulkAdd([
        { boardId: world.boardId, at: 1, bytes, checksum: crc32(bytes) },
        { boardId: world.boardId, at: 2, bytes: flipBit(bytes, 5), checksum: crc32(bytes) },
      ]);
      expect(take(await store.compact())).toBe(rows.length + 2);
      expect(take(await listQuarantine(ledger, world.boardId))).toHaveLength(1);
      await world.deleteWorkingCopy();
      expect(Object.keys(read((await world.open()).doc)).sort()).toEqual(['mine', 'theirs']);
    });

    test('[SV11] restore points are a ring, so many of each reason, and each can be read', async () => {
      const store = await world.open();
      write(store.doc, 'before the merge');
      take(await store.addRestorePoint('merge'));
      for (let i = 0; i < 9; i += 1) {
        world.clock.time += 1;
        write(store.doc, `note ${i}`);
        take(await store.addRestorePoint('asked'));
      }
      const points = take(await store.restorePoints());
      expect(points.map(({ reason }) => reason)).toEqual(['asked', 'asked', 'asked', 'merge']);
      expect(ringSizes.asked).toBe(3);
      expect(points[0]?.at).toBe(world.clock.time);
      const old = new Y.Doc();
      Y.applyUpdateV2(old, take(await store.readRestorePoint(points.at(-1)?.id ?? 0)));
      expect(Object.keys(read(old))).toEqual(['before the merge']);
      expect(await store.readRestorePoint(0)).toEqual({ ok: false, error: { type: 'RestorePointMissing' } });
    });

    test('[SV11] the same state is kept once, as what it was asked for last', async () => {
      const store = await world.open();
      write(store.doc, 'a');
      const id = take(await store.addRestorePoint('leaving'));
      world.clock.time += 5;
      expect(take(await store.addRestorePoint('merge'))).toBe(id);
      expect(take(await store.restorePoints())).toMatchObject([
        { id, reason: 'merge', at: world.clock.time },
      ]);
    });

    test('[SV11] an hour of work and leaving each keep a restore point', async () => {
      const store = await world.open();
      write(store.doc, 'a');
      await store.whenSaved();
      world.clock.time += 3_600_000;
      write(store.doc, 'b');
      await store.flush();
      write(store.doc, 'c');
      await store.close();
      const again = await world.open();
      const points = take(await again.restorePoints());
      expect(points.map(({ reason }) => reason)).toEqual(['leaving', 'hourly']);
      await again.close();
      expect(take(await (await world.open()).restorePoints())).toHaveLength(2);
    });

    test('[SF5] where all is blended into one state now and then, no state of before is kept, neither by the hour nor on leaving', async () => {
      const store = await world.open();
      for (const name of ['a', 'b', 'c']) {
        take(await store.blend());
        world.clock.time += 2_000_000;
        write(store.doc, name);
        await store.flush();
      }
      take(await store.blend());
      await store.close();
      const again = await world.open();
      const points = take(await again.restorePoints());
      expect(points.map(({ reason }) => reason)).toEqual(['compaction']);
      expect(Object.keys(read(again.doc)).sort()).toEqual(['a', 'b', 'c']);
    });

    test('[SV12] erasing removes a board everywhere, in every tab, and counts what it removed', async () => {
      const ledger = await world.ledger();
      await putBoard(ledger, { id: world.boardId, createdAt: 1, openedAt: 1, changedAt: 1, summary: null });
      const store = await world.open({ ledger });
      const other = await world.open();
      write(store.doc, 'secret');
      await store.close();
      const gone = untilState(other, 'failed');
      const erased = take(await eraseBoard(ledger, world.boardId));
      expect(erased).toMatchObject({ boards: 1, restorePoints: 1, workingCopy: 'deleted' });
      expect(erased.journal).toBeGreaterThan(0);
      expect(await gone).toMatchObject({ reason: 'closed' });
      await other.close();
      write(other.doc, 'after');
      for (const table of ledger.db.tables) expect(await table.count()).toBe(0);
      const names = (await indexedDB.databases()).map(({ name }) => name);
      expect(names).not.toContain(world.workingCopyName);
    });

    test('[VN2] what was being written when a newer version takes over is saved before it does', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'a');
      await store.whenSaved();
      ledger.observeUpgrade(() => {
        write(store.doc, 'last words');
        return store.flush();
      });
      write(store.doc, 'b');
      await upgradeLedger(ledger);
      expect(await ledger.attempt((db) => db.journal.count())).toMatchObject({
        error: { reason: 'outdated' },
      });
      write(store.doc, 'too late');
      expect(await untilState(store, 'failed')).toMatchObject({ reason: 'outdated' });
      const rows = await readRaw(ledger.name, 'journal');
      const doc = new Y.Doc();
      for (const { bytes } of rows as { bytes: Uint8Array }[]) Y.applyUpdateV2(doc, bytes);
      expect(Object.keys(read(doc)).sort()).toEqual(['a', 'b', 'last words']);
    });

    test('[SV6] a board made while the disk refuses opens, and is saved when it can be', async () => {
      const ledger = await world.ledger();
      const cure = fillDisk(ledger, 'journal');
      const doc = new Y.Doc();
      write(doc, 'a');
      const store = await world.open({ ledger, doc, isNew: true });
      expect(await untilState(store, 'failed')).toMatchObject({ reason: 'quota' });
      cure();
      await world.timer.untilAsked(1000);
      world.timer.advance(1000);
      await store.whenSaved();
      await world.deleteWorkingCopy();
      expect(read((await world.open()).doc)).toEqual({ a: 'text of a' });
    });

    test('[SV3] boards of a lost ledger are listed again', async () => {
      const ledger = await world.ledger();
      const store = await world.open({ ledger });
      write(store.doc, 'a');
      await store.close();
      ledger.close();
      await world.deleteLedger();
      const fresh = await world.ledger();
      expect(take(await recoverCatalogue(fresh, world.clock))).toEqual([world.boardId]);
      expect(take(await listBoards(fresh))).toMatchObject([{ id: world.boardId, summary: null }]);
      // Until somebody has said what it is: the page may be gone before.
      expect(take(await recoverCatalogue(fresh, world.clock))).toEqual([world.boardId]);
      take(await touchBoard(fresh, world.boardId, { summary: { title: 'A board' } }));
      expect(take(await recoverCatalogue(fresh, world.clock))).toEqual([]);
    });

    test('[SV3] a damaged row that names a board that never was lists none', async () => {
      const ledger = await world.ledger();
      for (const boardId of ['never was', 'never', 17]) {
        await ledger.db.journal.add({
          boardId: boardId as BoardId,
          at: 1,
          bytes: new Uint8Array([1, 2]),
          checksum: 3,
        });
      }
      expect(take(await recoverCatalogue(ledger, world.clock))).toEqual([]);
    });
  });
};

/** Many openings on a machine that has other things to do. */
const long = { timeout: 60_000 };

const listedRow = { createdAt: 1, openedAt: 1, changedAt: 1, summary: { title: 'A board' } };

/** What a row may be replaced with, its key kept: each a way to be wrong. */
const garbageOf = (boardId: BoardId): readonly Record<string, unknown>[] => [
  {},
  { boardId },
  { boardId, at: 'noon', bytes: 'text', checksum: 'text', reason: 7, openedAt: 'noon', summary: 'text' },
  { boardId, at: {}, bytes: new Uint8Array([9, 8, 7, 6]), checksum: 1, reason: 'compaction', openedAt: {} },
  { boardId, bytes: [1, 2, 3], openedAt: Number.NaN, createdAt: 1, changedAt: 1, summary: null },
];

/** What the rows of the ledger give without the working copy. */
const docInLedger = async (ledger: Ledger, boardId: BoardId): Promise<Y.Doc> => {
  const { restorePoints, journal } = take(await readLedgerRows(ledger, boardId));
  return decodeRows([[...restorePoints, ...journal].map((row) => ({ ...row, format: 'v2' as const }))]).doc;
};

/** Cut at several lengths, and a bit flipped at several places. */
const damagesOf = (bytes: Uint8Array): readonly Uint8Array[] => {
  const last = bytes.length - 1;
  return [
    ...[0, 1, last >> 1, last].map((length) => bytes.slice(0, length)),
    ...[0, last >> 2, last >> 1, last].map((at) => flipBit(bytes, at)),
  ];
};

const replaceRows = async (table: Table, garbage: Record<string, unknown>): Promise<void> => {
  const keyPath = table.schema.primKey.keyPath as string;
  for (const key of await table.toCollection().primaryKeys()) {
    await table.put({ ...garbage, [keyPath]: key as unknown });
  }
};
