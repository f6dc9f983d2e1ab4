import { unanswered } from "../comments/answer-position.ts";
import { type Answer, VERDICT_NAMES } from "../comments/answer.model.ts";
import { listAnswers } from "../comments/answer.store.ts";
import { listAppealed, tally } from "../comments/comment.store.ts";
import { isCounted } from "../comments/rules.ts";
import { beforeOwn, defineDecision, nobody, oneKey } from "../decisions/decision.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { listPlaces } from "../drafts/list-places.ts";
import { decideSeal, findDraft, findOwnDraft, listReportsDue, noteReportMade } from "../drafts/draft.store.ts";
import { phaseOf } from "../drafts/rules.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { answersHash } from "./answers-hash.ts";
import { saysCommittee } from "./form-words.ts";
import { createReport, findReport } from "./report.store.ts";
import type { ReportDeps } from "./seal-report.ts";

export interface SealWish {
  number: number;
  signer: { title: string; name: string };
  proposals: string;
}

export interface SealDeps extends ReportDeps {
  /** whether these six digits are the person's own, used once */
  acceptCode(officialId: string, code: string): Promise<boolean>;
}

interface ToSeal {
  draft: Draft;
  answers: Answer[];
  counts: Record<string, number>;
}

async function countsOf(draftId: string): Promise<ToSeal["counts"]> {
  const rows = await tally(draftId);
  const sum = (holds: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(holds).reduce((n, row) => n + row.n, 0);
  return {
    "Số ý kiến": sum(isCounted),
    "Số câu hỏi": sum((row) => row.kind === "question" && row.state === "kept"),
    "Số ý kiến bị ẩn": sum((row) => row.state === "hidden"),
    "Số ý kiến đến muộn": sum((row) => row.late),
    "Số ý kiến đã rút": sum((row) => row.state === "withdrawn"),
  };
}

/** The report's row, once for each seal; the worker writes the files from it. */
async function finish(deps: SealDeps, id: string): Promise<void> {
  const draft = await findDraft(id);
  const seal = draft?.seal;
  if (!draft || draft.state !== "sealed" || !seal || !draft.sealedAt) return;
  const { sealedAt } = draft;
  const there = await findReport(id);
  if (there?.sealedAt.getTime() !== sealedAt.getTime()) {
    const { number, signer, proposals, by } = seal;
    const empty = {
      reason: "",
      figures: null,
      logHead: "",
      root: "",
      blockRoots: [],
      docxSha: "",
      pdfSha: "",
      xlsxSha: "",
    };
    const row = { draftId: id, unitCode: draft.unitCode, skin: draft.skin, number, signer, proposals, sealedBy: by };
    await createReport({ ...row, ...empty, sealedAt, state: "writing" });
  }
  await noteReportMade(id, sealedAt);
  await deps.enqueueReport(id);
}

/**
 * A closed draft is sealed: from now on no comment comes in, changes or goes. Refused while a place with comments has no
 * answer (safeguard 16) or an appeal waits. The one write carries number, signer, proposals and the hash of the answers;
 * the report follows, and takes the seal back should it not say the same.
 */
export const sealing = defineDecision<ToSeal, SealDeps, SealWish>({
  name: "seal",
  what: "dự thảo này",
  may: "drafts.seal",
  sixDigits: (deps, officialId, code) => deps.acceptCode(officialId, code),
  keys: oneKey,
  given: ({ draft }) =>
    draft.seal && draft.sealedAt
      ? [{ by: draft.seal.by, at: draft.sealedAt, fingerprint: draft.seal.fingerprint }]
      : [],
  sameWish: ({ draft: { seal } }, { number, signer, proposals }) =>
    seal?.number === number &&
    seal.signer.name === nfc(signer.name.trim()) &&
    seal.signer.title === nfc(signer.title.trim()) &&
    seal.proposals === nfc(proposals.trim()),
  notBy: nobody,
  notByWords: "",
  async load(_, whose, id) {
    const draft = await findOwnDraft(whose, id);
    return draft ? { draft, answers: await listAnswers(id), counts: await countsOf(id) } : null;
  },
  isOpen: ({ draft }, now) => phaseOf(draft, now) === "closed",
  closedWords: "Chỉ niêm phong được dự thảo đã hết hạn lấy ý kiến.",
  covers: ({ draft, answers, counts }) => ({
    "Tên dự thảo": draft.title,
    Bản: String(draft.version),
    ...Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, String(n)])),
    ...Object.fromEntries(
      answers.map(({ position, verdict, words }) => [
        `Trả lời ở ${position || "toàn văn"}`,
        `${VERDICT_NAMES[verdict]}. ${words}`,
      ]),
    ),
  }),
  async check(_, { draft, answers }, { signer }) {
    if (signer.name.trim() === "" || signer.title.trim() === "")
      throw invalid({ signer: "Cần ghi chức vụ và họ tên người ký" });
    if (draft.skin === "party" && saysCommittee(`${signer.title}\n${signer.name}`))
      throw invalid({ signer: "Báo cáo theo thể thức Đảng: ghi “T/M ĐẢNG ỦY” rồi “BÍ THƯ”, không ghi Ủy ban" });
    const id = String(draft._id);
    const open = unanswered(await listPlaces(draft), await tally(id), answers);
    if (open.length > 0) throw conflict(`Còn ${open.length} vị trí có ý kiến mà chưa trả lời.`);
    const appeals = (await listAppealed(id)).length;
    if (appeals > 0) throw conflict(`Còn ${appeals} khiếu nại chưa giải quyết.`);
  },
  apply: (_, { draft, answers }, { number, signer, proposals }, { by, at, fingerprint }) =>
    decideSeal(draft, at, {
      number,
      signer: { title: nfc(signer.title.trim()), name: nfc(signer.name.trim()) },
      proposals: nfc(proposals.trim()),
      by,
      fingerprint,
      answers: answersHash(answers),
    }),
  follow: { due: ({ clock }) => listReportsDue(beforeOwn(clock.now())), finish },
});
