import { CHANNEL_NAMES, KIND_NAMES, STANCE_NAMES } from "../comments/comment.model.ts";
import { GROUNDS } from "../comments/rules.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import { findPublicDraft } from "../drafts/drafts.api.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { notFound } from "../kernel/errors.ts";
import { publicPage, type PublicPage } from "../kernel/public-page.ts";
import { findUnit } from "../units/unit.store.ts";
import { asCsv, asJsonLines, openIntakes, openRows } from "./open-data.ts";
import type { Report } from "./report.model.ts";
import { findReport } from "./report.store.ts";

export const LICENCE = "Được sao chép, dùng lại, kể cả để kinh doanh, khi ghi rõ nguồn (CC BY 4.0).";
const HOUR = 3600;

/** The draft and its sealed report. @throws AppError 404 before there is one */
async function sealed(id: string): Promise<{ draft: Draft; report: Report }> {
  const draft = await findPublicDraft(id);
  const report = await findReport(String(draft._id));
  if (report?.state !== "ready") throw notFound("dữ liệu mở của dự thảo này, vì chưa có báo cáo niêm phong");
  return { draft, report };
}

const named = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, name]) => ({ value, name }));

/** What anybody may take away of a closed consultation, and count the sealed figures from again. */
export const openDataPages = (deps: { comments: CommentBox; publicUrl: string }): PublicPage[] => [
  publicPage({
    path: "/du-thao/:id/du-lieu",
    async handle({ params }) {
      const { draft, report } = await sealed(params["id"] ?? "");
      const unit = await findUnit(draft.unitCode);
      return {
        kind: "page",
        view: "reports/public-open-data",
        title: `Dữ liệu mở: ${draft.title}`,
        data: {
          office: unit?.office ?? "",
          id: String(draft._id),
          draft: draft.title,
          licence: LICENCE,
          report: { ...report, pdfSha: report.pdfSha ?? "" },
          stances: named(STANCE_NAMES),
          kinds: named(KIND_NAMES),
          channels: named(CHANNEL_NAMES),
          grounds: Object.entries(GROUNDS).map(([value, { name }]) => ({ value, name })),
        },
      };
    },
  }),
  publicPage({
    path: "/du-thao/:id/du-lieu.csv",
    async handle({ params }) {
      const { draft } = await sealed(params["id"] ?? "");
      const body = asCsv(openRows(deps.comments, draft));
      return { kind: "file", type: "text/csv; charset=utf-8", body, seconds: HOUR, name: "y-kien.csv" };
    },
  }),
  publicPage({
    path: "/du-thao/:id/du-lieu.jsonl",
    async handle({ params }) {
      const { draft } = await sealed(params["id"] ?? "");
      const body = asJsonLines(openRows(deps.comments, draft));
      return { kind: "file", type: "application/jsonl; charset=utf-8", body, seconds: HOUR, name: "y-kien.jsonl" };
    },
  }),
  publicPage({
    path: "/du-thao/:id/du-lieu.json",
    async handle({ params }) {
      const { draft, report } = await sealed(params["id"] ?? "");
      const { figures, root, logHead, docxSha, pdfSha = "", xlsxSha, sealedAt } = report;
      const unit = await findUnit(draft.unitCode);
      return {
        kind: "json",
        body: {
          title: draft.title,
          office: unit?.office ?? "",
          licence: LICENCE,
          schema: `${deps.publicUrl}/cong-khai/du-thao/${String(draft._id)}/du-lieu`,
          sealed: { at: sealedAt.toISOString(), root, logHead, docx: docxSha, pdf: pdfSha, xlsx: xlsxSha },
          figures,
          intakes: await openIntakes(String(draft._id)),
        },
      };
    },
  }),
];
