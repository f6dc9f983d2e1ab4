import { z } from "zod";
import { type Clock, days } from "../kernel/clock.ts";
import { type ConsoleRoute, fragment, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { INTENTS } from "../reading/intents.ts";
import { passGate } from "../gate/pass-gate.ts";
import { findUnit } from "../units/unit.store.ts";
import {
  DEFAULT_REPLIES,
  isReplyName,
  REPLY_NAMES,
  type ReplyName,
  type ReplyTemplate,
  wordsOfTemplate,
} from "./default-replies.ts";
import { COMMANDS, INTENT_NAMES } from "./commands.ts";
import { type Taught, toLexicon } from "./teach-reader.ts";
import { changedReadings, showReading } from "./try-reading.ts";
import { renderReply, replyProblem, sampleValues } from "./render-reply.ts";
import { listRecentTexts } from "./demand.store.ts";
import { listHistory, listWaiting, newestReplies, saveVersion } from "./reply.store.ts";

const many = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]);
const form = z.object({
  text: z.string().max(6000).default(""),
  keywords: z.string().max(4000).default(""),
  examples: z.string().max(20_000).default(""),
  tried: z.string().max(4000).default(""),
  version: z.coerce.number().int().default(0),
  title: many,
  command: many,
});
type Form = z.infer<typeof form>;

const toTemplate = (body: Form): ReplyTemplate => ({
  text: nfc(body.text.replace(/\r\n/g, "\n")),
  buttons: body.title
    .map((title, n) => ({ title: nfc(title.trim()), command: body.command[n] ?? "" }))
    .filter((button) => button.title !== ""),
});
const split = (text: string, at: RegExp, most: number): string[] =>
  [
    ...new Set(
      nfc(text)
        .split(at)
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ].slice(0, most);
const toKeywords = (text: string): string[] => split(text, /[\n,]/, 100);
const toExamples = (text: string): string[] => split(text, /\r?\n/, 200).map((line) => line.slice(0, 500));
/** So many of the unit's last messages are read anew to show what other words change. */
const RECENT = 100;

const isIntent = (name: ReplyName): boolean => (INTENTS as readonly string[]).includes(name);

/** Câu trả lời tự động: the unit's own words, menu and keywords, with preview and history. */
export function repliesRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  const nameOf = (context: RouteContext): ReplyName => {
    const name = context.params["name"] ?? "";
    if (!isReplyName(name)) throw notFound("câu trả lời này");
    return name;
  };
  const preview = async (unitCode: string, template: ReplyTemplate): Promise<Record<string, unknown>> => {
    const unit = await findUnit(unitCode);
    const values = sampleValues(
      unit ?? { office: unitCode, contact: { address: "", hours: "", phone: "", dutyPhone: "" } },
      deps.clock.now(),
    );
    const problem = replyProblem(template, values);
    return problem
      ? { problem, text: "", buttons: [] }
      : { problem: "", ...renderReply(template, values), office: values.office };
  };
  const edit = async (
    context: RouteContext,
    shown: { template: ReplyTemplate; keywords: string[]; examples: string[]; version: number },
  ) => {
    const name = nameOf(context);
    const history = await listHistory(context.me.scope.unit, name);
    const slots = Array.from({ length: 5 }, (_, n) => {
      const button = shown.template.buttons[n];
      return {
        n: n + 1,
        title: button?.title ?? "",
        options: [
          { command: "", name: "(không có nút)" },
          ...Object.entries(COMMANDS).map(([command, intent]) => ({ command, name: INTENT_NAMES[intent] })),
        ].map((option) => ({ ...option, selected: option.command === (button?.command ?? "") })),
      };
    });
    return page("chatbot/reply-edit", `Câu trả lời: ${REPLY_NAMES[name]}`, {
      name,
      label: REPLY_NAMES[name],
      text: shown.template.text,
      keywords: shown.keywords.join(", "),
      examples: shown.examples.join("\n"),
      reading: null,
      hasKeywords: isIntent(name),
      version: shown.version,
      slots,
      history: history.map((row) => ({ ...row, id: String(row._id), stateName: STATES[row.state ?? "decided"] })),
      returned: history[0]?.state === "returned" ? history[0].returned : null,
      preview: await preview(context.me.scope.unit, shown.template),
      isDefault: history.length === 0,
    });
  };
  return [
    route({
      method: "get",
      path: "/cau-tra-loi",
      may: "replies.edit",
      async handle(context) {
        const own = await newestReplies(context.me.scope.unit);
        const waiting = new Set((await listWaiting(context.me.scope.unit)).map((reply) => reply.name));
        const rows = (Object.keys(REPLY_NAMES) as ReplyName[]).map((name) => {
          const reply = own.get(name);
          return {
            name,
            label: REPLY_NAMES[name],
            text: (reply ?? DEFAULT_REPLIES[name]).text,
            version: reply?.version ?? 0,
            by: reply?.by ?? "",
            at: reply?.at ?? null,
            waits: waiting.has(name),
          };
        });
        return page("chatbot/replies", "Câu trả lời tự động", { rows });
      },
    }),
    route({
      method: "get",
      path: "/cau-tra-loi/:name",
      may: "replies.edit",
      query: z.object({ ban: z.coerce.number().int().optional() }),
      async handle(context) {
        const name = nameOf(context);
        const history = await listHistory(context.me.scope.unit, name);
        const chosen = history.find((row) => row.version === context.query.ban) ?? history[0];
        return edit(context, {
          template: chosen ?? DEFAULT_REPLIES[name],
          keywords: chosen?.keywords ?? [],
          examples: chosen?.examples ?? [],
          version: history[0]?.version ?? 0,
        });
      },
    }),
    route({
      method: "post",
      path: "/cau-tra-loi/:name/xem-truoc",
      may: "replies.edit",
      body: form,
      handle: async (context) =>
        fragment("chatbot/reply-preview", { preview: await preview(context.me.scope.unit, toTemplate(context.body)) }),
    }),
    route({
      method: "post",
      path: "/cau-tra-loi/:name/doc-thu",
      may: "replies.edit",
      body: form,
      async handle(context) {
        const name = nameOf(context);
        const saved = await newestReplies(context.me.scope.unit);
        const { keywords, examples, tried } = context.body;
        const edited = new Map<string, Taught>([
          ...saved,
          [name, { keywords: toKeywords(keywords), examples: toExamples(examples) }],
        ]);
        const [before, after] = [toLexicon(saved), toLexicon(edited)];
        const mayRead = context.me.permissions.includes("inbox.use");
        const since = new Date(deps.clock.now().getTime() - days(30));
        const recent = mayRead ? await listRecentTexts(context.me.scope, since, RECENT) : [];
        return fragment("chatbot/reading-preview", {
          reading: {
            tried: toExamples(tried).map((text) => showReading(text, after)),
            changed: changedReadings(recent, before, after),
            mayRead,
            looked: recent.length,
          },
        });
      },
    }),
    route({
      method: "post",
      path: "/cau-tra-loi/:name",
      may: "replies.edit",
      body: form,
      async handle(context) {
        const name = nameOf(context);
        const template = toTemplate(context.body);
        const keywords = toKeywords(context.body.keywords);
        const examples = toExamples(context.body.examples);
        const { problem } = await preview(context.me.scope.unit, template);
        if (typeof problem === "string" && problem !== "") throw invalid({ text: problem });
        await passGate(
          { unitCode: context.me.scope.unit, officialId: context.me.id, now: deps.clock.now() },
          { text: wordsOfTemplate(template).join("\n") },
        );
        const newest = (await listHistory(context.me.scope.unit, name))[0]?.version ?? 0;
        if (newest !== context.body.version)
          throw conflict(
            "Người khác đã lưu câu trả lời này trong lúc Ông/Bà sửa. Nội dung của Ông/Bà vẫn ở trên màn hình; xem bản mới trong lịch sử rồi lưu lại.",
          );
        await saveVersion({
          unitCode: context.me.scope.unit,
          name,
          version: newest + 1,
          ...template,
          keywords,
          examples,
          by: context.me.name,
          byId: context.me.id,
          at: deps.clock.now(),
          state: "waiting",
        });
        await context.audit("reply-edited", REPLY_NAMES[name]);
        return redirect(
          `/console/cau-tra-loi/${name}`,
          "Đã lưu và trình duyệt. Lãnh đạo duyệt rồi người dân mới nghe câu này.",
        );
      },
    }),
  ];
}

const STATES = { waiting: "chờ duyệt", decided: "", returned: "bị trả lại" } as const;
