/** Turns every refusal into a sentence for people: what is wrong, and what to do. */

import type { NothingSelected, ClusterMissing } from '#board/commands/clusters.ts';
import type { TitleTooLong } from '#board/commands/title.ts';
import type { NoteMissing, NoteTextError } from '#board/commands/notes.ts';
import type { ThingMissing } from '#board/commands/arrange.ts';
import type { BadEstimate } from '#board/commands/estimates.ts';
import type { FieldError, RetexMissing } from '#board/commands/retex.ts';
import type { NoHeads, RowMissing, SourceMissing } from '#board/commands/rows.ts';
import type { BadBudget, BadTally, RoundClosed, RoundMissing, TooManyDots } from '#board/commands/votes.ts';
import type { BadTheme, NotADate, TitleEmpty } from '#board/commands/workshop.ts';
import type { BadTimer, InstructionTooLong } from '#board/commands/session.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Frozen, ReadOnly } from '../workshop.svelte.ts';
import * as m from './messages/messages.js';

export type WorkshopMissing = { readonly type: 'WorkshopMissing' };

export type BoardError =
  | NoteTextError
  | NoteMissing
  | ClusterMissing
  | NothingSelected
  | TitleTooLong
  | ThingMissing
  | RetexMissing
  | FieldError
  | NoHeads
  | RowMissing
  | SourceMissing
  | TitleEmpty
  | NotADate
  | BadTheme
  | RoundMissing
  | RoundClosed
  | TooManyDots
  | BadBudget
  | BadTally
  | BadEstimate
  | ReadOnly
  | Frozen
  | BadTimer
  | InstructionTooLong;

export type AppError = BoardError | StorageUnavailable | WorkshopMissing;

export const sentence = (error: AppError): string => {
  switch (error.type) {
    case 'NoteEmpty':
      return m.error_note_empty();
    case 'NoteTooLong':
      return m.error_note_too_long(error);
    case 'TitleTooLong':
    case 'TextTooLong':
      return m.error_text_too_long(error);
    case 'NoteMissing':
    case 'ClusterMissing':
    case 'ThingMissing':
    case 'RetexMissing':
    case 'RowMissing':
    case 'SourceMissing':
      return m.error_thing_missing();
    case 'NothingSelected':
      return m.error_nothing_selected();
    case 'NoHeads':
      return m.error_no_heads();
    case 'NotANumber':
      return m.error_not_a_number();
    case 'BadLink':
      return m.error_bad_link(error);
    case 'TooManyLinks':
      return m.error_too_many_links(error);
    case 'TitleEmpty':
      return m.error_title_empty();
    case 'NotADate':
      return m.error_not_a_date();
    case 'BadTheme':
      return m.error_bad_theme();
    case 'RoundMissing':
      return m.error_round_missing();
    case 'RoundClosed':
      return m.error_round_closed();
    case 'TooManyDots':
      return m.error_too_many_dots({ count: error.budget });
    case 'BadBudget':
      return m.error_bad_budget(error);
    case 'BadTally':
    case 'BadEstimate':
      return m.error_bad_count(error);
    case 'ReadOnly':
      return m.error_read_only();
    case 'Frozen':
      return m.error_frozen();
    case 'BadTimer':
      return m.error_bad_timer();
    case 'InstructionTooLong':
      return m.error_instruction_too_long(error);
    case 'WorkshopMissing':
      return m.error_workshop_missing();
    case 'StorageUnavailable':
      return storageSentence(error);
  }
};

const storageSentence = ({ reason, detail }: StorageUnavailable): string => {
  switch (reason) {
    case 'quota':
      return m.error_storage_quota();
    case 'closed':
    case 'blocked':
      return m.error_storage_blocked();
    case 'outdated':
      return m.error_storage_outdated();
    case 'missing':
      return m.error_storage_missing();
    case 'unknown':
      return m.error_storage_unknown({ detail });
  }
};
