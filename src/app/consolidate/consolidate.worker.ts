/** Reads files of workshops, and finds what is alike in them, beside the page; the page ends this worker to stop it. */

import { findGroups, type textsOf } from '#consolidation/groups.ts';
import { err, ok } from '#core/result.ts';
import { fileSizeLimit } from '../file-limits.ts';
import type { FileError } from '../read-file.ts';
import { readKeptState, readSources, type Found, type Source } from './read-sources.ts';

export type ConsolidateRequest =
  | { readonly type: 'read'; readonly files: readonly { readonly name: string; readonly file: File }[] }
  /** What this device kept of an earlier page. */
  | { readonly type: 'kept'; readonly state: Uint8Array }
  | { readonly type: 'group'; readonly texts: ReturnType<typeof textsOf> };

export type ConsolidateAnswer =
  | { readonly type: 'found'; readonly found: readonly Found<FileError>[] }
  | { readonly type: 'read' }
  | { readonly type: 'groups'; readonly groups: ReturnType<typeof findGroups> };

/** What is found is sent in so large portions: a message each would keep the page from painting. */
const portion = 12;

const answer = (message: ConsolidateAnswer): void => postMessage(message);

const readAll = async (files: Extract<ConsolidateRequest, { type: 'read' }>['files']): Promise<void> => {
  let waiting: Found<FileError>[] = [];
  for await (const found of readSources(files.map(sourceOf))) {
    waiting.push(found);
    if (waiting.length < portion) continue;
    answer({ type: 'found', found: waiting });
    waiting = [];
  }
  answer({ type: 'found', found: waiting });
  answer({ type: 'read' });
};

const sourceOf = ({ name, file }: { readonly name: string; readonly file: File }): Source<FileError> => ({
  name,
  read: async () => {
    if (file.size > fileSizeLimit) {
      return err({ type: 'BundleTooLarge', size: file.size, limit: fileSizeLimit });
    }
    try {
      return ok(new Uint8Array(await file.arrayBuffer()));
    } catch {
      return err({ type: 'FileUnreadable' });
    }
  },
});

addEventListener('message', ({ data }: MessageEvent<ConsolidateRequest>) => {
  if (data.type === 'read') void readAll(data.files);
  else if (data.type === 'kept') {
    const read = readKeptState(data.state);
    if (read.ok && read.value.type === 'consolidation') answer({ type: 'found', found: [read.value] });
    answer({ type: 'read' });
  } else answer({ type: 'groups', groups: findGroups(data.texts) });
});
