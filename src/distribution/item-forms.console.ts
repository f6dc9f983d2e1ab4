import { z } from "zod";
import { officeOf } from "../content/decide-item.ts";
import { findItem } from "../content/item.store.ts";
import { type ConsoleRoute, page, route } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { codeOf } from "../kernel/scope.ts";
import { formsOf } from "./item-forms.ts";

/** One screen with every form of an item, an emergency's too: to copy, read out and post (domain.md S3-25). */
export const itemFormsRoutes = (): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/noi-dung/:id/cac-dang",
    may: "content.view",
    query: z.object({ khan: z.enum(["", "1"]).catch("").default("") }),
    async handle({ me, params, query, now }) {
      const item = await findItem(me.scope, params["id"] ?? "");
      if (!item) throw notFound("nội dung này");
      const urgent = query.khan === "1";
      return page("distribution/item-forms", `Các dạng: ${item.title}`, {
        id: String(item._id),
        title: item.title,
        urgent,
        ready: item.state === "approved",
        withdrawn: item.state === "withdrawn",
        forms: formsOf(item, await officeOf(codeOf(me.scope)), now, urgent),
      });
    },
  }),
];
