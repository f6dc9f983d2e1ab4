import { setTimeout as wait } from "node:timers/promises";
import { checkChain, flushLog, logEvent } from "../comments/append-log.ts";
import { unanswered } from "../comments/answer-position.ts";
import { listAppealed, streamAt } from "../comments/comment.store.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import type { Person } from "../content/item.model.ts";
import { findDraft, saveDraftFields } from "../drafts/draft.store.ts";
import { loadOwn } from "../drafts/prepare-draft.ts";
import { phaseOf } from "../drafts/rules.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError, conflict, invalid, messageOf } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { findUnit } from "../units/unit.store.ts";
import { countFigures, mustReconcile, type Source, sourceOf } from "./gather-report.ts";
import { BLOCK, blockRoot, proofOf, type ProofStep, rootOf } from "./merkle.ts";
import type { Figures, Report } from "./report.model.ts";
import {
  createReport,
  findLeafBlock,
  findReport,
  type ReportFile,
  saveLeaves,
  saveReport,
  storeFile,
} from "./report.store.ts";
import { sealEntries } from "./verify-draft.ts";
import type { Cover } from "./write-docx.ts";

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

export interface SealWish {
  number: number;
  signer: { title: string; name: string };
  proposals: string;
}

/** Web processes know a draft's state for at most a second; nothing is counted before that has passed. */
const SETTLE_MS = 2000;

/**
 * Seals a closed draft: from now on no comment comes in, changes or goes. Refused while a place with comments has no
 * answer (safeguard 16) or an appeal waits; whether the totals reconcile is found when the report is written.
 */
export async function sealDraft(
  deps: ReportDeps,
  unitCode: string,
  draftId: string,
  wish: SealWish,
  by: Person,
): Promise<void> {
  const draft = await loadOwn(unitCode, draftId);
  if (phaseOf(draft, deps.clock.now()) !== "closed")
    throw conflict("Chỉ niêm phong được dự thảo đã hết hạn lấy ý kiến.");
  if (wish.signer.name.trim() === "" || wish.signer.title.trim() === "")
    throw invalid({ signer: "Cần ghi chức vụ và họ tên người ký" });
  const open = await unanswered(draftId);
  if (open.length > 0) throw conflict(`Còn ${open.length} vị trí có ý kiến mà chưa trả lời.`);
  const appeals = (await listAppealed(draftId)).length;
  if (appeals > 0) throw conflict(`Còn ${appeals} khiếu nại chưa giải quyết.`);
  const sealedAt = deps.clock.now();
  if (!(await saveDraftFields(draftId, ["published"], { state: "sealed", sealedAt })))
    throw conflict("Dự thảo này vừa được người khác thay đổi.");
  await createReport({
    draftId,
    unitCode,
    skin: draft.skin,
    number: wish.number,
    signer: { title: nfc(wish.signer.title.trim()), name: nfc(wish.signer.name.trim()) },
    proposals: nfc(wish.proposals.trim()),
    sealedBy: by,
    sealedAt,
    state: "writing",
    reason: "",
    figures: null,
    logHead: "",
    root: "",
    blockRoots: [],
    docxSha: "",
    xlsxSha: "",
  });
  await deps.enqueueReport(draftId);
}

/**
 * Writes the sealed report's files. Safe to run again: it begins anew. Should the totals not reconcile the seal is
 * taken back, and the difference stands on the page.
 */
export async function writeReport(deps: ReportDeps, draftId: string): Promise<void> {
  const [draft, report] = [await findDraft(draftId), await findReport(draftId)];
  if (!draft || report?.state !== "writing") return;
  await wait(Math.max(0, report.sealedAt.getTime() + SETTLE_MS - deps.clock.now().getTime()));
  await flushLog(deps, draftId);
  const unit = await findUnit(draft.unitCode);
  const source = await sourceOf(draft, deps.comments, unit?.office ?? draft.unitCode);
  const figures = await countFigures(draft);
  try {
    await mustReconcile(source, figures);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await saveReport(draftId, { state: "refused", reason: messageOf(error) });
    await saveDraftFields(draftId, ["sealed"], { state: "published", sealedAt: null });
    return;
  }
  const { head } = await checkChain(draftId);
  const { root, blockRoots } = await writeLeaves(source);
  const { number, signer, proposals, sealedAt } = report;
  const sealed = { number, signer, proposals, sealedAt, root, logHead: head, figures };
  const docxSha = await storeFile(draftId, "docx", await deps.pack({ draftId, kind: "docx", sealed }));
  const xlsxSha = await storeFile(draftId, "xlsx", await deps.pack({ draftId, kind: "xlsx", sealed }));
  await logEvent(deps, draftId, ...sealEntries(draftId, { root, docxSha, xlsxSha, figures }));
  await saveReport(draftId, { state: "ready", figures, logHead: head, root, blockRoots, docxSha, xlsxSha });
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
      organ: party ? `Đảng ủy ${unit?.name ?? ""}` : (unit?.office ?? "").replace(/^UBND/, "Ủy ban nhân dân"),
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
