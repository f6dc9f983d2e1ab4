import mongoose from "mongoose";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { type AcceptDeps, acceptComment } from "../../src/comments/accept-comment.ts";
import { checkChain, flushLog, logReceived } from "../../src/comments/append-log.ts";
import { CommentModel, LogBatchModel, LogBlockModel } from "../../src/comments/comment.model.ts";
import { listCounts, listDirtyCounts, recount, touchNew } from "../../src/comments/comment.store.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { editComment, findByCode, withdrawComment } from "../../src/comments/steer-comment.ts";
import { connectMongo, ensureIndexes } from "../../src/compose.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { createSecretBox, type SecretBox } from "../../src/kernel/crypto.ts";
import { here } from "../../src/outside/perform.ts";
import { testSettings } from "../support/settings.ts";
import { publishDraft } from "../support/publish.ts";
import { hideComment } from "../support/at-once.ts";

const settings = testSettings();
const clock = { at: new Date("2026-11-20T08:20:00+07:00"), now: () => clock.at };
const deps: AcceptDeps & { box: SecretBox } = {
  clock,
  box: createSecretBox(settings.SECRETS_KEY),
  comments: createCommentBox(settings.SECRETS_KEY),
  takeTurn: async () => true,
};
const CLERK = { id: "clerk", name: "Cán bộ A", role: "commune_officer" };

beforeAll(async () => {
  await connectMongo(settings);
  await ensureIndexes();
});
afterAll(async () => {
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

async function openDraft(): Promise<string> {
  const upload = { name: "du-thao.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const id = await startDraft({ ...deps, outside: here }, "sao-mai", fields, upload, CLERK);
  const openAt = new Date(clock.at.getTime() - 1000);
  await publishDraft(deps, "sao-mai", id, { openAt, closeAt: new Date(clock.at.getTime() + 86_400_000) });
  return id;
}
const say = async (draftId: string, n: number): Promise<string> =>
  (
    await acceptComment(deps, {
      draftId,
      position: "",
      stance: "gop-y",
      text: `Ý kiến số ${n}`,
      reason: "",
      channel: "web",
      once: `key-${draftId}-${n}-0123456789`,
      rateBy: "",
    })
  ).code;
const later = (hours: number): void => {
  clock.at = new Date(clock.at.getTime() + hours * 3_600_000);
};
const entriesOf = async (draftId: string) =>
  (await LogBlockModel.find({ draftId }).sort({ n: 1 }).lean()).map((block) => block.entries);

test("everything reads a comment at once; the log waits for an hour and for five", async () => {
  const id = await openDraft();
  for (let n = 0; n < 4; n += 1) await say(id, n);
  expect(await logReceived(deps)).toBe(0);
  await touchNew();
  for (const count of await listDirtyCounts()) await recount(count);
  expect((await listCounts(id))[0]?.opinions).toBe(4);
  later(3);
  expect(await logReceived(deps)).toBe(0);
  await say(id, 4);
  expect(await logReceived(deps)).toBe(5);
  expect(await checkChain(id)).toMatchObject({ blocks: 1, entries: 5, brokenAt: 0 });
  expect(await CommentModel.countDocuments({ draftId: id, logged: false })).toBe(0);
  expect(await LogBatchModel.countDocuments({ _id: id })).toBe(0);
});

test("what happens to a comment that waits joins its batch, behind its coming; the office's later deeds are said at once", async () => {
  const id = await openDraft();
  const codes = [];
  for (let n = 0; n < 5; n += 1) codes.push(await say(id, n));
  const [first = "", second = "", third = ""] = codes;
  await editComment(deps, first, { stance: "tan-thanh", text: "Nói lại", reason: "" });
  const ref = String((await findByCode(second))._id);
  const why = { ground: "quang-cao", article: "Nghị định 91/2020/NĐ-CP", note: "quảng cáo thuốc" };
  await hideComment(deps, id, ref, why, CLERK);
  expect(await entriesOf(id)).toEqual([]);
  await logReceived(deps);
  later(2);
  expect(await logReceived(deps)).toBe(7);
  const [block = []] = await entriesOf(id);
  expect(block.filter((entry) => entry.ref === ref).map((entry) => entry.what)).toEqual([
    "received",
    "hidden:quang-cao",
  ]);
  // logged now: what the office does is said at once, what its author does waits for others
  await hideComment(deps, id, String((await findByCode(third))._id), why, CLERK);
  expect(await entriesOf(id)).toHaveLength(2);
  await withdrawComment(deps, first);
  later(5);
  expect(await logReceived(deps)).toBe(0);
  expect(await flushLog(deps, id)).toBe(1);
  expect(await checkChain(id)).toMatchObject({ blocks: 3, entries: 9, brokenAt: 0 });
});

test("at the close what waits is said, however little", async () => {
  const id = await openDraft();
  await say(id, 0);
  expect(await logReceived(deps)).toBe(0);
  later(25);
  expect(await logReceived(deps)).toBe(1);
});

test("cut off between the block and its mark, nothing is written twice and nothing is lost", async () => {
  const id = await openDraft();
  const codes = [await say(id, 0), await say(id, 1)];
  await logReceived(deps);
  const waiting = await CommentModel.find({ draftId: id }).lean();
  const batch = await LogBatchModel.findById(id).lean();
  await flushLog(deps, id);
  // as it was before the mark, and one more thing happened since
  for (const row of waiting)
    await CommentModel.updateOne({ _id: row._id }, { $set: { logged: false, toLog: row.toLog } });
  await LogBatchModel.collection.insertOne({ ...batch } as never);
  await withdrawComment(deps, codes[0] ?? "");
  expect(await flushLog(deps, id)).toBe(1);
  expect((await entriesOf(id)).flat().map((entry) => entry.what)).toEqual(["received", "received", "withdrawn"]);
});

test("neither the order of rows nor that of the log follows the order in which people wrote", async () => {
  const id = await openDraft();
  const written: string[] = [];
  for (let n = 0; n < 60; n += 1) written.push(String((await findByCode(await say(id, n)))._id));
  await flushLog(deps, id);
  const rows = (await CommentModel.collection.find({ draftId: id }).toArray()).map((row) => String(row._id));
  const logged = (await entriesOf(id)).flat().map((entry) => entry.ref);
  for (const order of [rows, logged]) {
    expect(order.toSorted()).toEqual(written.toSorted());
    // rank correlation: 1 = the order of writing; by chance 0 with a spread of 0.13
    const d2 = order.reduce((sum, one, n) => sum + (n - written.indexOf(one)) ** 2, 0);
    expect(Math.abs(1 - (6 * d2) / (60 * (60 ** 2 - 1)))).toBeLessThan(0.6);
  }
});
