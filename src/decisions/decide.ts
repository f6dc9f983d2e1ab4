import { eachAlone } from "../kernel/each-alone.ts";
import { AppError, conflict, forbidden, notFound } from "../kernel/errors.ts";
import type { Whose } from "../kernel/scope.ts";
import { differencesOf, fingerprintOf, inWords } from "./compare.ts";
import type { DecideDeps, Decision, Key, Person } from "./decision.ts";
import { findLook, keepLook } from "./look.store.ts";

/** Times a press is tried again when somebody else's key came in between. */
const TRIES = 5;

const lookId = (name: string, id: string, fingerprint: string): string => `${name}:${id}:${fingerprint}`;
const printOf = <S, D extends DecideDeps, W>(decision: Decision<S, D, W>, subject: S): string =>
  decision.fingerprint?.(subject) ?? fingerprintOf(decision.name, decision.covers(subject));

/**
 * What a page that decides shows of a subject it has read: the fingerprint goes into the form and comes back with the
 * press. What was seen is kept for a while, so that a press on something else can be told the difference. "" when there
 * is nothing to decide.
 */
export async function lookOf<S, D extends DecideDeps, W>(
  decision: Decision<S, D, W>,
  id: string,
  subject: S,
  now: Date,
): Promise<string> {
  if (!decision.isOpen(subject, now)) return "";
  const fingerprint = printOf(decision, subject);
  await keepLook(lookId(decision.name, id, fingerprint), decision.covers(subject), now);
  return fingerprint;
}

/** The same for a page that reads the subject later: whatever changes in between is refused at the press. */
export async function lookAt<S, D extends DecideDeps, W>(
  decision: Decision<S, D, W>,
  deps: D,
  whose: Whose,
  id: string,
): Promise<string> {
  const subject = await decision.load(deps, whose, id);
  return subject ? lookOf(decision, id, subject, deps.clock.now()) : "";
}

export interface Press<W> {
  /** whose unit's subject it is */
  unitCode: Whose;
  id: string;
  /** fingerprint that was on the screen */
  seen: string;
  by: Person;
  /** six digits, where they are asked for */
  code?: string;
  wish: W;
}

/** How many more persons must say yes; 0 = decided. */
export interface Outcome {
  missing: number;
}

/**
 * The only way anything is decided: asks who, whether it is still open and as it was on the screen, then makes one
 * write. What follows is begun at once and finished by the sweep.
 * @throws AppError 403 who may not, 404, 409 no longer open or changed (naming the difference), 422 wrong digits
 */
export async function decide<S, D extends DecideDeps, W>(
  decision: Decision<S, D, W>,
  deps: D,
  press: Press<W>,
): Promise<Outcome> {
  let proven = decision.sixDigits === null;
  for (let n = 0; n < TRIES; n += 1) {
    const subject = await decision.load(deps, press.unitCode, press.id);
    if (!subject) throw notFound(decision.what);
    const fingerprint = printOf(decision, subject);
    const given = decision.given(subject);
    const mine = given.find((key) => key.by.id === press.by.id && key.fingerprint === press.seen);
    const isOpen = decision.isOpen(subject, deps.clock.now());
    // the answer to the same press was lost: it is decided, and by this person
    const again = mine && (!isOpen || fingerprint !== press.seen) && (decision.sameWish?.(subject, press.wish) ?? true);
    if (again) return finished(decision, deps, press.id);
    if (!isOpen) throw conflict(decision.closedWords);
    refuseWho(decision, subject, press.by, given);
    if (fingerprint !== press.seen) throw await changed(decision, subject, press);
    await decision.check?.(deps, subject, press.wish, press.by);
    if (!proven) await prove(decision, deps, press);
    proven = true;
    const missing = decision.keys(subject) - given.length - 1;
    const key = { by: press.by, at: deps.clock.now(), fingerprint, last: missing <= 0 };
    if (!(await decision.apply(deps, subject, press.wish, key))) continue;
    return missing > 0 ? { missing } : finished(decision, deps, press.id);
  }
  throw conflict("Nội dung vừa được người khác thay đổi. Xem lại trước khi duyệt.");
}

function refuseWho<S, D extends DecideDeps, W>(
  decision: Decision<S, D, W>,
  subject: S,
  by: Person,
  given: readonly Key[],
): void {
  if (decision.notBy(subject).includes(by.id)) throw forbidden(decision.notByWords);
  if (decision.keys(subject) > 1 && given.some((key) => key.by.id === by.id))
    throw conflict("Ông/Bà đã duyệt rồi. Cần thêm một người khác.");
}

async function changed<S, D extends DecideDeps, W>(
  decision: Decision<S, D, W>,
  subject: S,
  press: Press<W>,
): Promise<AppError> {
  const before = press.seen === "" ? undefined : await findLook(lookId(decision.name, press.id, press.seen));
  const words = before ? inWords(differencesOf(before, decision.covers(subject))) : "";
  const message = `Nội dung đã thay đổi từ lúc Ông/Bà mở trang. Xem lại trước khi duyệt.${words === "" ? "" : ` ${words}`}`;
  return new AppError(409, message, { seen: message });
}

async function prove<S, D extends DecideDeps, W>(decision: Decision<S, D, W>, deps: D, press: Press<W>): Promise<void> {
  if (!(await decision.sixDigits?.(deps, press.by.id, press.code ?? "")))
    throw new AppError(422, "Có 1 chỗ cần sửa", {
      code: "Mã 6 số chưa đúng hoặc đã dùng rồi. Chờ mã mới rồi nhập lại",
    });
}

/** The decision stands whatever becomes of this: what fails here is found by state and done by the sweep. */
async function finished<S, D extends DecideDeps, W>(
  decision: Decision<S, D, W>,
  deps: D,
  id: string,
): Promise<Outcome> {
  await decision.follow?.finish(deps, id).catch(() => undefined);
  return { missing: 0 };
}

/** Finishes what earlier decisions left to do. Returns how many; one that cannot be finished leaves the others theirs. */
export async function finishDue<S, D extends DecideDeps, W>(decision: Decision<S, D, W>, deps: D): Promise<number> {
  const due = (await decision.follow?.due(deps)) ?? [];
  return eachAlone(due, async (id) => decision.follow?.finish(deps, id));
}

/** Somebody who looks and decides in one breath: for seeds, which have no page. */
export async function lookAndDecide<S, D extends DecideDeps, W>(
  decision: Decision<S, D, W>,
  deps: D,
  press: Omit<Press<W>, "seen">,
): Promise<Outcome> {
  const seen = await lookAt(decision, deps, press.unitCode, press.id);
  return decide(decision, deps, { ...press, seen });
}
