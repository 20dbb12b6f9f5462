import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Cluster, Note } from '#board/board.ts';
import type { ClusterId, NoteId, Place } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { boundsOf, boxesMeet, boxHolds, middleOf, type Box } from '#ui/wall/free/geometry.ts';
import { clusterSize, freeSpot, layOutWall, tidyWall, type WallContent } from '#ui/wall/free/layout.ts';
import { noteBox } from '#ui/wall/free/measure.ts';

const { kinds } = defaultMethod.phases[0]!;

const sizeOf = (note: Note) => ({
  width: note.text.length > 9 ? 2 * noteBox.width + noteBox.gap : noteBox.width,
  height: noteBox.minHeight + note.text.length * 7,
});

const aNote = (id: string, text: string, place: Place | null): Note =>
  ({ id: id as NoteId, text, place, kind: kinds[0]!.id }) as Note;

const place = fc.record({
  x: fc.integer({ min: -3000, max: 3000 }),
  y: fc.integer({ min: -3000, max: 3000 }),
});
const texts = fc.array(fc.string({ maxLength: 12 }), { maxLength: 30 });

const content: fc.Arbitrary<WallContent> = fc
  .record({
    clusters: fc.array(fc.tuple(fc.option(place), texts), { maxLength: 6 }),
    placed: fc.array(place, { maxLength: 8 }),
    trays: fc.tuple(texts, texts),
  })
  .map(({ clusters, placed, trays }) => ({
    clusters: clusters.map(([place, texts], i) => ({
      cluster: { id: `c${String(i)}` as ClusterId, place } as Cluster,
      notes: texts.map((text, n) => aNote(`c${String(i)}n${String(n)}`, text, null)),
    })),
    placed: placed.map((place, i) => aNote(`p${String(i)}`, 'posée', place)),
    trays: trays.map((texts, i) => ({
      kind: kinds[i]!,
      notes: texts.map((text, n) => aNote(`t${String(i)}n${String(n)}`, text, null)),
    })),
  }));

const noneMeet = (boxes: readonly Box[]): boolean =>
  boxes.every((box, i) => boxes.slice(i + 1).every((other) => !boxesMeet(box, other)));

it('[WA1] every note of the wall has one place, within its cluster or tray and beside its neighbours', () => {
  fc.assert(
    fc.property(content, (content) => {
      const layout = layOutWall(content, sizeOf);
      const fields = [
        ...content.clusters.map(({ cluster, notes }) => [layout.clusters.get(cluster.id)!, notes] as const),
        ...content.trays.map(({ kind, notes }) => [layout.trays.get(kind.id)!, notes] as const),
      ];
      for (const [field, notes] of fields) {
        const boxes = notes.map((note) => layout.notes.get(note.id)!);
        expect(noneMeet(boxes)).toBe(true);
        for (const box of boxes) expect(boundsOf([field, box])).toEqual(field);
      }
      const count = fields.reduce((sum, [, notes]) => sum + notes.length, content.placed.length);
      expect(layout.notes.size).toBe(count);
      for (const note of content.placed) expect(layout.notes.get(note.id)).toMatchObject(note.place!);
    }),
    { seed: 20261124, numRuns: 300 },
  );
});

it('[WA2] what nobody placed lies on nothing: new notes wait beside all that was arranged', () => {
  fc.assert(
    fc.property(content, (content) => {
      const layout = layOutWall(content, sizeOf);
      const unplaced = content.clusters
        .filter(({ cluster }) => cluster.place === null)
        .map(({ cluster }) => layout.clusters.get(cluster.id)!);
      const placed = [
        ...content.clusters
          .filter(({ cluster }) => cluster.place !== null)
          .map(({ cluster }) => layout.clusters.get(cluster.id)!),
        ...content.placed.map(({ id }) => layout.notes.get(id)!),
      ];
      const waiting = [...layout.trays.values(), ...unplaced];
      expect(noneMeet(waiting)).toBe(true);
      for (const box of waiting) for (const other of placed) expect(boxesMeet(box, other)).toBe(false);
    }),
    { seed: 20261124, numRuns: 300 },
  );
});

it('[WA3] a note that arrives moves nothing that was arranged', () => {
  fc.assert(
    fc.property(content, (content) => {
      const before = layOutWall(content, sizeOf);
      const [first, ...others] = content.trays;
      const newcomer = aNote('new', 'nouvelle', null);
      const after = layOutWall(
        { ...content, trays: [{ ...first!, notes: [...first!.notes, newcomer] }, ...others] },
        sizeOf,
      );
      for (const { id } of content.placed) expect(after.notes.get(id)).toEqual(before.notes.get(id));
      expect(after.clusters).toEqual(before.clusters);
    }),
    { seed: 20261124, numRuns: 200 },
  );
});

it('[WA4] a tidied wall has no overlaps, and tidying it again changes nothing', () => {
  fc.assert(
    fc.property(content, (content) => {
      const tidied = (content: WallContent): WallContent => {
        const places = tidyWall(content, layOutWall(content, sizeOf));
        return {
          ...content,
          clusters: content.clusters.map(({ cluster, notes }) => ({
            cluster: { ...cluster, place: places.get(cluster.id)! },
            notes,
          })),
          placed: content.placed.map((note) => ({ ...note, place: places.get(note.id)! })),
        };
      };
      const once = tidied(content);
      const layout = layOutWall(once, sizeOf);
      expect(
        noneMeet([
          ...layout.clusters.values(),
          ...layout.trays.values(),
          ...once.placed.map(({ id }) => layout.notes.get(id)!),
        ]),
      ).toBe(true);
      expect(layOutWall(tidied(once), sizeOf)).toEqual(layout);
    }),
    { seed: 20261124, numRuns: 300 },
  );
});

it('[WA5] a new cluster takes a free spot near its notes', () => {
  fc.assert(
    fc.property(content, place, (content, near) => {
      const layout = layOutWall(content, sizeOf);
      const taken = [...layout.clusters.values(), ...content.placed.map(({ id }) => layout.notes.get(id)!)];
      const size = clusterSize([aNote('a', 'a', null), aNote('b', 'b', null)], sizeOf);
      const spot = { ...freeSpot(size, taken, near), ...size };
      expect(taken.some((box) => boxesMeet(box, spot))).toBe(false);
      if (
        !taken.some((box) =>
          boxHolds(
            { x: box.x - 600, y: box.y - 600, width: box.width + 1200, height: box.height + 1200 },
            near,
          ),
        )
      )
        expect(middleOf(spot)).toEqual(middleOf({ ...near, ...size }));
    }),
    { seed: 20261124, numRuns: 300 },
  );
});
