/** Turns what is wrong with a file into sentences for people; apart, because it is only wanted once a file was refused. */

import type { JsonFault } from '#synthesis/workshop-json.ts';
import type { LinesError } from '#synthesis/read-lines.ts';
import type { FileError } from '../read-file.ts';
import * as m from './messages/messages.js';
import { getLocale } from './messages/runtime.js';
import { sentence, type AppError } from './sentences.ts';

export const fileSentence = (error: FileError | LinesError | AppError): string => {
  switch (error.type) {
    case 'BundleTooLarge':
    case 'JsonTooLarge':
      return m.error_bundle_too_large({ size: megabytes(error.size), limit: megabytes(error.limit) });
    case 'NotABundle':
      return m.error_not_a_bundle();
    case 'NotABoard':
    case 'NotAGrappeFile':
      return m.error_not_a_grappe_file();
    case 'TemplateFile':
      return m.error_template_file();
    case 'ConsolidationFile':
      return m.error_consolidation_file();
    case 'RescueEmpty':
      return m.error_rescue_empty();
    case 'BundleNewer':
      return m.error_bundle_newer();
    case 'ParcelNewer':
      return m.error_parcel_newer();
    case 'ParcelDamaged':
    case 'ParcelBomb':
      return m.error_parcel_damaged();
    case 'BaseMissing':
      return m.error_base_missing();
    case 'PlaceParcel':
      return m.error_place_parcel();
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
    case 'LinesEmpty':
      return m.error_lines_empty();
    case 'TooManyLines':
      return m.error_too_many_lines({ limit: error.limit });
    case 'NotJson':
      return error.line === null ? m.error_not_json() : m.error_not_json_line({ line: error.line });
    case 'JsonWrong':
      return m.error_json_wrong({
        path: error.path === '' ? '/' : error.path,
        expected: faultWords[error.expected](),
      });
    default:
      return sentence(error);
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
  link: m.json_link,
  twice: m.json_twice,
};

/** « 63 Mo » */
const megabytes = (bytes: number): string =>
  new Intl.NumberFormat(getLocale(), { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(
    Math.ceil(bytes / 1_000_000),
  );
