import { z } from "zod";
import { listItems } from "../content/item.store.ts";
import { KIND_RULES } from "../content/kinds.ts";
import { decide, lookAt } from "../decisions/decide.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import { findUnits } from "../units/unit.store.ts";
import { readContents } from "./content.store.ts";
import { copiesOfEntries, countStates, tableOfPackage } from "./copy.store.ts";
import { findFaults } from "./find-faults.ts";
import { endOfDay, FREE_NAMES, freeOf, many } from "./package.form.ts";
import type { Package } from "./package.model.ts";
import { listPackages } from "./package.store.ts";
import {
  noTally,
  presentEntries,
  presentPackage,
  presentWithdrawals,
  groupText,
  rowsBy,
  sumRow,
  tallies,
  tallyOf,
} from "./present.ts";
import { packageRelease } from "./release.decision.ts";
import { CATALOGUE, goneCodes } from "./rules.ts";
import { remindedToday } from "./remind-units.ts";
import {
  addEntries,
  CHANGED,
  mustFindPackage,
  needsReason,
  type PackageDeps,
  reopenPackage,
  returnPackage,
  startPackage,
  submitPackage,
} from "./save-package.ts";

export interface PackagesDeps extends PackageDeps {
  box: SecretBox;
}

const AT = "/console/goi-noi-dung";
const revision = z.coerce.number().int();
/** What was read must be what was on the screen. */
export function refuseStale(read: Package, seen: number): void {
  if (read.revision !== seen) throw conflict(CHANGED);
}

/** Gói nội dung: what a department hands down, from its intake to what communes made of it. */
export function packagesRoutes(deps: PackagesDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Package> =>
    mustFindPackage(context.me.scope, context.params["id"] ?? "");
  const back = (read: Package, note: string) => redirect(`${AT}/${String(read._id)}`, note);
  const view = async (context: RouteContext<unknown, { xem: string }>) => {
    const id = context.params["id"] ?? "";
    const seen = await lookAt(packageRelease, deps, context.me.scope, id);
    const read = await load(context);
    const [copies, faults, contents] = await Promise.all([
      tableOfPackage(id),
      findFaults(read, context.now),
      readContents(read.entries.flatMap((entry) => entry.contents)),
    ]);
    const units = new Map(
      (await findUnits([...new Set(copies.map((copy) => copy.unitCode))])).map((one) => [one._id, one.name]),
    );
    const nameOf = (code: string): string => units.get(code) ?? code;
    const titles = new Map(
      read.versions.flatMap(({ entries }) => entries.map(({ code, title }) => [code, `${code} ${title}`])),
    );
    const live = copies.filter(({ state }) => state !== "withdrawn");
    const rows =
      context.query.xem === "muc"
        ? rowsBy(
            copies,
            ({ code }) => code,
            (code) => titles.get(code) ?? code,
            context.now,
          )
        : rowsBy(live, ({ unitCode }) => unitCode, nameOf, context.now).toSorted(
            (a, b) => b.waiting - a.waiting || byVietnamese(a.name, b.name),
          );
    const may = (permission: "packages.edit" | "packages.release"): boolean =>
      context.me.permissions.includes(permission);
    const writing = read.state === "draft" || read.state === "returned";
    const items =
      may("packages.edit") && writing
        ? await listItems(context.me.scope, ["approved", "draft", "returned", "waiting"])
        : [];
    return page("distribution/package", read.title, {
      package: presentPackage(read, tallyOf(copies), context.now),
      seen,
      entries: presentEntries(read, contents, faults),
      faultCount: new Set(faults.map(({ code }) => code)).size,
      missing: Math.max(0, CATALOGUE - read.entries.length),
      catalogue: CATALOGUE,
      cells: sumRow(live),
      rows,
      sums: sumRow(context.query.xem === "muc" ? copies : live),
      byEntry: context.query.xem === "muc",
      unitCount: units.size,
      withdrawals: presentWithdrawals(read, await copiesOfEntries(id, [...goneCodes(read.withdrawals)]), nameOf),
      unitsWaiting: new Set(live.flatMap((copy) => (copy.state === "waiting" ? [copy.unitCode] : []))).size,
      remindedAt: remindedToday(read, context.now),
      groupText: groupText(read),
      returned: read.returned,
      writing,
      waiting: read.state === "waiting",
      released: read.state === "released",
      canEdit: may("packages.edit"),
      canRelease: may("packages.release") && seen !== "",
      isAuthor: read.authors.some((one) => one.id === context.me.id),
      items: items.map((item) => ({
        id: String(item._id),
        title: item.title || "(chưa có tiêu đề)",
        kind: KIND_RULES[item.kind].name,
      })),
      needsReason: needsReason(read, 1),
      receivedAt: formatLocal(context.now).slice(0, 10),
      free: FREE_NAMES,
    });
  };
  return [
    route({
      method: "get",
      path: "/goi-noi-dung",
      may: "packages.view",
      async handle({ me, now }) {
        const packages = await listPackages(me.scope);
        const counts = tallies(await countStates(packages.map(({ _id }) => String(_id))));
        return page("distribution/packages", "Gói nội dung", {
          rows: packages.map((one) => presentPackage(one, counts.get(String(one._id)) ?? noTally(), now)),
          canEdit: me.permissions.includes("packages.edit"),
        });
      },
    }),
    route({
      method: "post",
      path: "/goi-noi-dung",
      may: "packages.edit",
      body: z.object({
        title: z.string().max(200).default(""),
        note: z.string().max(2000).default(""),
        deadline: z.string().max(30).default(""),
      }),
      async handle(context) {
        const { title, note, deadline } = context.body;
        const given = { title, note, deadline: endOfDay(deadline) };
        const id = await startPackage(deps, context.me.scope, given, byMe(context));
        await context.audit("package-started", title);
        return redirect(`${AT}/${id}`, "Đã lập gói. Thêm mục vào danh mục.");
      },
    }),
    route({
      method: "get",
      path: "/goi-noi-dung/:id",
      may: "packages.view",
      query: z.object({ xem: z.enum(["", "muc"]).catch("").default("") }),
      handle: (context) => view(context),
    }),
    route({
      method: "post",
      path: "/goi-noi-dung/:id/muc",
      may: "packages.edit",
      mostFields: 500,
      body: z.object({
        revision,
        items: many(30),
        how: z.enum(["tung-bai", "nhom"]).default("tung-bai"),
        title: z.string().max(200).default(""),
        organ: z.string().max(200).default(""),
        receivedAt: z.string().max(30).default(""),
        dueAt: z.string().max(30).default(""),
        free: many(10),
        foreign: z.string().max(3).default(""),
        reason: z.string().max(500).default(""),
      }),
      async handle(context) {
        const { body } = context;
        const read = await load(context);
        refuseStale(read, body.revision);
        const dueAt = body.dueAt === "" ? null : endOfDay(body.dueAt);
        if (dueAt === undefined) throw invalid({ dueAt: "Hạn đăng không phải ngày có thật. Chọn lại ngày" });
        const given = {
          items: [...new Set(body.items)],
          asGroup: body.how === "nhom",
          title: body.title,
          organ: body.organ,
          receivedAt: parseLocal(body.receivedAt),
          dueAt,
          free: freeOf(body.free),
          foreign: body.foreign !== "",
          reason: body.reason,
        };
        const codes = await addEntries(deps, context.me.scope, read, given, byMe(context));
        await context.audit("package-entries-added", read.title, { mục: codes.join(", ") });
        return back(read, `Đã thêm ${codes.join(", ")}.`);
      },
    }),
    route({
      method: "post",
      path: "/goi-noi-dung/:id/trinh",
      may: "packages.edit",
      body: z.object({ revision }),
      async handle(context) {
        const read = await load(context);
        refuseStale(read, context.body.revision);
        await submitPackage(deps, read);
        await context.audit("package-submitted", read.title);
        return back(read, "Đã trình duyệt gói.");
      },
    }),
    route({
      method: "post",
      path: "/goi-noi-dung/:id/sua",
      may: "packages.edit",
      body: z.object({ revision }),
      async handle(context) {
        const read = await load(context);
        refuseStale(read, context.body.revision);
        await reopenPackage(deps, read);
        await context.audit("package-reopened", read.title);
        return back(read, read.version > 0 ? `Đang soạn bản ${read.version + 1}.` : "Đã rút về để sửa.");
      },
    }),
    route({
      method: "post",
      path: "/goi-noi-dung/:id/duyet",
      may: packageRelease.may,
      body: z.object({
        revision,
        decision: z.enum(["duyet", "tra-lai", ""]).default(""),
        reason: z.string().max(1000).default(""),
        code: z.string().max(12).default(""),
        seen: z.string().max(80).default(""),
      }),
      async handle(context) {
        const { body, me } = context;
        const read = await load(context);
        if (body.decision === "") throw invalid({ decision: "Chọn duyệt hoặc trả lại" });
        if (body.decision === "tra-lai") {
          refuseStale(read, body.revision);
          await returnPackage(deps, read, body.reason, byMe(context));
          await context.audit("package-returned", read.title);
          return back(read, "Đã trả lại người soạn.");
        }
        const press = {
          unitCode: me.scope,
          id: String(read._id),
          seen: body.seen,
          by: byMe(context),
          code: body.code,
          wish: undefined,
        };
        await decide(packageRelease, deps, press);
        await context.audit("package-released", read.title);
        return back(read, "Đã duyệt. Gói có thể đẩy tới đơn vị.");
      },
    }),
  ];
}
