/**
 * Text as an office file or a page can hold it: every kind of line end is one, what prints nothing and breaks files is
 * left out. A character taken out of the middle of two words leaves a blank where it stood between lines.
 */
export const printable = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/[^\t\n\u0020-\u007E\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");

/** The same in one line: a break leaves a blank. */
export const inOneLine = (text: string): string => printable(text).replace(/[\t\n]+ */g, " ");
