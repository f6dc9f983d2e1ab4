import type { Readable } from "node:stream";
import { findDraft } from "../drafts/draft.store.ts";
import { notFound } from "../kernel/errors.ts";
import { findUnit } from "../units/unit.store.ts";
import { countFigures, sourceOf } from "./gather-report.ts";
import { coverOf, type PackWish, type ReportDeps } from "./seal-report.ts";
import { writeDocx } from "./write-docx.ts";
import { writeWorkbook } from "./write-xlsx.ts";

/** A report's file as a stream: gathered, written and packed. For the process that is asked for it. */
export async function packReport(
  deps: Pick<ReportDeps, "clock" | "comments" | "publicUrl">,
  { draftId, kind, sealed }: PackWish,
): Promise<Readable> {
  const draft = await findDraft(draftId);
  if (!draft) throw notFound("dự thảo này");
  const unit = await findUnit(draft.unitCode);
  const source = await sourceOf(draft, deps.comments, unit?.office ?? draft.unitCode);
  const [figures, cover] = [sealed?.figures ?? (await countFigures(draft)), await coverOf(deps, source, sealed)];
  return kind === "docx" ? writeDocx(source, figures, cover) : writeWorkbook(source, figures, cover);
}
