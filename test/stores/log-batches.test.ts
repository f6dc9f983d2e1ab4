import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { type AcceptDeps, acceptComment, type NewComment } from "../../src/comments/accept-comment.ts";
import { checkChain, flushLog, logReceived } from "../../src/comments/append-log.ts";
import { AnswerModel } from "../../src/comments/answer.model.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { LogBatchModel, LogBlockModel } from "../../src/comments/log.model.ts";
import { listCounts, listDirtyCounts, recount, touchNew } from "../../src/comments/position-count.store.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { commentHiding } from "../../src/comments/hiding.decision.ts";
import { liftMask, masksOf } from "../../src/comments/lift-mask.ts";
import { editComment, findByCode, sortComment, withdrawComment } from "../../src/comments/steer-comment.ts";
import { positionAnswer } from "../../src/comments/answer.decision.ts";
import { tellAuthors } from "../../src/comments/tell-authors.ts";
import { finishDue } from "../../src/decisions/decide.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { createSecretBox, type SecretBox } from "../../src/kernel/crypto.ts";
import { here } from "../../src/outside/perform.ts";
import { testSettings } from "../support/settings.ts";
import { publishDraft } from "../support/publish.ts";
import { answerPosition, hideComment } from "../support/at-once.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const clock = { at: new Date("2026-11-20T08:20:00+07:00"), now: () => clock.at };
const deps: AcceptDeps & { box: SecretBox } = {
  clock,
  box: createSecretBox(settings.SECRETS_KEY),
  comments: createCommentBox(settings.SECRETS_KEY),
  takeTurn: async () => true,
};
const CLERK = { id: "clerk", name: "Cán bộ A", role: "commune_officer" };

openStore(settings);

async function openDraft(): Promise<string> {
  const upload = { name: "du-thao.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const id = await startDraft({ ...deps, outside: here }, "sao-mai", fields, upload, CLERK);
  const openAt = new Date(clock.at.getTime() - 1000);
  await publishDraft(deps, "sao-mai", id, { openAt, closeAt: new Date(clock.at.getTime() + 86_400_000) });
  return id;
}
type Signed = NonNullable<NewComment["signed"]>;
const say = async (draftId: string, n: number, text = `Ý kiến số ${n}`, signed?: Signed): Promise<string> =>
  (
    await acceptComment(deps, {
      draftId,
      position: "",
      stance: "gop-y",
      text,
      reason: "",
      channel: "web",
      once: `key-${draftId}-${n}-0123456789`,
      rateBy: "",
      ...(signed ? { signed } : {}),
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

/** Stops a run at its nth look at the clock: the last one is taken for the block of the log. */
const cutOffAt = (looks: number) => ({
  ...deps,
  clock: {
    now: () => {
      looks -= 1;
      if (looks === 0) throw new Error("cut off");
      return clock.at;
    },
  },
});
const opinionsOf = async (id: string): Promise<number> => {
  await touchNew();
  for (const count of await listDirtyCounts()) await recount(count);
  return (await listCounts(id))[0]?.opinions ?? 0;
};

test("an officer's sorting or lifted mask that was cut off before the log is written there by the sweep, once", async () => {
  const id = await openDraft();
  const [first, second] = [await say(id, 0), await say(id, 1, "gọi 0912 345 678 nhé")];
  await flushLog(deps, id);
  expect(await opinionsOf(id)).toBe(2);
  const [sorted, masked] = [await findByCode(first), await findByCode(second)];
  const [mask] = masksOf(deps.comments, masked);
  if (!mask) throw new Error("no mask");
  const lift = { field: mask.field, from: mask.from, to: mask.to, reason: "số của xã" };
  await expect(sortComment(cutOffAt(2), id, String(sorted._id), "question", "")).rejects.toThrow("cut off");
  await expect(liftMask(cutOffAt(3), id, String(masked._id), lift, CLERK)).rejects.toThrow("cut off");
  expect((await findByCode(first)).kind).toBe("question");
  expect((await findByCode(second)).lifted).toHaveLength(1);
  expect(await opinionsOf(id)).toBe(1);
  // what comes next to the same comment does not push out what is not logged yet
  await sortComment(deps, id, String(sorted._id), "off-scope", "Sở Xây dựng");
  await sortComment(deps, id, String(sorted._id), "off-scope", "Sở Xây dựng");
  later(1);
  for (let n = 0; n < 2; n += 1) await finishDue(commentHiding, { clock });
  const said = (await entriesOf(id)).flat().map((entry) => entry.what);
  expect(said.toSorted()).toEqual(["kind:off-scope", "kind:question", "mask-lifted", "received", "received"]);
  expect(await CommentModel.countDocuments({ draftId: id, steered: { $exists: true } })).toBe(0);
});

test("who could not be told because Zalo was busy is told by the next run, everybody once", async () => {
  const id = await openDraft();
  for (let n = 0; n < 3; n += 1)
    await say(id, n, `Ý ${n}`, { oaId: "1", userId: `24684588352900000${n}`, name: "Người dân mẫu" });
  await answerPosition(deps, id, "", "tiep-thu", "Xã tiếp thu.", CLERK);
  const told: string[] = [];
  const tell = (busyAfter: number) => ({
    comments: deps.comments,
    async tell(_oaId: string, userId: string): Promise<boolean> {
      if (told.length >= busyAfter) throw new Error("busy");
      return told.push(userId) > 0;
    },
  });
  for (const busyAfter of [0, 1, 2]) await expect(tellAuthors(tell(busyAfter), id, "")).rejects.toThrow("busy");
  expect(await tellAuthors(tell(9), id, "")).toBe(1);
  expect(await tellAuthors(tell(9), id, "")).toBe(0);
  expect(told.toSorted()).toEqual([0, 1, 2].map((n) => `24684588352900000${n}`));
});

test("the sweep leaves an answer to who gave it for five seconds, and then finishes what was cut off, once", async () => {
  const id = await openDraft();
  const cutOff = { ...deps, enqueueTell: () => Promise.reject(new Error("cut off")) };
  await answerPosition(cutOff, id, "", "tiep-thu", "Xã tiếp thu.", CLERK);
  const answered = async () =>
    (await entriesOf(id)).flat().filter((entry) => entry.what === "answered:tiep-thu").length;
  expect([await AnswerModel.countDocuments({ draftId: id, due: { $gte: 0 } }), await answered()]).toEqual([1, 1]);
  expect(await finishDue(positionAnswer, deps)).toBe(0);
  later(1);
  for (const left of [1, 0]) expect(await finishDue(positionAnswer, deps)).toBe(left);
  expect(await answered()).toBe(1);
});

test("several runs that close the same batch write each entry once", async () => {
  const id = await openDraft();
  for (let round = 0; round < 6; round += 1) {
    for (let n = 0; n < 3; n += 1) await say(id, round * 10 + n);
    await Promise.all(Array.from({ length: 6 }, () => flushLog(deps, id)));
  }
  const refs = (await entriesOf(id)).flat().map((entry) => entry.ref);
  expect([refs.length, new Set(refs).size]).toEqual([18, 18]);
  expect(await LogBatchModel.countDocuments({ _id: id })).toBe(0);
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
