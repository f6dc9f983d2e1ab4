import { z } from "zod";
import type { Draft } from "../drafts/draft.model.ts";
import { loadOwn } from "../drafts/prepare-draft.ts";
import { phaseOf } from "../drafts/rules.ts";
import { type ConsoleRoute, fragment, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { days } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { randomUUID } from "node:crypto";
import { hasWithdrawn } from "./comment.store.ts";
import { INTAKE_KINDS, type Intake } from "./intake.model.ts";
import { findIntake } from "./intake.store.ts";
import { hangScan, MOST_PAGES, openScan, readScan, type ScanDeps } from "./keep-scan.ts";
import { listScans } from "./scan.store.ts";
import { SLIP_DAYS, slipsOf } from "./slips.ts";

export type PaperDeps = ScanDeps & { publicUrl: string };

/** A paper that was entered: its pages, and for who entered it the slips to print. */
export function paperRoutes(deps: PaperDeps): ConsoleRoute[] {
  const load = async (context: RouteContext): Promise<{ draft: Draft; intake: Intake }> => {
    const draft = await loadOwn(context.me.scope, context.params["id"] ?? "");
    const intake = await findIntake(String(draft._id), context.params["intake"] ?? "");
    // who only enters papers sees no other's: what people wrote stands on them
    const may = intake && (intake.by.id === context.me.id || context.me.permissions.includes("comments.read"));
    if (!may) throw notFound("phiếu này");
    return { draft, intake };
  };
  const pathOf = (draft: Draft, intake: Intake): string =>
    `/console/du-thao/${String(draft._id)}/gop-y/phieu/${String(intake._id)}`;

  const paperPage = async (context: RouteContext) => {
    const { draft, intake } = await load(context);
    // a page script that sent it asks only whether it stands
    if (context.partial) return fragment("comments/entered", { id: String(intake._id) });
    const mine = intake.by.id === context.me.id;
    const slips = mine ? await slipsOf(deps, draft, intake) : [];
    if (slips.length > 0)
      await context.audit("slips-shown", draft.title, { phiếu: String(intake._id), "số mã": slips.length });
    const pages = await listScans(String(intake._id));
    return page("comments/paper", "Phiếu đã nhập", {
      id: String(draft._id),
      draft: draft.title,
      path: pathOf(draft, intake),
      reads: context.me.permissions.includes("comments.read"),
      kindName: INTAKE_KINDS[intake.kind],
      intake,
      slips,
      until: new Date(intake.at.getTime() + days(SLIP_DAYS)),
      pages: pages.map(({ _id }, n) => ({ src: `${pathOf(draft, intake)}/anh/${_id}`, n: n + 1 })),
      mayAdd:
        draft.state !== "sealed" &&
        pages.length < MOST_PAGES &&
        !(await hasWithdrawn(String(draft._id), String(intake._id))),
      key: randomUUID(),
    });
  };

  return [
    route({
      method: "get",
      path: "/du-thao/:id/gop-y/phieu/:intake",
      may: "comments.enter",
      handle: paperPage,
    }),
    route({
      method: "get",
      path: "/du-thao/:id/gop-y/phieu/:intake/anh/:scan",
      may: "comments.enter",
      async handle(context) {
        const { draft, intake } = await load(context);
        const bytes = await openScan(deps.comments, String(intake._id), context.params["scan"] ?? "");
        if (!bytes) throw notFound("ảnh này");
        await context.audit("scan-opened", draft.title, { phiếu: String(intake._id) });
        return { kind: "image", type: "image/jpeg", body: bytes };
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/phieu/:intake/anh",
      may: "comments.enter",
      file: "file",
      body: z.object({ key: z.string().max(100).default("") }),
      async handle(context) {
        const { draft, intake } = await load(context);
        if (phaseOf(draft, context.now) === "sealed") throw conflict("Dự thảo đã có báo cáo, không thêm ảnh được nữa.");
        if (!context.file) throw invalid({ file: "Chọn ảnh của một trang" });
        if (!(await hangScan(deps, intake, await readScan(deps.outside, context.file), context.body.key)))
          throw conflict("Một ý kiến trong phiếu đã được rút lại, không thêm ảnh của phiếu này được nữa.");
        await context.audit("scan-added", draft.title, { phiếu: String(intake._id) });
        return redirect(pathOf(draft, intake), "Đã thêm một trang ảnh.");
      },
    }),
  ];
}
