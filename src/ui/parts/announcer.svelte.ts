/** What screen readers are told of what just happened: one polite region for the whole app. */

let said = $state.raw({ text: '', turn: 0 });

/** Says a sentence; the same one twice is said twice. */
export const announce = (text: string): void => {
  said = { text, turn: said.turn + 1 };
};

export const announcement = (): { readonly text: string; readonly turn: number } => said;
