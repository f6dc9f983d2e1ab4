import { z } from "zod";
import { CHANNEL_NAMES, type Comment, STANCE_NAMES, STANCES } from "../comments/comment.model.ts";
import { listCounts } from "../comments/position-count.store.ts";
import { GROUNDS, isGround, leafLine, leafOf, receiptOf } from "../comments/rules.ts";
import { sha256Hex, tidyCode } from "../kernel/crypto.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import { findByCode } from "../comments/steer-comment.ts";
import { findPublicCampaign, listPublicItems } from "../content/campaign.store.ts";
import { resolvePhases } from "../content/phases.ts";
import { findDraft, listDrafts } from "../drafts/draft.store.ts";
import { countsAt, findPublicDraft, presentCard } from "../drafts/drafts.api.ts";
import { listPlaces } from "../drafts/list-places.ts";
import { countInWords, pageInWords } from "../drafts/rules.ts";
import { formatNumber } from "../kernel/dates.ts";
import { notFound, unlessRefused } from "../kernel/errors.ts";
import { publicPage, type PublicPage } from "../kernel/public-page.ts";
import { countRequests } from "../requests/rules.ts";
import { listBetween } from "../requests/request.store.ts";
import { historyOf } from "../units/lines.ts";
import { findUnit } from "../units/unit.store.ts";
import { draftsApart } from "./drafts-apart.ts";
import { followProof } from "./merkle.ts";
import { newestOpenCount } from "./open-counts.ts";
import { findReport } from "./report.store.ts";
import { proveMembership } from "./seal-report.ts";
import { rowOf } from "../kernel/table.ts";
import { scopeOf } from "../units/scope-of.ts";

export interface PublicDeps {
  comments: CommentBox;
  publicUrl: string;
}

const dayOf = (key: string): Date => new Date(`${key}T00:00:00+07:00`);

async function unitOf(code: string) {
  const unit = await findUnit(code);
  if (!unit) throw notFound("đơn vị này");
  return unit;
}

/** The open side of consulting: drafts, weekly counts, the check of a receipt, a campaign's page, the widget. */
export const publicPages = (deps: PublicDeps): PublicPage[] => [
  publicPage({
    path: "/don-vi/:unit",
    async handle({ params, now }) {
      const unit = await unitOf(params["unit"] ?? "");
      const drafts = await listDrafts(await scopeOf({ unitCode: unit._id }, now), ["published", "sealed"]);
      return {
        kind: "page",
        view: "reports/public-unit",
        title: `Lấy ý kiến: ${unit.name}`,
        data: {
          office: unit.office,
          unit: unit._id,
          contact: unit.contact,
          drafts: drafts.map((one) => presentCard(one, now)),
          history: await historyOf(unit, now),
          apart: await draftsApart(unit, now),
        },
      };
    },
  }),
  publicPage({
    path: "/nhung/:unit",
    async handle({ params, now }) {
      const unit = await unitOf(params["unit"] ?? "");
      const drafts = (await listDrafts(await scopeOf({ unitCode: unit._id }, now), ["published"])).map((one) =>
        presentCard(one, now),
      );
      return {
        kind: "widget",
        view: "reports/widget",
        title: `Góp ý dự thảo ${unit.name}`,
        data: { office: unit.office, url: deps.publicUrl, open: drafts.filter((one) => one.phase === "open") },
      };
    },
  }),
  publicPage({
    path: "/nhung/chien-dich/:id",
    async handle({ params, now }) {
      const campaign = await findPublicCampaign(params["id"] ?? "");
      if (!campaign) throw notFound("chiến dịch này");
      const unit = await findUnit(campaign.unitCode);
      const drafts = (await listDrafts(campaign.unitCode, ["published"])).filter(
        (one) => one.campaignId === String(campaign._id),
      );
      const open = drafts.map((one) => presentCard(one, now)).filter((one) => one.phase === "open");
      return {
        kind: "widget",
        view: "reports/widget",
        title: campaign.name,
        data: { office: unit?.office ?? campaign.name, url: deps.publicUrl, open },
      };
    },
  }),
  publicPage({
    path: "/du-thao/:id",
    async handle({ params, now }) {
      const draft = await findPublicDraft(params["id"] ?? "");
      const id = String(draft._id);
      const [unit, places, counts] = await Promise.all([findUnit(draft.unitCode), listPlaces(draft), listCounts(id)]);
      const at = new Map(
        counts.map(({ position, opinions, byVersion = {} }) => [position, { opinions, byVersion }] as const),
      );
      const shown = places.map((place) => ({
        ...place,
        heading: place.kind === "phan" || place.kind === "chuong",
        where: pageInWords(place),
        ...countsAt(draft, place, at.get(place.id)),
      }));
      return {
        kind: "page",
        view: "reports/public-draft",
        title: draft.title,
        data: {
          office: unit?.office ?? "",
          contact: unit?.contact,
          unit: draft.unitCode,
          card: presentCard(draft, now),
          questions: draft.questions,
          whole: countInWords(at.get("")?.opinions ?? 0),
          positions: shown.filter((place) => place.version === draft.version),
          gone: shown.filter((place) => place.version < draft.version && (at.get(place.id)?.opinions ?? 0) > 0),
          report: (await findReport(id))?.state === "ready",
        },
      };
    },
  }),
  publicPage({
    path: "/du-thao/:id/so-lieu",
    async handle({ params }) {
      const draft = await findPublicDraft(params["id"] ?? "");
      const [unit, count, report] = await Promise.all([
        findUnit(draft.unitCode),
        newestOpenCount(String(draft._id)),
        findReport(String(draft._id)),
      ]);
      const figures = report?.figures ?? count?.figures;
      const rows = (of: Record<string, number>, name: (key: string) => string) =>
        Object.entries(of).map(([key, n]) => ({ name: name(key), n }));
      return {
        kind: "page",
        view: "reports/public-counts",
        title: `Số liệu công khai: ${draft.title}`,
        data: {
          office: unit?.office ?? "",
          id: String(draft._id),
          draft: draft.title,
          takenAt: report?.figures ? report.sealedAt : count?.takenAt,
          sealed: report?.state === "ready",
          root: report?.root ?? "",
          figures,
          stances: STANCES.map((stance) => ({ name: STANCE_NAMES[stance], n: figures?.byStance[stance] ?? 0 })),
          channels: rows(figures?.byChannel ?? {}, (key) => rowOf(CHANNEL_NAMES, key) ?? key),
          grounds: rows(figures?.byGround ?? {}, (key) => (isGround(key) ? GROUNDS[key].name : key)),
          answered: count?.answered ?? 0,
          median: count?.medianDays == null ? "" : `${formatNumber(Math.round(count.medianDays))} ngày`,
          seed: count?.seed ?? "",
          excerpts: (count?.excerpts ?? []).map((one) => ({ stance: STANCE_NAMES[one.stance], words: one.words })),
        },
      };
    },
  }),
  publicPage({
    path: "/kiem-tra",
    async handle() {
      return {
        kind: "page",
        view: "reports/public-check",
        title: "Kiểm tra ý kiến trong báo cáo",
        data: { office: "Loa Số", asked: false },
      };
    },
  }),
  publicPage({
    method: "post",
    path: "/kiem-tra",
    handle: ({ body }) => checkReceipt(deps, body["code"] ?? ""),
  }),
  publicPage({
    path: "/chien-dich/:id",
    async handle({ params, now }) {
      const campaign = await findPublicCampaign(params["id"] ?? "");
      if (!campaign) throw notFound("chiến dịch này");
      const unit = await findUnit(campaign.unitCode);
      const id = String(campaign._id);
      const drafts = (await listDrafts(campaign.unitCode, ["published", "sealed"])).filter(
        (one) => one.campaignId === id,
      );
      const items = await listPublicItems(id, campaign.unitCode, now);
      return {
        kind: "page",
        view: "reports/public-campaign",
        title: campaign.name,
        data: {
          office: unit?.office ?? "",
          campaign: campaign.name,
          phases: resolvePhases(campaign).phases.map(({ name, from, to }) => ({
            name,
            from: from ? dayOf(from) : null,
            to: to ? dayOf(to) : null,
          })),
          items: items.map((item) => ({
            id: String(item._id),
            title: item.title,
            at: item.approval?.at ?? item.updatedAt,
          })),
          drafts: drafts.map((one) => presentCard(one, now)),
        },
      };
    },
  }),
  publicPage({
    path: "/phan-anh/:unit",
    query: z.object({ nam: z.coerce.number().int().min(2000).max(2100).optional() }),
    async handle({ params, query, now }) {
      const unit = await unitOf(params["unit"] ?? "");
      const year = query.nam ?? now.getUTCFullYear();
      const [from, to] = [new Date(`${year}-01-01T00:00:00+07:00`), new Date(`${year + 1}-01-01T00:00:00+07:00`)];
      const figures = countRequests(await listBetween(await scopeOf({ unitCode: unit._id }, now), from, to), now);
      return {
        kind: "page",
        view: "reports/public-requests",
        title: `Phản ánh năm ${year}: ${unit.name}`,
        data: { office: unit.office, year, figures },
      };
    },
  }),
];

/** What a comment that is in no total is: hidden on which ground, late, a question; "" for an opinion like the others. */
function standingOf(comment: Comment): string {
  if (comment.state === "hidden") {
    const ground = comment.hiding && isGround(comment.hiding.ground) ? GROUNDS[comment.hiding.ground].name : "";
    return `Ý kiến này không được đăng${ground === "" ? "" : ` vì căn cứ “${ground}”`}${comment.hiding?.article ? ` (${comment.hiding.article})` : ""}. Ý kiến vẫn được lưu, được đếm ở mục “Không đăng vì căn cứ pháp luật” và nằm trong mã niêm phong.`;
  }
  if (comment.state === "withdrawn") return "";
  if (comment.late)
    return "Ý kiến này gửi sau thời hạn. Ý kiến được lưu, in trong báo cáo, và đếm riêng ở mục “Gửi ngoài thời hạn”.";
  if (comment.kind === "question")
    return "Đây là câu hỏi. Câu hỏi được trả lời riêng và đếm ở mục “Câu hỏi”, không tính là ý kiến.";
  return "";
}

/** Whether the sealed report holds the comment of a receipt, and the way to see it for oneself. */
async function checkReceipt(deps: PublicDeps, code: string) {
  const tidy = tidyCode(code);
  const page = (data: Record<string, unknown>) => ({
    kind: "page" as const,
    view: "reports/public-check",
    title: "Kiểm tra ý kiến trong báo cáo",
    data: { office: "Loa Số", asked: true, code, ...data },
  });
  const comment = tidy === "" ? undefined : await unlessRefused(findByCode(tidy));
  if (!comment) return page({ found: false });
  const standing = standingOf(comment);
  const [draft, report] = [await findDraft(comment.draftId), await findReport(comment.draftId)];
  const receipt = receiptOf(tidy);
  const proof = await proveMembership(comment.draftId, receipt);
  if (!proof || report?.state !== "ready")
    return page({
      found: true,
      draft: draft?.title,
      sealed: false,
      withdrawn: comment.state === "withdrawn",
      standing,
    });
  const said = comment.body === "" ? undefined : deps.comments.openWords(comment.body);
  const leaf = said ? leafOf({ ...comment, receipt, ...said }) : proof.leaf;
  return page({
    found: true,
    standing,
    // from one's own words to the leaf: everything but the words is no secret
    recipe: {
      receipt,
      position: comment.position,
      version: comment.version,
      stance: comment.stance,
      stanceName: STANCE_NAMES[comment.stance],
      textHash: said ? sha256Hex(nfc(said.text)) : "",
      amendmentHash: said?.amendment ? sha256Hex(nfc(said.amendment)) : "",
      reasonHash: said ? sha256Hex(nfc(said.reason)) : "",
      line: said ? leafLine({ ...comment, receipt, ...said }) : "",
    },
    sealed: true,
    draft: draft?.title,
    holds: followProof(leaf, proof.steps) === report.root,
    text: said?.text ?? "",
    root: report.root,
    leaf,
    steps: proof.steps.map((step) => ({ side: step.side === "left" ? "trái" : "phải", hash: step.hash })),
  });
}
