/** Brings a file's workshops in, goes there, and says in words what came. */

import type { Grappe } from '#app/grappe.ts';
import type { OpenedFile, OpenOptions } from '#app/open-file.ts';
import { navigate, route } from '#app/router.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import { askAboutOther, askToMerge } from '../merge/ask.svelte.ts';
import { showToast } from '../parts/toast.svelte.ts';

interface Taking {
  readonly signal: AbortSignal;
  /** It is read: what comes now is a question, or is done. */
  readonly onread: () => void;
}

/** Gives the sentence of what went wrong, or null. */
export const takeFile = async (
  grappe: Grappe,
  file: File,
  { signal, onread }: Taking,
): Promise<string | null> => {
  const opened = await grappe.openFile(file, { signal, ...askingFrom(onread) });
  if (!opened.ok) {
    const { error } = opened;
    if (error.type === 'MergeDeclined') return null;
    if (error.type !== 'TemplateFile') {
      return (await import('#app/words/file-sentences.ts')).fileSentence(error);
    }
    await (await import('../templates/take-template.ts')).takeTemplate(grappe, error.template);
    return null;
  }
  const [first, ...others] = opened.value.workshops;
  const here = route();
  if (others.length > 0) navigate({ name: 'home' });
  // Where one is at work already, one stays.
  else if (here.name !== 'workshop' || here.id !== first.id)
    navigate({ name: 'workshop', id: first.id, screen: { name: 'wall' } });
  const { merged } = first;
  const sentence = await openedSentence(opened.value);
  if (merged?.preview && others.length === 0) {
    const { tellMerge } = await import('../merge/tell-merge.ts');
    tellMerge(first, merged, sentence);
  } else if (first.isCopy) await (await import('../merge/tell-copy.ts')).tellCopy(grappe, first, sentence);
  else showToast(sentence);
  return null;
};

/** What is asked about a file, where one is. */
export const askingFrom = (onask: () => void = () => undefined): Pick<OpenOptions, 'ask' | 'other'> => {
  const here = route();
  return {
    ask: (preview) => {
      onask();
      return askToMerge(preview);
    },
    ...(here.name === 'workshop' && {
      other: {
        here: here.id,
        ask: (other) => {
          onask();
          return askAboutOther(other);
        },
      },
    }),
  };
};

/** « Fichier réuni : 37 notes de plus. » */
export const openedSentence = async (opened: OpenedFile): Promise<string> => {
  const { damaged, unkept } = opened.lostAttachments;
  const lost = damaged + unkept > 0 ? (await import('./lost-sentences.ts')).lostSentences : () => [];
  return [await broughtSentence(opened), ...lost(opened.lostAttachments)].join(' ');
};

const broughtSentence = async (opened: OpenedFile): Promise<string> => {
  if (opened.rescue) return (await import('./rescued-sentence.ts')).rescuedSentence(opened);
  const [{ isNew, added, merged, isCopy }] = opened.workshops;
  if (isCopy) return m.other_copied({ count: added });
  if (isNew) return m.file_opened({ count: added });
  // No file, but what another device showed.
  if (opened.vector !== null) return added <= 0 ? m.merge_met_nothing() : m.merge_met({ count: added });
  if (merged && merged.standing !== 'news') {
    const known = merged.standing === 'same' ? m.merge_same() : m.merge_older();
    return merged.binned > 0 ? `${known} ${m.merge_binned({ count: merged.binned })}` : known;
  }
  return added <= 0 ? m.file_merged_nothing() : m.file_merged({ count: added });
};
