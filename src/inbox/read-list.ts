import { z } from "zod";
import { readNames } from "../citizens/citizen.store.ts";
import { INTENT_NAMES } from "../chatbot/commands.ts";
import type { Conversation } from "../chatbot/conversation.model.ts";
import { hours } from "../kernel/clock.ts";
import type { RouteContext } from "../kernel/console-route.ts";
import { rowOf } from "../kernel/table.ts";
import {
  countMine,
  countWaiting,
  type InboxFilter,
  type InboxTab,
  listConversations,
  listUrgent,
} from "./conversation-list.store.ts";
import { readSettings } from "./inbox-settings.store.ts";
import { nameOf, waitingOf } from "./present-list.ts";
import { searchInbox } from "./search-inbox.ts";
import { listColleagues } from "./steer-conversation.ts";

/** What a list of conversations is asked for; the same in the address of the page and of its polls. */
export const listQuery = z.object({
  tab: z.enum(["cho", "cua-toi", "da-dong", "tat-ca"]).catch("cho").default("cho"),
  tim: z.string().max(200).catch("").default(""),
  viec: z.string().max(40).catch("").default(""),
  nhan: z.string().max(40).catch("").default(""),
  cu: z.string().max(10).catch("").default(""),
  cau: z.string().max(40).catch("").default(""),
});
export type ListQuery = z.infer<typeof listQuery>;

const TAB: Readonly<Record<string, InboxTab>> = {
  cho: "waiting",
  "cua-toi": "mine",
  "da-dong": "closed",
  "tat-ca": "all",
};
const AGES: Readonly<Record<string, { name: string; hours: number }>> = {
  "1h": { name: "Từ 1 giờ trở lên", hours: 1 },
  "1n": { name: "Từ 1 ngày trở lên", hours: 24 },
  "3n": { name: "Từ 3 ngày trở lên", hours: 72 },
};

/** The address of this list again, with some of it changed. */
function queryOf({ tab, tim, viec, nhan, cu }: ListQuery, change: Partial<ListQuery> = {}): string {
  const asked = { tab, tim, viec, nhan, cu, ...change };
  return new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== "")).toString();
}

const options = (names: Readonly<Record<string, string>>, chosen: string) =>
  Object.entries(names).map(([key, name]) => ({ key, name, selected: key === chosen }));

type Asked = Pick<RouteContext<unknown, ListQuery>, "me" | "query" | "now" | "params">;

async function filterOf({ me, query }: Asked): Promise<InboxFilter> {
  const among = query.tim.trim() === "" ? undefined : await searchInbox(me.scope, query.tim);
  // a search looks at everything, unless the list of one's own or of the closed is asked
  const tab = rowOf(TAB, query.tab) ?? "waiting";
  return {
    whose: me.scope,
    tab: among && tab === "waiting" ? "all" : tab,
    officialId: me.id,
    topic: query.viec,
    label: query.nhan,
    olderMs: hours(rowOf(AGES, query.cu)?.hours ?? 0),
    ...(among ? { among } : {}),
  };
}

/** Everything the list of conversations shows. */
export async function readList(alertMinutes: number, asked: Asked): Promise<Record<string, unknown>> {
  const { me, query, now, params } = asked;
  const filter = await filterOf(asked);
  const [found, urgent, waiting, mineCount, settings, colleagues] = await Promise.all([
    listConversations(filter, now),
    listUrgent(me.scope),
    countWaiting(me.scope),
    countMine(me.scope, me.id),
    readSettings(me.scope.unit),
    listColleagues(me.scope),
  ]);
  const narrowed = query.tim !== "" || query.viec !== "" || query.nhan !== "" || query.cu !== "";
  const first = narrowed || filter.tab === "closed" ? [] : urgent;
  const others = found.filter(({ _id }) => !first.some((one) => one._id.equals(_id)));
  const names = await namesOf([...first, ...others]);
  const row = (conversation: Conversation) => ({
    id: String(conversation._id),
    name: nameOf(names.get(conversation.userId)),
    lastAt: conversation.lastAt,
    lastText: conversation.lastText,
    labels: conversation.labels ?? [],
    closed: Boolean(conversation.closedAt),
    unread: isUnread(conversation, me.id),
    current: String(conversation._id) === params["id"],
    ...waitingOf(conversation, now, alertMinutes),
  });
  return {
    tab: query.tab,
    query: queryOf(query),
    tim: query.tim,
    allQuery: queryOf(query, { tab: "tat-ca" }),
    tabs: TABS.map(({ key, name }) => ({
      key,
      name,
      query: queryOf(query, { tab: key, tim: "" }),
      current: key === query.tab,
    })),
    waitingCount: waiting.count,
    mineCount,
    urgentRows: first.map(row),
    rows: others.map(row),
    full: found.length >= 200,
    searched: query.tim !== "",
    widens: filter.tab !== "all",
    narrowed,
    topics: options(INTENT_NAMES, query.viec),
    labels: settings.labels.map((label) => ({ key: label, name: label, selected: label === query.nhan })),
    ages: options(Object.fromEntries(Object.entries(AGES).map(([key, { name }]) => [key, name])), query.cu),
    listColleagues: colleagues.filter(({ id }) => id !== me.id),
  };
}
const TABS = [
  { key: "cho", name: "Chờ trả lời" },
  { key: "cua-toi", name: "Của tôi" },
  { key: "da-dong", name: "Đã đóng" },
  { key: "tat-ca", name: "Tất cả" },
] as const;

/** The resident wrote since this officer looked. */
const isUnread = ({ residentAt, lookedAt }: Conversation, officialId: string): boolean => {
  const looked = lookedAt?.[officialId];
  return residentAt !== null && residentAt !== undefined && (!looked || residentAt > looked);
};

async function namesOf(conversations: readonly Conversation[]): Promise<Map<string, string>> {
  const byOa = new Map<string, string[]>();
  for (const { oaId, userId } of conversations) byOa.set(oaId, [...(byOa.get(oaId) ?? []), userId]);
  const all = await Promise.all([...byOa].map(([oaId, userIds]) => readNames(oaId, userIds)));
  return new Map(all.flatMap((names) => [...names]));
}
