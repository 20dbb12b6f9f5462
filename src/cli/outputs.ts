/** How the command line asks for a synthesis. */

import { isOutputFormat, type OutputFormat } from '#app/outputs/formats.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BundleAttachment } from '#sync/bundle.ts';
import { defaultPlan, partIds, type DocumentPlan, type PartId } from '#synthesis/document.ts';
import type { PrintedPictures } from '#synthesis/pictures.ts';
import type { FileArgs, UsageError } from './args.ts';

/** The format that a file's name asks for. */
export const formatOf = (path: string): OutputFormat | undefined => {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return isOutputFormat(ending) ? ending : undefined;
};

/**
 * Reads what shall be in it: `--with` names parts in their order, or `all`.
 * Errors: `PartUnknown`.
 */
export const readPlan = ({ with: named, flags }: FileArgs): Result<DocumentPlan, UsageError> => {
  const wanted = named === undefined ? defaultPlan.parts : named === 'all' ? partIds : named.split(',');
  const unknown = wanted.find((part) => !partIds.includes(part as PartId));
  if (unknown !== undefined) return err({ type: 'PartUnknown', text: unknown });
  return ok({
    ...defaultPlan,
    parts: [...new Set(wanted as readonly PartId[])],
    byTheme: flags.has('by-theme'),
    sheet: flags.has('portrait') ? 'portrait' : 'landscape',
  });
};

/** The photos that documents take as they are; WebP photos and drawings want a browser, and are told in words here. */
export const photosOf = (attachments: readonly BundleAttachment[]): PrintedPictures =>
  new Map(
    attachments.flatMap(({ hash, bytes }) =>
      bytes[0] === 0xff && bytes[1] === 0xd8 ? [[hash, { type: 'jpg', bytes }] as const] : [],
    ),
  );
