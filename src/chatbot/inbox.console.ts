import { z } from "zod";
import { findCitizen, readNames } from "../citizens/citizen.store.ts";
import { FREE_WINDOW_MS, REPLY_WINDOW_MS, replyWindow, waitsForStopAnswer } from "../citizens/rules.ts";
import type { Clock } from "../kernel/clock.ts";
import { minutes } from "../kernel/clock.ts";
import {
  type ConsoleRoute,
  fragment,
  page,
  redirect,
  route,
  type RouteContext,
  type RouteResult,
} from "../kernel/console-route.ts";
import { formatDuration, formatNumber } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { graphemes } from "../kernel/vietnamese.ts";
import { listOfUnits } from "../officials/official.store.ts";
import { mayDo } from "../officials/rules.ts";
import { findUnit } from "../units/unit.store.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import { INTENT_NAMES } from "./commands.ts";
import type { Conversation, Message } from "./conversation.model.ts";
import {
  countWaiting,
  findConversation,
  type InboxTab,
  listConversations,
  listMessages,
} from "./conversation.store.ts";
import { assignTo, handBack, sendAgain, sendAnswer, takeOver, writeNote } from "./steer-conversation.ts";
import { rowOf } from "../kernel/table.ts";

export interface InboxDeps {
  clock: Clock;
  enqueueDelivery(messageId: string): Promise<void>;
  waitingAlertMinutes: number;
  priceVnd: number;
}

const tabs = z.object({ tab: z.enum(["cho", "cua-toi", "tat-ca"]).default("cho") });
const TAB: Readonly<Record<string, InboxTab>> = { cho: "waiting", "cua-toi": "mine", "tat-ca": "all" };
type Query = z.infer<typeof tabs>;

/** Hộp thư: who waits, the thread, the reply box (ui.md §2.3). */
export function inboxRoutes(deps: InboxDeps): ConsoleRoute[] {
  const list = async (context: RouteContext<unknown, Query>): Promise<Record<string, unknown>> => {
    const { me, query, now } = context;
    const conversations = await listConversations(me.unitCode, rowOf(TAB, query.tab) ?? "waiting", me.id, now);
    const oaId = conversations[0]?.oaId ?? "";
    const names = await readNames(
      oaId,
      conversations.map((conversation) => conversation.userId),
    );
    const mine = await listConversations(me.unitCode, "mine", me.id, now);
    return {
      tab: query.tab,
      waitingCount: (await countWaiting(me.unitCode)).count,
      mineCount: mine.length,
      rows: conversations.map((conversation) => ({
        id: String(conversation._id),
        name: nameOf(names.get(conversation.userId)),
        lastAt: conversation.lastAt,
        lastText: conversation.lastText,
        current: String(conversation._id) === context.params["id"],
        ...waitingOf(conversation, now),
      })),
    };
  };
  const waitingOf = (conversation: Conversation, now: Date): Record<string, unknown> => {
    if (!conversation.waitingSince)
      return {
        waiting: "",
        late: false,
        officer: conversation.state === "officer",
        answered: conversation.state === "officer",
      };
    const ms = now.getTime() - conversation.waitingSince.getTime();
    return {
      urgent: conversation.urgentSince !== null && conversation.urgentSince !== undefined,
      waiting: formatDuration(ms),
      late: ms > minutes(deps.waitingAlertMinutes),
      officer: conversation.state === "officer",
      answered: false,
    };
  };

  const thread = async (context: RouteContext<unknown, Query>): Promise<Record<string, unknown>> => {
    const { me, now } = context;
    const conversation = await findConversation(me.unitCode, context.params["id"] ?? "");
    if (!conversation) throw notFound("hội thoại này");
    const [messages, citizen, unit, colleagues] = await Promise.all([
      listMessages(conversation._id),
      findCitizen(conversation.oaId, conversation.userId),
      findUnit(me.unitCode),
      listOfUnits([me.unitCode]),
    ]);
    const topics = (citizen?.topics ?? []).map((key) => unit?.topics.find((topic) => topic.key === key)?.name ?? key);
    return {
      id: String(conversation._id),
      conversation: {
        ...conversation,
        id: String(conversation._id),
        name: nameOf(citizen?.displayName),
        isMine: conversation.state === "officer" && conversation.assigneeId === me.id,
      },
      ...waitingOf(conversation, now),
      messages: messages.map(present),
      person: citizen ? { ...citizen, topics: topics.join(", "), asked: waitsForStopAnswer(citizen) } : null,
      colleagues: colleagues
        .filter((c) => c.active && mayDo(c.role, "inbox.use") && String(c._id) !== me.id)
        .map((c) => ({ id: String(c._id), name: c.name })),
      meter: meterOf(citizen?.lastInteractionAt ?? null, now, deps.priceVnd),
      office: unit?.office ?? "",
    };
  };
  const threadPage = async (context: RouteContext<unknown, Query>): Promise<RouteResult> =>
    page("chatbot/inbox", "Hộp thư", { ...(await list(context)), thread: await thread(context), selected: true });
  /** A deed on a conversation, then back to it. */
  const deed = async (
    context: RouteContext<unknown, Query>,
    work: () => Promise<void>,
    note: string,
  ): Promise<RouteResult> => {
    await work();
    return redirect(`/console/hop-thu/${context.params["id"]}`, note);
  };
  const id = (context: RouteContext<unknown, Query>): string => context.params["id"] ?? "";
  /** the log names conversations, not people */
  const nameInLog = (context: RouteContext<unknown, Query>): string => `hội thoại …${id(context).slice(-6)}`;

  return [
    route({
      method: "get",
      path: "/hop-thu",
      may: "inbox.use",
      query: tabs,
      handle: async (context) =>
        page("chatbot/inbox", "Hộp thư", { ...(await list(context)), selected: false, thread: null }),
    }),
    route({
      method: "get",
      path: "/hop-thu/danh-sach",
      may: "inbox.use",
      query: tabs,
      handle: async (context) => fragment("chatbot/conversation-list", await list(context)),
    }),
    route({
      method: "get",
      path: "/hop-thu/:id",
      may: "inbox.use",
      query: tabs,
      async handle(context) {
        await context.audit("conversation-read", nameInLog(context));
        return threadPage(context);
      },
    }),
    route({
      method: "get",
      path: "/hop-thu/:id/tin",
      may: "inbox.use",
      query: tabs,
      handle: async (context) => fragment("chatbot/messages", await thread(context)),
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/nhan",
      may: "inbox.use",
      query: tabs,
      handle: (context) =>
        deed(
          context,
          async () => {
            await takeOver(context.me.unitCode, id(context), context.me);
            await context.audit("conversation-taken", nameInLog(context));
          },
          "Ông/Bà đang trả lời người này. Máy tự động đã tắt.",
        ),
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/tra-lai",
      may: "inbox.use",
      query: tabs,
      handle: (context) =>
        deed(
          context,
          async () => {
            await handBack(context.me.unitCode, id(context), context.me);
            await context.audit("conversation-handed-back", nameInLog(context));
          },
          "Đã trả lại cho máy tự động.",
        ),
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/tra-loi",
      may: "inbox.use",
      query: tabs,
      body: z.object({ text: z.string().default("") }),
      handle: (context) =>
        deed(
          context,
          async () => {
            await sendAnswer(deps, context.me.unitCode, id(context), context.me, context.body.text);
            await context.audit("reply-sent", nameInLog(context), { "ký tự": graphemes(context.body.text) });
          },
          "Đã gửi câu trả lời.",
        ),
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/chuyen",
      may: "inbox.use",
      query: tabs,
      body: z.object({ to: z.string().default(""), why: z.string().max(500).default("") }),
      handle: (context) =>
        deed(
          context,
          async () => {
            const { to: toId, why } = context.body;
            const to = await assignTo(deps, context.me.unitCode, id(context), toId, context.me, why);
            await context.audit("conversation-assigned", nameInLog(context), { cho: to.name });
          },
          "Đã chuyển người trả lời.",
        ),
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/ghi-chu",
      may: "inbox.use",
      query: tabs,
      body: z.object({ note: z.string().max(1000).default("") }),
      handle: (context) =>
        deed(
          context,
          async () => {
            await writeNote(deps, context.me.unitCode, id(context), context.me, context.body.note);
            await context.audit("note-added", nameInLog(context));
          },
          "Đã thêm ghi chú.",
        ),
    }),
    route({
      method: "post",
      path: "/hop-thu/:id/gui-lai/:message",
      may: "inbox.use",
      query: tabs,
      handle: (context) =>
        deed(
          context,
          () => sendAgain(deps, context.me.unitCode, id(context), context.params["message"] ?? ""),
          "Đã gửi lại.",
        ),
    }),
  ];
}

const nameOf = (displayName: string | undefined): string => displayName || "Người dân (chưa có tên)";

const AUTHORS: Readonly<Record<Message["author"], string>> = {
  resident: "Người dân",
  bot: "Trả lời tự động",
  officer: "Cán bộ",
  "zalo-tool": "Gửi từ Zalo OA",
};

/** A message as the page shows it. */
function present(message: Message): Record<string, unknown> {
  return {
    id: String(message._id),
    mine: message.author !== "resident",
    author: message.author === "officer" ? message.authorName : AUTHORS[message.author],
    icon: message.author === "bot" ? "reply" : message.author === "resident" ? "" : "person",
    text: message.text || `[${message.kind || "tin không có chữ"}]`,
    image: message.image,
    at: message.at,
    // whether one person received or read something is not shown (design rule: totals only)
    state: message.state === "received" || message.state === "seen" ? "accepted" : message.state,
    failed: message.state === "failed",
    doubtful: message.state === "unknown",
    readAs: message.author === "resident" ? (rowOf(INTENT_NAMES, message.intent) ?? "") : "",
    because: (message.because ?? []).join(", "),
    why: message.reason ? phraseOf(message.reason).phrase : "",
  };
}

/** The reply window, seven days wide with a mark at 48 hours, said in text. */
function meterOf(lastInteractionAt: Date | null, now: Date, priceVnd: number): Record<string, unknown> {
  const state = replyWindow(lastInteractionAt, now);
  if (!lastInteractionAt || state === "closed")
    return { state: "closed", hours: 168, freeUntil: null, closesAt: null, left: "", price: formatNumber(priceVnd) };
  const freeUntil = new Date(lastInteractionAt.getTime() + FREE_WINDOW_MS);
  const closesAt = new Date(lastInteractionAt.getTime() + REPLY_WINDOW_MS);
  const until = state === "free" ? freeUntil : closesAt;
  return {
    state,
    hours: Math.round((now.getTime() - lastInteractionAt.getTime()) / 3_600_000),
    freeUntil,
    closesAt,
    left: formatDuration(until.getTime() - now.getTime()),
    price: formatNumber(priceVnd),
  };
}
