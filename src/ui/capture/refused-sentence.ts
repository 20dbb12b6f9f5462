/** Why a note was not stuck; the sentences come when they are needed. */

import type { AttachmentTooLarge } from '#app/attachments/attachments.svelte.ts';
import { sentenceLater } from '#app/words/sentence-later.ts';
import type { AppError } from '#app/words/sentences.ts';
import type { Capture } from './capture.svelte.ts';

export const refusedSentence = async (
  { taken }: Capture,
  error: AppError | AttachmentTooLarge,
): Promise<string> =>
  taken
    ? (await import('../attachments/taken-sentence.ts')).takenSentence(error)
    : sentenceLater(error as AppError);
