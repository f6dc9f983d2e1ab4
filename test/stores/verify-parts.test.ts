import { Types } from "mongoose";
import { type Broadcast, BroadcastModel, emptyRun, noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { findBroadcast } from "../../src/broadcasts/broadcast.store.ts";
import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { rowId } from "../../src/broadcasts/ledger-ranges.ts";
import { fingerprintOf } from "../../src/broadcasts/rules.ts";
import { verifyBroadcast } from "../../src/broadcasts/verify-broadcast.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { change, remove, walk } from "../support/tamper.ts";
import { openStore } from "../support/store.ts";

/* A department's action, its units' parts and an emergency's article are verified against what was approved for all. */

openStore();

const now = new Date("2026-11-20T08:00:00+07:00");
const content = {
  itemId: "1",
  kind: "tin" as const,
  details: NO_DETAILS,
  title: "Bão số 9",
  body: "Ở trong nhà",
  source: "Sở",
  pictureId: "",
  pictureAlt: "",
  pictureSha: "",
  message: "Bão số 9",
  authorId: "writer",
  authorName: "A",
};
const two = {
  counts: { ...noCounts(), accepted: 1, failed: 1 },
  reasons: { "failed:blocked": 1 },
  total: 2,
  chunks: 1,
};
const row = (more: Partial<Broadcast>): Omit<Broadcast, "_id"> => ({
  ...emptyRun(),
  unitCode: "so",
  oaId: "1",
  title: "Bão số 9",
  contents: [content],
  channel: "personal",
  alsoArticle: true,
  urgent: true,
  audience: EVERYBODY,
  audienceName: "",
  createdBy: { id: "writer", name: "A" },
  createdAt: now,
  startedAt: now,
  state: "done-with-errors",
  unlisted: false,
  ...more,
});

/** An action of two units, each with two people and an article to the same two. */
async function layAction(): Promise<{ whole: string; unit: string; article: string }> {
  const action = row({ units: ["xa-a", "xa-b"], ...two, chunks: 0, total: 4 });
  action.counts = { ...noCounts(), accepted: 2, failed: 2 };
  action.reasons = { "failed:blocked": 2 };
  const fingerprint = fingerprintOf(action);
  const approvals = ["x", "y"].map((id) => ({ by: { id, name: id }, at: now, fingerprint }));
  const whole = String((await BroadcastModel.create({ ...action, fingerprint, approvals }))._id);
  const made: string[] = [];
  for (const unitCode of ["xa-a", "xa-b"]) {
    const part = row({ unitCode, parentId: whole, fingerprint, approvals, ...two });
    const id = await lay(part);
    made.push(id, await lay({ ...part, parentId: id, channel: "article", alsoArticle: false }));
  }
  return { whole, unit: made[0] ?? "", article: made[1] ?? "" };
}

async function lay(part: Omit<Broadcast, "_id">): Promise<string> {
  const b = (await BroadcastModel.create(part))._id;
  await LedgerModel.collection.insertMany([
    { _id: rowId(String(b), 0), b, u: "100", s: "accepted", at: now },
    { _id: rowId(String(b), 1), b, u: "101", s: "failed", r: "blocked", at: now },
  ] as never[]);
  return String(b);
}

const verify = (id: string) => async (): Promise<string[]> => {
  const broadcast = await findBroadcast(id);
  return broadcast ? (await verifyBroadcast(broadcast, "")).problems : ["gone"];
};
const ofId = (id: string) => ({ _id: new Types.ObjectId(id) });

test("a unit's part, its article and the whole: every tampering is named", async () => {
  const { whole, unit, article } = await layAction();
  const set = (id: string, fields: Record<string, unknown>) => change(BroadcastModel, ofId(id), { $set: fields });
  await walk(
    [
      ["its words", set(unit, { "contents.0.message": "Khác" }), /plan: contents not as approved/],
      ["its audience", set(unit, { "audience.topics": ["x"] }), /plan: audience not as approved/],
      ["its keys", set(unit, { approvals: [] }), /plan: approvals not as approved/],
      ["its channel", set(unit, { channel: "article" }), /plan: channel article not as approved/],
      ["a template", set(unit, { templateId: "t" }), /a template nobody approved/],
      ["a unit nobody chose", set(unit, { unitCode: "xa-c" }), /xa-c is none of the units/],
      ["the words of all, with the fingerprint", set(whole, { fingerprint: "", approvals: [] }), /of the whole, plan/],
      ["a result", change(LedgerModel, { _id: rowId(unit, 0) }, { $set: { s: "seen" } }), /seen: 1 rows, 0 counted/],
    ],
    verify(unit),
  );
  await walk(
    [
      ["its words", set(article, { "contents.0.body": "Khác" }), /plan: contents not as approved/],
      ["its channel", set(article, { channel: "personal" }), /plan: channel personal not as approved/],
      ["its places", set(article, { cities: ["9"] }), /plan: places not as approved/],
      ["the words two levels above", set(whole, { "contents.0.body": "Khác" }), /of the whole, of the whole, plan/],
    ],
    verify(article),
  );
  await walk(
    [
      ["a unit's result", change(LedgerModel, { _id: rowId(unit, 0) }, { $set: { s: "seen" } }), /xa-a: seen: 1 rows/],
      ["the sum", set(whole, { "counts.accepted": 3 }), /accepted: 2 in the units, 3 counted/],
      ["the total", set(whole, { total: 5 }), /total: 4 in the units, 5 frozen/],
      ["a unit", remove(BroadcastModel, ofId(unit)), /accepted: 1 in the units, 2 counted/],
      ["the words", set(whole, { "contents.0.body": "Khác" }), /plan: words, audience/],
    ],
    verify(whole),
  );
});
