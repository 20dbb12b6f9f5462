/** The questions that lead to a note in the simple mode, one after the other, and which of them is asked now. */

import type { Workshop } from '#app/workshop.svelte.ts';
import type { Capture } from '../capture/capture.svelte.ts';

export type Step = 'phase' | 'row' | 'kind' | 'note' | 'speaker' | 'check' | 'done';

export const createSteps = (capture: Capture, workshop: Workshop) => {
  const questions = $derived.by((): readonly Step[] => {
    const { method, board } = workshop;
    return [
      // Where the room is led, it is in a phase.
      ...(method.phases.length > 1 && board.session.now === null ? (['phase'] as const) : []),
      ...(capture.rows.length > 1 ? (['row'] as const) : []),
      ...(capture.phase.kinds.length > 1 ? (['kind'] as const) : []),
      'note',
      ...(capture.speakers.length > 0 ? (['speaker'] as const) : []),
      'check',
    ];
  });
  let asked = $state<Step | null>(null);
  /** Since the device was passed on. */
  let answered = $state.raw<ReadonlySet<Step>>(new Set());
  // The room may go on to a phase that has no such question.
  const step = $derived<Step>(
    asked === 'done' || (asked !== null && questions.includes(asked)) ? asked : (questions[0] as Step),
  );
  const at = $derived(questions.indexOf(step));

  return {
    get step() {
      return step;
    },
    /** From 1 on; null once there is nothing more to ask. */
    get number() {
      return at < 0 ? null : at + 1;
    },
    get count() {
      return questions.length;
    },
    /** Whether a question was answered by the hands that have the device. */
    isAnswered: (question: Step): boolean => answered.has(question),
    get canGoBack() {
      return at > 0;
    },
    next: (): void => {
      answered = new Set([...answered, step]);
      const following = questions[at + 1] ?? 'done';
      // Who speaks is asked once.
      asked = following === 'speaker' && answered.has('speaker') ? 'check' : following;
    },
    back: (): void => {
      asked = questions[at - 1] ?? step;
    },
    /** Goes on where something was written before. */
    resume: (): void => {
      if (asked === null) asked = 'note';
    },
    /** To a further note about the same. */
    another: (): void => {
      asked = capture.phase.kinds.length > 1 ? 'kind' : 'note';
    },
    /** To the text of what was stuck and taken back. */
    rewrite: (): void => {
      asked = 'note';
    },
    /** To the first question, for other hands. */
    restart: (): void => {
      answered = new Set();
      asked = null;
    },
  };
};
