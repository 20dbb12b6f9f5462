/** What a merge does, in a few words each: « +37 notes », « 2 grappes renommées ». */

import type { MergePreview } from '#app/merge.ts';
import * as m from '#app/words/messages/messages.js';

export const figureWords = ({
  figures,
  hidden,
}: Pick<MergePreview, 'figures' | 'hidden'>): readonly string[] => {
  const parts: readonly (readonly [number, (input: { count: number }) => string])[] = [
    [figures.newNotes, m.merge_new_notes],
    [hidden, m.merge_hidden],
    [figures.changedNotes, m.merge_changed_notes],
    [figures.movedNotes, m.merge_moved_notes],
    [figures.goneNotes, m.merge_gone_notes],
    [figures.newClusters, m.merge_new_clusters],
    [figures.renamedClusters, m.merge_renamed_clusters],
    [figures.goneClusters, m.merge_gone_clusters],
    [figures.newRows, m.merge_new_rows],
    [figures.goneRows, m.merge_gone_rows],
    [figures.cards, m.merge_cards],
    [figures.votes, m.merge_votes],
    [figures.facts, m.merge_facts],
  ];
  return parts.flatMap(([count, say]) => (count > 0 ? [say({ count })] : []));
};

/** `kept`: how much stays as it is, because it was changed since. */
export const takenBackWords = (kept: number): string =>
  kept > 0 ? m.merge_undone_but({ count: kept }) : m.merge_undone();
