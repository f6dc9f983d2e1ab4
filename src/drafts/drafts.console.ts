import { z } from "zod";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { decide, lookAt } from "../decisions/decide.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { invalid } from "../kernel/errors.ts";
import type { Whose } from "../kernel/scope.ts";
import { closingMoved, draftPublication } from "./draft.decision.ts";
import { proposeDraft, returnDraft } from "./propose-draft.ts";
import { compareVersionsTask } from "./draft.tasks.ts";
import type { Draft, DraftVersion } from "./draft.model.ts";
import { structureRoutes } from "./structure.console.ts";
import { findVersion, listDrafts, listVersions } from "./draft.store.ts";
import { listDoubtful } from "./decide-places.ts";
import { addDraftVersion, loadOwn, type ReadDeps, startDraft } from "./prepare-draft.ts";
import { pageOf } from "./page-of.ts";
import { pageInWords, periodInWords, PHASE_NAMES, phaseOf } from "./rules.ts";

const form = z.object({
  title: z.string().max(300).default(""),
  about: z.string().max(600).default(""),
  skin: z.enum(["state", "party"]).default("state"),
  campaignId: z.string().max(30).default(""),
  questions: z.string().max(5000).default(""),
  note: z.string().max(300).default(""),
  /** "1": the letters read by an old table were compared with the original */
  lettersSeen: z.string().max(1).default(""),
});
type Form = z.infer<typeof form>;
const EMPTY: Form = { title: "", about: "", skin: "state", campaignId: "", questions: "", note: "", lettersSeen: "" };

export interface DraftsConsoleDeps extends ReadDeps {
  /** campaigns a draft can belong to */
  campaignsOf(whose: Whose, now: Date): Promise<{ id: string; name: string }[]>;
}

const uploadOf = (context: RouteContext<Form>) => {
  if (!context.file) throw invalid({ file: "Cần chọn tệp dự thảo (.docx, .odt hoặc .txt)" });
  const { note, lettersSeen } = context.body;
  return { name: context.file.name, bytes: context.file.bytes, note, lettersSeen: lettersSeen === "1" };
};
const doubtsQuery = z.object({ cho: z.coerce.number().int().min(0).catch(0) });
/** A form of as many boxes is taken: forms of more than 300 fields are not. */
const MOST_DOUBTS_A_PAGE = { rows: 100, letters: 1 };

/** Doubts of one page, those nobody looked at first. */
function doubtsOf(version: DraftVersion | null, query: unknown): Record<string, unknown> {
  const all = (version?.doubts ?? []).map((one, n) => ({ ...one, n, seen: one.seenBy !== "" }));
  const { cho = 0 } = doubtsQuery.safeParse(query).data ?? {};
  const inTurn = [...all.filter((one) => !one.seen), ...all.filter((one) => one.seen)];
  const { rows, from, before, after } = pageOf(inTurn, cho, MOST_DOUBTS_A_PAGE, () => 0);
  return {
    doubts: rows,
    doubtsFrom: from + 1,
    doubtsTo: from + rows.length,
    doubtsInAll: all.length,
    doubtsBefore: before,
    doubtsAfter: after,
    doubtsHaveBefore: before !== undefined,
  };
}

const me = (context: RouteContext) => ({ id: context.me.id, name: context.me.name });

/** Dự thảo: bring a document in, put its structure right, open it for comments, add versions. */
export function draftsRoutes(deps: DraftsConsoleDeps): ConsoleRoute[] {
  const newPage = async (context: RouteContext, values: Form) =>
    page("drafts/new", "Nhập dự thảo", {
      values,
      campaigns: await deps.campaignsOf(context.me.scope, context.now),
    });
  const view = async (context: RouteContext, draft: Draft) => {
    const id = String(draft._id);
    const waiting = draft.proposal?.kind === "closing" ? closingMoved : draftPublication;
    const seen = await lookAt(waiting, deps, draft.unitCode, id);
    const [version, versions] = await Promise.all([findVersion(id, draft.newest), listVersions(id)]);
    const phase = phaseOf(draft, context.now);
    return page("drafts/view", draft.title, {
      id,
      draft,
      phase,
      phaseName: PHASE_NAMES[phase],
      period: periodInWords(draft, context.now),
      skinName: draft.skin === "party" ? "Văn bản Đảng" : "UBND, Mặt trận (Nghị định 30/2020)",
      versions: versions.map((one) => ({ ...one, shown: one.n === draft.version, later: one.n > draft.version })),
      positions: (version?.positions ?? []).map((one) => ({ ...one, where: pageInWords(one) })),
      count: version?.positions.length ?? 0,
      doubtful: version?.doubtful?.length ?? 0,
      ...doubtsOf(version, context.query),
      unseen: (version?.doubts ?? []).filter((one) => one.seenBy === "").length,
      letters: version?.letters ?? "",
      n: version?.n ?? 0,
      edits: version?.edits ?? 0,
      before: Math.max(1, draft.newest - 1),
      canEdit: context.me.permissions.includes("drafts.edit") && phase !== "sealed",
      canRead: context.me.permissions.includes("comments.read"),
      unshown: draft.newest > draft.version,
      seen,
      proposal: draft.proposal ?? null,
      closingOnly: draft.proposal?.kind === "closing",
      canApprove: context.me.permissions.includes(draftPublication.may) && seen !== "",
      ownProposal: draft.proposal?.by.id === context.me.id,
      closings: draft.closings ?? [],
      openAt: formatLocal(draft.openAt ?? context.now),
      closeAt: formatLocal(draft.closeAt ?? new Date(context.now.getTime() + 30 * 86_400_000)),
    });
  };
  const load = (context: RouteContext): Promise<Draft> => loadOwn(context.me.scope, context.params["id"] ?? "");

  return [
    ...structureRoutes(deps),
    route({
      method: "get",
      path: "/du-thao",
      may: "drafts.view",
      async handle(context) {
        const drafts = await listDrafts(context.me.scope, ["editing", "published", "sealed"]);
        return page("drafts/list", "Góp ý dự thảo", {
          drafts: drafts.map((draft) => ({
            id: String(draft._id),
            title: draft.title,
            phaseName: PHASE_NAMES[phaseOf(draft, context.now)],
            period: periodInWords(draft, context.now),
            version: draft.version,
          })),
          canEdit: context.me.permissions.includes("drafts.edit"),
          canRead: context.me.permissions.includes("comments.read"),
          canEnter: context.me.permissions.includes("comments.enter"),
        });
      },
    }),
    route({ method: "get", path: "/du-thao/moi", may: "drafts.edit", handle: (context) => newPage(context, EMPTY) }),
    route({
      method: "post",
      path: "/du-thao/moi",
      may: "drafts.edit",
      file: "file",
      body: form,
      async handle(context) {
        const { questions, note: _, lettersSeen: __, ...fields } = context.body;
        const upload = uploadOf(context);
        const lines = questions.split("\n");
        const id = await startDraft(deps, context.me.scope, { ...fields, questions: lines }, upload, me(context));
        await context.audit("draft-created", fields.title);
        return redirect(`/console/du-thao/${id}`, "Đã đọc tệp. Kiểm tra cấu trúc rồi mở lấy ý kiến.");
      },
    }),
    route({
      method: "get",
      path: "/du-thao/:id",
      may: "drafts.view",
      query: doubtsQuery,
      handle: async (context) => view(context, await load(context)),
    }),
    route({
      method: "post",
      path: "/du-thao/:id/ban-moi",
      may: "drafts.edit",
      file: "file",
      body: form,
      async handle(context) {
        const draft = await load(context);
        const n = await addDraftVersion(deps, context.me.scope, String(draft._id), uploadOf(context), me(context));
        await context.audit("draft-version", draft.title, { bản: n });
        return redirect(`/console/du-thao/${String(draft._id)}/so-sanh?tu=${n - 1}`, `Đã thêm bản ${n}, chưa công bố.`);
      },
    }),
    route({
      method: "get",
      path: "/du-thao/:id/so-sanh",
      may: "drafts.view",
      query: z.object({ tu: z.coerce.number().int().min(1).default(1) }),
      async handle(context) {
        const draft = await load(context);
        const id = String(draft._id);
        const [before, after] = [await findVersion(id, context.query.tu), await findVersion(id, draft.newest)];
        const versions = { before: before?.positions ?? [], after: after?.positions ?? [] };
        const changes = await deps.outside.run(compareVersionsTask, versions);
        return page("drafts/changes", "So sánh hai bản", {
          id,
          title: draft.title,
          from: context.query.tu,
          to: draft.newest,
          edits: after?.edits ?? 0,
          same: changes.filter((one) => one.kind === "same").length,
          moved: changes.filter((one) => one.kind === "same" && one.note !== "").length,
          changes: changes.filter((one) => one.kind !== "same"),
          doubtful: after ? await listDoubtful(id, after) : [],
          canDecide: context.me.permissions.includes("drafts.edit") && draft.newest > draft.version,
        });
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/mo",
      may: "drafts.edit",
      body: z.object({ openAt: z.string().max(30).default(""), closeAt: z.string().max(30).default("") }),
      async handle(context) {
        const draft = await load(context);
        const [openAt, closeAt] = [parseLocal(context.body.openAt), parseLocal(context.body.closeAt)];
        if (!openAt || !closeAt) throw invalid({ openAt: "Cần chọn ngày giờ mở và đóng" });
        const id = String(draft._id);
        const done = await proposeDraft(deps, context.me.scope, id, { openAt, closeAt }, me(context));
        const period = { mở: context.body.openAt, đóng: context.body.closeAt };
        await context.audit(done === "extended" ? "draft-extended" : "draft-proposed", draft.title, period);
        return redirect(`/console/du-thao/${id}`, PROPOSED[done]);
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/duyet",
      may: draftPublication.may,
      body: z.object({
        decision: z.enum(["approve", "return", ""]).default(""),
        reason: z.string().max(1000).default(""),
        seen: z.string().max(80).default(""),
      }),
      async handle(context) {
        const draft = await load(context);
        const id = String(draft._id);
        const { decision, reason, seen } = context.body;
        if (decision === "") throw invalid({ decision: "Cần chọn Duyệt hoặc Trả lại" });
        if (decision === "return") {
          await returnDraft(deps, context.me.scope, id, reason, me(context));
          await context.audit("draft-returned", draft.title);
          return redirect(`/console/du-thao/${id}`, "Đã trả lại người soạn.");
        }
        const press = { unitCode: context.me.scope, id, seen, by: me(context), wish: undefined };
        await decide(draft.proposal?.kind === "closing" ? closingMoved : draftPublication, deps, press);
        await context.audit("draft-published", draft.title, { bản: draft.proposal?.version ?? draft.version });
        return redirect(`/console/du-thao/${id}`, "Đã duyệt. Người dân thấy ngay từ bây giờ.");
      },
    }),
  ];
}

const PROPOSED = {
  publish: "Đã trình công bố. Người dân chưa thấy gì cho tới khi lãnh đạo duyệt.",
  closing: "Đã trình đổi thời gian. Thời gian đã công bố giữ nguyên cho tới khi lãnh đạo duyệt.",
  extended: "Đã gia hạn. Người dân thấy hạn mới và hạn cũ.",
} as const;
