/** What screen readers are told of what just happened: one polite region for the whole app. */

let said = $state.raw({ text: '', turn: 0 });
/** Apart from `said`, so that saying something from an effect does not make the effect depend on it. */
let turns = 0;

/** Says a sentence; the same one twice is said twice. */
export const announce = (text: string): void => {
  turns += 1;
  said = { text, turn: turns };
};

export const announcement = (): { readonly text: string; readonly turn: number } => said;
