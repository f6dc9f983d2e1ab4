import type { Readable } from "node:stream";
import { type Cover, describeReport } from "./describe-report.ts";
import type { Source } from "./gather-report.ts";
import { pdfOf } from "./pdf-pages.ts";
import { inOneLine } from "./printable.ts";
import type { Figures } from "./report.model.ts";

/** The report as PDF, the same words as in Word, for people without it. */
export async function writePdf(source: Source, figures: Figures, cover: Cover): Promise<Readable> {
  const sections = await describeReport(source, figures, cover);
  const title = inOneLine(`Báo cáo tổng hợp ý kiến góp ý: ${source.draft.title}`);
  return pdfOf(sections, { title, author: source.office, at: cover.head.at });
}
