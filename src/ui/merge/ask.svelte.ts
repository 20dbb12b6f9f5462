/** The question before something is taken in: one at a time; what is asked next waits. */

import type { MergePreview } from '#app/merge.ts';
import type { OtherChoice, OtherWorkshop } from '#app/open-file.ts';

interface MergeQuestion {
  readonly preview: MergePreview;
  readonly answer: (yes: boolean) => void;
}
interface OtherQuestion {
  readonly other: OtherWorkshop;
  readonly answer: (choice: OtherChoice) => void;
}
export type Question = MergeQuestion | OtherQuestion;

let questions = $state.raw<readonly Question[]>([]);

export const mergeQuestion = (): Question | undefined => questions[0];

const ask = <T>(make: (answer: (choice: T) => void) => Question): Promise<T> =>
  new Promise((resolve) => {
    const question = make((choice) => {
      questions = questions.filter((one) => one !== question);
      resolve(choice);
    });
    questions = [...questions, question];
  });

/** Shows what a merge would do, and gives what the person decides. */
export const askToMerge = (preview: MergePreview): Promise<boolean> => ask((answer) => ({ preview, answer }));

/** Asks what becomes of a file of another workshop than the one at work. */
export const askAboutOther = (other: OtherWorkshop): Promise<OtherChoice> =>
  ask((answer) => ({ other, answer }));
