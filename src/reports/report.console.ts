import { z } from "zod";
import { unanswered } from "../comments/answer-position.ts";
import { checkChain } from "../comments/append-log.ts";
import { listAppealed, tally } from "../comments/comment.store.ts";
import { decide, lookAt } from "../decisions/decide.ts";
import { loadOwn } from "../drafts/prepare-draft.ts";
import { PHASE_NAMES, phaseOf } from "../drafts/rules.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { findUnit } from "../units/unit.store.ts";
import { countAgain, countFigures, differences, sourceOf } from "./gather-report.ts";
import { findReport, readFile, type ReportFile } from "./report.store.ts";
import { type SealDeps, sealing } from "./seal.decision.ts";
import { sealedFacts } from "./seal-report.ts";
import { issuer } from "./form-words.ts";
import { figureLines } from "./figure-lines.ts";

const TYPES: Readonly<Record<ReportFile, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
};

/** Báo cáo tổng hợp, for who may read comments (it holds them word for word): what it will say, what still stands in its way, the preview, the seal, the files. */
export function reportRoutes(deps: SealDeps): ConsoleRoute[] {
  const view = async (context: RouteContext) => {
    const seen = await lookAt(sealing, deps, context.me.scope, context.params["id"] ?? "");
    const draft = await loadOwn(context.me.scope, context.params["id"] ?? "");
    const id = String(draft._id);
    const [figures, rows, report, unit, chain] = await Promise.all([
      countFigures(draft),
      tally(id),
      findReport(id),
      findUnit(draft.unitCode),
      checkChain(id),
    ]);
    const source = await sourceOf(draft, deps.comments, issuer(draft.skin, unit));
    const open = unanswered(source.positions, rows, source.answers.values());
    const phase = phaseOf(draft, context.now);
    const appeals = (await listAppealed(id)).length;
    return page("reports/report", `Báo cáo: ${draft.title}`, {
      id,
      title: draft.title,
      phase,
      phaseName: PHASE_NAMES[phase],
      lines: figureLines(report?.figures ?? figures),
      differences: report?.state === "ready" ? [] : differences(figures, await countAgain(source)),
      unanswered: open.length,
      appeals,
      report,
      ready: report?.state === "ready",
      writing: report?.state === "writing",
      refused: report?.state === "refused" ? report.reason : "",
      chain,
      seen,
      canSeal: context.me.permissions.includes(sealing.may) && phase === "closed",
      party: draft.skin === "party",
    });
  };
  return [
    route({ method: "get", path: "/du-thao/:id/bao-cao", may: "comments.read", handle: (context) => view(context) }),
    route({
      method: "post",
      path: "/du-thao/:id/bao-cao/niem-phong",
      may: sealing.may,
      body: z.object({
        seen: z.string().max(80).default(""),
        number: z.coerce.number().int().min(0).max(99_999).default(0),
        signerTitle: z.string().max(300).default(""),
        signerName: z.string().max(200).default(""),
        proposals: z.string().max(5000).default(""),
        code: z.string().max(10).default(""),
      }),
      async handle(context) {
        const { body, me } = context;
        const id = context.params["id"] ?? "";
        const signer = { title: body.signerTitle, name: body.signerName };
        const wish = { number: body.number, signer, proposals: body.proposals };
        const by = { id: me.id, name: me.name };
        await decide(sealing, deps, { unitCode: me.scope, id, seen: body.seen, by, code: body.code, wish });
        await context.audit("draft-sealed", id);
        return redirect(`/console/du-thao/${id}/bao-cao`, "Đã niêm phong. Báo cáo đang được lập.");
      },
    }),
    ...(["docx", "pdf", "xlsx"] as const).map((kind) =>
      route({
        method: "get",
        path: `/du-thao/:id/bao-cao.${kind}`,
        may: "comments.read",
        async handle(context) {
          const draft = await loadOwn(context.me.scope, context.params["id"] ?? "");
          const id = String(draft._id);
          await context.audit("report-downloaded", draft.title, { tệp: kind });
          const report = await findReport(id);
          const file = (body: AsyncIterable<string>, name: string) =>
            ({ kind: "file" as const, name: `${name}.${kind}`, type: TYPES[kind], body }) as const;
          // a report sealed before there were PDFs has none stored: it is drawn from the same sealed facts
          const stored = kind !== "pdf" || Boolean(report?.pdfSha);
          if (report?.state === "ready" && stored)
            return file(readFile(id, kind) as AsyncIterable<string>, "bao-cao-tong-hop");
          const sealed = report?.state === "ready" ? sealedFacts(report) : undefined;
          if (sealed)
            return file(
              (await deps.pack({ draftId: id, kind, sealed })) as AsyncIterable<unknown> as AsyncIterable<string>,
              "bao-cao-tong-hop",
            );
          if (draft.state === "sealed") throw notFound("báo cáo: đang được lập, vui lòng chờ ít phút");
          const content: unknown = await deps.pack({ draftId: id, kind });
          return file(content as AsyncIterable<string>, "ban-xem-truoc");
        },
      }),
    ),
  ];
}
