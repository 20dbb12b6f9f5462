/** The files that a synthesis is taken away as, the `.grappe` file apart. */

export const mediaTypes = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv;charset=utf-8',
  md: 'text/markdown;charset=utf-8',
  json: 'application/json',
} as const;

export type OutputFormat = keyof typeof mediaTypes;

export const isOutputFormat = (format: string): format is OutputFormat => Object.hasOwn(mediaTypes, format);

/** Whether a terminal can show it. */
export const isTextFormat = (format: OutputFormat): boolean => ['csv', 'md', 'json'].includes(format);
