import { AudienceSummaryModel } from "../../src/broadcasts/audience-summary.model.ts";
import { readAudience, summariseAudiences } from "../../src/broadcasts/summarise-audience.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { testSettings } from "../support/settings.ts";
import { openStore } from "../support/store.ts";

/** Pages say how many an OA has by one row: whoever looks does not count everybody (issue 24, Hôm nay and Lịch). */
const OA = "300000000000000001";
const NOW = new Date("2026-11-20T08:00:00+07:00");
const clock = { at: NOW, now: () => new Date(clock.at) };
const later = (seconds: number): void => void (clock.at = new Date(+clock.at + seconds * 1000));
openStore(testSettings());
beforeAll(async () => {
  await OaModel.collection.insertOne({ _id: OA as never, unitCode: "sao-mai", state: "connected" });
  await addFollowers(OA, "sao-mai", ["0", "1"], null, new Date(+NOW - 86_400_000));
  await addFollowers(OA, "sao-mai", ["2", "3", "4"], null, new Date(+NOW - 30 * 86_400_000));
  await CitizenModel.updateMany({ userId: { $in: ["0", "1"] } }, { $set: { followedAt: new Date(+NOW - 86_400_000) } });
  await CitizenModel.updateMany({}, { $set: { lastInteractionAt: new Date(+NOW - 3_600_000) } });
});

const look = async () => {
  const { followers, newFollowers, inWindow, at } = await readAudience(OA, clock.now());
  return [followers, newFollowers, inWindow, at === null ? "now" : +at];
};

test("the first look counts by itself; afterwards the worker counts, and a look reads what it counted", async () => {
  expect(await look()).toEqual([5, 2, 5, "now"]);
  await summariseAudiences({ clock });
  const counted = +clock.now();
  await CitizenModel.deleteOne({ userId: "4" });
  later(30);
  expect(await look()).toEqual([5, 2, 5, counted]);
  // within ten minutes nothing is counted twice
  await summariseAudiences({ clock });
  expect((await look()).at(-1)).toBe(counted);
  later(600);
  await summariseAudiences({ clock });
  expect(await look()).toEqual([4, 2, 4, +clock.now()]);
});

test("a look writes nothing, of an OA nobody counted either", async () => {
  const before = await AudienceSummaryModel.find().lean();
  expect((await readAudience("300000000000000002", clock.now())).at).toBeNull();
  for (let n = 0; n < 3; n += 1) await look();
  expect(await AudienceSummaryModel.find().lean()).toEqual(before);
});
