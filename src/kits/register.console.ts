import { z } from "zod";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatDate } from "../kernel/dates.ts";
import { endPropagandist, enterPropagandist, isActive, type RegisterDeps, renewLink } from "./keep-register.ts";
import { listPropagandists } from "./propagandist.store.ts";
import { qrOf } from "./write-kit.ts";

const text = (most: number) => z.string().max(most).default("");
const HOME = "/console/bo-tai-lieu/tuyen-truyen-vien";

export const linkOf = (publicUrl: string, code: string): string => `${publicUrl}/bo-tai-lieu/${code}`;

/** Danh sách tuyên truyền viên: names and contacts for who keeps it, links to hand out; nothing of who received. */
export function registerRoutes(deps: RegisterDeps & { publicUrl: string }): ConsoleRoute[] {
  const list = async ({ me, now }: RouteContext) => {
    const all = await listPropagandists(me.scope);
    const rows = all.map((one) => ({
      id: String(one._id),
      name: deps.box.open(one.name),
      area: one.area,
      contact: one.contact === "" ? "" : deps.box.open(one.contact),
      from: formatDate(one.from),
      to: one.to ? formatDate(one.to) : "",
      active: isActive(one, now),
      code: one.code,
    }));
    return { active: rows.filter((row) => row.active), ended: rows.filter((row) => !row.active) };
  };
  const deed = (
    path: string,
    action: string,
    work: (context: RouteContext, id: string) => Promise<void>,
    note: string,
  ): ConsoleRoute =>
    route({
      method: "post",
      path: `/bo-tai-lieu/tuyen-truyen-vien/:id/${path}`,
      may: "content.write",
      async handle(context) {
        const id = context.params["id"] ?? "";
        await work(context, id);
        await context.audit(action, id);
        return redirect(HOME, note);
      },
    });
  return [
    route({
      method: "get",
      path: "/bo-tai-lieu/tuyen-truyen-vien",
      may: "content.write",
      handle: async (context) => page("kits/register", "Tuyên truyền viên", await list(context)),
    }),
    route({
      method: "post",
      path: "/bo-tai-lieu/tuyen-truyen-vien",
      may: "content.write",
      body: z.object({ name: text(120), area: text(120), contact: text(120), from: text(30) }),
      async handle(context) {
        const id = await enterPropagandist(deps, context.me.scope, context.body);
        await context.audit("propagandist-entered", id);
        return redirect(HOME, "Đã ghi. In liên kết để trao cho người này.");
      },
    }),
    route({
      method: "get",
      path: "/bo-tai-lieu/tuyen-truyen-vien/lien-ket",
      may: "content.write",
      async handle(context) {
        const { active } = await list(context);
        await context.audit("propagandist-links", "", { người: active.length });
        const links = active.map(async ({ name, area, code }) => {
          const address = linkOf(deps.publicUrl, deps.box.open(code));
          return { name, area, address, picture: await qrOf(address) };
        });
        return page("kits/links", "Liên kết của tuyên truyền viên", { links: await Promise.all(links) });
      },
    }),
    deed(
      "thoi",
      "propagandist-ended",
      ({ me }, id) => endPropagandist(deps, me.scope, id),
      "Đã ghi thôi làm. Liên kết của người này hết hiệu lực.",
    ),
    deed(
      "lien-ket",
      "propagandist-link",
      ({ me }, id) => renewLink(deps, me.scope, id),
      "Đã cấp liên kết mới. Liên kết cũ không mở được nữa.",
    ),
  ];
}
