import type { Person } from "../content/item.model.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { phaseOf } from "../drafts/rules.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { type AcceptDeps, acceptComment } from "./accept-comment.ts";
import { type CheckedOpinion, checkOpinions } from "./check-intake.ts";
import type { Intake } from "./intake.model.ts";
import { findIntakeOf, putIntake } from "./intake.store.ts";
import { hangScan } from "./keep-scan.ts";
import { type OpinionRow, opinionsOfLines, opinionsOfRows } from "./paper-opinions.ts";

/** What a clerk typed in from a paper, a meeting or a letter. */
export interface IntakeEntry {
  kind: "paper" | "meeting" | "written" | "letter" | "field";
  /** of a meeting: where; of a paper: who sent it */
  title: string;
  number: string;
  heldAt: Date | undefined;
  present: number;
  speakers: number;
  opinions: number;
  /** a row of fields an opinion */
  rows?: readonly OpinionRow[];
  /** pasted text, a line an opinion (`opinionsOfLines`) */
  words: string;
  gist: string;
  /** version the paper or the meeting was about; 0 = the newest shown */
  version?: number;
  /** a page of it, as `readScan` made it */
  file: { name: string; bytes: Buffer } | undefined;
  /** the form's own random key: the same form sent twice is entered once */
  key: string;
}

/**
 * Enters what came on paper or in a meeting; every opinion is a comment like any other, in the channel it came by. All
 * are looked at before the first is stored; sent again after a cut, or twice, it goes on and counts nothing twice.
 * @returns number of opinions
 * @throws AppError 422 with every fault at its field, 409 when the draft takes none or the key came with other words
 */
export async function enterIntake(deps: AcceptDeps, draft: Draft, entry: IntakeEntry, by: Person): Promise<number> {
  const there = await findIntakeOf(String(draft._id), onceOf(entry));
  const phase = phaseOf(draft, deps.clock.now());
  // what was begun before the report is told that it is there, not that it comes too late
  if (there?.entered && there.digest === digestOf(entry) && phase === "sealed") return there.entered;
  if (phase !== "open" && phase !== "closed") throw conflict("Dự thảo này không nhận ý kiến lúc này.");
  const opinions = await mustBeWhole(draft, entry);
  const intake = await putOnce(deps, draft, entry, opinions.length, by);
  if (entry.file) await hangScan(deps, intake, entry.file.bytes, entry.key === "" ? "" : `${entry.key}:0`);
  for (const [n, one] of opinions.entries())
    await acceptComment(deps, {
      ...one,
      draftId: String(draft._id),
      gist: n === 0 ? entry.gist : "",
      channel: entry.kind,
      once: opinionKey(seedOf(entry), n),
      rateBy: "",
      intake: String(intake._id),
    });
  return opinions.length;
}

/** The paper a form was entered as. */
export const intakeOf = (draft: Draft, entry: IntakeEntry): Promise<Intake | null> =>
  findIntakeOf(String(draft._id), onceOf(entry));

/** What the receipt code of an opinion follows from; the seed is no field of any store but the sealed one for slips. */
export const opinionKey = (seed: string, n: number): string => `paper:${seed}:${n}`;

/** What the form says: not its pages, which hang at it under keys of their own. */
const digestOf = (entry: IntakeEntry): string =>
  sha256Hex(JSON.stringify({ ...entry, file: undefined, key: undefined }));
/** A form without a key of its own is known by what it says. */
const seedOf = (entry: IntakeEntry): string => entry.key || digestOf(entry);
const onceOf = (entry: IntakeEntry): string => sha256Hex(`intake:${seedOf(entry)}`);

/** @throws AppError 422 with every fault at its field */
async function mustBeWhole(draft: Draft, entry: IntakeEntry): Promise<CheckedOpinion[]> {
  const opinions = [...opinionsOfRows(entry.rows ?? []), ...opinionsOfLines(entry.words)];
  const { checked, faults } = await checkOpinions(draft, opinions, entry.version ?? 0);
  const errors: Record<string, string> = { ...headFaults(entry), ...faults };
  if (opinions.length === 0) errors[entry.rows ? "place.0" : "words"] = "Cần ít nhất một ý kiến";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return checked;
}

function headFaults({ heldAt, kind, present, speakers, title }: IntakeEntry): Record<string, string> {
  return {
    ...(heldAt ? {} : { heldAt: "Cần ngày nhận hoặc ngày họp" }),
    ...(kind === "meeting" && present < speakers ? { present: "Số người dự không thể ít hơn số người phát biểu" } : {}),
    ...(kind === "written" && title.trim() === "" ? { title: "Cần tên tổ chức gửi văn bản" } : {}),
  };
}

async function putOnce(
  deps: AcceptDeps,
  draft: Draft,
  entry: IntakeEntry,
  entered: number,
  by: Person,
): Promise<Intake> {
  const digest = digestOf(entry);
  const at = deps.clock.now();
  const intake = await putIntake({
    draftId: String(draft._id),
    unitCode: draft.unitCode,
    once: onceOf(entry),
    digest,
    kind: entry.kind === "field" ? "paper" : entry.kind,
    title: entry.title.trim(),
    number: entry.number.trim(),
    heldAt: entry.heldAt ?? at,
    present: entry.present,
    speakers: entry.speakers,
    opinions: entry.opinions,
    entered,
    slips: deps.comments.box.seal(seedOf(entry)),
    by,
    at,
  });
  if (intake.digest && intake.digest !== digest)
    throw conflict(
      "Phiếu này đã được nhập với nội dung khác. Mở danh sách phiếu đã nhập để xem; phiếu mới thì tải lại trang.",
    );
  return intake;
}
