import { randomBytes } from "node:crypto";
import type { Person } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, type Scope } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Trouble } from "./trouble.model.ts";
import { answerOnce, countOpen, createTrouble, endHelp, findTrouble, takeHelp } from "./trouble.store.ts";

type Deps = { clock: Clock };
const [MOST_ABOUT, MOST_TEXT, MOST_OPEN] = [200, 3000, 20];
const tidy = (text: string): string => nfc(text.replace(/\r\n?/g, "\n").trim());

/** @throws AppError 409, 422 by field */
export async function tellTrouble(
  deps: Deps,
  scope: Scope,
  given: { about: string; text: string },
  by: Person,
): Promise<void> {
  const [department] = scope.above;
  if (department === undefined) throw conflict("Đơn vị không có cơ quan cấp trên trong hệ thống để báo.");
  const [about, text] = [tidy(given.about).replace(/\s+/g, " "), tidy(given.text)];
  const errors: FieldErrors = {};
  if (about === "" || about.length > MOST_ABOUT) errors["about"] = `Ghi việc vướng, nhiều nhất ${MOST_ABOUT} chữ`;
  if (text.length < 10 || text.length > MOST_TEXT)
    errors["text"] = `Ghi rõ vướng gì, cần gì, từ 10 đến ${MOST_TEXT} chữ`;
  if (Object.keys(errors).length > 0) throw invalid(errors);
  if ((await countOpen(scope)) >= MOST_OPEN)
    throw conflict(`Đã có ${MOST_OPEN} vướng mắc chờ trả lời. Chờ Sở trả lời rồi báo thêm.`);
  await createTrouble({
    _id: randomBytes(12).toString("hex"),
    unitCode: codeOf(scope),
    department,
    about,
    text,
    by,
    at: deps.clock.now(),
    answer: null,
    readAt: null,
  });
}

/** @throws AppError 404, 409, 422 */
export async function answerTrouble(deps: Deps, scope: Scope, id: string, given: string, by: Person): Promise<Trouble> {
  const trouble = await findTrouble(scope, id);
  if (!trouble) throw notFound("vướng mắc này");
  const text = tidy(given);
  if (text.length < 5 || text.length > MOST_TEXT) throw invalid({ answer: `Ghi trả lời, từ 5 đến ${MOST_TEXT} chữ` });
  if (!(await answerOnce(id, { text, by, at: deps.clock.now() })))
    throw conflict(`Vướng mắc này đã được ${trouble.answer?.by.name ?? "người khác"} trả lời. Mở lại trang để xem.`);
  return trouble;
}

/** Somebody of the department helps a unit, or stops. `shown`: who helped as the page showed it. @throws AppError 409 */
export async function helpUnit(
  deps: Deps,
  scope: Scope,
  given: { unitCode: string; shown: string; stops: boolean },
  by: Person,
): Promise<void> {
  const department = codeOf(scope);
  const _id = `${department}:${given.unitCode}`;
  const done = given.stops
    ? await endHelp(_id, by.id)
    : await takeHelp({ _id, department, unitCode: given.unitCode, by, at: deps.clock.now() }, given.shown);
  if (!done) throw conflict("Người khác vừa nhận hoặc thôi giúp đơn vị này. Mở lại trang để xem.");
}

/** How long units waited: whole hours, for the answered alone; the open ones by how long they wait already. */
export function answerTimes(troubles: readonly Pick<Trouble, "at" | "answer">[], now: Date) {
  const hoursOf = (from: Date, to: Date): number => Math.floor((to.getTime() - from.getTime()) / 3_600_000);
  const answered = troubles
    .flatMap(({ at, answer }) => (answer ? [hoursOf(at, answer.at)] : []))
    .toSorted((a, b) => a - b);
  const open = troubles.filter((one) => !one.answer).map(({ at }) => hoursOf(at, now));
  // of an even number the longer of the two in the middle: nothing is made to look faster
  const middle = answered[Math.floor(answered.length / 2)];
  return {
    told: troubles.length,
    answered: answered.length,
    open: open.length,
    middle: middle === undefined ? "" : hoursInWords(middle),
    longest: answered.length === 0 ? "" : hoursInWords(answered.at(-1) ?? 0),
    oldest: open.length === 0 ? "" : hoursInWords(Math.max(...open)),
  };
}
export const hoursInWords = (hours: number): string => {
  if (hours < 1) return "dưới 1 giờ";
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  return [days > 0 ? `${days} ngày` : "", rest > 0 || days === 0 ? `${rest} giờ` : ""].filter(Boolean).join(" ");
};
export const waitOf = ({ at, answer }: Pick<Trouble, "at" | "answer">, now: Date): string =>
  hoursInWords(Math.floor(((answer?.at ?? now).getTime() - at.getTime()) / 3_600_000));
