/** Of the draft that holds how far somebody is in the guided example: see steps.ts, which the first screen does without. */
export const practiceDraft = 'practice';
