/** Why what was taken could not be stuck, and that it is still there. */

import type { AttachmentTooLarge } from '#app/attachments/attachments.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import { sentence, type AppError } from '#app/words/sentences.ts';

export const takenSentence = (error: AppError | AttachmentTooLarge): string => {
  if (error.type === 'AttachmentTooLarge') {
    return m.take_too_large({ size: kilobytes(error.size), limit: kilobytes(error.limit) });
  }
  return error.type === 'StorageUnavailable' && error.reason === 'quota' ? m.take_quota() : sentence(error);
};

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1_000);
