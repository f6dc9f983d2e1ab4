import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { byMe, type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { invalid } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { NOTICE_KINDS } from "./notice.model.ts";
import { dropNotice, listNotices, saveNotice } from "./notice.store.ts";

const kinds = NOTICE_KINDS.map(({ key }) => key);

/** Trang công khai: who speaks for the unit, and the rules it works by. Whoever decides for the unit writes them. */
export const noticesRoutes = (deps: {
  clock: Clock;
  problemsAtGate(
    writer: { unitCode: string; officialId: string; now: Date },
    words: Record<string, string>,
  ): Promise<Record<string, string>>;
}): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/trang-cong-khai",
    may: "content.approve",
    async handle({ me }) {
      const there = new Map((await listNotices([me.scope.unit])).map((notice) => [notice.kind, notice]));
      const rows = NOTICE_KINDS.map(({ key, name }) => ({ key, name, number: "", text: "", ...there.get(key) }));
      return page("feed/notices", "Trang công khai", { rows, unit: me.scope.unit });
    },
  }),
  route({
    method: "post",
    path: "/trang-cong-khai",
    may: "content.approve",
    body: z.object({
      kind: z.enum(kinds),
      number: z.string().max(200).default(""),
      text: z.string().max(20_000).default(""),
    }),
    async handle(context) {
      const { kind, number, text } = context.body;
      const [unitCode, now] = [context.me.scope.unit, deps.clock.now()];
      const title = NOTICE_KINDS.find(({ key }) => key === kind)?.name ?? kind;
      const _id = `${unitCode}:${kind}`;
      const words = nfc(text.replace(/\r\n/g, "\n").trim());
      if (words === "") {
        if (!(await dropNotice(_id))) throw invalid({ text: "Cần có nội dung trang" });
        await context.audit("notice-dropped", title);
        return redirect("/console/trang-cong-khai", `Đã gỡ trang ${title}.`);
      }
      const problems = await deps.problemsAtGate({ unitCode, officialId: context.me.id, now }, { number, text: words });
      if (Object.keys(problems).length > 0) throw invalid(problems);
      await saveNotice({
        _id,
        unitCode,
        kind,
        title,
        number: nfc(number.trim()),
        text: words,
        by: byMe(context),
        at: now,
      });
      await context.audit("notice-saved", title);
      return redirect("/console/trang-cong-khai", `Đã đăng trang ${title}.`);
    },
  }),
];
