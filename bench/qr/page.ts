/** What the bench of the animated QR does in the browser: makes films of codes as the app paints them, and reads them as the app does. */

import * as Y from 'yjs';
import { closeStream, openCamera } from '#app/attachments/camera.ts';
import { createCodeReader, followVideo } from '#app/qr/code-reader.ts';
import { addNote, correctNote } from '#board/commands/notes.ts';
import { placeThings } from '#board/commands/places.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, mergeBoard, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { encodePart, encodeWhole } from '#sync/parcel.ts';
import { crc32 } from '#transports/qr/checksums.ts';
import { densityFor } from '#transports/qr/densities.ts';
import { encodeFrame } from '#transports/qr/frames.ts';
import { paintFrame, type Squares } from '#transports/qr/paint.ts';
import { createQrSender } from '#transports/qr/sender.ts';
import { createSymbols, symbolCount } from '#transports/qr/symbols.ts';
import fixture from '../../tests/fixtures/similar-notes.json' with { type: 'json' };

export interface FilmSettings {
  readonly payload: 'whole' | 'part' | 'random';
  readonly symbols: number;
  readonly columns: number;
  readonly rows: number;
  /** Pictures that differ; each stands for three of the camera's. */
  readonly turns: number;
  readonly width: number;
  readonly height: number;
  /** The payload's parts in a circle, without sums of them. */
  readonly carousel?: boolean;
}

export interface Reception {
  readonly seconds: number;
  readonly bytes: number;
  /** Symbols that were needed. */
  readonly count: number;
  /** Milliseconds to read a picture, median. */
  readonly look: number;
  readonly looks: number;
  /** Looked at: those that were read, and those that showed the same as the one before. */
  readonly pictures: number;
}

/**
 * 200 notes of real prose, each moved three times, 60 corrected, written on five devices; and what a device lacks that left
 * before the last 20.
 */
const payloads = (() => {
  const boards = Array.from({ length: 5 }, () => createBoardDoc());
  const [board] = boards;
  if (!board) throw new Error('no board');
  const meet = (): void => {
    for (const other of boards) mergeBoard(board, encodeBoard(other), { type: 'bench' });
    for (const other of boards) mergeBoard(other, encodeBoard(board), { type: 'bench' });
  };
  startWorkshop(board, { title: 'Zones blanches', method: defaultMethod.id });
  meet();
  const texts = [fixture.aside, fixture.tune].flatMap(({ themes, alone }) => [
    ...themes.flatMap(({ notes }) => notes.flat()),
    ...alone,
  ]);
  let since: Uint8Array = new Uint8Array();
  for (let i = 0; i < 200; i++) {
    if (i % 20 === 0) meet();
    if (i === 180) since = Y.encodeStateVector(board.doc);
    const writer = boards[i % boards.length] ?? board;
    const id = createId<NoteId>();
    const text = `${texts[i % texts.length] ?? ''} ${texts[(i * 7 + 3) % texts.length] ?? ''}`;
    addNote(writer, { id, kind: 'irritant' as KindId, text, at: 1_780_000_000_000 + i * 7_000 });
    for (let move = 0; move < 3; move++) {
      placeThings(
        writer,
        new Map([[id, { x: ((i * 7_919) % 4_000) + move * 37, y: (i * 613 + move * 91) % 3_000 }]]),
      );
    }
    if (i % 10 < 3) correctNote(writer, id, text, `${text} (suite)`);
  }
  meet();
  const source = { boardId: createId<BoardId>(), title: 'Zones blanches', state: encodeBoard(board) };
  const random = new Uint8Array(60_000);
  for (let at = 0; at < random.length; at += 10_000) crypto.getRandomValues(random.subarray(at, at + 10_000));
  return { whole: encodeWhole(source), part: encodePart(source, since), random };
})();

const bench = {
  sizes: () => ({
    whole: payloads.whole.length,
    part: payloads.part.length,
    random: payloads.random.length,
  }),

  /** Milliseconds that a worker takes for always the same work; the best of five. */
  work: (): Promise<number> =>
    new Promise((resolve) => {
      const work = (): void => {
        const run = (): number => {
          const start = performance.now();
          for (let i = 0, sum = 0; i < 4e7; i++) sum = (sum * 31 + i) | 0;
          return performance.now() - start;
        };
        run();
        postMessage(Math.min(...Array.from({ length: 5 }, run)));
      };
      const worker = new Worker(URL.createObjectURL(new Blob([`(${work.toString()})()`])));
      worker.onmessage = ({ data }: MessageEvent<number>) => {
        worker.terminate();
        resolve(data);
      };
    }),

  /** JPEGs, base64; the last one is of a hand. */
  film: async (settings: FilmSettings): Promise<string[]> => {
    const { columns, rows, turns, width, height } = settings;
    const next = settings.carousel === true ? carousel(settings) : fountain(settings);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    const side = Math.min(width / columns, height / rows) * 0.92;
    const shot = async (): Promise<string> => {
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return btoa(binary);
    };
    const pictures: string[] = [];
    for (let turn = 0; turn < turns; turn++) {
      context.filter = 'none';
      context.fillStyle = '#666';
      context.fillRect(0, 0, width, height);
      context.save();
      context.filter = 'blur(0.7px)';
      context.translate(width / 2, height / 2);
      context.transform(0.995, 0.05, -0.06, 0.97, 0, 0);
      for (let index = 0; index < columns * rows; index++) {
        const left = ((index % columns) - columns / 2) * side;
        const top = (Math.floor(index / columns) - rows / 2) * side;
        context.drawImage(picture(next()), left, top, side, side);
      }
      context.restore();
      const shade = context.createLinearGradient(0, 0, width, height);
      shade.addColorStop(0, 'rgba(0,0,0,0.1)');
      shade.addColorStop(1, 'rgba(0,0,0,0.4)');
      context.fillStyle = shade;
      context.fillRect(0, 0, width, height);
      pictures.push(await shot());
    }
    context.fillStyle = '#765';
    context.fillRect(0, 0, width, height);
    return [...pictures, await shot()];
  },

  /** Reads what the camera shows until it is whole; counted from the camera's first picture. */
  receive: async (payload: FilmSettings['payload'], width: number, height: number): Promise<Reception> => {
    const expected = crc32(payloads[payload]);
    let start = 0;
    const looks: number[] = [];
    let pictures = 0;
    const video = document.createElement('video');
    video.muted = true;
    let stop = (): void => undefined;
    const received = new Promise<Reception>((resolve, reject) => {
      const reader = createCodeReader({
        onlook: ({ progress, milliseconds, isRepeat }) => {
          pictures += 1;
          if (!isRepeat) looks.push(milliseconds);
          if (progress?.payload === undefined) return;
          const seconds = (performance.now() - start) / 1_000;
          if (crc32(progress.payload) !== expected) reject(new Error('another payload'));
          const { count } = progress;
          const bytes = progress.payload.length;
          const look = looks.sort((a, b) => a - b)[looks.length >> 1] ?? 0;
          resolve({ seconds, bytes, count, look, looks: looks.length, pictures });
        },
        onfail: () => reject(new Error('the reader does not start')),
        onready: () => {
          void openCamera({ width, height, frameRate: { ideal: 30 } }).then((opened) => {
            if (!opened.ok) {
              reject(new Error(opened.error.type));
              return;
            }
            video.srcObject = opened.value;
            const unfollow = followVideo(video, () => {
              start ||= performance.now();
              reader.see(video);
            });
            void video.play();
            stop = () => {
              unfollow();
              reader.close();
              closeStream(opened.value);
            };
          }, reject);
        },
      });
      setTimeout(() => reject(new Error('not whole after 60 s')), 60_000);
    });
    try {
      return await received;
    } finally {
      stop();
    }
  },
};

const fountain = ({ payload, symbols }: FilmSettings): (() => Squares) => {
  const sender = createQrSender(payloads[payload]);
  return () => paintFrame(sender.next(symbols), densityFor(symbols));
};

const carousel = ({ payload, symbols }: FilmSettings): (() => Squares) => {
  const bytes = payloads[payload];
  const transfer = crc32(bytes);
  const symbol = createSymbols(bytes, transfer);
  const count = symbolCount(bytes.length);
  let first = 0;
  return () => {
    if (first + symbols > count) first = Math.max(0, first < count ? count - symbols : 0);
    const shown = Array.from({ length: symbols }, (_, index) => symbol(first + index));
    const frame = encodeFrame({ transfer, length: bytes.length, first, symbols: shown });
    first = first + symbols >= count ? 0 : first + symbols;
    return paintFrame(frame, densityFor(symbols));
  };
};

const picture = ({ size, dark }: Squares): OffscreenCanvas => {
  const canvas = new OffscreenCanvas(size * 6, size * 6);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  dark.forEach((isDark, at) => {
    if (isDark) context.fillRect((at % size) * 6, Math.floor(at / size) * 6, 6, 6);
  });
  return canvas;
};

export type QrBench = typeof bench;
Object.assign(globalThis, { qrBench: bench });
