/** An A4 page in 14 pt: what a page and a line are when the file does not say so itself (NĐ 30/2020 margins). */
const CHARACTERS_A_LINE = 78;
const LINES_A_PAGE = 38;

export interface Spot {
  page: number;
  line: number;
  lineTo: number;
}

/**
 * Says on which page and line a paragraph stands. The marks a word processor left from its last layout win; a break that
 * the author set and the mark behind it are one. Without any mark pages are counted from lengths, and that is an estimate.
 */
export class PageCounter {
  private page = 1;
  private line = 0;
  /** nothing stands on this page yet */
  private fresh = true;
  /** an author's break was met: the mark the word processor wrote behind it is the same */
  private awaitsMark = false;
  private stands = false;
  private spot: Spot | undefined;
  private letters = 0;
  /** the file holds marks of its pages */
  readonly known: boolean;

  constructor(known: boolean) {
    this.known = known;
  }

  /** One that stays where this one is: for text boxes, notes and cells, whose place is that of what holds them. */
  still(): PageCounter {
    const { page, line } = this.here();
    const copy = new PageCounter(true);
    copy.page = page;
    copy.line = line - 1;
    copy.stands = true;
    return copy;
  }

  /** Where the next words would stand. */
  here(): { page: number; line: number } {
    const { page, line } = this.spot ?? { page: this.page, line: this.line + 1 };
    return { page, line };
  }

  /** A break within the text: always a page, also an empty one. */
  breakHere(): void {
    this.closeLines();
    this.turn();
    this.awaitsMark = true;
  }

  /** "Page break before", the end of a section: a page, unless one has just begun. */
  breakBefore(): void {
    this.closeLines();
    if (!this.fresh) this.turn();
    this.awaitsMark = true;
  }

  /** A mark of the last layout. */
  mark(): void {
    this.closeLines();
    if (!this.awaitsMark) this.turn();
    this.awaitsMark = false;
  }

  begin(): void {
    this.spot = undefined;
    this.letters = 0;
  }
  words(text: string): void {
    if (text.trim() === "" && this.letters === 0) return;
    if (!this.spot) {
      if (!this.known && this.line >= LINES_A_PAGE) this.turn();
      this.spot = { page: this.page, line: this.line + 1, lineTo: this.line + 1 };
    }
    this.letters += text.length;
    this.fresh = false;
    this.awaitsMark = false;
  }
  /** Where the paragraph stood; undefined when it had no words. */
  end(): Spot | undefined {
    this.closeLines();
    const { spot } = this;
    this.spot = undefined;
    return spot;
  }

  private closeLines(): void {
    if (this.letters === 0 || this.stands) return;
    this.line += Math.max(1, Math.ceil(this.letters / CHARACTERS_A_LINE));
    this.letters = 0;
    if (this.spot && this.spot.page === this.page) this.spot.lineTo = this.line;
  }
  private turn(): void {
    if (this.stands) return;
    this.page += 1;
    this.line = 0;
    this.fresh = true;
  }
}
