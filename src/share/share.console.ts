import type { Item } from "../content/item.model.ts";
import { findForAll, findPicture } from "../content/item.store.ts";
import { type ConsoleRoute, page, route, type RouteContext } from "../kernel/console-route.ts";
import { formatDate } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { rowOf } from "../kernel/table.ts";
import type { Outside } from "../outside/task.ts";
import { findUnit } from "../units/unit.store.ts";
import { altOf, disclosureOf, type FormatName, FORMATS, type ShareWords, shareText } from "./formats.ts";
import { drawShareTask } from "./share.tasks.ts";

/** Bộ chia sẻ: what unions and pages pass on of an approved item. Who took it is noted nowhere, and nothing is given for it. */
export function shareRoutes(deps: { outside: Outside; publicUrl: string }): ConsoleRoute[] {
  const load = async ({ me, params, now }: RouteContext): Promise<Item> => {
    const item = await findForAll(params["id"] ?? "", now);
    if (!item || item.state !== "approved" || !holds(me.scope, item.unitCode)) throw notFound("nội dung đã duyệt này");
    return item;
  };
  const wordsOf = async (item: Item): Promise<ShareWords> => {
    const office = (await findUnit(item.unitCode))?.office ?? item.unitCode;
    const { title, text, source, pictureId, pictureAlt, approval, updatedAt, unitCode } = item;
    const found = pictureId === "" ? null : await findPicture(unitCode, pictureId);
    return {
      title,
      text,
      source,
      office,
      day: formatDate(approval?.at ?? updatedAt),
      url: `${deps.publicUrl}/cong-khai/tin/${String(item._id)}`,
      picture: found && { bytes: found.bytes, width: found.width, height: found.height, alt: pictureAlt || title },
    };
  };
  return [
    route({
      method: "get",
      path: "/chia-se/:id",
      may: "content.view",
      async handle(context) {
        const item = await load(context);
        const words = await wordsOf(item);
        return page("share/kit", `Bộ chia sẻ: ${item.title}`, {
          id: String(item._id),
          heading: item.title,
          words: shareText(words),
          alt: altOf(words),
          disclosure: disclosureOf(words.office),
          url: words.url,
          frames: `${deps.publicUrl}/mini/${item.unitCode}/khung`,
          formats: Object.entries(FORMATS).map(([name, { name: called, use, kind }]) => ({ name, called, use, kind })),
        });
      },
    }),
    route({
      method: "get",
      path: "/chia-se/:id/:format",
      may: "content.view",
      async handle(context) {
        const item = await load(context);
        const name = context.params["format"] ?? "";
        const format = rowOf(FORMATS, name);
        if (!format) throw notFound("mẫu chia sẻ này");
        const words = await wordsOf(item);
        const body = Buffer.from(await deps.outside.run(drawShareTask, { words, format: name as FormatName }));
        const type = format.kind === "pdf" ? "application/pdf" : "image/png";
        return { kind: "file", name: `${name}.${format.kind}`, type, body };
      },
    }),
  ];
}
