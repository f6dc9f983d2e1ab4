import { z } from "zod";
import { decide, lookOf } from "../decisions/decide.ts";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import type { Leaving, Written } from "../kernel/room.ts";
import { ownAndBelow, ownOf } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { cancelling } from "./cancel-change.ts";
import { faultsOf, linesOf, loadChange, unitChange } from "./change.decision.ts";
import { type ChangePreview, foundedAsSources, previewChange, whatIsLeft, whatIsWritten } from "./change-preview.ts";
import {
  changeOfDraft,
  createChangeDraft,
  dropChangeDraft,
  findChangeDraft,
  listChangeDrafts,
  listHistory,
  saveChangeDraft,
  thatHold,
} from "./change.store.ts";
import { KINDS } from "./kinds.ts";
import { draftChange } from "./draft-change.ts";
import { findUnits, listUnits } from "./unit.store.ts";
import { type ChangeDraft, SHARES, type Share } from "./unit-change.model.ts";

const text = z
  .string()
  .max(300)
  .transform((given) => nfc(given.trim()));
const texts = z
  .union([text, z.array(text)])
  .default([])
  .transform((given) => [given].flat());
const form = z.object({
  decision: text.default(""),
  day: z.string().max(40).default(""),
  share: texts,
  from: texts,
  to: texts,
  areas: texts,
  foundCode: texts,
  foundName: texts,
  foundOffice: texts,
  foundKind: texts,
  newCode: texts,
  newName: texts,
  newOffice: texts,
  newKind: texts,
  moveCode: texts,
  moveParent: texts,
});
type Form = z.infer<typeof form>;

const SHARE_NAMES: Readonly<Record<Share, string>> = { all: "Toàn bộ", part: "Một phần", rest: "Phần còn lại" };
const isShare = (given: string | undefined): given is Share => SHARES.some((share) => share === given);
const isTyped = (...fields: (string | undefined)[]): boolean => fields.some((field) => (field ?? "") !== "");

/** A unit by its code, or by its name where only one is called so. */
const codeIn = (units: readonly { _id: string; name: string }[], given: string): string => {
  if (units.some((unit) => unit._id === given)) return given;
  const named = units.filter((unit) => unit.name.toLocaleLowerCase("vi") === given.toLocaleLowerCase("vi"));
  return named.length === 1 && named[0] ? named[0]._id : given;
};

const fieldsOf = (body: Form, units: readonly { _id: string; name: string }[]) => {
  const code = (given: string | undefined): string => codeIn(units, given ?? "");
  const named = (codes: string[], names: string[], offices: string[], kinds: string[], find: typeof code) =>
    codes.flatMap((one, n) =>
      isTyped(one, names[n])
        ? [{ code: find(one), name: names[n] ?? "", office: offices[n] || (names[n] ?? ""), kind: kinds[n] ?? "" }]
        : [],
    );
  return {
    decision: body.decision,
    day: body.day.trim(),
    parts: body.from.flatMap((from, n) => {
      const share = body.share[n];
      const areas = (body.areas[n] ?? "").split(/[,;]/).map((area) => area.trim());
      return isTyped(from, body.to[n])
        ? [
            {
              from: code(from),
              to: code(body.to[n]),
              share: isShare(share) ? share : "all",
              areas: areas.filter(Boolean),
            },
          ]
        : [];
    }),
    founds: named(body.foundCode, body.foundName, body.foundOffice, body.foundKind, (given) => given ?? ""),
    renames: named(body.newCode, body.newName, body.newOffice, body.newKind, code),
    moves: body.moveCode.flatMap((one, n) =>
      isTyped(one, body.moveParent[n]) ? [{ code: code(one), parent: code(body.moveParent[n]) }] : [],
    ),
  };
};

/** One empty row more is there to be filled. */
const EMPTY = { code: "", name: "", office: "", kind: "commune" };
const withKinds = (rows: readonly { kind: string }[]) =>
  [...rows, EMPTY].map((row) => ({
    ...row,
    kinds: KINDS.map((kind) => ({ ...kind, selected: kind.key === row.kind })),
  }));
const presentDraft = (draft: ChangeDraft) => ({
  decision: draft.decision,
  day: draft.day,
  clause: draft.clause,
  doubts: draft.doubts,
  parts: [...draft.parts, { from: "", to: "", share: "all", areas: [] }].map((part) => ({
    ...part,
    areas: part.areas.join(", "),
    shares: SHARES.map((key) => ({ key, name: SHARE_NAMES[key], selected: key === part.share })),
  })),
  founds: withKinds(draft.founds),
  renames: withKinds(draft.renames),
  moves: [...draft.moves, { code: "", parent: "" }],
});

/** Thay đổi đơn vị: a resolution's clause is read or typed, corrected, looked at before and after, and confirmed. */
export function changesRoutes(deps: {
  clock: Clock;
  leaves(): readonly Leaving[];
  written(): readonly Written[];
}): ConsoleRoute[] {
  const load = async (context: RouteContext) => {
    const subject = await loadChange(ownOf(context.me.scope), context.params["id"] ?? "");
    if (!subject) throw notFound("quyết định về đơn vị này");
    return subject;
  };
  const show = async (context: RouteContext) => {
    const subject = await load(context);
    const id = String(subject.draft._id);
    const { made, cancelled, changes, terms } = subject;
    const faults = made ? [] : faultsOf(subject, context.now);
    const isReady = !made && faults.length === 0;
    const late = cancelled === undefined && terms.day < context.now;
    const preview: ChangePreview | null = isReady && !cancelled ? await previewChange(subject) : null;
    return page("units/change", "Thay đổi đơn vị", {
      id,
      made,
      late,
      touched: preview && late ? await whatIsWritten(subject, deps.written()) : [],
      faults,
      preview,
      left: preview ? await whatIsLeft(subject, deps.leaves()) : [],
      cancelled: cancelled ? { decision: cancelled.decision, day: cancelled.day, lines: linesOf(cancelled) } : null,
      leftInNew: cancelled ? await whatIsLeft({ terms: foundedAsSources(cancelled) }, deps.leaves()) : [],
      // recorded, fallen away since, and not yet in force
      fell: made !== null && made.cancels === undefined && !changes.some(({ _id }) => _id === made._id),
      canCancel: made !== null && terms.day > context.now && changes.some(({ _id }) => _id === made._id),
      isReady,
      seen: isReady ? await lookOf(unitChange, id, subject, context.now) : "",
      values: presentDraft(subject.draft),
      units: await findUnits(ownAndBelow(context.me.scope)),
    });
  };
  const mustBeOpen = async (context: RouteContext): Promise<string> => {
    const id = context.params["id"] ?? "";
    if (!(await findChangeDraft(ownOf(context.me.scope), id))) throw notFound("quyết định về đơn vị này");
    if (await changeOfDraft(id)) throw conflict(unitChange.closedWords);
    return id;
  };
  return [
    route({
      method: "get",
      path: "/don-vi/thay-doi",
      may: "units.edit",
      async handle({ me }) {
        const [drafts, history] = [await listChangeDrafts(ownOf(me.scope)), await listHistory()];
        const made = new Map(history.map((change) => [change.draftId, change]));
        const holding = new Set(thatHold(history).map(({ draftId }) => draftId));
        const numberOf = (id: number | undefined): string => history.find(({ _id }) => _id === id)?.decision ?? "";
        return page("units/changes", "Thay đổi đơn vị", {
          rows: drafts.map((draft) => ({
            id: String(draft._id),
            decision: draft.decision || "Chưa ghi số",
            day: made.get(String(draft._id))?.day ?? null,
            parts: draft.parts.length + draft.renames.length + draft.moves.length,
            made: made.has(String(draft._id)),
            fell: made.has(String(draft._id)) && draft.cancels === undefined && !holding.has(String(draft._id)),
            cancels: numberOf(draft.cancels),
            due: made.get(String(draft._id))?.due === true,
          })),
        });
      },
    }),
    route({
      method: "post",
      path: "/don-vi/thay-doi",
      may: "units.edit",
      body: z.object({
        decision: text.default(""),
        day: z.string().max(40).default(""),
        clause: z.string().max(60_000).default(""),
      }),
      async handle(context) {
        const by = { id: context.me.id, name: context.me.name };
        const { id } = await draftChange({ ...context.body, unitCode: context.me.scope.unit, by }, context.now);
        return redirect(`/console/don-vi/thay-doi/${id}`, "Đã đọc thành bản nháp. Ông/Bà xem lại từng dòng.");
      },
    }),
    route({ method: "get", path: "/don-vi/thay-doi/:id", may: "units.edit", handle: (context) => show(context) }),
    route({
      method: "post",
      path: "/don-vi/thay-doi/:id",
      may: "units.edit",
      body: form,
      async handle(context) {
        const id = await mustBeOpen(context);
        const { cancels } = (await findChangeDraft(ownOf(context.me.scope), id)) ?? {};
        const fields = fieldsOf(context.body, await listUnits());
        // one that cancels says which and by what, nothing else
        await saveChangeDraft(id, cancels === undefined ? fields : { decision: fields.decision });
        return redirect(`/console/don-vi/thay-doi/${id}`, "Đã lưu bản nháp. Xem trước và sau ở dưới.");
      },
    }),
    route({
      method: "post",
      path: "/don-vi/thay-doi/:id/ghi-nhan",
      may: unitChange.may,
      body: z.object({ seen: z.string().max(80).default("") }),
      async handle(context) {
        const { me, params, body } = context;
        const [id, by] = [params["id"] ?? "", { id: me.id, name: me.name }];
        await decide(unitChange, deps, { unitCode: me.scope, id, seen: body.seen, by, wish: undefined });
        const change = await changeOfDraft(id);
        await context.audit("units-changed", change?.decision ?? "", { "số dòng": change?.parts.length ?? 0 });
        return redirect(
          `/console/don-vi/thay-doi/${id}`,
          "Đã ghi nhận. Hệ thống tự chuyển vào 00:00 ngày có hiệu lực.",
        );
      },
    }),
    route({
      method: "post",
      path: "/don-vi/thay-doi/:id/huy",
      may: "units.edit",
      async handle(context) {
        const { made, terms, draft } = await load(context);
        if (!made || made.cancels !== undefined) throw conflict("Chỉ hủy được quyết định đã ghi nhận.");
        if (terms.day <= context.now)
          throw conflict("Quyết định đã có hiệu lực nên không hủy được. Ghi nhận một quyết định mới.");
        const by = { id: context.me.id, name: context.me.name };
        const who = { unitCode: context.me.scope.unit, by, at: context.now };
        const id = await createChangeDraft(cancelling(made, who, draft.day));
        return redirect(`/console/don-vi/thay-doi/${id}`, "Ghi số quyết định hủy, lưu rồi ghi nhận.");
      },
    }),
    route({
      method: "post",
      path: "/don-vi/thay-doi/:id/xoa",
      may: "units.edit",
      async handle(context) {
        await dropChangeDraft(await mustBeOpen(context));
        return redirect("/console/don-vi/thay-doi", "Đã bỏ bản nháp.");
      },
    }),
  ];
}
