import mongoose from "mongoose";
import fc from "fast-check";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { type AcceptDeps, acceptComment, type NewComment, PER_HOUR } from "../../src/comments/accept-comment.ts";
import { checkChain, flushLog } from "../../src/comments/append-log.ts";
import { CommentModel, STANCES } from "../../src/comments/comment.model.ts";
import { IntakeModel } from "../../src/comments/intake.model.ts";
import { LogBlockModel } from "../../src/comments/log.model.ts";
import { listGroups, tally } from "../../src/comments/comment.store.ts";
import { listCounts, listDirtyCounts, recount, touchNew } from "../../src/comments/position-count.store.ts";
import { enterIntake, type IntakeEntry } from "../../src/comments/enter-intake.ts";
import { liftMask, masksOf } from "../../src/comments/lift-mask.ts";
import { openComment } from "../../src/comments/read-comments.ts";
import { isCounted } from "../../src/comments/rules.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { appealHiding, editComment, findByCode, withdrawComment } from "../../src/comments/steer-comment.ts";
import { DraftModel } from "../../src/drafts/draft.model.ts";
import { findDraft } from "../../src/drafts/draft.store.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { here } from "../../src/outside/perform.ts";
import { createSecretBox, type SecretBox } from "../../src/kernel/crypto.ts";
import { sourceOf, verbatimRows } from "../../src/reports/gather-report.ts";
import { testSettings } from "../support/settings.ts";
import { publishDraft } from "../support/publish.ts";
import { decideAppeal, hideComment } from "../support/at-once.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const clock = { at: new Date("2026-11-20T08:00:00+07:00"), now: () => clock.at };
const allowance = new Map<string, number>();
const deps: AcceptDeps & { box: SecretBox } = {
  clock,
  box: createSecretBox(settings.SECRETS_KEY),
  comments: createCommentBox(settings.SECRETS_KEY),
  async takeTurn(key, perHour) {
    allowance.set(key, (allowance.get(key) ?? 0) + 1);
    return (allowance.get(key) ?? 0) <= perHour;
  },
};
const CLERK = { id: "clerk", name: "Cán bộ A", role: "commune_officer" };
const OTHER = { id: "other", name: "Cán bộ B" };
const USER = "2468458835296999999";

openStore(settings);

async function openDraft(): Promise<string> {
  const upload = { name: "du-thao.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const id = await startDraft({ ...deps, outside: here }, "sao-mai", fields, upload, OTHER);
  const openAt = new Date(clock.at.getTime() - 1000);
  await publishDraft(deps, "sao-mai", id, { openAt, closeAt: new Date(clock.at.getTime() + 86_400_000) });
  return id;
}

let keys = 0;
const said = (draftId: string, text: string, more: Partial<NewComment> = {}): NewComment => ({
  draftId,
  position: "",
  stance: "gop-y",
  text,
  reason: "",
  channel: "web",
  once: `key-${(keys += 1)}`,
  rateBy: "",
  ...more,
});

test("sent twice by the same sender's key it is one comment with one receipt", async () => {
  const id = await openDraft();
  const one = said(id, "Nên có sân chơi.");
  const first = await acceptComment(deps, one);
  const second = await acceptComment(deps, one);
  expect(second).toEqual({ ...first, again: true });
  expect(first.code).toMatch(/^[A-Z]{2}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
  expect(await CommentModel.countDocuments({ draftId: id })).toBe(1);
  expect((await findByCode(first.code.toLowerCase().replaceAll("-", " "))).draftId).toBe(id);
  await expect(findByCode("SM-AAAA-BBBB-CCCC")).rejects.toThrow("Không tìm thấy");
});

test("safeguard 3: nothing kept with an anonymous comment names its author", async () => {
  const id = await openDraft();
  await acceptComment(deps, said(id, "Ý kiến ẩn danh", { rateBy: USER }));
  for (const { name } of await mongoose.connection.listCollections()) {
    const rows = await mongoose.connection.collection(name).find().toArray();
    expect(JSON.stringify(rows)).not.toContain(USER);
  }
});

test("safeguard 9: a stored comment has these fields and no other", async () => {
  const id = await openDraft();
  const signed = { oaId: "1", userId: USER, name: "Người dân mẫu 0001" };
  await acceptComment(deps, said(id, "Có ký tên", { signed }));
  await acceptComment(deps, said(id, "Không ký tên"));
  const rows = await CommentModel.find({ draftId: id }).lean();
  const allowed =
    "_id draftId unitCode position version kind stance channel body likeness group receipt leaf at late state hiding appeal forwardedTo lifted signed owner told intake counted logged toLog";
  for (const row of rows) expect(Object.keys(row).toSorted()).toEqual(allowed.split(" ").toSorted());
  expect(JSON.stringify(rows)).not.toMatch(/ký tên|Người dân|2468458835/);
  expect(rows.map((row) => row.at.getTime() % 3_600_000)).toEqual([0, 0]);
  expect(rows.filter((row) => row.owner !== "")).toHaveLength(1);
});

test("safeguard 20: 50 identical texts are 50 comments in one group; more than the allowance from one address waits", async () => {
  const id = await openDraft();
  for (let n = 0; n < 50; n += 1)
    await acceptComment(deps, said(id, n % 2 ? "Giữ nguyên chợ cũ." : "giữ nguyên chợ cũ"));
  const groups = await CommentModel.distinct("group", { draftId: id });
  expect([groups.length, await CommentModel.countDocuments({ draftId: id })]).toEqual([1, 50]);
  const from = { rateBy: "203.0.113.9" };
  for (let n = 0; n < PER_HOUR; n += 1) await acceptComment(deps, said(id, `Ý kiến số ${n}`, from));
  await expect(acceptComment(deps, said(id, "Một ý nữa", from))).rejects.toMatchObject({ status: 429 });
});

test("safeguard 5: hiding needs ground, article and note; it stays counted; disagreeing is no ground", async () => {
  const id = await openDraft();
  const { code } = await acceptComment(deps, said(id, "Vay tiền nhanh lãi thấp"));
  const comment = String((await findByCode(code))._id);
  const why = { ground: "quang-cao", article: "Nghị định 91/2020/NĐ-CP", note: "mời vay tiền" };
  for (const bad of [
    { ...why, ground: "khong-tan-thanh" },
    { ...why, ground: "phe-binh" },
    { ...why, article: " " },
    { ...why, note: "" },
  ])
    await expect(hideComment(deps, id, comment, bad, CLERK)).rejects.toMatchObject({ status: 422 });
  await hideComment(deps, id, comment, why, CLERK);
  const rows = await tally(id);
  expect(rows).toMatchObject([{ state: "hidden", ground: "quang-cao", n: 1 }]);
  const harsh = [
    "Lãnh đạo xã nói nhiều làm ít.",
    "Đồ vô trách nhiệm, dự thảo này vứt đi!",
    "Chính sách này sai từ gốc.",
    "Tôi phản đối, làm thế là hại dân.",
    "Dự thảo viết cho đẹp, không ai tin.",
    "Xã làm ăn quá kém, dân chán lắm rồi.",
  ];
  for (const text of harsh) await acceptComment(deps, said(id, text, { stance: "khong-tan-thanh" }));
  const kept = (await tally(id)).filter((row) => row.stance === "khong-tan-thanh");
  expect(kept).toMatchObject([{ state: "kept", n: harsh.length }]);
});

test("safeguard 6: whoever hid it does not decide the appeal; another does, and it is shown again", async () => {
  const id = await openDraft();
  const { code } = await acceptComment(deps, said(id, "Dự thảo này vứt đi!", { stance: "khong-tan-thanh" }));
  const comment = String((await findByCode(code))._id);
  const why = { ground: "xuc-pham-nguoi", article: "Điều 34 BLDS", note: "lời lẽ nặng" };
  await hideComment(deps, id, comment, why, CLERK);
  await appealHiding(deps, code, "Tôi không xúc phạm ai");
  await expect(appealHiding(deps, code, "lần nữa")).rejects.toMatchObject({ status: 409 });
  await expect(decideAppeal(deps, id, comment, "kept-hidden", "đúng", CLERK)).rejects.toMatchObject({ status: 403 });
  await decideAppeal(deps, id, comment, "shown", "Không nêu người cụ thể", OTHER);
  expect(await findByCode(code)).toMatchObject({ state: "kept", hiding: null, appeal: { decision: "shown" } });
});

test("a wrong mask is lifted with a reason: table and page show the words, the leaf and the log's chain hold, an edit covers again", async () => {
  const id = await openDraft();
  const { code } = await acceptComment(deps, said(id, "Sửa ở số 7 thôn 2, gọi 0900 000 001."));
  const read = async () => {
    const comment = await findByCode(code);
    return { comment, words: openComment(deps.comments, comment, true).words };
  };
  const { comment, words } = await read();
  expect(words).toBe("Sửa ở [đã che số nhà] thôn 2, gọi [đã che số điện thoại].");
  const [mask] = masksOf(deps.comments, comment);
  const place = { field: "text" as const, from: mask?.from ?? -1, to: mask?.to ?? -1 };
  const lift = (more: Partial<typeof place & { reason: string }>) =>
    liftMask(deps, id, String(comment._id), { ...place, reason: "Vị trí cống, không phải nhà", ...more }, CLERK);
  await expect(lift({ reason: " " })).rejects.toMatchObject({ status: 422 });
  await expect(lift({ to: 3 })).rejects.toMatchObject({ status: 409 });
  await lift({});
  await lift({});
  const after = await read();
  expect(after.words).toBe("Sửa ở số 7 thôn 2, gọi [đã che số điện thoại].");
  expect(after.comment).toMatchObject({
    leaf: comment.leaf,
    body: comment.body,
    lifted: [{ ...place, by: { name: CLERK.name } }],
  });
  expect(masksOf(deps.comments, after.comment)[0]).toMatchObject({
    liftedBy: CLERK.name,
    why: "Vị trí cống, không phải nhà",
  });
  const draft = await findDraft(id);
  if (!draft) throw new Error("no draft");
  const rows = [];
  for await (const row of verbatimRows(await sourceOf(draft, deps.comments, ""))) rows.push(row.words);
  expect(rows).toEqual([after.words]);
  expect((await checkChain(id)).brokenAt).toBe(0);
  await flushLog(deps, id);
  expect(JSON.stringify(await LogBlockModel.find({ draftId: id }).lean())).toContain("mask-lifted");
  await editComment(deps, code, { stance: "gop-y", text: "Sửa ở số 9 thôn 2", reason: "" });
  expect((await read()).words).toBe("Sửa ở [đã che số nhà] thôn 2");
});

test("withdrawn, the words of an appeal go too; sealed, there is nothing left to appeal against", async () => {
  const id = await openDraft();
  const why = { ground: "xuc-pham-nguoi", article: "Điều 34 BLDS", note: "lời lẽ nặng" };
  const [one, two] = [
    await acceptComment(deps, said(id, "Ông này tệ")),
    await acceptComment(deps, said(id, "Bà kia tệ")),
  ];
  for (const { code } of [one, two]) await hideComment(deps, id, String((await findByCode(code))._id), why, CLERK);
  await appealHiding(deps, one.code, "Tôi tên là Nguyễn Văn Mẫu");
  await withdrawComment(deps, one.code);
  expect(await findByCode(one.code)).toMatchObject({ state: "withdrawn", body: "", appeal: null });
  await DraftModel.updateOne({ _id: id }, { $set: { state: "sealed" } });
  await expect(appealHiding(deps, two.code, "Muộn rồi")).rejects.toMatchObject({ status: 409 });
});

test("a form of papers is entered whole or not at all, and once though sent twice", async () => {
  const id = await openDraft();
  const entry: IntakeEntry = {
    kind: "meeting",
    title: "Thôn 3",
    number: "",
    heldAt: clock.at,
    present: 38,
    speakers: 3,
    opinions: 3,
    words: "Ý một\nToàn văn | Tán thành | Ý hai\nP99.9 | Chỉ góp ý | Ý ba\nP1.1 | Chỉ góp ý | .",
    gist: "",
    file: undefined,
    key: "form-1",
  };
  const draft = await findDraft(id);
  if (!draft) throw new Error("no draft");
  await expect(enterIntake(deps, draft, entry, CLERK)).rejects.toMatchObject({
    status: 422,
    fields: { words: expect.stringMatching(/^dòng 3: Không có vị trí “P99.9” trong dự thảo; dòng 4: /) },
  });
  expect([
    await IntakeModel.countDocuments({ draftId: id }),
    await CommentModel.countDocuments({ draftId: id }),
  ]).toEqual([0, 0]);
  const good = { ...entry, words: entry.words.split("\n").slice(0, 2).join("\n") };
  await enterIntake(deps, draft, good, CLERK);
  expect(await enterIntake(deps, draft, good, CLERK)).toBe(2);
  expect([
    await IntakeModel.countDocuments({ draftId: id }),
    await CommentModel.countDocuments({ draftId: id }),
  ]).toEqual([1, 2]);
});

test("the same words for and against are two groups, each with its number of people", async () => {
  const id = await openDraft();
  for (const stance of ["tan-thanh", "khong-tan-thanh", "khong-tan-thanh"] as const)
    await acceptComment(deps, said(id, "Giữ nguyên như cũ.", { stance }));
  const groups = await listGroups(id, "", 0, 10);
  expect(Object.fromEntries(groups.map((group) => [group.first.stance, group.n]))).toEqual({
    "tan-thanh": 1,
    "khong-tan-thanh": 2,
  });
});

test("C21: withdrawn, its words are gone, the log keeps that it happened; edited, the receipt stays", async () => {
  const id = await openDraft();
  const { code } = await acceptComment(deps, said(id, "Tôi không đồng ý", { stance: "khong-tan-thanh" }));
  const edited = await acceptComment(deps, said(id, "Bản cũ"));
  await flushLog(deps, id);
  await editComment(deps, edited.code, { stance: "mot-phan", text: "Bản mới", reason: "" });
  expect(deps.comments.openWords((await findByCode(edited.code)).body).text).toBe("Bản mới");
  await flushLog(deps, id);
  await withdrawComment(deps, code);
  expect(await findByCode(code)).toMatchObject({ state: "withdrawn", body: "" });
  await flushLog(deps, id);
  const log = await LogBlockModel.find({ draftId: id }).sort({ n: 1 }).lean();
  // entries of a block stand in an order nobody can foresee; the blocks follow each other
  expect(log.map((block) => block.entries.map((entry) => entry.what).toSorted())).toEqual([
    ["received", "received"],
    ["edited"],
    ["withdrawn"],
  ]);
});

test("safeguard 17: one changed byte anywhere in the log breaks it from there on", async () => {
  const id = await openDraft();
  for (let n = 0; n < 3; n += 1) {
    await acceptComment(deps, said(id, `Ý ${n}`));
    await flushLog(deps, id);
  }
  expect(await checkChain(id)).toMatchObject({ blocks: 3, entries: 3, brokenAt: 0 });
  expect(await flushLog(deps, id)).toBe(0);
  const second = await LogBlockModel.findOne({ draftId: id, n: 2 }).lean();
  const digest = second?.entries[0]?.digest ?? "";
  const changed = (digest.startsWith("0") ? "1" : "0") + digest.slice(1);
  await LogBlockModel.updateOne({ draftId: id, n: 2 }, { $set: { "entries.0.digest": changed } });
  expect(await checkChain(id)).toMatchObject({ brokenAt: 2 });
});

test("safeguard 4: whatever is said, the same totals come out; other labels of stance permute totals only", async () => {
  const id = await openDraft();
  const sums = async () => {
    await touchNew();
    for (const count of await listDirtyCounts()) await recount(count);
    return (await listCounts(id))
      .flatMap((count) => STANCES.map((stance) => count.byStance[stance]))
      .toSorted((a, b) => a - b);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(3), fc.string({ minLength: 3, maxLength: 40 })), { minLength: 1, maxLength: 8 }),
      fc.constantFrom([0, 1, 2, 3], [1, 2, 3, 0], [3, 2, 1, 0], [2, 0, 3, 1]),
      async (entries, order) => {
        const totals: number[][] = [];
        for (const labels of [[0, 1, 2, 3], order]) {
          await CommentModel.deleteMany({ draftId: id });
          for (const [stance, text] of entries)
            await acceptComment(deps, said(id, `ý kiến ${text}`, { stance: STANCES[labels[stance] ?? 0] ?? "gop-y" }));
          await flushLog(deps, id);
          totals.push(await sums());
          const rows = await tally(id);
          expect(rows.filter(isCounted).reduce((sum, row) => sum + row.n, 0)).toBe(entries.length);
        }
        expect(totals[1]).toEqual(totals[0]);
      },
    ),
    { numRuns: 8 },
  );
});

test("before it opens and after it is sealed nothing is taken in; after the close it is kept and marked late", async () => {
  const id = await openDraft();
  clock.at = new Date(clock.at.getTime() + 2 * 86_400_000);
  expect(await acceptComment(deps, said(id, "Ý kiến muộn"))).toMatchObject({ late: true });
  await DraftModel.updateOne({ _id: id }, { $set: { state: "sealed" } });
  clock.at = new Date(clock.at.getTime() + 5000);
  await expect(acceptComment(deps, said(id, "Quá muộn"))).rejects.toMatchObject({ status: 409 });
  await expect(acceptComment(deps, said(id, ".", { stance: "gop-y" }))).rejects.toMatchObject({ status: 409 });
});
