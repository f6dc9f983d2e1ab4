import { type Citizen, CitizenModel } from "../../src/citizens/citizen.model.ts";
import { findCitizen, noteInteraction, noteStopAsked } from "../../src/citizens/citizen.store.ts";
import { joinFacts, joinRows } from "../../src/citizens/join-rows.ts";
import { dropJoined, joinInto } from "../../src/citizens/one-person.store.ts";
import { waitsForStopAnswer } from "../../src/citizens/rules.ts";
import { openStore } from "../support/store.ts";

/** Two rows of one person become one while both go on being written to. */
const OA = "388613280878808645";
const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 20, hour));
let n = 0;

openStore();

async function newRow(facts: Partial<Citizen> = {}): Promise<Citizen> {
  n += 1;
  const made = await CitizenModel.create({
    oaId: OA,
    userId: String(n).padStart(19, "2468458837"),
    userIdByApp: "7",
    unitCode: "sao-mai",
    isFollower: true,
    followChangedAt: at(0),
    receivingChangedAt: at(0),
    createdAt: at(0),
    ...facts,
  });
  return made.toObject();
}
const read = async (row: Citizen): Promise<Citizen> => {
  const found = await findCitizen(row.oaId, row.userId);
  if (!found) throw new Error("no such row");
  return found;
};

test.each([
  ["asked under the one that goes", null, at(2), true],
  ["asked under the one that stays", at(2), null, true],
  ["asked under both, answered in between", at(2), at(4), true],
  ["never asked", null, null, false],
])("whether to stop: %s", async (_name, kept, gone, waits) => {
  const [first, other] = [
    await newRow({ stopAskedAt: kept, receivingChangedAt: at(kept && gone ? 3 : 1) }),
    await newRow({ stopAskedAt: gone }),
  ];
  await joinRows(first, other);
  expect(waitsForStopAnswer(await read(first))).toBe(waits);
  expect(await CitizenModel.exists({ _id: other._id })).toBeNull();
});

test("what is written between reading and joining stays", async () => {
  const [first, second, third] = [await newRow({ lastInteractionAt: at(1) }), await newRow(), await newRow()];
  // another session joins the third row and the person writes, both behind our back
  await joinRows(first, third);
  await noteInteraction(first, at(9));
  await noteStopAsked(OA, first.userId, at(8));
  expect(await joinInto(first, joinFacts(first, { ...second, lastInteractionAt: at(5) }, []))).toBe(true);
  expect(await read(first)).toMatchObject({
    lastInteractionAt: at(9),
    stopAskedAt: at(8),
    formerIds: [
      { oaId: OA, userId: third.userId },
      { oaId: OA, userId: second.userId },
    ],
  });
});

test("a row that goes is taken away only as it was read", async () => {
  const changes: ((row: Citizen) => Promise<unknown>)[] = [
    (row) => noteInteraction(row, at(9)),
    (row) => noteStopAsked(OA, row.userId, at(8)),
    async (row) => joinRows(row, await newRow()),
  ];
  for (const change of changes) {
    const row = await newRow();
    await change(row);
    expect(await dropJoined(row)).toBe(false);
    expect(await dropJoined(await read(row))).toBe(true);
  }
});
