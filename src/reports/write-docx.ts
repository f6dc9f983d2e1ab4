import type { Readable } from "node:stream";
import { type Cover, describeReport } from "./describe-report.ts";
import { docxOf } from "./docx-pages.ts";
import type { Source } from "./gather-report.ts";
import type { Figures } from "./report.model.ts";

/** The report as DOCX in the administrative form, rows flowing in from the comments. */
export const writeDocx = async (source: Source, figures: Figures, cover: Cover): Promise<Readable> =>
  docxOf(await describeReport(source, figures, cover), {
    creator: source.office,
    title: `Báo cáo tổng hợp ý kiến góp ý: ${source.draft.title}`,
  });
