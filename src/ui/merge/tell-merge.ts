/** Says what a merge brought, with the way back, on whatever screen comes next. */

import type { Merged } from '#app/merge.ts';
import type { TakenWorkshop } from '#app/open-file.ts';
import * as m from '#app/words/messages/messages.js';
import { sentence } from '#app/words/sentences.ts';
import { showToast } from '../parts/toast.svelte.ts';
import { keepFresh } from '../wall/look-for.ts';
import { takenBackWords } from './figures.ts';
import { freshIn } from './fresh.ts';

export const tellMerge = ({ id }: TakenWorkshop, merged: Merged, said: string): void => {
  keepFresh(id, freshIn(merged));
  showToast(said, {
    label: m.merge_undo(),
    run: () => {
      void merged.takeBack().then((taken) => {
        if (!taken.ok) showToast(sentence(taken.error));
        else showToast(takenBackWords(taken.value));
      });
    },
  });
};
