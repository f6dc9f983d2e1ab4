import { z } from "zod";
import { type ConsoleRoute, fragment, redirect, route } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { formatTime } from "../kernel/dates.ts";
import { AppError } from "../kernel/errors.ts";
import { keepTyped } from "./keep-typed.ts";
import { dropKept } from "./kept-words.store.ts";
import { MOST_KEPT } from "./typed.ts";

const address = z
  .string()
  .max(500)
  .regex(/^\/console(?:[/?][^\s\\]*)?$/);
const words = z.record(z.string().max(200), z.array(z.string()));

/** What the page sends by itself while somebody types, and the button that throws it away. */
export function keptWordsRoutes(deps: { box: SecretBox }): ConsoleRoute[] {
  return [
    route({
      method: "post",
      path: "/dang-go",
      may: "home.view",
      body: z.object({ page: address, action: address, words: z.string().max(MOST_KEPT * 2) }),
      async handle({ me, body, now }) {
        const typed = readWords(body.words);
        const form = { officialId: me.id, page: body.page, action: body.action, typed };
        const kept = await keepTyped(deps.box, form, "typing", now);
        return fragment("console/kept-at", { at: kept ? formatTime(now) : "" });
      },
    }),
    route({
      method: "post",
      path: "/dang-go/bo",
      may: "home.view",
      body: z.object({ page: address.catch("/console"), action: address }),
      async handle({ me, body }) {
        await dropKept({ officialId: me.id, action: body.action });
        return redirect(body.page, "Đã bỏ chữ gõ dở.");
      },
    }),
  ];
}

function readWords(text: string): Record<string, string[]> {
  try {
    return words.parse(JSON.parse(text));
  } catch {
    throw new AppError(422, "Chữ gửi lên chưa đúng dạng, chưa giữ được.");
  }
}
