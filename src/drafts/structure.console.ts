import { z } from "zod";
import { type ConsoleRoute, orBack, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import {
  correctStructure,
  type EditDeps,
  type EditedPlace,
  offeredCorrections,
  takeOverCorrections,
  tickDoubts,
  undoCorrection,
} from "./correct-structure.ts";
import { decidePlace } from "./decide-places.ts";
import { type Position, POSITION_KINDS, type PositionKind } from "./position.ts";
import { findVersion } from "./draft.store.ts";
import { loadOwn } from "./prepare-draft.ts";
import { pageInWords } from "./rules.ts";

const ROWS = 40;
const KIND_NAMES: Readonly<Record<PositionKind, string>> = {
  phan: "phần",
  chuong: "chương",
  muc: "mục",
  dieu: "điều",
  khoan: "khoản",
  diem: "điểm",
  "chi-tieu": "chỉ tiêu",
  "phu-luc": "phụ lục",
  doan: "đoạn",
  "chu-thich": "chú thích",
};
const isKind = (text: string): text is PositionKind => POSITION_KINDS.includes(text as PositionKind);

/** The rows of the form that were sent, by the ids in their names. */
function editedOf(body: Readonly<Record<string, unknown>>): EditedPlace[] {
  const text = (name: string): string => (typeof body[name] === "string" ? body[name] : "");
  return Object.keys(body).flatMap((name) => {
    if (!name.startsWith("code-")) return [];
    const id = name.slice(5);
    const kind = text(`kind-${id}`);
    return [
      {
        id,
        code: text(name),
        text: text(`text-${id}`),
        join: text(`join-${id}`) === "1",
        kind: isKind(kind) ? kind : "",
        after: text(`after-${id}`),
      },
    ];
  });
}

/** What was sent and could not be saved: shown again as it was typed. */
interface Failed {
  errors: Record<string, string>;
  edited: readonly EditedPlace[];
}

function rowOf(position: Position, edited: readonly EditedPlace[] = []): object {
  const typed = edited.find((one) => one.id === position.id);
  const kind = typed?.kind || position.kind;
  return {
    ...position,
    ...typed,
    where: pageInWords(position),
    kinds: Object.entries(KIND_NAMES).map(([value, name]) => ({ value, name, selected: value === kind })),
  };
}

/** What the machine read, put right by a person: structure, doubtful spots, places of two versions. */
export function structureRoutes(deps: EditDeps): ConsoleRoute[] {
  const me = (context: RouteContext) => ({ id: context.me.id, name: context.me.name });
  const structure = async (context: RouteContext, tu: number, failed?: Failed) => {
    const draft = await loadOwn(context.me.unitCode, context.params["id"] ?? "");
    const id = String(draft._id);
    const version = await findVersion(id, draft.newest);
    const positions = version?.positions ?? [];
    const from = Math.min(tu, Math.max(0, positions.length - 1));
    const offered = version ? await offeredCorrections(id, version) : [];
    return page(
      "drafts/structure",
      "Sửa cấu trúc dự thảo",
      {
        id,
        title: draft.title,
        rows: positions
          .slice(from, from + ROWS)
          .map((position, n) => ({ ...rowOf(position, failed?.edited), first: from + n === 0 })),
        from,
        before: Math.max(0, from - ROWS),
        after: from + ROWS,
        hasBefore: from > 0,
        hasAfter: from + ROWS < positions.length,
        count: positions.length,
        steps: version?.steps?.length ?? 0,
        offered: offered.length,
        errorList: Object.values(failed?.errors ?? {}),
      },
      failed ? 422 : 200,
    );
  };
  return [
    route({
      method: "get",
      path: "/du-thao/:id/cau-truc",
      may: "drafts.edit",
      query: z.object({ tu: z.coerce.number().int().min(0).default(0) }),
      handle: (context) => structure(context, context.query.tu),
    }),
    route({
      method: "post",
      path: "/du-thao/:id/cau-truc",
      may: "drafts.edit",
      body: z.looseObject({ from: z.coerce.number().int().min(0).catch(0) }),
      async handle(context) {
        const id = context.params["id"] ?? "";
        const { from } = context.body;
        const edited = editedOf(context.body);
        return orBack(
          async () => {
            await correctStructure(deps, context.me.unitCode, id, edited, me(context));
            await context.audit("draft-corrected", id, { "số vị trí": edited.length });
            return redirect(`/console/du-thao/${id}/cau-truc?tu=${from}`, "Đã lưu cấu trúc.");
          },
          (errors) => structure(context, from, { errors, edited }),
        );
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/cau-truc/hoan-tac",
      may: "drafts.edit",
      body: z.object({}),
      async handle(context) {
        const id = context.params["id"] ?? "";
        await undoCorrection(deps, context.me.unitCode, id);
        await context.audit("draft-corrected", id, { việc: "hoàn tác lần lưu cuối" });
        return redirect(`/console/du-thao/${id}/cau-truc`, "Đã hoàn tác lần lưu cuối.");
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/cau-truc/dung-lai",
      may: "drafts.edit",
      body: z.object({}),
      async handle(context) {
        const id = context.params["id"] ?? "";
        const n = await takeOverCorrections(deps, context.me.unitCode, id, me(context));
        await context.audit("draft-corrected", id, { "sửa đổi dùng lại": n });
        return redirect(`/console/du-thao/${id}/cau-truc`, `Đã áp dụng lại ${n} sửa đổi của bản trước.`);
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/can-xem",
      may: "drafts.edit",
      body: z.looseObject({}),
      async handle(context) {
        const id = context.params["id"] ?? "";
        const seen = Object.keys(context.body).flatMap((name) =>
          /^doubt-\d{1,5}$/.test(name) ? [Number(name.slice(6))] : [],
        );
        const left = await tickDoubts(context.me.unitCode, id, seen, me(context));
        await context.audit("draft-doubts-seen", id, { "số chỗ": seen.length, "còn lại": left });
        return redirect(
          `/console/du-thao/${id}`,
          left === 0 ? "Đã xem hết các chỗ cần xem lại." : `Còn ${left} chỗ cần xem.`,
        );
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/cung-doan",
      may: "drafts.edit",
      body: z.object({ place: z.string().max(60), earlier: z.string().max(60), same: z.enum(["0", "1"]) }),
      async handle(context) {
        const id = context.params["id"] ?? "";
        const { place, earlier, same } = context.body;
        await decidePlace(deps, context.me.unitCode, id, place, earlier, same === "1");
        const result = same === "1" ? "cùng đoạn" : "khác đoạn";
        await context.audit("draft-places-decided", id, { đoạn: place, "kết quả": result });
        const draft = await loadOwn(context.me.unitCode, id);
        const from = Math.max(1, draft.newest - 1);
        return redirect(`/console/du-thao/${id}/so-sanh?tu=${from}`, "Đã ghi lựa chọn.");
      },
    }),
  ];
}
