import mongoose from "mongoose";
import { connectMongo, ensureIndexes } from "../src/compose.ts";
import { scopeOf } from "../src/units/scope-of.ts";
import { listChildren } from "../src/units/unit.store.ts";
import { NEW_UNIT, type Unit, UnitModel } from "../src/units/unit.model.ts";
import { testSettings } from "../test/support/settings.ts";
import { must, percentile, say } from "./support.ts";

const START = new Date("2025-07-01T00:00:00+07:00");
const LONG_AGO = new Date("2000-01-01T00:00:00+07:00");
const TODAY = new Date("2026-11-27T09:00:00+07:00");
const STANDING = 126;
const ROUNDS = 300;

const unit = (code: string, from: Date, to: Date | null, parent: string): Unit => ({
  ...NEW_UNIT,
  _id: code,
  name: `Xã ${code}`,
  office: `UBND xã ${code}`,
  kind: parent === "" ? "department" : "commune",
  province: "",
  parents: parent === "" ? [] : [{ code: parent, from, to }],
  from,
  to,
  population: 5000,
  households: 1200,
  hamlets: 9,
  topics: [],
  contact: { address: "", hours: "", phone: "", dutyPhone: "" },
});

/** A department with 126 units of today, and so many that ended before. */
async function lay(department: string, ended: number): Promise<void> {
  const names = (n: number, what: string): string => `${department}-${what}-${String(n).padStart(5, "0")}`;
  await UnitModel.insertMany([
    unit(department, LONG_AGO, null, ""),
    ...Array.from({ length: STANDING }, (_, n) => unit(names(n, "xa"), START, null, department)),
    ...Array.from({ length: ended }, (_, n) => unit(names(n, "cu"), LONG_AGO, START, department)),
  ]);
}

/** Middle times of several ways, taken in turn so that a busy moment falls on all of them. */
async function middles(ways: Readonly<Record<string, () => Promise<unknown>>>): Promise<Record<string, number>> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let n = 0; n < ROUNDS; n += 1)
    for (const [name, work] of Object.entries(ways)) {
      const begun = performance.now();
      await work();
      times[name]?.push(performance.now() - begun);
    }
  return Object.fromEntries(
    Object.entries(times).map(([name, of]) => [
      name,
      percentile(
        of.toSorted((a, b) => a - b),
        0.5,
      ),
    ]),
  );
}

/** Units of a day against a plain find of as many rows, and under ten times the history. */
export async function benchUnits(): Promise<void> {
  await connectMongo(testSettings());
  await ensureIndexes();
  await lay("so-ngan", STANDING);
  await lay("so-dai", STANDING * 10);
  const plain = () =>
    UnitModel.find({ _id: { $gte: "so-ngan-xa-", $lt: "so-ngan-xa." } })
      .lean()
      .exec();
  must((await plain()).length === STANDING, "the plain find finds the units of today");
  for (const code of ["so-ngan", "so-dai"])
    must((await listChildren(code, TODAY)).length === STANDING, `${code} has its units of today`);
  const ms = await middles({
    plain,
    short: () => listChildren("so-ngan", TODAY),
    long: () => listChildren("so-dai", TODAY),
    scopeShort: () => scopeOf({ unitCode: "so-ngan" }, TODAY),
    scopeLong: () => scopeOf({ unitCode: "so-dai" }, TODAY),
  });
  const { plain: floor = 1, short = 0, long = 0, scopeShort = 1, scopeLong = 0 } = ms;
  const goal = (what: string, ratio: number, most: number): void => {
    say(what, ratio.toFixed(2), `≤ ${most}`);
    must(ratio <= most, what);
  };
  say("units of a day, middle of 300", `${short.toFixed(2)} ms; a plain find ${floor.toFixed(2)} ms`);
  goal("units of a day, against a plain find of as many rows", short / floor, 1.2);
  goal("the same with 10 × the history, against 1 ×", long / short, 1.1);
  goal("a scope with 10 × the history, against 1 ×", scopeLong / scopeShort, 1.1);
  await mongoose.disconnect();
}
