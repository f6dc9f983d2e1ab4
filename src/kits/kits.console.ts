import { rowTexts } from "../kernel/row-texts.ts";
import { z } from "zod";
import { decide, lookOf } from "../decisions/decide.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatMoment, formatDate } from "../kernel/dates.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import { isReady } from "../voice/is-ready.ts";
import { inMinutes } from "../voice/length.ts";
import { findBook, listReadings } from "../voice/voice.store.ts";
import { countReceived } from "./keep-register.ts";
import { kitIssue } from "./kit.decision.ts";
import type { Kit, KitEntry } from "./kit.model.ts";
import { dropKit, listKits, newestKit, readKitFile } from "./kit.store.ts";
import { isOpen, itemsFor, type KitDeps, loadKit, megabytes, saveKit, startKit, submitKit } from "./prepare-kit.ts";

const STATES = {
  draft: { name: "Nháp", icon: "correct", tint: "" },
  waiting: { name: "Chờ duyệt", icon: "clock", tint: "gold" },
  dropped: { name: "Đã bỏ", icon: "minus", tint: "" },
  issued: { name: "Đã phát hành", icon: "check", tint: "good" },
} as const;

const texts = (most: number) => rowTexts(most, 100);
/** A tick a row, and a choice of voice in the same row under the item's own name. */
const form = z.looseObject({
  title: z.string().max(200).default(""),
  points: z.string().max(20_000).default(""),
  question: texts(500),
  answer: texts(3000),
  items: z
    .union([z.string(), z.array(z.string().max(40)).max(200)])
    .default([])
    .transform((value) => [value].flat().filter((one) => one !== "")),
});

/** Bộ tài liệu: what propagandists carry, made by one, issued by another; how many have it. */
export function kitsRoutes(deps: KitDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Kit> => loadKit(context.me.scope, context.params["id"] ?? "");
  const at = (id: string): string => `/console/bo-tai-lieu/${id}`;
  const entriesOf = (items: readonly string[], body: Readonly<Record<string, unknown>>): KitEntry[] =>
    [...new Set(items)].map((itemId) => ({ itemId, readingId: String(body[`reading.${itemId}`] ?? "").slice(0, 40) }));

  const editing = async ({ me, now }: RouteContext, kit: Kit) => {
    const [items, readings, book] = await Promise.all([
      itemsFor(me.scope, now),
      listReadings(me.scope),
      findBook(kit.unitCode),
    ]);
    const ready = readings.filter((one) => one.unitCode === kit.unitCode && isReady(one, book));
    const chosen = new Map(kit.entries.map((entry) => [entry.itemId, entry.readingId]));
    return items.map((item) => {
      const id = String(item._id);
      const own = chosen.get(id) ?? ready.find(({ title }) => title === item.title)?._id.toString() ?? "";
      return {
        id,
        title: item.title,
        picked: chosen.has(id),
        voices: ready.map((one) => ({
          value: String(one._id),
          name: `${one.title} · ${inMinutes(one.sound?.seconds ?? 0)}`,
          picked: String(one._id) === own,
        })),
      };
    });
  };
  const view = async (context: RouteContext, kit: Kit) => {
    const id = String(kit._id);
    const { me, now } = context;
    const open = isOpen(kit);
    const mayWrite = me.permissions.includes("content.write");
    const seen = await lookOf(kitIssue, id, kit, now);
    return page("kits/edit", kit.title, {
      id,
      kit,
      stateOf: STATES[kit.state],
      points: kit.points.join("\n"),
      // one empty row more is there to be filled
      questions: [...kit.questions, { question: "", answer: "" }],
      items: open && mayWrite ? await editing(context, kit) : [],
      parts: kit.parts.map((part) => ({
        ...part,
        pictureUrl: part.picture ? `${at(id)}/tep/${part.picture.hash}` : "",
        voice: part.audio
          ? `${part.audio.label} · ${inMinutes(part.audio.seconds)} · ${megabytes(part.audio.size)}`
          : "",
      })),
      base: megabytes(kit.parts.reduce((sum, { picture }) => sum + (picture?.size ?? 0), 0)),
      counts: kit.state === "issued" ? await countReceived(me.scope, kit, now) : undefined,
      canEdit: open && mayWrite,
      canApprove: me.permissions.includes("content.approve") && seen !== "",
      mine: kit.author.id === me.id,
      seen,
    });
  };
  return [
    route({
      method: "get",
      path: "/bo-tai-lieu",
      may: "content.view",
      async handle({ me, now }) {
        const [kits, newest] = await Promise.all([listKits(me.scope), newestKit(me.scope)]);
        return page("kits/list", "Bộ tài liệu", {
          kits: kits.map((kit) => ({
            id: String(kit._id),
            title: kit.title,
            version: kit.version,
            state: STATES[kit.state],
            items: kit.state === "draft" ? kit.entries.length : kit.parts.length,
            at: kit.updatedAt,
            carried: String(kit._id) === String(newest?._id),
          })),
          newest: newest && {
            version: newest.version,
            since: newest.issuedAt ? formatMoment(newest.issuedAt, now) : formatDate(newest.updatedAt),
            ...(await countReceived(me.scope, newest, now)),
          },
          canEdit: me.permissions.includes("content.write"),
        });
      },
    }),
    route({
      method: "post",
      path: "/bo-tai-lieu",
      may: "content.write",
      async handle(context) {
        const id = await startKit(deps, context.me.scope, byMe(context));
        await context.audit("kit-started", id);
        return redirect(at(id), "Chọn các mục đã duyệt, thêm ý chính và hỏi đáp, rồi trình.");
      },
    }),
    route({
      method: "get",
      path: "/bo-tai-lieu/:id",
      may: "content.view",
      handle: async (context) => view(context, await load(context)),
    }),
    route({
      method: "post",
      path: "/bo-tai-lieu/:id",
      may: "content.write",
      mostFields: 400,
      body: form,
      async handle(context) {
        const kit = await load(context);
        if (!isOpen(kit)) throw conflict("Bộ này đã phát hành hoặc đã bỏ. Soạn bộ mới để thay.");
        const { title, points, question, answer, items } = context.body;
        const questions = question.map((words, n) => ({ question: words, answer: answer[n] ?? "" }));
        const entries = entriesOf(items, context.body);
        await saveKit(deps, kit, { title, points, questions, entries }, byMe(context));
        await context.audit("kit-saved", title);
        return redirect(at(String(kit._id)), "Đã lưu bộ tài liệu.");
      },
    }),
    route({
      method: "post",
      path: "/bo-tai-lieu/:id/trinh",
      may: "content.write",
      async handle(context) {
        const kit = await load(context);
        await submitKit(deps, context.me.scope, kit);
        await context.audit("kit-submitted", kit.title);
        return redirect(at(String(kit._id)), "Đã trình. Lãnh đạo xem đúng bản sẽ tới máy tuyên truyền viên.");
      },
    }),
    route({
      method: "post",
      path: "/bo-tai-lieu/:id/bo",
      may: "content.write",
      async handle(context) {
        if (!(await dropKit(await load(context)))) throw conflict("Bộ này đã phát hành, không bỏ được.");
        return redirect("/console/bo-tai-lieu", "Đã bỏ bản nháp.");
      },
    }),
    route({
      method: "post",
      path: "/bo-tai-lieu/:id/phat-hanh",
      may: kitIssue.may,
      body: z.object({ seen: z.string().max(80).default("") }),
      async handle(context) {
        const kit = await load(context);
        const press = { unitCode: context.me.scope, id: String(kit._id), seen: context.body.seen };
        await decide(kitIssue, deps, { ...press, by: byMe(context), wish: undefined });
        await context.audit("kit-issued", kit.title);
        return redirect(at(String(kit._id)), "Đã phát hành. Máy của tuyên truyền viên tải về khi có mạng.");
      },
    }),
    route({
      method: "get",
      path: "/bo-tai-lieu/:id/tep/:hash",
      may: "content.view",
      async handle(context) {
        const kit = await load(context);
        const hash = context.params["hash"] ?? "";
        const named = kit.parts.some(({ picture }) => picture?.hash === hash);
        const file = named ? await readKitFile(kit.unitCode, hash) : null;
        if (!file) throw notFound("tệp này");
        return { kind: "image", type: file.mimeType, body: file.bytes };
      },
    }),
  ];
}
