import { z } from "zod";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { invalid } from "../kernel/errors.ts";
import { rowsBy } from "../kernel/rows-by.ts";
import { kindName } from "../units/kinds.ts";
import { copiesOfUnit, countEntryStates } from "./copy.store.ts";
import type { FollowDeps } from "./follow-copy.ts";
import { WAY_KEYS, WAYS } from "./legal-kinds.ts";
import { many } from "./package.form.ts";
import type { Package } from "./package.model.ts";
import { refuseStale } from "./packages.console.ts";
import { pushPackage, unitsBelow, withdrawEntries } from "./push-package.ts";
import { correctionOf } from "./present.ts";
import { COPY_WORDS, entriesInForce, goneCodes } from "./rules.ts";
import { loudspeakerOf } from "./unit-cadence.ts";
import { remindUnits } from "./remind-units.ts";
import { mustFindPackage, type PackageDeps } from "./save-package.ts";

const AT = "/console/goi-noi-dung";
/** Groups a department chooses units by: their kinds, as they are today. */
const groupsOf = (units: readonly { kind: string }[]) =>
  [...new Set(units.map(({ kind }) => kind))].map((key) => ({
    key,
    name: kindName(key),
    count: units.filter(({ kind }) => kind === key).length,
  }));

/** Đẩy tới đơn vị, Thu hồi: each a page of its own, each one deed. */
export function pushRoutes(deps: PackageDeps & FollowDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Package> =>
    mustFindPackage(context.me.scope, context.params["id"] ?? "");
  return [
    route({
      method: "get",
      path: "/goi-noi-dung/:id/day",
      may: "packages.edit",
      async handle(context) {
        const read = await load(context);
        const units = await unitsBelow(read.unitCode, context.now);
        const before = new Set(
          read.pushes.filter(({ version }) => version === read.version).flatMap((push) => push.units),
        );
        return page("distribution/push", `Đẩy ${read.title}`, {
          id: String(read._id),
          title: read.title,
          revision: read.revision,
          version: read.version,
          entries: entriesInForce(read).length,
          units: units.map(({ _id, name }) => ({ code: _id, name, had: before.has(_id) })),
          unitCount: units.length,
          had: units.filter(({ _id }) => before.has(_id)).length,
          groups: groupsOf(units),
          ways: WAYS,
          released: read.version > 0,
        });
      },
    }),
    route({
      method: "post",
      path: "/goi-noi-dung/:id/day",
      may: "packages.edit",
      mostFields: 5200,
      body: z.object({
        revision: z.coerce.number().int(),
        whom: z.enum(["tat-ca", "nhom", "chon", ""]).default(""),
        group: many(60),
        unit: many(60),
        way: many(60).pipe(z.array(z.enum(WAY_KEYS))),
      }),
      async handle(context) {
        const { body } = context;
        const read = await load(context);
        if (body.whom === "") throw invalid({ whom: "Cần chọn đơn vị nhận" });
        const units = await unitsBelow(read.unitCode, context.now);
        const codes = {
          "tat-ca": () => units.map(({ _id }) => _id),
          nhom: () => units.filter(({ kind }) => body.group.includes(kind)).map(({ _id }) => _id),
          chon: () => body.unit,
        }[body.whom]();
        // the page's own revision goes with the deed: a press on an older page is told what is there now
        const seen = { ...read, revision: body.revision };
        const done = await pushPackage(deps, seen, { units: codes, ways: body.way }, byMe(context));
        await context.audit("package-pushed", read.title, { "đơn vị": done.units, mục: done.entries });
        return redirect(
          `${AT}/${String(read._id)}`,
          `Đang đẩy ${done.entries} mục tới ${done.units} đơn vị. Đóng trang được.`,
        );
      },
    }),
    route({
      method: "get",
      path: "/goi-noi-dung/:id/thu-hoi",
      may: "packages.edit",
      async handle(context) {
        const read = await load(context);
        const counts = rowsBy(await countEntryStates(String(read._id)), (one) => one.code);
        const entries = entriesInForce(read);
        return page("distribution/withdraw", `Thu hồi mục của ${read.title}`, {
          id: String(read._id),
          title: read.title,
          revision: read.revision,
          entries: entries.map(({ code, title }) => {
            const of = counts.get(code) ?? [];
            const states = Object.entries(COPY_WORDS)
              .map(([state, { word }]) => ({ word, n: of.find((one) => one.state === state)?.n ?? 0 }))
              .filter(({ n }) => n > 0);
            return { code, title, states: states.map(({ word, n }) => `${word.toLowerCase()} ${n}`).join(", ") };
          }),
        });
      },
    }),
    route({
      method: "post",
      path: "/goi-noi-dung/:id/thu-hoi",
      may: "packages.edit",
      mostFields: 500,
      body: z.object({
        revision: z.coerce.number().int(),
        what: z.enum(["thu-hoi", "thay", ""]).default(""),
        codes: many(20),
        replacedBy: z.string().max(20).default(""),
        reason: z.string().max(500).default(""),
      }),
      async handle(context) {
        const { body } = context;
        const read = await load(context);
        if (body.what === "") throw invalid({ what: "Chọn thu hồi hẳn hay thay bằng mục khác" });
        if (body.what === "thay" && body.replacedBy === "") throw invalid({ replacedBy: "Chọn mục thay thế" });
        if (!goneCodesAll(read, body.codes)) refuseStale(read, body.revision);
        const wish = {
          codes: body.codes,
          replacedBy: body.what === "thay" ? body.replacedBy : "",
          reason: body.reason,
        };
        await withdrawEntries(deps, read, wish, byMe(context));
        const codes = body.codes.join(", ");
        await context.audit(body.what === "thay" ? "package-replaced" : "package-withdrawn", read.title, {
          mục: codes,
        });
        const note = body.what === "thay" ? `Đã thay ${codes} bằng ${body.replacedBy}.` : `Đã thu hồi ${codes}.`;
        return redirect(`${AT}/${String(read._id)}`, note);
      },
    }),
    route({
      method: "post",
      path: "/goi-noi-dung/:id/nhac",
      may: "packages.edit",
      body: z.object({}),
      async handle(context) {
        const read = await load(context);
        const n = await remindUnits(deps, read, byMe(context));
        await context.audit("units-reminded", read.title, { "đơn vị": n });
        return redirect(`${AT}/${String(read._id)}`, `Đã nhắc ${n} đơn vị còn mục chờ quyết.`);
      },
    }),
    route({
      method: "get",
      path: "/goi-noi-dung/:id/don-vi/:code",
      may: "packages.view",
      async handle(context) {
        const read = await load(context);
        const unitCode = context.params["code"] ?? "";
        const copies = await copiesOfUnit(unitCode, String(read._id));
        const unit = (await unitsBelow(read.unitCode, context.now)).find(({ _id }) => _id === unitCode);
        return page("distribution/unit-copies", unit?.name ?? unitCode, {
          id: String(read._id),
          title: read.title,
          unit: unit?.name ?? unitCode,
          cadence: unit ? await loudspeakerOf(context.me.scope, unit, context.now) : null,
          copies: copies.map((copy) => ({
            code: copy.code,
            title: copy.title,
            version: copy.version,
            ...COPY_WORDS[copy.state],
            decided: copy.decided,
            declined: copy.declined,
            offered: copy.offer?.version ?? 0,
            publications: copy.publications.map(({ place, at, link }) => ({ place, at, link })),
            correction:
              copy.withdrawn && copy.publications.some(({ proof }) => proof !== "system")
                ? correctionOf(copy, copy.withdrawn.reason, unit?.office ?? unitCode, copy.withdrawn.at)
                : "",
          })),
        });
      },
    }),
  ];
}

/** A press whose answer was lost comes again with the page it was made from. */
const goneCodesAll = (read: Package, codes: readonly string[]): boolean => {
  const gone = goneCodes(read.withdrawals);
  return codes.length > 0 && codes.every((code) => gone.has(code));
};
