import mongoose from "mongoose";
import { ensureIndexes } from "../../src/compose.ts";
import { AuditHeadModel, AuditModel } from "../../src/officials/audit-log.model.ts";
import { purgeAudit, writeAudit } from "../../src/officials/audit-log.store.ts";
import { verifyAudit, verifyAudits } from "../../src/officials/verify-audit.ts";
import { RequestPictureModel } from "../../src/requests/request-picture.ts";
import { change, raw, remove, swap, walk } from "../support/tamper.ts";
import { testSettings } from "../support/settings.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const clock = { at: new Date("2026-06-05T08:00:00+07:00"), now: () => clock.at };

openStore(settings);

describe("the log of what officials did", () => {
  const line = (n: number, unitCode = "chain", at = clock.at) => ({
    at,
    unitCode,
    officialId: "o",
    name: "Cán bộ",
    role: "auditor",
    action: "content-saved",
    object: `Tin ${n}`,
    details: { b: n, a: "x" },
    ip: "",
  });
  const problems = async (unit = "chain"): Promise<string[]> => (await verifyAudit(unit)).problems;

  test("a unit nobody knows has no log that holds", async () => {
    await expect(verifyAudits("typo")).rejects.toThrow("unit typo is not known");
  });

  test("many at once are one chain, unit by unit", async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => writeAudit(line(n, n % 2 ? "chain" : "other"))));
    expect(await verifyAudit("chain")).toMatchObject({ lines: 20, n: 20, problems: [] });
    expect(await verifyAudit("other")).toMatchObject({ lines: 20, problems: [] });
  });

  test("every tampering is named", async () => {
    const at = (n: number) => ({ unitCode: "chain", n });
    await walk(
      [
        [
          "who",
          change(AuditModel, at(3), { $set: { name: "Người khác" } }),
          /line 3 \(content-saved, Người khác\) was changed/,
        ],
        ["what", change(AuditModel, at(3), { $set: { action: "log-in" } }), /line 3 .* was changed/],
        ["a detail", change(AuditModel, at(4), { $set: { "details.b": 99 } }), /line 4/],
        ["when", change(AuditModel, at(4), { $set: { at: new Date(0) } }), /line 4/],
        ["the first removed", remove(AuditModel, at(1)), /lines 1 to 1 are missing/],
        ["one in between removed", remove(AuditModel, at(7)), /lines 7 to 7 are missing/],
        [
          "the newest removed",
          remove(AuditModel, at(20)),
          /the newest lines are missing: 20 were written, 19 are there/,
        ],
        [
          "all removed",
          async () => {
            const all = await raw(AuditModel).find({ unitCode: "chain" }).toArray();
            await raw(AuditModel).deleteMany({ unitCode: "chain" });
            return async () => void (await raw(AuditModel).insertMany(all));
          },
          /the newest lines are missing: 20 were written, 0 are there/,
        ],
        ["two swapped", swap(AuditModel, at(5), at(6), ["object", "details", "hash", "before"]), /line (5|6)/],
        [
          "changed, with a hash to fit",
          async () => {
            const undo = await change(AuditModel, at(8), { $set: { object: "Tin khác" } })();
            const { lineHash } = await import("../../src/officials/audit-chain.ts");
            const stored = await AuditModel.findOne(at(8)).lean();
            if (stored) await raw(AuditModel).updateOne({ _id: stored._id }, { $set: { hash: lineHash(stored) } });
            return undo;
          },
          /line 9 does not follow from line 8/,
        ],
        [
          "the mark of how far it came",
          change(AuditHeadModel, { _id: "chain" }, { $set: { n: 25 } }),
          /25 were written/,
        ],
      ],
      problems,
    );
  });

  test("an index of an earlier version that deletes by age goes at the start; those the models name stay", async () => {
    const deadlines = async (collection: string): Promise<unknown[]> =>
      (await mongoose.connection.collection(collection).indexes())
        .map((one) => one.expireAfterSeconds)
        .filter((seconds) => seconds !== undefined);
    const [lines, pictures] = [AuditModel.collection.name, RequestPictureModel.collection.name];
    await AuditModel.collection.createIndex({ at: 1 }, { expireAfterSeconds: 366 * 86_400 });
    expect([await deadlines(lines), await deadlines(pictures)]).toEqual([[366 * 86_400], [86_400]]);
    for (let start = 0; start < 2; start += 1) {
      await ensureIndexes();
      expect([await deadlines(lines), await deadlines(pictures)]).toEqual([[], [86_400]]);
    }
  });

  test("cut off before its mark the log proves itself; what is a year old goes and the rest still does", async () => {
    await AuditHeadModel.updateOne(
      { _id: "chain" },
      { $set: { n: 18, hash: (await AuditModel.findOne({ unitCode: "chain", n: 18 }).lean())?.hash } },
    );
    expect(await problems()).toEqual([]);
    const later = new Date(clock.at.getTime() + 366 * 86_400_000);
    for (const n of [1, 2]) await writeAudit(line(n, "chain", later));
    expect(await purgeAudit(later)).toBeGreaterThanOrEqual(20);
    expect(await verifyAudit("chain")).toMatchObject({ lines: 2, n: 22, problems: [] });
    await raw(AuditModel).deleteOne({ unitCode: "chain", n: 21 });
    expect(await problems()).toEqual(["audit chain: lines 21 to 21 are missing"]);
    await purgeAudit(new Date(later.getTime() + 400 * 86_400_000));
    await writeAudit(line(3, "chain", later));
    expect(await verifyAudit("chain")).toMatchObject({ lines: 1, n: 23, problems: [] });
  });
});
