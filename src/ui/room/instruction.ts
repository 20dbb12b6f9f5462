/** Instructions are plain text of a few lines; `- ` begins a point and `**…**` is strong. Anything else is as it is. */

export interface Piece {
  readonly text: string;
  readonly strong: boolean;
}

export interface InstructionLine {
  readonly isPoint: boolean;
  readonly pieces: readonly Piece[];
}

export const readInstruction = (text: string): readonly InstructionLine[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const point = /^\s*[-*•]\s+(.*)$/.exec(line)?.[1];
      return { isPoint: point !== undefined, pieces: readPieces(point ?? line) };
    });

/** The same to be said: a line for each of its lines. */
export const sayInstruction = (text: string): string =>
  readInstruction(text)
    .map(({ pieces }) => pieces.map((piece) => piece.text).join(''))
    .join('\n');

const readPieces = (line: string): readonly Piece[] =>
  line
    .split(/(\*\*[^*]+\*\*)/)
    .filter((part) => part !== '')
    .map((part) =>
      /^\*\*[^*]+\*\*$/.test(part)
        ? { text: part.slice(2, -2), strong: true }
        : { text: part, strong: false },
    );
