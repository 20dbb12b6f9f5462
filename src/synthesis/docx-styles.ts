/** The styles of the DOCX, named as Word names its own where it has them: whoever edits the document changes them once. */

import type { IStylesOptions } from 'docx';
import type { Locale } from '#board/method.ts';
import { documentLanguage } from './document-language.ts';
import { accent, quiet } from './paper-colours.ts';
import { noteSizes } from './table-shape.ts';

/** Sizes are half points, spaces twentieths of a point. */
export const styles = (locale: Locale): IStylesOptions => ({
  default: {
    document: {
      run: {
        font: 'Calibri',
        size: 20,
        language: { value: documentLanguage(locale).tag, eastAsia: 'ja-JP', bidirectional: 'ar-SA' },
      },
      paragraph: { spacing: { after: 80, line: 252, lineRule: 'auto' } },
    },
    title: {
      run: { size: 52, bold: true, color: accent },
      paragraph: { spacing: { before: 1200, after: 200, line: 240, lineRule: 'auto' } },
    },
    heading1: {
      run: { size: 32, bold: true, color: accent },
      paragraph: { spacing: { before: 320, after: 140 }, keepNext: true },
    },
    heading2: {
      run: { size: 25, bold: true, color: accent },
      paragraph: { spacing: { before: 240, after: 80 }, keepNext: true },
    },
    caption: { run: { size: 19, italics: true, color: quiet }, paragraph: { spacing: { after: 80 } } },
    hyperlink: { run: { color: '1F4E9E', underline: {} } },
  },
  paragraphStyles: [
    {
      id: 'Theme',
      name: 'Theme',
      basedOn: 'Normal',
      run: { size: 28, bold: true, color: accent },
      paragraph: { spacing: { before: 1200 } },
    },
    { id: 'Facts', name: 'Facts', basedOn: 'Normal', run: { size: 24, color: quiet } },
    { id: 'Quiet', name: 'Quiet', basedOn: 'Normal', run: { size: 18, color: quiet } },
    {
      id: 'Note',
      name: 'Note',
      basedOn: 'Normal',
      run: { size: 2 * noteSizes.usual },
      paragraph: { spacing: { after: 50 } },
    },
    { id: 'CrowdedNote', name: 'Crowded note', basedOn: 'Note', run: { size: 2 * noteSizes.crowded } },
    {
      id: 'ContentsTitle',
      name: 'Contents title',
      basedOn: 'Normal',
      run: { size: 26, bold: true, color: accent },
      paragraph: { spacing: { before: 500, after: 100 } },
    },
  ],
  characterStyles: [
    { id: 'Reference', name: 'Reference', basedOn: 'DefaultParagraphFont', run: { size: 15, color: quiet } },
  ],
});
