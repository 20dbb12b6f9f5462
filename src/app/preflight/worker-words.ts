/** What a page asks the service worker, and what it answers: on a port of the page's own. Known to both sides. */

export type WorkerQuestion =
  /** Is every file of this version kept? Answer: `KeptFiles`. */
  | { readonly type: 'TELL_FILES' }
  /** Fetch what is missing; then as above. */
  | { readonly type: 'MEND_FILES' }
  /** What was asked for during a proof? Answer: `ProofRecord`, or null when the worker has forgotten it. */
  | { readonly type: 'TELL_PROOF'; readonly key: string };

export interface KeptFiles {
  readonly version: string;
  readonly count: number;
  readonly missing: readonly string[];
}

export interface ProofRecord {
  readonly served: number;
  /** Files that were asked for and are not kept: without a network they can't be had. */
  readonly missing: readonly string[];
}

const proofStart = '?preuve=';

export const proofSearch = (key: string): string => proofStart + key;

/** The key of a proof, out of the address of the page in its frame. */
export const proofKey = (search: string): string | undefined =>
  search.startsWith(proofStart) ? search.slice(proofStart.length) : undefined;
