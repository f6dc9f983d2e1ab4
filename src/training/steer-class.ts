import type { Person } from "../content/item.model.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { formatNumber } from "../kernel/dates.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { inOneLine } from "../reports/printable.ts";
import type { Course, Seat } from "./class.model.ts";
import {
  addSeats,
  createCourse,
  findCourse,
  findSeat,
  hasEntered,
  listEntries,
  listSeats,
  moveCourse,
  noteCalled,
  noteReminded,
  setAside,
  takeSeats,
  ticketKeyOf,
} from "./class.store.ts";
import { countWaiting } from "./door.store.ts";
import { AFTER_REPORT, keepEntries } from "./keep-entries.ts";
import { openName } from "./open-name.ts";
import { figuresOf, postFault, presentOf } from "./rules.ts";
import { classTag, newTicketId, newTicketKeys, signTicket, verifier } from "./sign-ticket.ts";
import { type DoorFacts, type Entry, judgeTicket, mergeEntries, type Sentence } from "./ticket.ts";

export interface ClassDeps {
  clock: Clock;
  box: SecretBox;
}
export type ClassFields = Pick<
  Course,
  | "planId"
  | "title"
  | "objectives"
  | "halfDays"
  | "year"
  | "quarter"
  | "startsAt"
  | "venue"
  | "mapUrl"
  | "mode"
  | "money"
  | "capacity"
  | "groups"
  | "agenda"
>;

/** As many seats as one reading of a class takes in. */
const MOST_SEATS = 5000;
/** @throws AppError 422 by field */
export async function planClass(deps: ClassDeps, whose: Whose, fields: ClassFields, by: Person): Promise<string> {
  const errors: FieldErrors = {};
  if (fields.title.trim() === "") errors["title"] = "Cần có tên lớp";
  if (fields.capacity < 1 || fields.capacity > MOST_SEATS)
    errors["capacity"] = `Ghi số người của lớp, từ 1 đến ${formatNumber(MOST_SEATS)}`;
  if (fields.halfDays < 1 || fields.halfDays > 60) errors["halfDays"] = "Ghi số nửa ngày, từ 1 đến 60";
  if (!fields.startsAt && (fields.year < 2020 || fields.year > 2100))
    errors["year"] = "Cần ngày học, hoặc năm và quý dự kiến";
  if (fields.groups.every((one) => one.units.length === 0)) errors["units"] = "Cần có ít nhất một đơn vị được cử người";
  if (fields.mapUrl !== "" && !fields.mapUrl.startsWith("https://"))
    errors["mapUrl"] = "Liên kết bản đồ bắt đầu bằng https://";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return createCourse({
    ...fields,
    title: nfc(fields.title.trim()),
    unitCode: codeOf(whose),
    state: "draft",
    revision: 1,
    author: by,
    approval: null,
    questions: [],
    scores: [0, 0, 0, 0, 0],
    figures: null,
    createdAt: deps.clock.now(),
  });
}

/** A seat for each name a unit may send, and never more than the class holds: the 127th has none. */
export const seatsFor = (course: Pick<Course, "_id" | "groups" | "capacity">): Seat[] =>
  course.groups
    .flatMap((group) =>
      group.units.flatMap((unit, k) =>
        Array.from(
          { length: group.each },
          (_, n): Seat => ({
            _id: `${String(course._id)}:${group.key}:${unit.code || k}:${n + 1}`,
            classId: String(course._id),
            group: group.key,
            unitCode: unit.code,
            unitName: unit.name,
            ticket: "",
            name: "",
            post: "",
            namedAt: null,
            revoked: [],
            reminded: [],
            applied: null,
          }),
        ),
      ),
    )
    .slice(0, course.capacity);

const changed = () => conflict("Lớp vừa được người khác thay đổi. Mở lại trang rồi làm lại.");

/** approved → open: units may name. The seats come first, so that an open class has all of them. */
export async function openClass(course: Course): Promise<void> {
  if (course.state !== "approved") throw conflict("Lớp cần được phê duyệt trước khi mở đăng ký.");
  await addSeats(seatsFor(course));
  if (!(await moveCourse(course, "approved", { state: "open" }))) throw changed();
}
export async function startClass(course: Course): Promise<void> {
  if (course.state !== "open") throw conflict("Lớp cần mở đăng ký trước khi diễn ra.");
  if (!(await moveCourse(course, "open", { state: "running" }))) throw changed();
}
/** What is told of who came is fixed before it is erased. */
export async function reportClass(course: Course): Promise<void> {
  if (course.state !== "running") throw conflict("Lớp chưa diễn ra, chưa lập báo cáo được.");
  const id = String(course._id);
  const waits = await countWaiting(id);
  if (waits > 0) throw conflict(`Còn ${waits} lượt vào cửa chờ xem. Xem ở trang Soát vé rồi chốt báo cáo.`);
  const [seats, entries] = [await listSeats(id), await entriesOf(id)];
  const figures = { ...figuresOf(course.groups, seats, entries), units: presentOf(seats, entries) };
  if (!(await moveCourse(course, "running", { state: "reported", figures }))) throw changed();
  // whoever came in between the count and the close waits for a person as well
  const late = (await entriesOf(id)).filter((one) => !entries.some((counted) => counted.id === one.id));
  await setAside(
    id,
    late.map((one) => one.id),
    AFTER_REPORT,
  );
}

export interface Nominee {
  name: string;
  post: string;
}
const MOST_NAME = 120;
/** A person's name or post in one line, without what no printed page holds. */
const tidy = (text: string): string => nfc(inOneLine(text).replace(/\s+/g, " ").trim());

export type Fresh = Pick<Seat, "ticket" | "name" | "post" | "namedAt">;
/** What the seat will hold, nothing written yet; undefined for the same name once more, which changes no ticket. @throws AppError 422 by field */
export function freshFor(
  deps: ClassDeps,
  course: Pick<Course, "groups">,
  seat: Seat,
  nominee: Nominee,
): Fresh | undefined {
  const [name, post] = [tidy(nominee.name), tidy(nominee.post)];
  const errors: FieldErrors = {};
  if (!/\p{L}/u.test(name) || name.length > MOST_NAME) errors["name"] = `Ghi họ tên, nhiều nhất ${MOST_NAME} chữ`;
  const group = course.groups.find((one) => one.key === seat.group);
  const fault =
    post === "" || post.length > MOST_NAME
      ? `Ghi chức danh, nhiều nhất ${MOST_NAME} chữ`
      : group
        ? postFault(group, post)
        : "";
  if (fault !== "") errors["post"] = fault;
  if (Object.keys(errors).length > 0) throw invalid(errors);
  if (seat.ticket !== "" && openName(deps, seat.name) === name && openName(deps, seat.post) === post) return undefined;
  const sealed = { name: deps.box.seal(name), post: deps.box.seal(post) };
  return { ticket: newTicketId(), ...sealed, namedAt: deps.clock.now() };
}

export function mustTakeNames({ state }: Pick<Course, "state">): void {
  if (state !== "open" && state !== "running") throw conflict("Lớp chưa mở đăng ký hoặc đã kết thúc.");
}

/**
 * Names somebody for a seat, or somebody else: the ticket before is revoked by the same write, and a seat never holds two.
 * @returns whether somebody was replaced. @throws AppError 409, 422 by field
 */
export async function nominate(
  deps: ClassDeps,
  course: Course,
  seatId: string,
  nominee: Nominee,
): Promise<"named" | "replaced" | "same"> {
  mustTakeNames(course);
  const seat = await findSeat(String(course._id), seatId);
  if (!seat) throw conflict(`Lớp đủ ${course.capacity} chỗ, chưa ghi tên thứ ${course.capacity + 1}.`);
  const fresh = freshFor(deps, course, seat, nominee);
  if (!fresh) return "same";
  if (seat.ticket !== "" && (await hasEntered(seat.classId, seat.ticket)))
    throw conflict("Người được cử đã vào lớp nên không thay người được nữa.");
  if ((await takeSeats([{ seat, fresh }], deps.clock.now())) === 0)
    throw conflict("Đơn vị vừa ghi một tên khác. Mở lại trang để xem.");
  return seat.ticket === "" ? "named" : "replaced";
}

/** Units without a name are reminded, once a day. Returns how many were. */
export const remind = (deps: ClassDeps, course: Course): Promise<number> => {
  if (course.state !== "open") throw conflict("Chỉ nhắc được khi lớp đang mở đăng ký.");
  return noteReminded(String(course._id), dayKey(deps.clock.now()));
};

/** Who was named is reminded of day and ticket by way of the own unit, once a day. Returns how many were. */
export const callNamed = (deps: ClassDeps, course: Course): Promise<number> => {
  if (course.state !== "open") throw conflict("Chỉ nhắc được khi lớp đang mở đăng ký.");
  return noteCalled(String(course._id), dayKey(deps.clock.now()));
};

const keyOf = (deps: ClassDeps, unitCode: string) =>
  ticketKeyOf(unitCode, () => {
    const { secret, open } = newTicketKeys();
    return { sealed: deps.box.seal(secret), open };
  });
/** What proves the unit's tickets. */
export const openKeyOf = async (deps: ClassDeps, unitCode: string): Promise<string> =>
  (await keyOf(deps, unitCode)).open;
/** What stands in the QR code of a seat's invitation; "" while nobody is named. */
export async function ticketOf(deps: ClassDeps, course: Course, seat: Seat): Promise<string> {
  if (seat.ticket === "") return "";
  const key = await keyOf(deps, course.unitCode);
  return signTicket(deps.box.open(key.sealed), { class: classTag(String(course._id)), id: seat.ticket });
}

const entriesOf = async (classId: string): Promise<Entry[]> =>
  mergeEntries((await listEntries(classId)).map(({ _id, ticket, door, at }) => ({ id: _id, ticket, door, at })));

/** What a door knows of a class. */
async function doorFacts(deps: ClassDeps, course: Course): Promise<DoorFacts> {
  const id = String(course._id);
  const [seats, entries, key] = await Promise.all([listSeats(id), entriesOf(id), keyOf(deps, course.unitCode)]);
  return {
    class: classTag(id),
    revoked: new Map(seats.flatMap((one) => one.revoked.map(({ ticket, at }) => [ticket, at] as const))),
    entered: new Map(entries.toReversed().map(({ ticket, at, door }) => [ticket, { at, door }])),
    roster: new Map(
      seats
        .filter((one) => one.ticket !== "")
        .map((one) => [one.ticket, { name: openName(deps, one.name), unit: one.unitName }]),
    ),
    verify: verifier(key.open),
  };
}

/** A ticket at the door with a network: judged, and noted when it lets in. */
export async function letIn(
  deps: ClassDeps,
  course: Course,
  given: { code: string; door: string; event: string },
): Promise<Sentence> {
  if (course.state !== "running") throw conflict("Lớp chưa diễn ra hoặc đã kết thúc.");
  const sentence = await judgeTicket(given.code, await doorFacts(deps, course));
  if (sentence.kind === "welcome")
    await noteEntries(deps, course, [
      { id: given.event, ticket: sentence.ticket, door: given.door, at: deps.clock.now() },
    ]);
  return sentence;
}

/** Events of a phone: each once, however often they come; returns the ids that are stored. Revoked and unknown tickets are kept out. */
export async function noteEntries(deps: ClassDeps, course: Course, events: readonly Entry[]): Promise<string[]> {
  const classId = String(course._id);
  const named = new Set((await listSeats(classId)).flatMap(({ ticket }) => (ticket === "" ? [] : [ticket])));
  const taken = mergeEntries(events).filter((one) => named.has(one.ticket));
  const receivedAt = deps.clock.now();
  const row = { classId, doorId: "", state: "in" as const, why: "", receivedAt };
  const counts = await keepEntries(
    classId,
    taken.map(({ id, ticket, door, at }) => ({ ...row, _id: `${classId}:${id}`, ticket, door, at })),
  );
  if (!counts) throw conflict("Lớp vừa chốt báo cáo. Lượt vào này chờ xem ở trang Soát vé, không tính vào báo cáo.");
  return taken.map((one) => one.id);
}

/** What stands in the link of an office without an account: nobody else can make it, and it opens one seat. */
export const seatMark = (mark: (text: string) => string, seat: Pick<Seat, "_id">): string =>
  mark(`class-seat:${seat._id}`);
export async function seatByMark(mark: (text: string) => string, course: Course, given: string): Promise<Seat> {
  const seat = (await listSeats(String(course._id))).find(
    (one) => one.unitCode === "" && seatMark(mark, one) === given,
  );
  if (!seat) throw notFound("chỗ này trong lớp");
  return seat;
}
export const mustFindCourse = async (id: string): Promise<Course> => {
  const course = await findCourse(id);
  if (!course) throw notFound("lớp này");
  return course;
};
