import type { Paragraph } from "./paragraph.ts";

/** An A4 page in 14 pt: what a page and a line are when the file does not say so itself (NĐ 30/2020 margins). */
const CHARACTERS_A_LINE = 78;
const LINES_A_PAGE = 38;

/** Says on which page and line a paragraph stands, from its length and the page breaks met. */
export class PageCounter {
  private page = 1;
  private line = 0;
  private readonly found: Paragraph[] = [];

  breakPage(): void {
    if (this.line === 0) return;
    this.page += 1;
    this.line = 0;
  }

  /** @param breaks page breaks inside the paragraph: the next one starts on a later page */
  add(text: string, breaks = 0): void {
    if (text.trim() === "") {
      for (let n = 0; n < breaks; n += 1) this.breakPage();
      return;
    }
    const lines = Math.max(1, Math.ceil(text.length / CHARACTERS_A_LINE));
    if (this.line >= LINES_A_PAGE) this.breakPage();
    this.found.push({ text, page: this.page, line: this.line + 1, lineTo: this.line + lines });
    this.line += lines;
    for (let n = 0; n < breaks; n += 1) {
      this.page += 1;
      this.line = 0;
    }
  }

  paragraphs(): Paragraph[] {
    return this.found;
  }
}
