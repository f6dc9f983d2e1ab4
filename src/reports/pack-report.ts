import type { Readable } from "node:stream";
import { findDraft } from "../drafts/draft.store.ts";
import { notFound } from "../kernel/errors.ts";
import { findUnit } from "../units/unit.store.ts";
import { issuer } from "./form-words.ts";
import { countFigures, type Source, sourceOf } from "./gather-report.ts";
import { coverOf, type PackWish, type ReportDeps } from "./seal-report.ts";
import type { Cover } from "./describe-report.ts";
import type { Figures } from "./report.model.ts";

type Write = (source: Source, figures: Figures, cover: Cover) => Promise<Readable>;
/** Each brings a library of its own: only the one that is asked for is loaded. */
const WRITERS: Readonly<Record<PackWish["kind"], () => Promise<Write>>> = {
  docx: async () => (await import("./write-docx.ts")).writeDocx,
  pdf: async () => (await import("./write-pdf.ts")).writePdf,
  xlsx: async () => (await import("./write-xlsx.ts")).writeWorkbook,
};

/** A report's file as a stream: gathered, written and packed. For the process that is asked for it. */
export async function packReport(
  deps: Pick<ReportDeps, "clock" | "comments" | "publicUrl">,
  { draftId, kind, sealed }: PackWish,
): Promise<Readable> {
  const draft = await findDraft(draftId);
  if (!draft) throw notFound("dự thảo này");
  const unit = await findUnit(draft.unitCode);
  const source = await sourceOf(draft, deps.comments, issuer(draft.skin, unit, draft.unitCode));
  const [figures, cover] = [sealed?.figures ?? (await countFigures(draft)), await coverOf(deps, source, sealed)];
  return (await WRITERS[kind]())(source, figures, cover);
}
