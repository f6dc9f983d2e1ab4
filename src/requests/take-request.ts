import {
  codeFrom,
  createMarker,
  createSecretBox,
  deriveKey,
  type SecretBox,
  sha256Hex,
  tidyCode,
} from "../kernel/crypto.ts";
import { createHmac } from "node:crypto";
import { allowanceOf } from "../kernel/allowance.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError, conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { passGate } from "../gate/pass-gate.ts";
import type { Person } from "../content/item.model.ts";
import { findUnit } from "../units/unit.store.ts";
import type { CitizenRequest } from "./request.model.ts";
import { changeRequest, findByOnce, findByTracking, findRequest, insertOnce } from "./request.store.ts";
import { accuses, ACCUSATION_WAY, ANSWER_WORKING_DAYS, dueAfter } from "./rules.ts";

export interface RequestWords {
  what: string;
  where: string;
  contact: string;
  /** address of a picture at Zalo; "" = none */
  picture: string;
  /** further ones; missing = none */
  more?: string[];
}

/** Everything secret about reports, under keys of their own. */
export interface RequestBox {
  box: SecretBox;
  mark(text: string): string;
  codeFor(once: string): string;
}

export function createRequestBox(secretsKey: string): RequestBox {
  const key = deriveKey(secretsKey, "requests");
  const marker = createMarker(key);
  return {
    box: createSecretBox(key),
    mark: marker,
    codeFor: (once) => codeFrom("PA", createHmac("sha256", key).update(once).digest()),
  };
}

export interface TakeDeps {
  clock: Clock;
  requests: RequestBox;
  takeTurn(key: string, perHour: number): Promise<boolean>;
  /** takes the code of an anonymous comment out of words that stand beside who sent them */
  cover?(words: string): Promise<string>;
}

export interface RequestDeps extends TakeDeps {
  /** tells somebody who can be reached in chat; false when Zalo does not allow it any more */
  tell(oaId: string, userId: string, text: string): Promise<boolean>;
}

export interface NewRequest extends Omit<RequestWords, "picture"> {
  picture?: string;
  unitCode: string;
  channel: CitizenRequest["channel"];
  once: string;
  rateBy: string;
  reach?: { oaId: string; userId: string };
  /** whoever asks has just looked the key up by {@link findTaken} */
  fresh?: boolean;
}

export interface Taken {
  code: string;
  dueAt: Date;
  /** what to say when it accuses somebody; "" else */
  way: string;
}

const tidied = (deps: TakeDeps, words: string): Promise<string> =>
  deps.cover?.(nfc(words.trim())) ?? Promise.resolve(nfc(words.trim()));

const PER_HOUR = 10;
export const MOST_WHAT = 3000;
const MOST_MORE = 9;

/**
 * Takes a report in. What, where and the contact are sealed; the tracking code follows from the sender's key. An
 * accusation is shown the way for accusations and goes no further.
 */
export async function takeRequest(deps: TakeDeps, given: NewRequest): Promise<Taken> {
  const known = given.fresh ? undefined : await findTaken(deps, given);
  if (known) return known;
  if (!(await findUnit(given.unitCode))) throw notFound("đơn vị này");
  const [what, where, contact] = await Promise.all([
    tidied(deps, given.what),
    tidied(deps, given.where),
    tidied(deps, given.contact),
  ]);
  if (what.length < 5) throw invalid({ what: "Ông/Bà vui lòng cho biết việc gì" });
  if (what.length > MOST_WHAT) throw invalid({ what: `Nội dung dài quá ${MOST_WHAT} ký tự` });
  if (given.rateBy !== "" && !(await deps.takeTurn(`request:${given.rateBy}`, allowanceOf(given.rateBy, PER_HOUR))))
    throw new AppError(429, "Đã nhận nhiều phản ánh từ máy này trong một giờ. Ông/Bà vui lòng gửi lại sau.");
  const now = deps.clock.now();
  const code = deps.requests.codeFor(`${given.unitCode}:${given.once}`);
  const words: RequestWords = {
    what,
    where: where.slice(0, 500),
    contact: contact.slice(0, 300),
    picture: (given.picture ?? "").slice(0, 2000),
    ...(given.more?.length ? { more: given.more.map((one) => one.slice(0, 2000)).slice(0, MOST_MORE) } : {}),
  };
  const { row } = await insertOnce({
    unitCode: given.unitCode,
    tracking: trackingOf(code),
    once: onceOf(deps, given),
    channel: given.channel,
    body: deps.requests.box.seal(JSON.stringify(words)),
    office: "",
    state: accuses(what) ? "redirected" : "received",
    receivedAt: now,
    dueAt: dueAfter(now, ANSWER_WORKING_DAYS),
    answer: "",
    answeredAt: null,
    answeredBy: null,
    reach: given.reach ? deps.requests.box.seal(JSON.stringify(given.reach)) : "",
    owner: given.reach ? deps.requests.mark(`owner:${given.reach.oaId}:${given.reach.userId}`) : "",
  });
  return takenAs(code, row);
}

const onceOf = (deps: TakeDeps, { unitCode, once }: Pick<NewRequest, "unitCode" | "once">): string =>
  deps.requests.mark(`${unitCode}:${once}`);
const takenAs = (code: string, row: CitizenRequest): Taken => ({
  code,
  dueAt: row.dueAt,
  way: row.state === "redirected" ? ACCUSATION_WAY : "",
});

/** What the same key was answered before, whatever the allowance. @throws AppError 409 when it came with other words */
export async function findTaken(
  deps: TakeDeps,
  given: Pick<NewRequest, "unitCode" | "once" | "what">,
): Promise<Taken | undefined> {
  const row = await findByOnce(onceOf(deps, given));
  if (!row) return undefined;
  const code = deps.requests.codeFor(`${given.unitCode}:${given.once}`);
  if (row.body !== "" && openWords(deps.requests, row).what !== (await tidied(deps, given.what)))
    throw conflict(`Phản ánh gửi từ trang này đã được nhận với lời khác, mã ${code}.`);
  return takenAs(code, row);
}

const trackingOf = (code: string): string => sha256Hex(`loa-request:${code}`);

/** @throws AppError 404 when no report has this code */
export async function findByCode(code: string): Promise<CitizenRequest> {
  const tidy = tidyCode(code);
  const request = tidy === "" ? null : await findByTracking(trackingOf(tidy));
  if (!request) throw notFound("phản ánh có mã này");
  return request;
}

const ERASED = "(Nội dung đã xóa theo thời hạn lưu hoặc theo yêu cầu của người gửi)";

export const openWords = (box: RequestBox, request: CitizenRequest): RequestWords =>
  request.body === ""
    ? { what: ERASED, where: "", contact: "", picture: "" }
    : (JSON.parse(box.box.open(request.body)) as RequestWords);

export async function assignRequest(whose: Whose, id: string, office: string): Promise<void> {
  if (office.trim() === "") throw invalid({ office: "Cần ghi bộ phận xử lý" });
  if (!(await findRequest(whose, id))) throw notFound("phản ánh này");
  const fields = { office: nfc(office.trim()), state: "assigned" as const };
  if (!(await changeRequest(whose, id, ["received", "assigned"], fields)))
    throw conflict("Phản ánh này đã được trả lời.");
}

/** One message of Zalo holds no more (2,000 letters), with the words that introduce it. */
const MOST_ANSWER = 1800;

/** The office's answer: kept for the code, and told in chat to who can still be reached. Returns whether it was told. */
export async function answerRequest(
  deps: RequestDeps,
  whose: Whose,
  id: string,
  answer: string,
  by: Person,
): Promise<boolean> {
  const words = nfc(answer.trim());
  if (words.length < 5) throw invalid({ answer: "Cần ghi nội dung trả lời" });
  if (words.length > MOST_ANSWER)
    throw invalid({ answer: `Trả lời dài ${words.length} ký tự, nhiều nhất ${MOST_ANSWER}. Rút gọn rồi gửi lại` });
  const request = await findRequest(whose, id);
  if (!request) throw notFound("phản ánh này");
  await passGate({ unitCode: codeOf(whose), officialId: by.id, now: deps.clock.now() }, { answer });
  const fields = { answer: words, answeredAt: deps.clock.now(), answeredBy: by, state: "answered" as const };
  if (!(await changeRequest(whose, request._id, ["received", "assigned"], fields)))
    throw conflict("Phản ánh này đã được trả lời.");
  if (request.reach === "") return false;
  const { oaId, userId } = JSON.parse(deps.requests.box.open(request.reach)) as { oaId: string; userId: string };
  return deps.tell(oaId, userId, `Trả lời phản ánh của Ông/Bà:\n${words}`);
}
