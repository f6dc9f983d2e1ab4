import { z } from "zod";
import { sha256Hex } from "../kernel/crypto.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
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
import { type Sheet } from "./load-unshown.ts";
import { type Position, POSITION_KINDS, type PositionKind } from "./position.ts";
import { findVersion } from "./draft.store.ts";
import { loadOwn } from "./prepare-draft.ts";
import { pageOf } from "./page-of.ts";
import { pageInWords } from "./rules.ts";

/** What a form of places may hold: one of long paragraphs is sent in fewer rows. */
const MOST = { rows: 40, letters: 40_000 };
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

/**
 * A row is named by its place and by what stands there: when somebody saved in between, what was typed comes back only
 * where nobody else changed anything, and no row is set back to older words by the next press.
 */
const rowName = ({ id, code, kind, text }: Position): string =>
  `${id}.${sha256Hex([code, kind, text].join("\n")).slice(0, 8)}`;

/** The rows of the form that were sent, by the ids in their names. */
function editedOf(body: Readonly<Record<string, unknown>>): EditedPlace[] {
  const text = (name: string): string => (typeof body[name] === "string" ? body[name] : "");
  return Object.keys(body).flatMap((name) => {
    if (!name.startsWith("code-")) return [];
    const row = name.slice(5);
    const kind = text(`kind-${row}`);
    return [
      {
        id: row.slice(0, Math.max(0, row.lastIndexOf("."))),
        code: text(name),
        text: text(`text-${row}`),
        join: text(`join-${row}`) === "1",
        kind: isKind(kind) ? kind : "",
        after: text(`after-${row}`),
      },
    ];
  });
}

/** What every form says of the version it shows. */
const sheet = z.looseObject({ n: z.coerce.number().int().catch(0), edits: z.coerce.number().int().catch(-1) });
const sheetIn = ({ me, params, body: { n, edits } }: RouteContext<z.infer<typeof sheet>>): Sheet => ({
  unitCode: me.scope.unit,
  id: params["id"] ?? "",
  n,
  edits,
});

function rowOf(position: Position): object {
  return {
    ...position,
    row: rowName(position),
    after: "",
    join: false,
    where: pageInWords(position),
    kinds: Object.entries(KIND_NAMES).map(([value, name]) => ({ value, name, selected: value === position.kind })),
  };
}

/** What the machine read, put right by a person: structure, doubtful spots, places of two versions. */
export function structureRoutes(deps: EditDeps): ConsoleRoute[] {
  const me = (context: RouteContext) => ({ id: context.me.id, name: context.me.name });
  const structure = async (context: RouteContext, tu: number) => {
    const draft = await loadOwn(context.me.scope, context.params["id"] ?? "");
    const id = String(draft._id);
    const version = await findVersion(id, draft.newest);
    const positions = version?.positions ?? [];
    const { rows, from, before, after } = pageOf(positions, tu, MOST, (one) => one.text.length);
    const offered = version ? await offeredCorrections(version) : [];
    return page("drafts/structure", "Sửa cấu trúc dự thảo", {
      id,
      title: draft.title,
      rows: rows.map((position, n) => ({ ...rowOf(position), first: from + n === 0 })),
      from,
      before,
      after,
      hasBefore: before !== undefined,
      hasAfter: after !== undefined,
      count: positions.length,
      steps: version?.steps?.length ?? 0,
      offered: offered.length,
      n: version?.n ?? 0,
      edits: version?.edits ?? 0,
    });
  };
  /** A button that changes the whole structure. @param press its work: what is said, and what the log keeps of it */
  const whole = (
    path: string,
    press: (context: RouteContext<z.infer<typeof sheet>>) => Promise<[string, Record<string, string | number>]>,
  ): ConsoleRoute =>
    route({
      method: "post",
      path: `/du-thao/:id/cau-truc/${path}`,
      may: "drafts.edit",
      body: sheet,
      handle: async (context) => {
        const id = context.params["id"] ?? "";
        const [said, details] = await press(context);
        await context.audit("draft-corrected", id, details);
        return redirect(`/console/du-thao/${id}/cau-truc`, said);
      },
    });
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
      body: sheet.extend({ from: z.coerce.number().int().min(0).catch(0) }),
      async handle(context) {
        const id = context.params["id"] ?? "";
        const { from } = context.body;
        const edited = editedOf(context.body);
        await correctStructure(deps, sheetIn(context), edited, me(context));
        await context.audit("draft-corrected", id, { "số vị trí": edited.length });
        return redirect(`/console/du-thao/${id}/cau-truc?tu=${from}`, "Đã lưu cấu trúc.");
      },
    }),
    whole("hoan-tac", async (context) => {
      await undoCorrection(deps, sheetIn(context));
      return ["Đã hoàn tác lần lưu cuối.", { việc: "hoàn tác lần lưu cuối" }];
    }),
    whole("dung-lai", async (context) => {
      const n = await takeOverCorrections(deps, sheetIn(context), me(context));
      return [`Đã áp dụng lại ${n} sửa đổi của bản trước.`, { "sửa đổi dùng lại": n }];
    }),
    route({
      method: "post",
      path: "/du-thao/:id/can-xem",
      may: "drafts.edit",
      body: sheet,
      async handle(context) {
        const id = context.params["id"] ?? "";
        // named by their version, so that no tick of an older page falls on a box of the newer
        const box = `doubt-${context.body.n}-`;
        const seen = Object.keys(context.body).flatMap((name) =>
          name.startsWith(box) && /^\d{1,5}$/.test(name.slice(box.length)) ? [Number(name.slice(box.length))] : [],
        );
        const left = await tickDoubts(sheetIn(context), seen, me(context));
        await context.audit("draft-doubts-seen", id, { "số chỗ": seen.length, "còn lại": left });
        return redirect(
          `/console/du-thao/${id}#can-xem`,
          left === 0 ? "Đã xem hết các chỗ cần xem lại." : `Còn ${left} chỗ cần xem.`,
        );
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/cung-doan",
      may: "drafts.edit",
      body: sheet.extend({ place: z.string().max(60), earlier: z.string().max(60), same: z.enum(["0", "1"]) }),
      async handle(context) {
        const id = context.params["id"] ?? "";
        const { place, earlier, same } = context.body;
        await decidePlace(deps, sheetIn(context), place, earlier, same === "1");
        const result = same === "1" ? "cùng đoạn" : "khác đoạn";
        await context.audit("draft-places-decided", id, { đoạn: place, "kết quả": result });
        const draft = await loadOwn(context.me.scope, id);
        const from = Math.max(1, draft.newest - 1);
        return redirect(`/console/du-thao/${id}/so-sanh?tu=${from}`, "Đã ghi lựa chọn.");
      },
    }),
  ];
}
