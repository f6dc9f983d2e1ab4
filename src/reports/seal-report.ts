import { setTimeout as wait } from "node:timers/promises";
import { checkChain, flushLog, logEvent } from "../comments/append-log.ts";
import type { Answer } from "../comments/answer.model.ts";
import { listAnswers } from "../comments/answer.store.ts";
import { streamAt } from "../comments/comment.store.ts";
import { countOpenDecisions } from "../comments/open-decisions.store.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { findDraft, takeSealBack } from "../drafts/draft.store.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError, conflict, messageOf } from "../kernel/errors.ts";
import { findUnit } from "../units/unit.store.ts";
import { answersHash } from "./answers-hash.ts";
import { countFigures, mustReconcile, type Source, sourceOf } from "./gather-report.ts";
import { BLOCK, blockRoot, proofOf, type ProofStep, rootOf } from "./merkle.ts";
import { issuer } from "./form-words.ts";
import type { Figures, Report } from "./report.model.ts";
import { findLeafBlock, findReport, type ReportFile, saveLeaves, saveReport, storeFile } from "./report.store.ts";
import { sealEntries } from "./verify-draft.ts";
import type { Cover } from "./describe-report.ts";

export interface ReportDeps {
  clock: Clock;
  comments: CommentBox;
  publicUrl: string;
  enqueueReport(draftId: string): Promise<void>;
  /** writes and packs a file in a process of its own */
  pack(wish: PackWish): Promise<AsyncIterable<Uint8Array>>;
}

export interface PackWish {
  draftId: string;
  kind: ReportFile;
  /** what a sealed report says around its rows; without it the file is a preview */
  sealed?: Pick<Report, "number" | "signer" | "proposals" | "root" | "logHead" | "sealedAt"> & { figures: Figures };
}

/** Web processes know a draft's state for at most a second; nothing is counted before that has passed. */
const SETTLE_MS = 2000;

/**
 * Writes the sealed report's files. Safe to run again: it begins anew. Should the totals not reconcile the seal is
 * taken back, and the difference stands on the page.
 */
export async function writeReport(deps: ReportDeps, draftId: string): Promise<void> {
  const [draft, report] = [await findDraft(draftId), await findReport(draftId)];
  if (!draft || report?.state !== "writing") return;
  // the seal was taken back, and this was cut off before the report said so
  if (draft.state !== "sealed") return saveReport(draftId, { state: "refused", reason: draft.sealRefused ?? "" });
  await wait(Math.max(0, report.sealedAt.getTime() + SETTLE_MS - deps.clock.now().getTime()));
  await mustBeFinished(draftId);
  await flushLog(deps, draftId);
  const unit = await findUnit(draft.unitCode);
  const source = await sourceOf(draft, deps.comments, issuer(draft.skin, unit, draft.unitCode));
  const figures = await countFigures(draft);
  try {
    mustBeAsSealed(draft, await listAnswers(draftId));
    await mustReconcile(source, figures);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason = messageOf(error);
    await takeSealBack(draftId, reason);
    await saveReport(draftId, { state: "refused", reason });
    return;
  }
  const { head } = await checkChain(draftId);
  const { root, blockRoots } = await writeLeaves(source);
  const { number, signer, proposals, sealedAt } = report;
  const sealed = { number, signer, proposals, sealedAt, root, logHead: head, figures };
  const docxSha = await storeFile(draftId, "docx", await deps.pack({ draftId, kind: "docx", sealed }));
  const pdfSha = await storeFile(draftId, "pdf", await deps.pack({ draftId, kind: "pdf", sealed }));
  const xlsxSha = await storeFile(draftId, "xlsx", await deps.pack({ draftId, kind: "xlsx", sealed }));
  await logEvent(deps, draftId, ...sealEntries(draftId, { root, docxSha, pdfSha, xlsxSha, figures }));
  await saveReport(draftId, { state: "ready", figures, logHead: head, root, blockRoots, docxSha, pdfSha, xlsxSha });
}

/**
 * A hiding, an appeal or an answer decided before the seal stands in the log before the report closes it. The sweep writes
 * what was cut off; the job is tried again until it has.
 */
async function mustBeFinished(draftId: string): Promise<void> {
  const open = await countOpenDecisions(draftId);
  if (open > 0)
    throw new Error(`${open} decisions of draft ${draftId} are not in its log yet; the report waits for the sweep`);
}

/** What a sealed report's files say; undefined while it has no figures. */
export const sealedFacts = (report: Report): PackWish["sealed"] => {
  const { number, signer, proposals, sealedAt, root, logHead, figures } = report;
  return figures ? { number, signer, proposals, sealedAt, root, logHead, figures } : undefined;
};

/** @throws AppError when an answer was changed while the seal was being set */
function mustBeAsSealed({ seal }: Draft, answers: Answer[]): void {
  if (seal && seal.answers !== answersHash(answers))
    throw conflict("Câu trả lời đã được sửa trong lúc niêm phong, khác bản người niêm phong đã xem.");
}

/** Leaves of every comment that stands in the report: kept, late and hidden ones; sorted, so that order tells nothing. */
async function writeLeaves(source: Source): Promise<{ root: string; blockRoots: string[] }> {
  const draftId = String(source.draft._id);
  const all: [string, string][] = [];
  for (const position of ["", ...source.positions.map((one) => one.id)])
    for await (const comment of streamAt(draftId, position))
      if (comment.state !== "withdrawn") all.push([comment.receipt, comment.leaf]);
  all.sort(([a], [b]) => (a < b ? -1 : 1));
  const blocks = Array.from({ length: Math.ceil(all.length / BLOCK) }, (_, n) => {
    const part = all.slice(n * BLOCK, (n + 1) * BLOCK);
    return { draftId, n, receipts: part.map(([receipt]) => receipt), leaves: part.map(([, leaf]) => leaf) };
  });
  await saveLeaves(draftId, blocks);
  const blockRoots = blocks.map((block) => blockRoot(block.leaves));
  return { root: rootOf(blockRoots), blockRoots };
}

/** What stands around the numbers; for a preview without number, signature and seal. */
export async function coverOf(
  deps: Pick<ReportDeps, "publicUrl" | "clock">,
  source: Source,
  report?: Pick<Report, "number" | "signer" | "proposals" | "root" | "logHead" | "sealedAt">,
): Promise<Cover> {
  const unit = await findUnit(source.draft.unitCode);
  const party = source.draft.skin === "party";
  const name = (unit?.name ?? "").replace(/^(Xã|Phường|Đặc khu) /, "");
  return {
    head: {
      skin: source.draft.skin,
      parent: party ? `Đảng bộ ${unit?.province ?? ""}` : `Ủy ban nhân dân ${unit?.province ?? ""}`,
      organ: issuer(source.draft.skin, unit).replace(/^UBND/, "Ủy ban nhân dân"),
      symbol: party ? "-BC/ĐU" : "BC-UBND",
      number: report?.number ?? 0,
      place: name,
      at: report?.sealedAt ?? deps.clock.now(),
    },
    signer: report?.signer ?? { title: "", name: "" },
    receivers: ["- Như trên (để b/cáo);", "- Bà con Nhân dân (để biết);", `- Lưu: VT${party ? ", VPĐU" : ", VH-XH"}.`],
    proposals: (report?.proposals || "Kính báo cáo cấp có thẩm quyền xem xét").split("\n").filter(Boolean),
    root: report?.root ?? "",
    logHead: report?.logHead ?? "",
    checkUrl: `${deps.publicUrl}/cong-khai/kiem-tra`,
  };
}

export interface Membership {
  leaf: string;
  steps: ProofStep[];
  root: string;
}

/** The way from a comment's leaf to the printed root; undefined when the sealed report does not hold this receipt. */
export async function proveMembership(draftId: string, receipt: string): Promise<Membership | undefined> {
  const [report, block] = [await findReport(draftId), await findLeafBlock(draftId, receipt)];
  const at = block?.receipts.indexOf(receipt) ?? -1;
  const leaf = block?.leaves[at];
  if (!report || !block || leaf === undefined) return undefined;
  return { leaf, steps: proofOf(block.leaves, at, report.blockRoots, block.n), root: report.root };
}
