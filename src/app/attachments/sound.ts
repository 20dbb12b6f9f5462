/** A recording that a note carries: what its first bytes tell. */

export type SoundType = 'audio/webm' | 'audio/ogg' | 'audio/mp4';

/** The media type of a recording's bytes; undefined when they are none that is played. */
export const soundType = (bytes: Uint8Array): SoundType | undefined => {
  const starts = (text: string, at: number): boolean =>
    [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  if (starts('\x1a\x45\xdf\xa3', 0)) return 'audio/webm';
  if (starts('OggS', 0)) return 'audio/ogg';
  return starts('ftyp', 4) ? 'audio/mp4' : undefined;
};
