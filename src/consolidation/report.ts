/** What a consolidation tells, read once for whichever file is made of it. */

import { isId, type BoardId } from '#core/ids.ts';
import type { Locale } from '#board/method.ts';
import { noteText } from '#synthesis/labels.ts';
import { shorten } from '#synthesis/references.ts';
import type { ConsolidationPicture } from './consolidation.ts';
import type { Said, SaidGroup } from './groups.ts';
import type { ConsolidationLabels } from './labels.ts';
import { dimensions, shareByKind, shareOut, tally, type Dimension, type Share, type Tally } from './tally.ts';
import type { Workshop } from './workshop.ts';

export interface Report {
  readonly title: string;
  readonly workshops: readonly Workshop[];
  readonly outCount: number;
  /** « W482 »: how a workshop is named beside its notes, by the rule of every reference. */
  readonly workshopReferences: ReadonlyMap<BoardId, string>;
  readonly said: readonly Said[];
  readonly tally: Tally;
  readonly kinds: readonly ReportKind[];
  readonly shares: Readonly<Record<Dimension, readonly Share[]>>;
}

export interface ReportKind {
  readonly label: string;
  readonly said: readonly Said[];
  readonly groups: readonly SaidGroup[];
}

/** What workshop references begin with. */
const workshopLetter = 'W';

export const readReport = (
  { title, workshops, out }: Pick<ConsolidationPicture, 'title' | 'workshops' | 'out'>,
  said: readonly Said[],
  groups: readonly SaidGroup[],
  locale: Locale,
): Report => ({
  title,
  workshops,
  outCount: out.length,
  workshopReferences: new Map(
    shorten(workshops.map(({ id }) => id).filter(isId) as BoardId[]).map(([id, digits]) => [
      id,
      `${workshopLetter}${digits}`,
    ]),
  ),
  said,
  tally: tally(said),
  kinds: shareByKind(said, locale).map(({ kind, label, said: ofKind }) => ({
    label,
    said: ofKind,
    groups: groups.filter((group) => group.kind === kind),
  })),
  shares: Object.fromEntries(
    dimensions.map((dimension) => [dimension, shareOut(said, dimension, locale)]),
  ) as unknown as Report['shares'],
});

/** « W482·I064 » */
export const saidReference = ({ note, workshop }: Said, { workshopReferences }: Report): string =>
  `${workshopReferences.get(workshop.id) ?? ''}·${note.reference}`;

/** The text of a note, or what it carries in its place. */
export const saidText = ({ note }: Said, labels: Pick<ConsolidationLabels, 'attached'>): string =>
  noteText({ text: note.text, attached: (note.attached ?? []).map((type) => ({ type })) } as never, labels);

export const groupName = (group: SaidGroup, labels: Pick<ConsolidationLabels, 'attached'>): string => {
  const [first] = group.said;
  return group.name || (first ? saidText(first, labels) : '');
};

export const workshopTitle = (
  { title }: Workshop,
  { untitled }: Pick<ConsolidationLabels, 'untitled'>,
): string => (title === '' ? untitled : title);
