import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Draft } from "../drafts/draft.model.ts";
import { loadOwn } from "../drafts/prepare-draft.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import type { AcceptDeps } from "./accept-comment.ts";
import { STANCE_NAMES, STANCES } from "./comment.model.ts";
import { enterIntake, intakeOf } from "./enter-intake.ts";
import { INTAKE_KINDS } from "./intake.model.ts";
import { readScan, type ScanDeps } from "./keep-scan.ts";
import type { OpinionRow } from "./paper-opinions.ts";
import { pickerOf } from "./place-picker.ts";

export type IntakeDeps = AcceptDeps & ScanDeps;

/** What comes on paper, in a meeting or by an organisation's letter: entered by a clerk, counted like everything else. */
export function intakeRoutes(deps: IntakeDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Draft> => loadOwn(context.me.scope, context.params["id"] ?? "");
  return [
    route({
      method: "get",
      path: "/du-thao/:id/gop-y/nhap",
      may: "comments.enter",
      handle: async (context) => intakePage(context, await load(context)),
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/nhap",
      may: "comments.enter",
      file: "file",
      // each opinion of a paper is a row of fields
      mostFields: 300,
      body: intakeForm,
      async handle(context) {
        const draft = await load(context);
        const { me } = context;
        const file = context.file && { name: context.file.name, bytes: await readScan(deps.outside, context.file) };
        const entry = { ...entryOf(context.body), file };
        const n = await enterIntake(deps, draft, entry, { id: me.id, name: me.name });
        await context.audit("comments-entered", draft.title, { "số ý kiến": n, kênh: entry.kind });
        const intake = await intakeOf(draft, entry);
        return redirect(
          `/console/du-thao/${String(draft._id)}/gop-y/phieu/${String(intake?._id)}`,
          `Đã nhập ${n} ý kiến.`,
        );
      },
    }),
  ];
}

const list = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));
/** The direction of the third row is `stance.2`: radios of one name would be one choice. */
const intakeForm = z
  .object({
    kind: z.enum(["paper", "meeting", "written", "letter", "field"]).default("paper"),
    title: z.string().max(200).default(""),
    number: z.string().max(100).default(""),
    heldAt: z.string().max(30).default(""),
    present: z.coerce.number().int().min(0).max(100_000).default(0),
    speakers: z.coerce.number().int().min(0).max(100_000).default(0),
    opinions: z.coerce.number().int().min(0).max(100_000).default(0),
    words: z.string().max(100_000).default(""),
    gist: z.string().max(5000).default(""),
    version: z.coerce.number().int().min(0).max(1000).default(0),
    key: z.string().max(80).default(""),
    place: list.default([]),
    text: list.default([]),
    reason: list.default([]),
  })
  .catchall(z.unknown());

function entryOf(body: z.infer<typeof intakeForm>) {
  const { kind, title, number, heldAt, present, speakers, opinions, words, gist, version, key } = body;
  const rows = Math.max(body.place.length, body.text.length, body.reason.length);
  const stanceOf = (n: number): string => {
    const value = body[`stance.${n}`];
    return typeof value === "string" ? value : "";
  };
  const row = (n: number): OpinionRow => ({
    place: body.place[n] ?? "",
    stance: stanceOf(n),
    text: body.text[n] ?? "",
    reason: body.reason[n] ?? "",
  });
  return {
    kind,
    title,
    number,
    present,
    speakers,
    opinions,
    words,
    gist,
    version,
    key,
    heldAt: parseLocal(heldAt),
    ...(rows === 0 ? {} : { rows: Array.from({ length: rows }, (_, n) => row(n)) }),
  };
}

async function intakePage(context: RouteContext, draft: Draft) {
  return page("comments/intake", "Nhập phiếu, hội nghị, văn bản", {
    id: String(draft._id),
    title: draft.title,
    heldAt: formatLocal(context.now),
    key: randomUUID(),
    clerk: context.me.id,
    kinds: Object.entries(INTAKE_KINDS).map(([value, name]) => ({ value, name })),
    version: draft.version,
    versions: Array.from({ length: draft.version }, (_, n) => draft.version - n).map((n) => ({
      n,
      newest: n === draft.version,
    })),
    many: draft.version > 1,
    picker: await pickerOf(draft),
    stances: STANCES.map((value) => ({ value, name: STANCE_NAMES[value] })),
    stanceNames: STANCES.map((stance) => STANCE_NAMES[stance]).join(" · "),
  });
}
