/** The question before a merge: one at a time; what is asked next waits. */

import type { MergePreview } from '#app/merge.ts';

interface Question {
  readonly preview: MergePreview;
  readonly answer: (yes: boolean) => void;
}

let questions = $state.raw<readonly Question[]>([]);

export const mergeQuestion = (): Question | undefined => questions[0];

/** Shows what a merge would do, and gives what the person decides. */
export const askToMerge = (preview: MergePreview): Promise<boolean> =>
  new Promise((resolve) => {
    const question: Question = {
      preview,
      answer: (yes) => {
        questions = questions.filter((other) => other !== question);
        resolve(yes);
      },
    };
    questions = [...questions, question];
  });
