import type { Person } from "../decisions/decision.ts";
import { problemsAtGate } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import { formatTime } from "../kernel/dates.ts";
import { AppError, conflict, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { readContents } from "./content.store.ts";
import type { Copy, CopyState, Publication } from "./copy.model.ts";
import { answerCopy, findCopy } from "./copy.store.ts";
import { followCopy } from "./follow-copy.ts";
import { type Ground, groundName, kindWord, type LegalKind } from "./legal-kinds.ts";
import { readPackage } from "./package.store.ts";
import { COPY_WORDS, goneCodes } from "./rules.ts";
import { finishTake } from "./take-several.ts";

export interface AnswerDeps {
  clock: Clock;
  cancelBroadcasts(itemIds: readonly string[]): Promise<void>;
}

export interface Seen {
  id: string;
  revision: number;
}

export async function mustFindCopy(whose: Whose, id: string): Promise<Copy> {
  const copy = await findCopy(whose, id);
  if (!copy) throw notFound("mục này");
  return copy;
}

/** In words: what stands there now, and who brought it there. */
function standing(copy: Copy): string {
  const { decided, state, note, declined, withdrawn } = copy;
  const who = decided ? `${decided.by.name} lúc ${formatTime(decided.at)}` : "";
  const more = [
    note !== "" && `ghi chú của xã “${note}”`,
    declined && `lý do “${declined.words || groundName(declined.ground)}”`,
    withdrawn && `Sở thu hồi, lý do “${withdrawn.reason}”`,
    `bản ${copy.version}`,
  ].filter((one) => one !== false && one !== null);
  return [COPY_WORDS[state].word, who, ...more].filter((one) => one !== "").join(", ");
}

/** What the press was made from is not what is there: says whose, and what differs. */
function stale(read: Copy | null, seen: Seen): AppError {
  if (!read) return notFound("mục này");
  const who = read.state === "withdrawn" ? "Sở" : (read.decided?.by.name ?? "Sở");
  const message = `${who} vừa thay đổi mục này từ lúc Ông/Bà mở trang (lần ${seen.revision}, nay lần ${read.revision}). Nay: ${standing(read)}. Xem lại rồi quyết.`;
  return new AppError(409, message, { seen: message });
}

/** The department takes it back at this moment: no copy of it is used any more, wherever its own row stands. */
async function refuseWithdrawn(copy: Copy): Promise<void> {
  if (copy.state === "withdrawn") throw conflict(`Sở đã thu hồi mục này: ${copy.withdrawn?.reason ?? ""}`);
  const head = await readPackage(copy.packageId);
  const gone = head && goneCodes(head.withdrawals).has(copy.code);
  if (gone) throw conflict("Sở vừa thu hồi mục này. Tải lại trang để xem lý do.");
}

/**
 * One decision about one copy, as one write over what was on the screen.
 * @param same whether what stands there is what this press asks for: an answer that was lost is given again
 */
async function answer(
  deps: AnswerDeps,
  whose: Whose,
  seen: Seen,
  from: readonly CopyState[],
  fields: Partial<Copy>,
  same: (copy: Copy) => boolean,
): Promise<Copy> {
  let copy = await mustFindCopy(whose, seen.id);
  if (copy.take !== "") {
    await finishTake(deps, copy.take);
    copy = await mustFindCopy(whose, seen.id);
  }
  if (same(copy) && copy.revision > seen.revision) return copy;
  await refuseWithdrawn(copy);
  if (copy.revision !== seen.revision) throw stale(copy, seen);
  if (!from.includes(copy.state)) throw conflict(`Mục này ${COPY_WORDS[copy.state].word.toLowerCase()} rồi.`);
  if (!(await answerCopy(copy, from, fields))) {
    const now = await findCopy(whose, seen.id);
    if (!now || !same(now)) throw stale(now, seen);
  }
  await followCopy(deps, seen.id).catch(() => undefined);
  return mustFindCopy(whose, seen.id);
}

const decidedBy = (by: Person, whose: Whose, deps: AnswerDeps) => ({
  decided: { by, at: deps.clock.now(), unit: String(codeOf(whose)) },
});
const mine = (copy: Copy, by: Person): boolean => copy.decided?.by.id === by.id;
/** Before anything was decided, or after a decline that somebody thinks better of. */
const OPEN: readonly CopyState[] = ["waiting", "declined"];

/** As the department wrote it: the commune's own item stands at once, approved by who approved it there. */
export const takeCopy = (deps: AnswerDeps, whose: Whose, seen: Seen, by: Person): Promise<Copy> =>
  answer(
    deps,
    whose,
    seen,
    OPEN,
    { ...decidedBy(by, whose, deps), state: "taken", declined: null, note: "", own: [], due: true },
    (copy) => mine(copy, by) && (copy.state === "taken" || copy.state === "published"),
  );

export interface Adaptation {
  note: string;
  own: { title: string; text: string }[];
}

/** With the commune's own words: they go to its approver, as everything it writes. */
export async function adaptCopy(
  deps: AnswerDeps,
  whose: Whose,
  seen: Seen,
  given: Adaptation,
  by: Person,
): Promise<Copy> {
  const copy = await mustFindCopy(whose, seen.id);
  const contents = await readContents(copy.contents);
  const note = nfc(given.note.trim());
  const own = copy.contents.map((hash, n) => {
    const [content, typed] = [contents.get(hash), given.own[n]];
    const keep = (field: "title" | "text"): string => {
      const words = nfc(typed?.[field].trim() ?? "");
      return words === "" || words === content?.[field].trim() ? "" : words;
    };
    return { title: keep("title"), text: keep("text") };
  });
  const errors: Record<string, string> = {};
  for (const [n, hash] of copy.contents.entries())
    for (const field of ["title", "text"] as const)
      if (own[n]?.[field] !== "" && !contents.get(hash)?.free.includes(field))
        errors[`${field}.${n}`] = "Sở giữ nguyên phần này. Ghi thêm ở ô ghi chú của xã";
  if (note === "" && own.every(({ title, text }) => title === "" && text === ""))
    errors["note"] = "Chưa có chữ nào khác bản của Sở. Ghi thêm, hoặc bấm Nhận";
  const words = Object.fromEntries(
    own.flatMap(({ title, text }, n) => [
      [`title.${n}`, title],
      [`text.${n}`, text],
    ]),
  );
  const writer = { unitCode: codeOf(whose), officialId: by.id, now: deps.clock.now() };
  Object.assign(errors, await problemsAtGate(writer, { note, ...words }), errors);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return answer(
    deps,
    whose,
    seen,
    OPEN,
    { ...decidedBy(by, whose, deps), state: "adapted", declined: null, note, own, due: true },
    (now) =>
      mine(now, by) && now.note === note && JSON.stringify(now.own) === JSON.stringify(own) && now.state !== "waiting",
  );
}

export async function declineCopy(
  deps: AnswerDeps,
  whose: Whose,
  seen: Seen,
  given: { ground: Ground | ""; words: string },
  by: Person,
): Promise<Copy> {
  const words = nfc(given.words.trim());
  if (given.ground === "") throw invalid({ ground: "Cần chọn lý do" });
  if (given.ground === "khac" && words === "") throw invalid({ words: "Cần ghi lý do" });
  const declined = { ground: given.ground, words };
  return answer(
    deps,
    whose,
    seen,
    ["waiting"],
    { ...decidedBy(by, whose, deps), state: "declined", declined, due: false },
    (copy) =>
      mine(copy, by) &&
      copy.state === "declined" &&
      copy.declined?.ground === given.ground &&
      copy.declined.words === words,
  );
}

/** The commune's word on a newer version: it takes it, or stays with what it holds. Its own words stay either way. */
export async function answerOffer(
  deps: AnswerDeps,
  whose: Whose,
  seen: Seen & { version: number },
  choice: "nhan" | "giu",
  by: Person,
): Promise<Copy> {
  const copy = await mustFindCopy(whose, seen.id);
  const { offer } = copy;
  const known = (now: Copy): boolean => now.offer === null && now.version >= seen.version && mine(now, by);
  if (!offer) {
    if (known(copy)) return copy;
    throw conflict("Mục này không còn bản mới chờ quyết.");
  }
  if (seen.version < offer.version)
    throw conflict(`Sở vừa gửi bản ${offer.version}, mới hơn bản ${seen.version} trên màn hình. Xem lại rồi quyết.`);
  if (seen.version > offer.version) throw conflict(`Bản mới nhất là bản ${offer.version}. Tải lại trang.`);
  const stays = { ...decidedBy(by, whose, deps), offer: null, version: offer.version };
  const takes = { ...stays, title: offer.title, contents: offer.contents };
  const hasOwn = copy.note !== "" || copy.own.some(({ title, text }) => title !== "" || text !== "");
  const state: CopyState =
    copy.state === "declined" || copy.state === "waiting" ? "waiting" : hasOwn ? "adapted" : "taken";
  const fields: Partial<Copy> =
    choice === "giu" ? stays : { ...takes, state, ...(state === "waiting" ? { declined: null } : { due: true }) };
  return answer(deps, whose, seen, [copy.state], fields, known);
}

export interface Told {
  kind: LegalKind;
  place: string;
  at: Date | undefined;
  proof: "link" | "time" | "photo";
  link: string;
  pictureId: string;
}

/** Published where this system does not see it: an officer says where and when, with a link, the hour or a picture. */
export async function tellPublished(deps: AnswerDeps, whose: Whose, seen: Seen, told: Told, by: Person): Promise<Copy> {
  const now = deps.clock.now();
  const copy = await mustFindCopy(whose, seen.id);
  const errors: Record<string, string> = {};
  if (told.place.trim() === "") errors["place"] = "Cần ghi nơi đăng, phát";
  if (!told.at) errors["at"] = "Cần ngày giờ đăng, phát";
  else if (told.at > now) errors["at"] = "Giờ này chưa tới. Ghi sau khi đã đăng, phát";
  else if (told.at < copy.pushedAt) errors["at"] = "Giờ này trước khi Sở gửi mục này. Kiểm tra lại";
  if (told.proof === "link" && !/^https:\/\/[^\s/]+\.[^\s]+$/.test(told.link.trim()))
    errors["link"] = "Liên kết cần bắt đầu bằng https://";
  if (told.proof === "photo" && told.pictureId === "") errors["picture"] = "Cần ảnh chụp";
  if (Object.keys(errors).length > 0 || !told.at) throw invalid(errors);
  const publication: Publication = {
    kind: told.kind,
    place: nfc(told.place.trim()),
    at: told.at,
    by,
    proof: told.proof,
    link: told.proof === "link" ? told.link.trim() : "",
    pictureId: told.proof === "photo" ? told.pictureId : "",
  };
  const same = (one: Publication): boolean =>
    one.kind === publication.kind && one.place === publication.place && +one.at === +publication.at;
  if (copy.publications.some(same)) return copy;
  if (copy.publications.length >= 60) throw conflict("Mục này đã ghi 60 lần đăng, phát.");
  const publishedAt = copy.publishedAt && copy.publishedAt < told.at ? copy.publishedAt : told.at;
  // items not made yet, or with the unit's approver: the copy is whole when they are, and says so by itself
  const state = copy.state === "adapted" || copy.due ? copy.state : "published";
  const fields = { publications: [...copy.publications, publication], state, publishedAt };
  return answer(deps, whose, seen, ["taken", "adapted", "published"], fields, (read) => read.publications.some(same));
}

export const publicationWords = ({ kind, place }: Publication): string => `${kindWord(kind)}: ${place}`;
