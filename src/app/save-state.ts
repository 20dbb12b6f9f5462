/** Whether what is on screen is safe on this device. */
export type SaveState =
  | { readonly type: 'saved' }
  | { readonly type: 'saving' }
  | { readonly type: 'failed'; readonly reason: 'quota' | 'closed' | 'blocked' | 'unknown'; readonly detail: string };
