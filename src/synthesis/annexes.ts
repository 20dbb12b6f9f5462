/** What may stand behind the synthesis: all notes by cluster, votes, pictures, the method. */

import type { Note, Round } from '#board/board.ts';
import { findPhase, localized, phaseKinds } from '#board/method.ts';
import { liveClusters, liveNotes, parkedNotes } from '#board/select.ts';
import { readResults } from '#board/votes.ts';
import type { Block, PartId } from './document.ts';
import { noteText } from './labels.ts';
import type { Source } from './read-document.ts';

export const readAnnex = (
  id: Extract<PartId, 'clusters' | 'votes' | 'pictures' | 'method'>,
  source: Source,
): readonly Block[] => {
  const blocks = { clusters: byCluster, votes, pictures, method }[id](source);
  if (blocks.length === 0) return [];
  return [{ type: 'heading', level: 2, text: source.labels[id] }, ...blocks];
};

const byCluster = ({ board, labels, item }: Source): readonly Block[] => {
  const notes = liveNotes(board);
  const loose = notes.filter((note) => note.cluster === null);
  return [
    ...liveClusters(board).flatMap((cluster): readonly Block[] => {
      const { reference, text } = item(cluster);
      const members = notes.filter((note) => note.cluster === cluster.id);
      if (members.length === 0) return [];
      return [
        { type: 'heading', level: 3, text: reference === '' ? text : `${reference} · ${text}` },
        { type: 'items', items: members.map(item) },
      ];
    }),
    ...(loose.length === 0
      ? []
      : ([
          { type: 'heading', level: 3, text: labels.loose },
          { type: 'items', items: loose.map(item) },
        ] as const)),
  ];
};

const votes = (source: Source): readonly Block[] =>
  [...source.board.rounds.values()]
    .filter((round) => round.trash === null)
    .flatMap((round) => voteBlocks(round, source));

const voteBlocks = (round: Round, { board, method: ofBoard, labels, item }: Source): readonly Block[] => {
  const phase = findPhase(ofBoard, round.phase);
  const name = labels.voteName({ phase: phase ? localized(phase.title, labels.locale) : '' });
  const heading: Block = { type: 'heading', level: 3, text: name };
  const results = readResults(board, ofBoard, round);
  // Blind until it is closed.
  if (!results) return [heading, { type: 'words', look: 'quiet', text: labels.openVote }];
  const voted = results.standings.filter(({ total, doubts }) => total > 0 || doubts > 0);
  if (voted.length === 0) return [];
  const plain = (title: string) => ({ title, hue: null, sign: null });
  return [
    heading,
    {
      type: 'table',
      caption: name,
      hasRowHeaders: false,
      columns: [labels.rank, labels.voted, labels.dots, labels.hands, labels.doubts].map(plain),
      rows: voted.map(({ id, rank, total, hands, doubts }) => {
        const thing = board.notes.get(id as Note['id']) ?? board.clusters.get(id as never);
        return [
          { type: 'number', value: rank },
          { type: 'named', items: thing ? [item(thing)] : [] },
          { type: 'number', value: total - hands },
          { type: 'number', value: hands },
          { type: 'number', value: doubts },
        ];
      }),
    },
  ];
};

const pictures = ({ board, labels, item }: Source): readonly Block[] =>
  [...liveNotes(board), ...parkedNotes(board)].flatMap((note) =>
    note.attached.flatMap((attached): readonly Block[] => {
      if (attached.type === 'voice') return [];
      const { reference } = item(note);
      const { hash, type, width, height } = attached;
      return [
        {
          type: 'picture',
          hash,
          kind: type,
          width,
          height,
          alt: labels.pictureOf({ type, reference, text: note.text }),
          caption: [reference, noteText(note, labels)].filter((word) => word !== '').join(' · '),
        },
      ];
    }),
  );

const method = ({ board, method: ofBoard, labels }: Source): readonly Block[] => [
  {
    type: 'words',
    look: 'plain',
    text: `${localized(ofBoard.name, labels.locale)}. ${localized(ofBoard.description, labels.locale)}`,
  },
  ...ofBoard.phases.flatMap((phase): readonly Block[] => {
    const instruction = board.session.instructions[phase.id]?.value ?? '';
    return [
      { type: 'heading', level: 3, text: localized(phase.title, labels.locale) },
      ...(instruction === '' ? [] : [{ type: 'words', look: 'plain', text: instruction } as const]),
      {
        type: 'items',
        items: phaseKinds(phase).map(({ letter, column, question }) => ({
          note: null,
          reference: letter,
          text: `${localized(column, labels.locale)} · ${localized(question, labels.locale)}`,
          stressed: false,
        })),
      },
    ];
  }),
];
