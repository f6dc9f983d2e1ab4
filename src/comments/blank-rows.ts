import { randomBytes, randomInt } from "node:crypto";
import { type Model, Types } from "mongoose";

/** Rows made at a time; and so few left that more are made, so that the last ones are never taken in the order they stand. */
const MADE = 256;
const LEAST = 64;
const MOST_READ = 1024;

/** The collection is reached below Mongoose: every field is given by the one deed that writes, and many a second come. */
type Rows = Pick<Model<object>, "collection">;

/**
 * A database gives its rows back in the order they were put in, and that order would tell who wrote after whom. So rows
 * are put in blank, many at a time, before anybody writes; what is written goes into one of them taken by lot. Nothing
 * has to be moved afterwards, and there is no moment at which the order can be read.
 */
export class BlankRows {
  private readonly rows: Rows;
  private known: Types.ObjectId[] = [];
  private looking: Promise<void> | undefined;

  constructor(rows: Rows) {
    this.rows = rows;
  }

  /** Writes into a blank row. @throws the driver's duplicate-key error when a unique field of it is there already */
  async write(fields: Record<string, unknown>): Promise<Types.ObjectId> {
    for (;;) {
      const id = await this.draw();
      try {
        const set = { $set: fields, $unset: { blank: 1 } };
        if ((await this.rows.collection.updateOne({ _id: id, blank: true }, set)).modifiedCount === 1) return id;
      } catch (error) {
        this.known.push(id);
        throw error;
      }
    }
  }

  private async draw(): Promise<Types.ObjectId> {
    for (;;) {
      const [id] = this.known.length === 0 ? [] : this.known.splice(randomInt(this.known.length), 1);
      if (id) return id;
      this.looking ??= this.look().finally(() => {
        this.looking = undefined;
      });
      await this.looking;
    }
  }

  /** Blank rows there are; with few left more are made. */
  private async look(): Promise<void> {
    const there = await this.rows.collection
      .find({ blank: true }, { projection: { _id: 1 } })
      .limit(MOST_READ)
      .toArray();
    const found = there.map((row) => row._id);
    this.known = found;
    if (found.length >= LEAST) return;
    const fresh = Array.from({ length: MADE }, () => new Types.ObjectId(randomBytes(12)));
    // a unique index holds one row without a receipt at most
    const blanks = fresh.map((_id) => ({ _id, blank: true, receipt: `blank:${String(_id)}` }));
    await this.rows.collection.insertMany(blanks, { ordered: false });
    this.known = [...found, ...fresh];
  }
}
