/** Turns every refusal into a sentence for people: what is wrong, and what to do. */

import type { TitleTooLong, NothingSelected, ClusterMissing } from '#board/commands/clusters.ts';
import type { NoteMissing, NoteTextError } from '#board/commands/notes.ts';
import type { ThingMissing } from '#board/commands/arrange.ts';
import type { FieldError, RetexMissing } from '#board/commands/retex.ts';
import type { NoHeads, RowMissing, SourceMissing } from '#board/commands/rows.ts';
import type { BadTheme, NotADate, TitleEmpty } from '#board/commands/workshop.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { JsonFault } from '#synthesis/workshop-json.ts';
import type { FileError } from '../read-file.ts';
import type { ReadOnly } from '../workshop.svelte.ts';
import * as m from './messages/messages.js';
import { getLocale } from './messages/runtime.js';

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
  | ReadOnly;

export type AppError = BoardError | FileError | StorageUnavailable | WorkshopMissing;

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
    case 'ReadOnly':
      return m.error_read_only();
    case 'WorkshopMissing':
      return m.error_workshop_missing();
    case 'StorageUnavailable':
      return storageSentence(error);
    case 'BundleTooLarge':
    case 'JsonTooLarge':
      return m.error_bundle_too_large({ size: megabytes(error.size), limit: megabytes(error.limit) });
    case 'NotABundle':
      return m.error_not_a_bundle();
    case 'NotABoard':
    case 'NotAGrappeFile':
      return m.error_not_a_grappe_file();
    case 'RescueEmpty':
      return m.error_rescue_empty();
    case 'BundleNewer':
      return m.error_bundle_newer();
    case 'BundleDamaged':
      return m.error_bundle_damaged();
    case 'BundleBomb':
      return m.error_bundle_bomb();
    case 'BundleUnreadable':
      return m.error_bundle_unreadable(error);
    case 'BoardTooLarge':
      return m.error_board_too_large();
    case 'FileUnreadable':
      return m.error_file_unreadable();
    case 'FileTooSlow':
      return m.error_file_too_slow();
    case 'NotJson':
      return error.line === null ? m.error_not_json() : m.error_not_json_line({ line: error.line });
    case 'JsonWrong':
      return m.error_json_wrong({
        path: error.path === '' ? '/' : error.path,
        expected: faultWords[error.expected](),
      });
  }
};

const faultWords: Readonly<Record<JsonFault, () => string>> = {
  text: m.json_text,
  number: m.json_number,
  list: m.json_list,
  object: m.json_object,
  truth: m.json_truth,
  missing: m.json_missing,
  wellFormed: m.json_well_formed,
  shorter: m.json_shorter,
  fewer: m.json_fewer,
  knownMethod: m.json_known_method,
  knownRetex: m.json_known_retex,
  uniqueRetex: m.json_unique_retex,
  uniqueRow: m.json_unique_row,
  date: m.json_date,
  audience: m.json_audience,
  pointer: m.json_pointer,
  twice: m.json_twice,
};

/** « 63 Mo » */
const megabytes = (bytes: number): string =>
  new Intl.NumberFormat(getLocale(), { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(
    Math.ceil(bytes / 1_000_000),
  );

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
