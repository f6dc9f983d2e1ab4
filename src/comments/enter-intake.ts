import type { Person } from "../content/item.model.ts";
import type { Draft } from "../drafts/draft.model.ts";
import type { Position } from "../drafts/position.ts";
import { findVersion } from "../drafts/draft.store.ts";
import { findPosition, phaseOf } from "../drafts/rules.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { AppError, conflict, invalid } from "../kernel/errors.ts";
import { type AcceptDeps, acceptComment } from "./accept-comment.ts";
import { type Stance, STANCE_NAMES, STANCES } from "./comment.model.ts";
import { addIntake } from "./intake.store.ts";
import { tidyWords } from "./rules.ts";

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
  /** one line an opinion, see {@link parseOpinions} */
  words: string;
  gist: string;
  /** version the paper or the meeting was about; 0 = the newest shown */
  version?: number;
  file: { name: string; bytes: Buffer } | undefined;
  /** the form's own random key: the same form sent twice is entered once */
  key: string;
}

interface Opinion {
  position: string;
  /** "P3.2 (theo bản 1)": as the queue names a place of an earlier version */
  version?: number;
  stance: Stance;
  text: string;
  reason: string;
}

/** One line an opinion: `vị trí | hướng | nội dung | lý do`; the place and the direction may be left out. */
function parseOpinions(text: string): Opinion[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const parts = line.split("|").map((part) => part.trim());
      const [words = ""] = parts.length < 3 ? parts.slice(-1) : parts.slice(2, 3);
      const place = parts.length > 1 ? (parts[0] ?? "") : "";
      const earlier = /^(.*?)\s*\(?theo bản (\d{1,3})\)?$/iu.exec(place);
      const position = earlier?.[1] ?? place;
      const named = STANCES.find(
        (stance) => parts.length > 2 && STANCE_NAMES[stance].toLowerCase() === (parts[1] ?? "").toLowerCase(),
      );
      return {
        position: /^toàn văn$/i.test(position) ? "" : position,
        ...(earlier ? { version: Number(earlier[2]) } : {}),
        stance: named ?? "gop-y",
        text: words,
        reason: parts[3] ?? "",
      };
    });
}

/**
 * Enters what came on paper or in a meeting; every opinion is a comment like any other, in the channel it came by. All
 * lines are looked at before the first is stored; sent again after a cut, or twice, it goes on and counts nothing twice.
 * @returns number of opinions
 * @throws AppError 422 naming every line that cannot be taken, 409 when the draft takes none
 */
export async function enterIntake(deps: AcceptDeps, draft: Draft, entry: IntakeEntry, by: Person): Promise<number> {
  const phase = phaseOf(draft, deps.clock.now());
  if (phase !== "open" && phase !== "closed") throw conflict("Dự thảo này không nhận ý kiến lúc này.");
  const opinions = parseOpinions(entry.words);
  const { heldAt } = entry;
  const errors: Record<string, string> = {};
  if (!heldAt) errors["heldAt"] = "Cần ngày nhận hoặc ngày họp";
  if (entry.kind === "meeting" && entry.present < entry.speakers)
    errors["present"] = "Số người dự không thể ít hơn số người phát biểu";
  if (entry.kind === "written" && entry.title.trim() === "") errors["title"] = "Cần tên tổ chức gửi văn bản";
  const wanted = (one: Opinion): number => one.version ?? (entry.version || draft.version);
  const texts = new Map<number, readonly Position[]>();
  for (const n of new Set(opinions.map(wanted)))
    texts.set(n, n <= draft.version ? ((await findVersion(String(draft._id), n))?.positions ?? []) : []);
  const wrong = opinions.flatMap((one, n) => {
    const version = wanted(one);
    if (version < 1 || version > draft.version) return [`dòng ${n + 1}: Dự thảo không có bản ${version}`];
    if (one.position !== "" && !findPosition(texts.get(version) ?? [], one.position))
      return [
        `dòng ${n + 1}: Không có vị trí “${one.position}” trong ${version === draft.version ? "dự thảo" : `bản ${version} của dự thảo`}`,
      ];
    const why = whyNot(one);
    return why ? [`dòng ${n + 1}: ${why}`] : [];
  });
  if (wrong.length > 0) errors["words"] = wrong.slice(0, 10).join("; ");
  if (opinions.length === 0) errors["words"] = "Cần ít nhất một ý kiến, mỗi dòng một ý kiến";
  if (Object.keys(errors).length > 0 || !heldAt) throw invalid(errors);
  const { file, key, kind, words, gist, ...rest } = entry;
  const once = sha256Hex(JSON.stringify([key, kind, words, gist, rest]));
  const intake = await addIntake({
    draftId: String(draft._id),
    unitCode: draft.unitCode,
    once,
    kind: kind === "field" ? "paper" : kind,
    title: entry.title.trim(),
    number: entry.number.trim(),
    heldAt,
    present: entry.present,
    speakers: entry.speakers,
    opinions: entry.opinions,
    file: file?.bytes ?? null,
    fileName: file?.name ?? "",
    by,
    at: deps.clock.now(),
  });
  for (const [n, one] of opinions.entries())
    await acceptComment(deps, {
      ...one,
      version: wanted(one),
      draftId: String(draft._id),
      gist: n === 0 ? gist : "",
      channel: kind,
      once: `${intake}:${n}`,
      rateBy: "",
      intake,
    });
  return opinions.length;
}

function whyNot(opinion: Opinion): string {
  try {
    tidyWords(opinion);
    return "";
  } catch (error) {
    if (error instanceof AppError) return Object.values(error.fields).join(", ");
    throw error;
  }
}
