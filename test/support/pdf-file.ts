import { execFileSync } from "node:child_process";

/** Reads a PDF back the way a stranger would: by poppler, which shares no code with what draws it. */
export const pdfText = (pdf: Buffer): string =>
  execFileSync("pdftotext", ["-raw", "-enc", "UTF-8", "-", "-"], { input: pdf, maxBuffer: 64_000_000 }).toString();

export interface PdfWord {
  page: number;
  text: string;
  left: number;
  right: number;
  bottom: number;
}

/** Every word with the place it is drawn at, in points. */
export function pdfWords(pdf: Buffer): { pages: { width: number; height: number }[]; words: PdfWord[] } {
  const html = execFileSync("pdftotext", ["-bbox", "-", "-"], { input: pdf, maxBuffer: 64_000_000 }).toString();
  const pages: { width: number; height: number }[] = [];
  const words: PdfWord[] = [];
  for (const [, page, word] of html.matchAll(/<page ([^>]*)>|(<word .*?<\/word>)/gs)) {
    const of = (name: string): number => Number(new RegExp(`${name}="([-\\d.]+)"`).exec(page ?? word ?? "")?.[1]);
    if (page !== undefined) pages.push({ width: of("width"), height: of("height") });
    else {
      const text = />([^<]*)<\/word>/.exec(word ?? "")?.[1] ?? "";
      words.push({ page: pages.length, text, left: of("xMin"), right: of("xMax"), bottom: of("yMax") });
    }
  }
  return { pages, words };
}

/** Fonts of a PDF and whether each stands in the file. */
export const pdfFonts = (pdf: Buffer): { name: string; embedded: boolean }[] =>
  execFileSync("pdffonts", ["-"], { input: pdf })
    .toString()
    .split("\n")
    .slice(2)
    .filter(Boolean)
    .map((line) => ({ name: line.split(/\s+/)[0] ?? "", embedded: / yes (?:yes|no) +(?:yes|no) +\d/.test(line) }));
