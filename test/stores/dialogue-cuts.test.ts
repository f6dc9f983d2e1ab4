import fc from "fast-check";
import mongoose from "mongoose";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { composeCore, type Core, ensureIndexes } from "../../src/compose.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { days } from "../../src/kernel/clock.ts";
import { here } from "../../src/outside/perform.ts";
import { insertUnit } from "../../src/units/unit.store.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import { WHOLE } from "../support/part-of.ts";
import { publishDraft } from "../support/publish.ts";
import { testSettings } from "../support/settings.ts";
import { type Act, back, countAll, TALK_OA, Talks } from "../support/talk-cuts.ts";
import { startWriteCutter, type WriteCutter } from "../support/write-cutter.ts";

/** Two dialogues, STOP, photos, an emergency and an officer in any order, cut at any write: the same is said and kept. */
const RUNS = WHOLE ? 300 : 6;
let cutter: WriteCutter;
let core: Core;
let talks: Talks;
let people = 0;

beforeAll(async () => {
  const settings = testSettings();
  const uri = new URL(settings.MONGODB_URI);
  cutter = await startWriteCutter(Number(uri.port));
  uri.port = String(cutter.port);
  for (const name of ["bufferCommands", "autoIndex", "autoCreate"] as const) mongoose.set(name, false);
  const patience = { serverSelectionTimeoutMS: 5000, minHeartbeatFrequencyMS: 20 };
  await mongoose.connect(uri.href, { ...patience, retryWrites: false, retryReads: false });
  await ensureIndexes();
  core = composeCore(settings, "test");
  talks = new Talks(core);
  await insertUnit({
    _id: "sao-mai",
    name: "Xã Sao Mai",
    office: "UBND xã Sao Mai",
    kind: "commune",
    province: "",
    parents: [],
    from: new Date(0),
    to: null,
    population: 1,
    households: 1,
    hamlets: 1,
    topics: [],
    contact: { address: "", hours: "", phone: "", dutyPhone: "0900 000 001" },
  });
  const at = new Date();
  await OaModel.create({
    _id: TALK_OA,
    unitCode: "sao-mai",
    name: "Xã Sao Mai",
    state: "connected",
    stateAt: at,
    accessToken: "x",
    refreshToken: "x",
    accessExpiresAt: at,
    refreshExpiresAt: at,
    generation: 1,
    connectedAt: at,
  });
  const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const id = await startDraft({ ...core, outside: here }, "sao-mai", fields, upload, { id: "1", name: "A" });
  await publishDraft(core, "sao-mai", id, {
    openAt: new Date(Date.now() - 1000),
    closeAt: new Date(Date.now() + days(300)),
  });
});
afterAll(async () => {
  cutter.heal();
  await core.producer.close();
  core.redis.disconnect();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
  await cutter.close();
});

const says = (text: string): Act => ({ does: "says", text });
const REPORT: readonly Act[] = [
  says("Đèn đường thôn Đông hỏng cả tuần"),
  { does: "sends", kind: "location" },
  says("#phan-anh gui"),
];
const COMMENT: readonly Act[] = [
  says("góp ý"),
  says("toàn văn"),
  says("#gop-y huong gop-y"),
  says("Nên mở rộng đường thôn trước"),
  says("#gop-y gui"),
];
const ELSE: readonly Act[] = [
  says("DUNG"),
  says("cháy nhà rồi cứu với"),
  says("thôi"),
  says("giờ làm việc mấy giờ?"),
  says("gặp cán bộ"),
  says("#phan-anh"),
  says("#gop-y tiep"),
  says("qwrt zxcv"),
  { does: "sends", kind: "image" },
  { does: "sends", kind: "image", text: "Rác tràn ra vỉa hè chợ" },
  { does: "presses", n: 0 },
  { does: "presses", n: 1 },
  { does: "takes-over" },
  { does: "hands-back" },
];

/** Both dialogues in their order, mixed, with other things in between. */
const mixes = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant("r") },
      { weight: 2, arbitrary: fc.constant("c") },
      { weight: 2, arbitrary: fc.nat(ELSE.length - 1) },
    ),
    {
      minLength: 4,
      maxLength: 9,
    },
  )
  .map((picks) => {
    const [reports, comments] = [[...REPORT], [...COMMENT]];
    return picks.flatMap((pick): Act[] => {
      const next = pick === "r" ? reports.shift() : pick === "c" ? comments.shift() : ELSE[pick];
      return next ? [next] : [];
    });
  });

const newPerson = (): string => `24684588${String((people += 1)).padStart(11, "0")}`;

async function whole(acts: readonly Act[]) {
  const user = newPerson();
  let writes = 0;
  const before = await countAll();
  for (const act of acts) {
    await talks.record(user, act);
    cutter.heal();
    await talks.run(user);
    writes += cutter.writes();
  }
  await talks.recover(user);
  return { writes, standing: await talks.standing(user), made: minus(await countAll(), before) };
}
const minus = (a: number[], b: number[]): number[] => a.map((one, n) => one - (b[n] ?? 0));

async function cutOnce(acts: readonly Act[], at: number, how: "before" | "after") {
  const user = newPerson();
  const before = await countAll();
  let left = at;
  for (const act of acts) {
    await talks.record(user, act);
    cutter.heal();
    if (left > 0) cutter.cutAt(left, how);
    const failed = await talks.run(user).then(
      () => false,
      () => true,
    );
    left -= cutter.writes();
    const wasCut = cutter.wasCut();
    await back(cutter.heal);
    if (wasCut || failed) {
      left = 0;
      await talks.recover(user);
    }
  }
  await talks.recover(user);
  return { standing: await talks.standing(user), made: minus(await countAll(), before) };
}

test("in any order, cut at any write, nobody is told twice and nothing is lost", async () => {
  await fc.assert(
    fc.asyncProperty(
      mixes,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom("before" as const, "after" as const),
      async (acts, share, how) => {
        const { writes, ...wanted } = await whole(acts);
        expect(await cutOnce(acts, 1 + Math.floor(share * Math.max(0, writes - 1)), how)).toEqual(wanted);
      },
    ),
    { numRuns: RUNS, seed: 17, endOnFailure: !WHOLE },
  );
});

const HOWS = ["before", "after"] as const;
/** After every write, and before the first: a write lost on its way leaves what the one before it left. Both at each in a soak. */
test.each([
  ["a report", REPORT],
  ["a comment", COMMENT],
])("%s, cut at each of its writes, is told and kept once", async (_, acts) => {
  const { writes, ...wanted } = await whole(acts);
  expect(wanted.standing.told.length).toBe(acts.length);
  for (let n = 1; n <= writes; n += 1)
    for (const how of WHOLE || n === 1 ? HOWS : HOWS.slice(1))
      expect([n, how, await cutOnce(acts, n, how)]).toEqual([n, how, wanted]);
});
