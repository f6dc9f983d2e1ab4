import { eachGrapheme } from "../vietnamese.ts";
import { blankBeside, type Face, type Piece, piecesOf, widthOf } from "./fonts.ts";

/** One line of set text. Widths are in units of its size. */
export interface Line {
  pieces: readonly Piece[];
  width: number;
  /** ends a paragraph: is never stretched */
  last: boolean;
}

const measure = (pieces: readonly Piece[]): number => pieces.reduce((sum, piece) => sum + widthOf(piece), 0);

/** Words of a text, each with the font of its letters; the pieces of one word stay together on a line. */
function wordsOf(text: string, face: Face): Piece[][] {
  const words: Piece[][] = [[]];
  for (const piece of piecesOf(text, face))
    for (const [n, part] of piece.text.split(/[ \t]+/).entries()) {
      if (n > 0) words.push([]);
      if (part !== "") words.at(-1)?.push({ font: piece.font, text: part });
    }
  return words.filter((word) => word.length > 0);
}

/** A word that is longer than a line, in parts that are not. */
function* cutWord(word: readonly Piece[], most: number): Generator<Piece[]> {
  let part: Piece[] = [];
  let width = 0;
  for (const piece of word)
    for (const segment of eachGrapheme(piece.text)) {
      const wide = widthOf({ font: piece.font, text: segment });
      if (width + wide > most && part.length > 0) {
        yield part;
        [part, width] = [[], 0];
      }
      part = joined(part, { font: piece.font, text: segment });
      width += wide;
    }
  yield part;
}

const joined = (pieces: readonly Piece[], next: Piece): Piece[] => {
  const last = pieces.at(-1);
  return last?.font === next.font
    ? [...pieces.slice(0, -1), { font: last.font, text: last.text + next.text }]
    : [...pieces, next];
};

/**
 * Sets text in lines at most `most` wide (in units of the size it is drawn in). Line breaks of the text stay; a word
 * longer than a line is cut where the line ends. An empty text is one empty line.
 * @param indent by which the first line is shorter
 */
export function setLines(text: string, face: Face, most: number, indent = 0): Line[] {
  return text.split("\n").flatMap((paragraph, n) => setParagraph(paragraph, face, most, n === 0 ? indent : 0));
}

function setParagraph(text: string, face: Face, widest: number, indent: number): Line[] {
  const lines: Line[] = [];
  let pieces: Piece[] = [];
  let width = 0;
  let most = widest - indent;
  const end = (last: boolean): void => {
    lines.push({ pieces, width, last });
    [pieces, width, most] = [[], 0, widest];
  };
  for (const word of wordsOf(text, face)) {
    const wide = measure(word);
    const blank: Piece = { font: blankBeside(pieces.at(-1)?.font ?? "Emoji", face), text: " " };
    const gap = pieces.length > 0 ? widthOf(blank) : 0;
    if (pieces.length > 0 && width + gap + wide > most) end(false);
    else if (pieces.length > 0) {
      pieces = joined(pieces, blank);
      width += gap;
    }
    if (wide <= most) {
      pieces = word.reduce(joined, pieces);
      width += wide;
      continue;
    }
    for (const part of cutWord(word, most)) {
      if (pieces.length > 0) end(false);
      pieces = part;
      width = measure(part);
    }
  }
  end(true);
  return lines;
}
