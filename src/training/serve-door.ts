import { randomBytes } from "node:crypto";
import type { Person } from "../content/item.model.ts";
import { days, hours } from "../kernel/clock.ts";
import { randomCode, sha256Hex } from "../kernel/crypto.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { inOneLine } from "../reports/printable.ts";
import type { Course, EntryRow, Seat } from "./class.model.ts";
import { listSeats } from "./class.store.ts";
import type { DoorRow } from "./door.model.ts";
import {
  createDoor,
  findDoorByKey,
  isCodeElsewhere,
  listBrought,
  listDoors,
  noteSeen,
  takeCode,
} from "./door.store.ts";
import { AFTER_REPORT, keepEntries } from "./keep-entries.ts";
import { openName } from "./open-name.ts";
import { type DoorAnswer, type DoorPack, type PhoneEvent, phoneEvent } from "./phone-contract.ts";
import { takesEntries } from "./rules.ts";
import { classTag } from "./sign-ticket.ts";
import { type ClassDeps, mustFindCourse, openKeyOf } from "./steer-class.ts";

const CODE_MS = hours(1) / 2;
const MOST_DOORS = 20;
/** The code however it was typed: letters and digits that cannot be misread, nothing else. */
const tidyDoorCode = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** A door that waits for its phone; the code is good for half an hour and for one phone. @throws AppError 409, 422 */
export async function addDoor(deps: ClassDeps, course: Course, given: string, by: Person): Promise<string> {
  if (!takesEntries(course)) throw conflict("Đăng ký được máy soát vé khi lớp mở đăng ký hoặc đang diễn ra.");
  const name = nfc(inOneLine(given).replace(/\s+/g, " ").trim());
  if (name === "" || name.length > 40) throw invalid({ name: "Ghi tên cửa, ví dụ A, nhiều nhất 40 chữ" });
  const classId = String(course._id);
  const standing = (await listDoors(classId)).filter((one) => !one.revokedAt);
  if (standing.some((one) => one.name === name)) throw invalid({ name: `Đã có máy ở cửa ${name}. Ghi tên khác` });
  if (standing.length >= MOST_DOORS) throw conflict(`Lớp có nhiều nhất ${MOST_DOORS} máy. Thu hồi máy không dùng.`);
  const now = deps.clock.now();
  const letters = randomCode(10);
  const code = `${letters.slice(0, 5)}-${letters.slice(5)}`;
  const _id = randomBytes(12).toString("hex");
  const sealed = { codeHash: sha256Hex(`door:${letters}`), code: deps.box.seal(code) };
  const blank = { registeredAt: null, seenAt: null, waiting: 0, skewMs: 0, revokedAt: null };
  await createDoor({
    _id,
    classId,
    name,
    ...sealed,
    codeUntil: new Date(now.getTime() + CODE_MS),
    by,
    madeAt: now,
    ...blank,
  });
  return _id;
}

const ELSEWHERE = () =>
  notFound("mã này ở trang này: mã của lớp khác. Quét hình ở trang Soát vé của đúng lớp, hoặc mở địa chỉ ghi ở đó");
const hashOf = (key: string): string => sha256Hex(`door-key:${key}`);
/**
 * A code turns a phone into a door. The phone makes its own key and sends the same again when an answer was lost, so
 * that a code is never used up for nothing. `class` is whose page stands open there. @throws AppError 404, 409
 */
export async function registerDoor(
  deps: ClassDeps,
  given: { course: string; code: string; key: string },
): Promise<DoorAnswer> {
  const keyHash = hashOf(given.key);
  const codeHash = sha256Hex(`door:${tidyDoorCode(given.code)}`);
  const door = (await findDoorByKey(keyHash)) ?? (await takeCode(given.course, codeHash, keyHash, deps.clock.now()));
  if (door ? door.classId !== given.course : await isCodeElsewhere(given.course, codeHash)) throw ELSEWHERE();
  if (!door) throw notFound("mã này: mã sai, đã dùng hoặc quá 30 phút. Xin điều phối một mã mới");
  return answerFor(deps, door, await mustFindCourse(door.classId), [], "");
}

/** What a phone brings and what it gets: events it may let go of, and what changed since it last asked. @throws AppError 404 */
export async function syncDoor(
  deps: ClassDeps,
  given: { course: string; key: string; now: number; waiting: number; have: string; events: readonly unknown[] },
): Promise<DoorAnswer> {
  const door = await findDoorByKey(hashOf(given.key));
  if (!door) throw notFound("máy này trong danh sách máy soát vé. Các lượt đã quét vẫn ở trên máy; đăng ký lại để gửi");
  if (given.course !== "" && given.course !== door.classId) throw ELSEWHERE();
  const course = await mustFindCourse(door.classId);
  const now = deps.clock.now();
  const skewMs = now.getTime() - given.now;
  const { events, unread } = readEvents(given.events);
  const named = [...unread, ...(await noteBrought(deps, course, door, events, skewMs))];
  await noteSeen(door._id, { seenAt: now, waiting: Math.max(0, given.waiting - named.length), skewMs });
  return answerFor(deps, door, course, named, given.have);
}

const MOST_ID = 200;
/** Each event alone: one that cannot be read is named by its id, so that the phone lets go of it, and holds up no other. */
function readEvents(given: readonly unknown[]): { events: PhoneEvent[]; unread: DoorAnswer["named"] } {
  const read = given.map((one) => ({ one, event: phoneEvent.safeParse(one).data }));
  return {
    events: read.flatMap(({ event }) => event ?? []),
    unread: read.flatMap(({ one, event }) => {
      const id = typeof one === "object" && one !== null && "id" in one ? one.id : undefined;
      return event || typeof id !== "string" || id.length > MOST_ID ? [] : [{ id, as: "unknown" as const }];
    }),
  };
}

/** Why an event is not simply counted; "" when it is, undefined for no ticket of this class. */
function whyWaits(course: Course, door: DoorRow, seats: readonly Seat[], ticket: string): string | undefined {
  const isOurs = seats.some((one) => one.ticket === ticket);
  if (!isOurs && !seats.some((one) => one.revoked.some((old) => old.ticket === ticket))) return undefined;
  if (door.revokedAt) return "máy đã bị thu hồi";
  if (!isOurs) return "vé đã được thay khi máy mất mạng";
  return takesEntries(course) ? "" : AFTER_REPORT;
}

/** Each event once. One phone lets a ticket in once: what it sends of the same ticket beyond that is named and not kept. */
async function noteBrought(
  deps: ClassDeps,
  course: Course,
  door: DoorRow,
  events: readonly PhoneEvent[],
  skewMs: number,
): Promise<DoorAnswer["named"]> {
  if (events.length === 0) return [];
  const classId = String(course._id);
  const receivedAt = deps.clock.now();
  const [seats, brought] = await Promise.all([listSeats(classId), listBrought(classId)]);
  const known = new Map(brought.map((one) => [one._id, one]));
  const here = new Map(brought.filter((one) => one.doorId === door._id).map((one) => [one.ticket, one]));
  const fresh: EntryRow[] = [];
  const named = events.map(({ id, ticket, at }): DoorAnswer["named"][number] => {
    const _id = `${classId}:${id}`;
    const before = known.get(_id) ?? here.get(ticket);
    if (before) return { id, as: before.state === "waits" ? "waits" : "in" };
    const why = whyWaits(course, door, seats, ticket);
    if (why === undefined) return { id, as: "unknown" };
    const state = why === "" ? "in" : "waits";
    // the phone's clock is put right by ours; nobody came in later than now
    const cameAt = new Date(Math.min(at + skewMs, receivedAt.getTime()));
    const row: EntryRow = {
      _id,
      classId,
      ticket,
      door: door.name,
      doorId: door._id,
      state,
      why,
      at: cameAt,
      receivedAt,
    };
    fresh.push(row);
    here.set(ticket, row);
    return { id, as: state };
  });
  if (await keepEntries(classId, fresh)) return named;
  return named.map((one) => (fresh.some(({ _id }) => _id === `${classId}:${one.id}`) ? { ...one, as: "waits" } : one));
}

const LAST_DAYS = 7;
/** When a roster leaves every phone: a week after the class's last half-day, or after today where no day is set. */
const untilOf = (course: Course, now: Date): number =>
  (course.startsAt ? course.startsAt.getTime() + days(Math.ceil(course.halfDays / 2)) : now.getTime()) +
  days(LAST_DAYS);

async function packFor(deps: ClassDeps, course: Course, door: DoorRow): Promise<DoorPack> {
  const classId = String(course._id);
  const [seats, brought, open] = await Promise.all([
    listSeats(classId),
    listBrought(classId),
    openKeyOf(deps, course.unitCode),
  ]);
  return {
    classId,
    title: course.title,
    door: door.name,
    tag: classTag(classId),
    open,
    roster: seats
      .filter((one) => one.ticket !== "")
      .map((one) => ({ ticket: one.ticket, name: openName(deps, one.name), unit: one.unitName })),
    revoked: seats.flatMap((one) => one.revoked.map(({ ticket, at }) => ({ ticket, at: at.toISOString() }))),
    entered: brought
      .filter((one) => one.state !== "refused")
      .map(({ ticket, at, door: name }) => ({ ticket, at: at.toISOString(), door: name })),
  };
}

async function answerFor(
  deps: ClassDeps,
  door: DoorRow,
  course: Course,
  named: DoorAnswer["named"],
  have: string,
): Promise<DoorAnswer> {
  const now = deps.clock.now();
  const base = { now: now.getTime(), named, until: untilOf(course, now) };
  // a phone that is no door any more gets no name
  if (door.revokedAt) return { ...base, state: "revoked", pack: null, version: "" };
  if (!takesEntries(course)) return { ...base, state: "closed", pack: null, version: "" };
  const pack = await packFor(deps, course, door);
  const version = sha256Hex(JSON.stringify(pack)).slice(0, 16);
  return { ...base, state: "open", pack: version === have ? null : pack, version };
}
