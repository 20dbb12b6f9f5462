/** Writes a file of what was prepared. Each format's library loads when a file of it is asked for. */

import type { PreparedOutput } from './prepare-output.ts';

export const writeOutput = async (prepared: PreparedOutput): Promise<Uint8Array> => {
  switch (prepared.format) {
    case 'docx':
      return (await import('#synthesis/docx.ts')).toDocx(prepared.document, prepared.pictures);
    case 'odt':
      return (await import('#synthesis/odt.ts')).toOdt(prepared.document, prepared.pictures);
    case 'xlsx':
      return (await import('#synthesis/xlsx.ts')).toXlsx(prepared.sheets);
    case 'text':
      return new TextEncoder().encode(prepared.text);
  }
};
