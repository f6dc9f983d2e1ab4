import { z } from "zod";
import { byMe, type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { readContents } from "./content.store.ts";
import { copiesOfUnit, noteOpened } from "./copy.store.ts";
import type { FollowDeps } from "./follow-copy.ts";
import { readPackages } from "./package.store.ts";
import { namesOf, presentContent, presentRow } from "./present-copy.ts";
import { takeSeveral } from "./take-several.ts";

const AT = "/console/goi-tu-so";

/** The whole of a package on one page, and "Nhận tất cả" under it: one deed, all or none. */
export function wholePackageRoutes(deps: FollowDeps): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/goi-tu-so/ca-goi/:package",
      may: "packages.inbox",
      async handle(context) {
        const packageId = context.params["package"] ?? "";
        const copies = (await copiesOfUnit(context.me.scope, packageId)).filter(({ state }) => state === "waiting");
        const [head] = copies.length > 0 ? await readPackages([packageId]) : [];
        if (!head) throw notFound("mục chờ quyết nào của gói này");
        if (context.me.permissions.includes("packages.take") && !context.again)
          await noteOpened(
            context.me.scope,
            copies.map(({ _id }) => _id),
            context.now,
          );
        const contents = await readContents(copies.flatMap((copy) => copy.contents));
        const nameOf = await namesOf(copies);
        return page("distribution/whole", head.title, {
          packageId,
          title: head.title,
          deadline: head.deadline,
          rows: copies.map((copy) => ({
            ...presentRow(copy, context.now, context.me.scope.unit, nameOf),
            parts: copy.contents.flatMap((hash) => {
              const content = contents.get(hash);
              return content ? [presentContent(content, undefined)] : [];
            }),
            value: `${copy._id}@${copy.revision}`,
          })),
          canTake: context.me.permissions.includes("packages.take"),
        });
      },
    }),
    route({
      method: "post",
      path: "/goi-tu-so/ca-goi/:package/nhan",
      may: "packages.take",
      mostFields: 900,
      body: z.object({
        seen: z
          .union([
            z.array(z.string().max(120)).max(800),
            z
              .string()
              .max(120)
              .transform((one) => [one]),
          ])
          .default([]),
      }),
      async handle(context) {
        const packageId = context.params["package"] ?? "";
        const seen = context.body.seen.map((one) => {
          const at = one.lastIndexOf("@");
          return { id: one.slice(0, at), revision: Number(one.slice(at + 1)) };
        });
        const n = await takeSeveral(deps, context.me.scope, packageId, seen, byMe(context));
        await context.audit("copies-taken", packageId, { "số mục": n });
        return redirect(AT, `Đã nhận cả ${n} mục. Tin của xã có các mục này.`);
      },
    }),
  ];
}
