import { startOfDay } from "../kernel/dates.ts";
import { allowanceOf } from "../kernel/allowance.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError, conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc, sameWords } from "../kernel/vietnamese.ts";
import type { Draft } from "../drafts/draft.model.ts";
import type { Position } from "../drafts/position.ts";
import { findDraft, findVersion } from "../drafts/draft.store.ts";
import { findPosition, phaseOf } from "../drafts/rules.ts";
import type { CommentChannel, CommentKind, Stance } from "./comment.model.ts";
import { coverReceipts } from "./cover-receipts.ts";
import { findByReceipt, insertOnce } from "./comment.store.ts";
import { leafOf, likenessOf, receiptOf, type Said, sameSaid, tidyWords } from "./rules.ts";
import type { CommentBox } from "./seal-box.ts";

export interface AcceptDeps {
  clock: Clock;
  comments: CommentBox;
  /** takes one from an allowance of so many an hour; false when it is used up. The key is marked before it is written */
  takeTurn(key: string, perHour: number): Promise<boolean>;
}

export interface NewComment {
  draftId: string;
  /** id or code of a position; "" = the whole draft */
  position: string;
  /** version its author had before the eyes, when known; a place of an earlier one is taken as it stood there */
  version?: number;
  stance: Stance;
  text: string;
  reason: string;
  /** the paragraph written anew */
  amendment?: string;
  gist?: string;
  channel: CommentChannel;
  kind?: CommentKind;
  /** the sender's own key: what is sent twice is stored once and has one receipt */
  once: string;
  /** address or account the allowance is counted by; "" for what clerks enter */
  rateBy: string;
  /** only when the author asked to be named to the office */
  signed?: { oaId: string; userId: string; name: string };
  intake?: string;
  /** whoever asks has just looked the key up by {@link findAccepted} */
  fresh?: boolean;
}

export interface Accepted {
  code: string;
  late: boolean;
  again: boolean;
}

/** Comments one address or account may send in an hour; more waits, nothing is lost (the text stays on the phone). */
export const PER_HOUR = 20;

/**
 * Takes a comment in. Nothing about the sender is kept with it; the allowance is counted apart, under a mark that no key
 * of ours can make again when the day is over. After the close a comment is kept and counted apart as late.
 * @throws AppError 404 no such draft or place, 409 not open or sealed, 422 nothing said or too long, 429 too many
 */
export async function acceptComment(deps: AcceptDeps, given: NewComment): Promise<Accepted> {
  const known = given.fresh ? undefined : await findAccepted(deps, given);
  if (known) return known;
  const draft = await draftFor(deps, given.draftId);
  const phase = phaseOf(draft, deps.clock.now());
  if (phase === "editing") throw notFound("dự thảo này");
  if (phase === "announced") throw conflict("Dự thảo này chưa mở lấy ý kiến.");
  if (phase === "sealed") throw conflict("Dự thảo này đã có báo cáo, không nhận thêm ý kiến.");
  const { position, version } = await placeOf(draft, given.position, given.version);
  const words = tidyWords(await withAmendment(draft, position, version, given));
  if (given.signed) await refuseOtherCodes(words);
  if (given.rateBy !== "" && !(await mayStillSend(deps, draft, given.rateBy)))
    throw new AppError(429, "Đã nhận nhiều ý kiến từ máy này trong một giờ. Ông/Bà vui lòng gửi lại sau.");
  const code = deps.comments.codeFor(draft.prefix, `${given.draftId}:${given.once}`);
  const receipt = receiptOf(code);
  const likeness = deps.comments.mark("words", likenessOf({ draftId: given.draftId, position }, given.stance, words));
  const leaf = leafOf({ receipt, position, version, stance: given.stance, ...words });
  const { row, again } = await insertOnce({
    draftId: given.draftId,
    unitCode: draft.unitCode,
    position,
    version,
    kind: given.kind ?? "opinion",
    stance: given.stance,
    channel: given.channel,
    body: deps.comments.sealWords({ ...words, gist: nfc((given.gist ?? "").trim()) }),
    likeness,
    group: likeness,
    receipt,
    leaf,
    at: startOfDay(deps.clock.now()),
    late: phase === "closed",
    state: "kept",
    hiding: null,
    appeal: null,
    forwardedTo: "",
    lifted: [],
    signed: given.signed ? deps.comments.box.seal(JSON.stringify(given.signed)) : "",
    owner: given.signed ? deps.comments.mark("owner", `${given.signed.oaId}:${given.signed.userId}`) : "",
    told: "",
    intake: given.intake ?? "",
    counted: false,
    logged: false,
    toLog: [{ what: "received", digest: leaf }],
  });
  return { code, late: row.late, again };
}

/** A code of an anonymous comment in a signed one would name the author of both. */
async function refuseOtherCodes(words: Said): Promise<void> {
  const all = [words.text, words.reason, words.amendment ?? ""].join("\n");
  if ((await coverReceipts(all)) !== all)
    throw invalid({
      text: "Lời có mã tra cứu của một ý kiến ẩn danh. Ông/Bà bỏ mã đi, hoặc gửi ý kiến này không kèm tên, để ý kiến kia vẫn ẩn danh",
    });
}

/**
 * What the same key was answered before, whatever became of draft and allowance since. Where the words are erased, any
 * are taken for the same. @throws AppError 409 when the key came with other words
 */
export async function findAccepted(
  deps: AcceptDeps,
  given: Pick<NewComment, "draftId" | "once" | "stance" | "text" | "reason" | "amendment">,
): Promise<Accepted | undefined> {
  const draft = await findDraftOrNone(deps, given.draftId);
  if (!draft) return undefined;
  const code = deps.comments.codeFor(draft.prefix, `${given.draftId}:${given.once}`);
  const row = await findByReceipt(receiptOf(code));
  if (!row) return undefined;
  if (row.body !== "") {
    const asked = await withAmendment(draft, row.position, row.version, given);
    const [text, reason, amendment] = [asked.text, asked.reason, asked.amendment ?? ""].map((one) => nfc(one.trim()));
    const same = sameSaid(deps.comments.openWords(row.body), {
      text: text ?? "",
      reason: reason ?? "",
      amendment: amendment ?? "",
    });
    if (row.stance !== given.stance || !same)
      throw conflict(`Ý kiến gửi từ trang này đã được nhận với lời khác, mã ${code}. Ông/Bà xem hoặc sửa bằng mã đó.`);
  }
  return { code, late: row.late, again: true };
}

const mayStillSend = (deps: AcceptDeps, draft: Draft, who: string): Promise<boolean> =>
  deps.takeTurn(`comment:${String(draft._id)}:${who}`, allowanceOf(who, PER_HOUR));

/** A draft as it was at most a second ago: a thousand comments a second need not ask a thousand times. */
const FRESH_MS = 1000;
const drafts = new Map<string, { at: number; draft: Draft }>();
async function draftFor(deps: AcceptDeps, id: string): Promise<Draft> {
  const draft = await findDraftOrNone(deps, id);
  if (!draft) throw notFound("dự thảo này");
  return draft;
}
async function findDraftOrNone(deps: AcceptDeps, id: string): Promise<Draft | null> {
  const kept = drafts.get(id);
  const now = deps.clock.now().getTime();
  if (kept && Math.abs(now - kept.at) < FRESH_MS) return kept.draft;
  const draft = await findDraft(id);
  if (!draft) return null;
  if (drafts.size > 200) drafts.clear();
  drafts.set(id, { at: now, draft });
  return draft;
}

/** Versions do not change once they are shown. */
const versions = new Map<string, readonly Position[]>();
async function positionsIn(draft: Draft, n: number): Promise<readonly Position[]> {
  const key = `${String(draft._id)}:${n}`;
  const kept = versions.get(key);
  if (kept) return kept;
  const positions = (await findVersion(String(draft._id), n))?.positions ?? [];
  if (versions.size > 50) versions.clear();
  versions.set(key, positions);
  return positions;
}

/** A paragraph sent back as it stands is no amendment. @throws AppError 422 for one of the whole draft */
async function withAmendment<S extends Said>(draft: Draft, position: string, version: number, said: S): Promise<S> {
  const amendment = (said.amendment ?? "").trim();
  if (amendment === "") return said;
  if (position === "")
    throw invalid({ amendment: "Chỉ sửa trực tiếp được một đoạn; góp ý toàn văn thì viết vào nội dung" });
  const now = (await positionsIn(draft, version)).find((one) => one.id === position);
  return now && sameWords(now.text, amendment) ? { ...said, amendment: "" } : said;
}

/** The place somebody means, in the version they had before them; a page left open from before is still about its own words. */
async function placeOf(
  draft: Draft,
  wanted: string,
  seen = draft.version,
): Promise<{ position: string; version: number }> {
  const version = seen >= 1 && seen <= draft.version ? seen : draft.version;
  if (wanted === "") return { position: "", version };
  const position = findPosition(await positionsIn(draft, version), wanted);
  if (position) return { position: position.id, version };
  for (let n = draft.version; n >= 1; n -= 1)
    if ((await positionsIn(draft, n)).some((one) => one.id === wanted)) return { position: wanted, version: n };
  throw notFound("vị trí này trong dự thảo");
}
