import { startOfDay } from "../kernel/dates.ts";
import { type HidingReason, receiptOf, saysSomething, tidyHiding } from "../comments/rules.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import type { Person } from "../content/item.model.ts";
import { hideLinks } from "../gate/hide-links.ts";
import { allowanceOfUnit, passGate } from "../gate/pass-gate.ts";
import { prefixOf } from "../drafts/rules.ts";
import { allowanceOf } from "../kernel/allowance.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError, conflict, invalid, notFound } from "../kernel/errors.ts";
import { maskPii } from "../kernel/pii.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Question, TownHall } from "./townhall.model.ts";
import {
  changeQuestion,
  createTownHall,
  findByReceipt,
  findQuestion,
  findTownHall,
  insertOnce,
  listQuestions,
} from "./townhall.store.ts";

export interface TownHallDeps {
  clock: Clock;
  comments: CommentBox;
  takeTurn(key: string, perHour: number): Promise<boolean>;
}

const PER_HOUR = 10;
export const MOST_QUESTION = 1000;
const MOST_ANSWER = 3000;

export interface HallFields {
  title: string;
  about: string;
  place: string;
  heldAt: Date | undefined;
  closesAt: Date | undefined;
}

export async function planTownHall(deps: TownHallDeps, whose: Whose, fields: HallFields, by: Person): Promise<string> {
  const { heldAt, closesAt } = fields;
  const now = deps.clock.now();
  const errors: Record<string, string> = {};
  if (fields.title.trim() === "") errors["title"] = "Cần có tên cuộc đối thoại";
  if (!heldAt) errors["heldAt"] = "Cần ngày giờ tổ chức";
  if (!closesAt) errors["closesAt"] = "Cần ngày giờ thôi nhận câu hỏi";
  if (heldAt && heldAt <= now) errors["heldAt"] = "Ngày giờ tổ chức đã qua. Chọn lúc khác";
  if (closesAt && closesAt <= now) errors["closesAt"] = "Ngày giờ thôi nhận câu hỏi đã qua. Chọn lúc khác";
  if (Object.keys(errors).length > 0 || !heldAt || !closesAt) throw invalid(errors);
  await passGate(
    { unitCode: codeOf(whose), officialId: by.id, now: deps.clock.now() },
    { title: fields.title, about: fields.about, place: fields.place },
  );
  return createTownHall({
    unitCode: codeOf(whose),
    title: nfc(fields.title.trim()),
    about: nfc(fields.about.trim()),
    place: nfc(fields.place.trim()),
    heldAt,
    closesAt,
    state: "editing",
    createdBy: by,
    createdAt: now,
  });
}

export interface NewQuestion {
  townHallId: string;
  text: string;
  once: string;
  channel: Question["channel"];
  /** "" for what is entered in the hall */
  rateBy: string;
  /** whoever asks has just looked the key up by {@link findAsked} */
  fresh?: boolean;
}

/** Takes a question, anonymous like a comment: nothing of the sender is kept. Returns the receipt code. */
export async function askQuestion(deps: TownHallDeps, given: NewQuestion): Promise<string> {
  const known = given.fresh ? "" : await findAsked(deps, given);
  if (known !== "") return known;
  const hall = await findTownHall(given.townHallId);
  if (hall?.state !== "published") throw notFound("cuộc đối thoại này");
  if (deps.clock.now() > hall.closesAt) throw conflict("Cuộc đối thoại này đã thôi nhận câu hỏi.");
  const text = nfc(given.text.trim());
  if (!saysSomething(text)) throw invalid({ text: "Ông/Bà vui lòng viết câu hỏi" });
  if (text.length > MOST_QUESTION) throw invalid({ text: `Câu hỏi dài quá ${MOST_QUESTION} ký tự` });
  const turn = `townhall:${given.townHallId}:${given.rateBy}`;
  if (given.rateBy !== "" && !(await deps.takeTurn(turn, allowanceOf(given.rateBy, PER_HOUR))))
    throw new AppError(429, "Đã nhận nhiều câu hỏi từ máy này trong một giờ. Ông/Bà vui lòng gửi lại sau.");
  const code = await receiptCodeOf(deps, hall, given.once);
  await insertOnce({
    townHallId: given.townHallId,
    unitCode: hall.unitCode,
    body: deps.comments.sealWords({ text, reason: "", gist: "" }),
    receipt: receiptOf(code),
    channel: given.channel,
    state: "asked",
    hiding: null,
    answer: "",
    answeredBy: null,
    answeredAt: null,
    at: startOfDay(deps.clock.now()),
  });
  return code;
}

const receiptCodeOf = async (deps: TownHallDeps, hall: TownHall, once: string): Promise<string> => {
  const unit = await findUnit(hall.unitCode);
  return deps.comments.codeFor(prefixOf(unit?.name ?? ""), `townhall:${String(hall._id)}:${once}`);
};

/** The code the same key was answered with before; "" when it is new. @throws AppError 409 when it came with other words */
export async function findAsked(
  deps: TownHallDeps,
  given: Pick<NewQuestion, "townHallId" | "once" | "text">,
): Promise<string> {
  const hall = await findTownHall(given.townHallId);
  const code = hall ? await receiptCodeOf(deps, hall, given.once) : "";
  const row = code === "" ? null : await findByReceipt(receiptOf(code));
  if (!row) return "";
  if (row.body !== "" && deps.comments.openWords(row.body).text !== nfc(given.text.trim()))
    throw conflict(`Câu hỏi gửi từ trang này đã được nhận với lời khác, mã ${code}.`);
  return code;
}

async function mustFind(townHallId: string, id: string): Promise<Question> {
  const question = await findQuestion(townHallId, id);
  if (!question) throw notFound("câu hỏi này");
  return question;
}

/** When a question was answered last, as the page that answers it carries it: "" before the first time. */
export const answerSeen = ({ answeredAt }: Pick<Question, "answeredAt">): string => answeredAt?.toISOString() ?? "";

/**
 * The answer publishes the question with it. @param seen what {@link answerSeen} said when the page was made
 * @throws AppError 409 when somebody else answered since: the page shows both texts
 */
export async function answerQuestion(
  deps: TownHallDeps,
  townHallId: string,
  id: string,
  given: { answer: string; seen: string },
  by: Person,
): Promise<void> {
  const question = await mustFind(townHallId, id);
  if ((await findTownHall(townHallId))?.state !== "published") throw conflict("Cuộc đối thoại này chưa công bố.");
  const answer = nfc(given.answer.trim());
  if (answer.length < 5) throw invalid({ answer: "Cần ghi câu trả lời" });
  if (answer.length > MOST_ANSWER)
    throw invalid({ answer: `Câu trả lời dài ${answer.length} ký tự, nhiều nhất ${MOST_ANSWER}. Rút gọn rồi gửi lại` });
  await passGate({ unitCode: question.unitCode, officialId: by.id, now: deps.clock.now() }, { answer });
  if (question.state === "hidden") throw conflict("Câu hỏi này đã bị ẩn.");
  const fields = { answer, answeredBy: by, answeredAt: deps.clock.now(), state: "answered" as const };
  const asSeen = { answer: question.answer, answeredAt: question.answeredAt };
  const done =
    answerSeen(question) === given.seen && (await changeQuestion(question._id, ["asked", "answered"], fields, asSeen));
  // the same press once more, whose answer was lost
  const again = question.answer === answer && question.answeredBy?.id === by.id;
  if (done || again) return;
  const message =
    "Câu hỏi này vừa được người khác trả lời hoặc ẩn. Bản đang công khai ở phía trên, bản Ông/Bà vừa viết ở trong ô. Xem lại rồi gửi";
  throw new AppError(409, message, { answer: message });
}

/** Not published only on the grounds a comment is hidden on; it stays counted. */
export async function hideQuestion(
  deps: TownHallDeps,
  townHallId: string,
  id: string,
  why: HidingReason,
  by: Person,
): Promise<void> {
  const question = await mustFind(townHallId, id);
  const hiding = { ...tidyHiding(why), by, at: deps.clock.now() };
  if (!(await changeQuestion(question._id, ["asked"], { state: "hidden", hiding })))
    throw conflict("Câu hỏi này vừa thay đổi.");
}

export interface ShownQuestion {
  text: string;
  answer: string;
}

/** What everybody may read: answered questions, personal data masked, in the order they came. */
export async function publishedQuestions(
  deps: Pick<TownHallDeps, "comments" | "clock">,
  hall: TownHall,
): Promise<ShownQuestion[]> {
  const allowance = await allowanceOfUnit(hall.unitCode, deps.clock.now());
  return (await listQuestions(String(hall._id), ["answered"])).map((question) => ({
    text: hideLinks(maskPii(deps.comments.openWords(question.body).text), allowance),
    answer: question.answer,
  }));
}
