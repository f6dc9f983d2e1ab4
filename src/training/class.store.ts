import { isValidObjectId } from "mongoose";
import { type Whose, within } from "../kernel/scope.ts";
import {
  type ClassState,
  type Course,
  CourseModel,
  type EntryRow,
  EntryRowModel,
  type Seat,
  SeatModel,
  TicketKeyModel,
  type TicketKeyRow,
} from "./class.model.ts";

/** The only queries on classes, their seats and who came in. */
export const createCourse = async (course: Omit<Course, "_id">): Promise<string> =>
  String((await CourseModel.create(course))._id);
export const findCourse = async (id: string): Promise<Course | null> =>
  isValidObjectId(id) ? CourseModel.findById(id).lean<Course>().exec() : null;
export const listCourses = (whose: Whose): Promise<Course[]> =>
  CourseModel.find({ unitCode: within(whose) })
    .sort({ createdAt: -1 })
    .limit(100)
    .lean<Course[]>()
    .exec();
export const findCourses = (ids: readonly string[]): Promise<Course[]> =>
  CourseModel.find({ _id: { $in: ids.filter((id) => isValidObjectId(id)) } })
    .sort({ createdAt: -1 })
    .lean<Course[]>()
    .exec();

/** Classes whose closed report counts one of these units. */
export const reportedWith = (unitCodes: readonly string[]): Promise<Course[]> =>
  CourseModel.find({ state: "reported", "figures.units.code": { $in: [...unitCodes] } })
    .limit(500)
    .lean<Course[]>()
    .exec();

/** One move of the class over what was read. */
export const moveCourse = async (
  { _id, revision }: Pick<Course, "_id" | "revision">,
  from: ClassState,
  fields: Partial<Course>,
): Promise<boolean> =>
  (await CourseModel.updateOne({ _id, revision, state: from }, { $set: fields, $inc: { revision: 1 } }))
    .modifiedCount === 1;

/** The yes by which a class may invite, over what was read. */
export const decideCourse = async (
  { _id, revision }: Pick<Course, "_id" | "revision">,
  approval: NonNullable<Course["approval"]>,
): Promise<boolean> => {
  const asRead = { _id, revision, state: "draft" as const };
  return (
    (await CourseModel.updateOne(asRead, { $set: { state: "approved", approval }, $inc: { revision: 1 } }))
      .modifiedCount === 1
  );
};

const isDouble = (error: unknown): boolean => (error as { code?: number }).code === 11_000;
/** Those not there yet; what is there stays as it is. */
async function insertNew<T>(insert: () => Promise<T>): Promise<void> {
  try {
    await insert();
  } catch (error) {
    if (!isDouble(error)) throw error;
  }
}
export const addSeats = (seats: readonly Seat[]): Promise<void> =>
  insertNew(() => SeatModel.insertMany(seats, { ordered: false }));
export const listSeats = (classId: string): Promise<Seat[]> =>
  SeatModel.find({ classId }).sort({ group: 1, unitName: 1, _id: 1 }).limit(5000).lean<Seat[]>().exec();
export const findSeat = (classId: string, _id: string): Promise<Seat | null> =>
  SeatModel.findOne({ _id, classId }).lean<Seat>().exec();
export const seatsOfUnit = (whose: Whose): Promise<Seat[]> =>
  SeatModel.find({ unitCode: within(whose) })
    .limit(500)
    .lean<Seat[]>()
    .exec();

const outOf = ({ ticket, name, post }: Pick<Seat, "ticket" | "name" | "post">, at: Date) => ({
  ticket,
  at,
  name,
  post,
});
/** The seat goes back to who came by a ticket that was replaced; who held it is out by the same write. */
export const giveSeat = async (
  seat: Seat,
  { ticket, name, post }: Pick<Seat, "ticket" | "name" | "post">,
  at: Date,
): Promise<boolean> => {
  const revoked = [...seat.revoked.filter((one) => one.ticket !== ticket), outOf(seat, at)];
  const done = await SeatModel.updateOne(
    { _id: seat._id, ticket: seat.ticket, "revoked.ticket": ticket },
    { $set: { ticket, name, post, revoked } },
  );
  return done.modifiedCount === 1;
};

/**
 * Names take seats, or take them over, in one command: the ticket before is revoked in the same write. Returns how many
 * did; a seat that changed meanwhile stays as it is.
 */
export const takeSeats = async (
  rows: readonly {
    seat: Pick<Seat, "_id" | "ticket" | "name" | "post">;
    fresh: Pick<Seat, "ticket" | "name" | "post" | "namedAt">;
  }[],
  at: Date,
): Promise<number> => {
  if (rows.length === 0) return 0;
  const writes = rows.map(({ seat, fresh }) => ({
    updateOne: {
      filter: { _id: seat._id, ticket: seat.ticket },
      update: { $set: fresh, ...(seat.ticket === "" ? {} : { $push: { revoked: outOf(seat, at) } }) },
    },
  }));
  return (await SeatModel.bulkWrite(writes, { ordered: false })).modifiedCount;
};
export const noteReminded = async (classId: string, day: string): Promise<number> =>
  (await SeatModel.updateMany({ classId, ticket: "", reminded: { $ne: day } }, { $push: { reminded: day } }))
    .modifiedCount;
/** Those who are named are reminded of the class, once a day. */
export const noteCalled = async (classId: string, day: string): Promise<number> =>
  (await SeatModel.updateMany({ classId, ticket: { $gt: "" }, called: { $ne: day } }, { $push: { called: day } }))
    .modifiedCount;
/** Said once, of somebody who was sent. */
export const noteApplied = async (_id: string, applied: NonNullable<Seat["applied"]>): Promise<boolean> =>
  (await SeatModel.updateOne({ _id, ticket: { $gt: "" }, applied: null }, { $set: { applied } })).modifiedCount === 1;

/** What phones bring, as often as they bring it: each once, and what is there stays as it is. */
export const addEntries = (rows: readonly EntryRow[]): Promise<void> =>
  insertNew(() => EntryRowModel.insertMany(rows, { ordered: false }));
/** What the report did not count any more waits for a person. */
export const setAside = async (classId: string, ids: readonly string[], why: string): Promise<void> =>
  void (await EntryRowModel.updateMany({ _id: { $in: ids }, classId, state: "in" }, { $set: { state: "waits", why } }));
/** Not what waits for a person, and not what one left out. */
const COUNTED = { state: { $nin: ["waits", "refused"] } } as const;
export const listEntries = (classId: string): Promise<EntryRow[]> =>
  EntryRowModel.find({ classId, ...COUNTED })
    .sort({ at: 1 })
    .limit(20_000)
    .lean<EntryRow[]>()
    .exec();

export const hasEntered = async (classId: string, ticket: string): Promise<boolean> =>
  (await EntryRowModel.exists({ classId, ticket, ...COUNTED })) !== null;

export const addScore = async (id: string, score: number): Promise<boolean> =>
  (
    await CourseModel.updateOne(
      { _id: id, state: { $in: ["running", "reported"] } },
      { $inc: { [`scores.${score - 1}`]: 1 } },
    )
  ).modifiedCount === 1;
/** False unless the class runs, or at 500: a class is one record of the store, and no more fit in it beside the rest. */
export const addQuestion = async (id: string, question: Course["questions"][number]): Promise<boolean> =>
  (
    await CourseModel.updateOne(
      { _id: id, state: "running", "questions.499": { $exists: false } },
      { $push: { questions: question } },
    )
  ).modifiedCount === 1;

/** The unit's pair, `fresh` when it had none. */
export async function ticketKeyOf(unitCode: string, fresh: () => Omit<TicketKeyRow, "_id">): Promise<TicketKeyRow> {
  const known = await TicketKeyModel.findById(unitCode).lean<TicketKeyRow>().exec();
  if (known) return known;
  const made = fresh();
  await TicketKeyModel.updateOne({ _id: unitCode }, { $setOnInsert: made }, { upsert: true });
  return (await TicketKeyModel.findById(unitCode).lean<TicketKeyRow>().exec()) ?? { _id: unitCode, ...made };
}
export async function resealTicketKeys(again: (sealed: string) => string): Promise<number> {
  const rows = await TicketKeyModel.find().lean<TicketKeyRow[]>().exec();
  for (const row of rows) await TicketKeyModel.updateOne({ _id: row._id }, { $set: { sealed: again(row.sealed) } });
  return rows.length;
}
export async function resealSeats(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const row of SeatModel.find({ name: { $gt: "" } }, { name: 1, post: 1, revoked: 1 })
    .lean<Pick<Seat, "_id" | "name" | "post" | "revoked">>()
    .cursor()) {
    const { _id, name, post } = row;
    const revoked = row.revoked.map((one) => ({
      ...one,
      ...(one.name ? { name: again(one.name), post: again(one.post ?? "") } : {}),
    }));
    await SeatModel.updateOne({ _id }, { $set: { name: again(name), post: again(post), revoked } });
    n += 1;
  }
  return n;
}
