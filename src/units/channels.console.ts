import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { parseLocal } from "../kernel/dates.ts";
import { invalid, notFound } from "../kernel/errors.ts";
import { rowsBy } from "../kernel/rows-by.ts";
import { codeOf, ownOf } from "../kernel/scope.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { listOasOf } from "../zalo/oa.store.ts";
import { CHANNEL_KINDS, CHANNEL_STATES, type Channel } from "./channel.model.ts";
import { addChannel, changeChannel, findChannel, listChannelsOf, notePost } from "./channel.store.ts";
import { linesBelow, nameOfLine } from "./lines.ts";
import { silenceOf } from "./oa-silence.ts";
import { findUnits } from "./unit.store.ts";

const kinds = CHANNEL_KINDS.map(({ key }) => key);
const states = CHANNEL_STATES.map(({ key }) => key);
const nameOf = (rows: readonly { key: string; name: string }[], key: string): string =>
  rows.find((row) => row.key === key)?.name ?? key;
const form = z.object({
  kind: z.enum(kinds),
  name: z.string().max(300).default(""),
  technology: z.string().max(80).default(""),
  contact: z.string().max(200).default(""),
  state: z.enum(states).default("working"),
  lastPost: z.string().max(20).default(""),
});

/** What was typed, or all that is wrong with it. */
function fieldsOf(
  body: z.infer<typeof form>,
  now: Date,
): Pick<Channel, "kind" | "name" | "technology" | "contact" | "state"> & Partial<Channel> {
  const last = body.lastPost === "" ? null : parseLocal(body.lastPost);
  const problems: Record<string, string> = {};
  if (body.name.trim() === "") problems["name"] = "Cần ghi số hiệu, địa chỉ hoặc nơi đặt";
  if (last === undefined) problems["lastPost"] = "Ngày phát, đăng gần nhất chưa đúng. Ghi như 20/11/2026";
  else if (last && last > now) problems["lastPost"] = "Ngày phát, đăng gần nhất chưa tới";
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const { kind, state } = body;
  const [name, technology, contact] = [body.name, body.technology, body.contact].map((one) => nfc(one.trim()));
  return {
    kind,
    state,
    name: name ?? "",
    technology: technology ?? "",
    contact: contact ?? "",
    ...(last ? { lastPostAt: last } : {}),
  };
}

/** Kênh thông tin: what a commune speaks by, in which state, when it last did; the OA first, because silence locks it. */
export function channelsRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  const rowOf = (channel: Channel, unit: string) => ({
    ...channel,
    id: String(channel._id),
    unit,
    kindName: nameOf(CHANNEL_KINDS, channel.kind),
    stateName: nameOf(CHANNEL_STATES, channel.state),
    works: channel.state === "working",
  });
  const oaRows = async (codes: readonly string[], names: ReadonlyMap<string, string>, now: Date) =>
    (await listOasOf(codes)).map((oa) => ({
      name: oa.name,
      unit: names.get(oa.unitCode) ?? oa.unitCode,
      connected: oa.state === "connected",
      lastPostAt: oa.lastEchoAt ?? null,
      ...silenceOf(oa.lastEventAt ?? null, now),
    }));
  const load = async (context: RouteContext): Promise<Channel> => {
    const channel = await findChannel(context.me.scope, context.params["id"] ?? "");
    if (!channel) throw notFound("kênh này");
    return channel;
  };
  const choices = (chosen: Partial<Channel>) => ({
    kinds: CHANNEL_KINDS.map((one) => ({ ...one, selected: one.key === chosen.kind })),
    states: CHANNEL_STATES.map((one) => ({ ...one, selected: one.key === chosen.state })),
    technologies: [...new Set(CHANNEL_KINDS.flatMap(({ technologies }): string[] => [...technologies]))],
  });
  return [
    route({
      method: "get",
      path: "/kenh",
      may: "calendar.view",
      async handle({ me, now }) {
        const lines = await linesBelow(me.scope, now);
        const own = await findUnits(ownOf(me.scope));
        const names = new Map([
          ...own.map(({ _id, name }): [string, string] => [_id, name]),
          ...lines.flatMap((line) => line.codes.map((code): [string, string] => [code, nameOfLine(line)])),
        ]);
        const codes = [...names.keys()];
        const found = rowsBy(await listChannelsOf(codes), ({ unitCode }) => unitCode);
        const channels = codes.flatMap((code) => found.get(code) ?? []);
        const oas = await oaRows(codes, names, now);
        return page("units/channels", "Kênh thông tin", {
          rows: channels.map((channel) => rowOf(channel, names.get(channel.unitCode) ?? channel.unitCode)),
          oas: oas.toSorted((a, b) => b.ms - a.ms),
          canWrite: me.permissions.includes("content.write"),
          several: names.size > 1,
          channel: { name: "", technology: "", contact: "", lastPost: "" },
          ...choices({}),
        });
      },
    }),
    route({
      method: "post",
      path: "/kenh",
      may: "content.write",
      body: form,
      async handle(context) {
        const now = deps.clock.now();
        const fields = fieldsOf(context.body, now);
        const by = byMe(context);
        const unitCode = codeOf(context.me.scope);
        await addChannel({ lastPostAt: null, ...fields, unitCode, holders: [], by, at: now });
        await context.audit("channel-added", fields.name);
        return redirect("/console/kenh", "Đã thêm kênh.");
      },
    }),
    route({
      method: "get",
      path: "/kenh/:id",
      may: "content.write",
      async handle(context) {
        const channel = await load(context);
        return page("units/channel", channel.name, {
          channel: {
            ...rowOf(channel, ""),
            lastPost: channel.lastPostAt ? dayKey(channel.lastPostAt) : "",
          },
          ...choices(channel),
        });
      },
    }),
    route({
      method: "post",
      path: "/kenh/:id",
      may: "content.write",
      body: form,
      async handle(context) {
        const channel = await load(context);
        const fields = fieldsOf(context.body, deps.clock.now());
        await changeChannel(context.me.scope, String(channel._id), {
          ...fields,
          by: byMe(context),
          at: deps.clock.now(),
        });
        await context.audit("channel-changed", fields.name);
        return redirect("/console/kenh", "Đã lưu kênh.");
      },
    }),
    route({
      method: "post",
      path: "/kenh/:id/vua-dang",
      may: "content.write",
      async handle(context) {
        const channel = await load(context);
        await notePost(context.me.scope, String(channel._id), deps.clock.now());
        await context.audit("channel-used", channel.name);
        return redirect("/console/kenh", `Đã ghi ${channel.name} vừa phát, đăng.`);
      },
    }),
  ];
}
