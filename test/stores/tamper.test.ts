import mongoose, { Types } from "mongoose";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { AnswerModel, CommentModel, IntakeModel, LogBlockModel } from "../../src/comments/comment.model.ts";
import { addIntake } from "../../src/comments/comment.store.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { findByCode, withdrawComment } from "../../src/comments/steer-comment.ts";
import { BroadcastModel, emptyRun, noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { findBroadcast } from "../../src/broadcasts/broadcast.store.ts";
import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { rowId } from "../../src/broadcasts/ledger-ranges.ts";
import { hashLedger } from "../../src/broadcasts/prove-broadcast.ts";
import { fingerprintOf } from "../../src/broadcasts/rules.ts";
import { verifyBroadcast } from "../../src/broadcasts/verify-broadcast.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { ensureIndexes } from "../../src/compose.ts";
import { findDraft } from "../../src/drafts/draft.store.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { AuditHeadModel, AuditModel } from "../../src/officials/audit-log.model.ts";
import { purgeAudit, writeAudit } from "../../src/officials/audit-log.store.ts";
import { verifyAudit, verifyAudits } from "../../src/officials/verify-audit.ts";
import { here } from "../../src/outside/perform.ts";
import { packReport } from "../../src/reports/pack-report.ts";
import { LeafBlockModel, ReportModel } from "../../src/reports/report.model.ts";
import { storeFile } from "../../src/reports/report.store.ts";
import { type ReportDeps, writeReport } from "../../src/reports/seal-report.ts";
import { verifyDraft } from "../../src/reports/verify-draft.ts";
import { publishDraft } from "../support/publish.ts";
import { sealDraft } from "../support/seal.ts";
import { change, raw, remove, swap, walk } from "../support/tamper.ts";
import { testSettings } from "../support/settings.ts";
import { answerPosition, hideComment } from "../support/at-once.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const clock = { at: new Date("2026-06-05T08:00:00+07:00"), now: () => clock.at };
const comments = createCommentBox(settings.SECRETS_KEY);
const deps: ReportDeps & { box: ReturnType<typeof createSecretBox>; takeTurn(): Promise<boolean> } = {
  clock,
  comments,
  publicUrl: "https://loaso.example",
  box: createSecretBox(settings.SECRETS_KEY),
  takeTurn: async () => true,
  enqueueReport: async () => undefined,
  pack: (wish) => packReport(deps, wish),
};
const CLERK = { id: "clerk", name: "Cán bộ A", role: "commune_officer" };
const LEADER = { id: "leader", name: "Lãnh đạo" };

openStore(settings);

test("a sealed draft: every tampering is named", async () => {
  const upload = { name: "du-thao.txt", bytes: Buffer.from("Điều 1. Phạm vi\nĐiều 2. Đối tượng"), note: "" };
  const fields = { title: "Quy ước thôn", about: "", campaignId: "", skin: "state" as const, questions: [] };
  const id = await startDraft({ ...deps, outside: here }, "sao-mai", fields, upload, LEADER);
  const period = { openAt: new Date(clock.at.getTime() - 1000), closeAt: new Date(clock.at.getTime() + 3_600_000) };
  await publishDraft(deps, "sao-mai", id, period);
  const intake = {
    draftId: id,
    unitCode: "sao-mai",
    number: "",
    heldAt: clock.at,
    file: null,
    fileName: "",
    by: CLERK,
  };
  const hall = { kind: "meeting" as const, title: "Thôn 3", present: 38, speakers: 11, opinions: 11 };
  const meeting = await addIntake({ ...intake, ...hall, once: "m", at: clock.at });
  const say = async (once: string, text: string, more: Partial<Parameters<typeof acceptComment>[1]> = {}) =>
    (
      await acceptComment(deps, {
        draftId: id,
        position: "",
        stance: "gop-y",
        text,
        reason: "",
        channel: "web",
        once,
        rateBy: "",
        ...more,
      })
    ).code;
  await say("a", "Nên có thêm cây xanh", { position: "D1", stance: "tan-thanh" });
  await say("b", "Cần ghi rõ thời hạn", { reason: "Để dễ làm" });
  // what a propagandist enters on paper is sent once, with its paper
  await say("c", "Ghi tại hội trường", { channel: "meeting", intake: meeting });
  const hidden = await findByCode(await say("d", "Quảng cáo hàng"));
  await hideComment(
    deps,
    id,
    String(hidden._id),
    { ground: "quang-cao", article: "Luật Quảng cáo", note: "rao hàng" },
    CLERK,
  );
  await withdrawComment(deps, await say("e", "Tôi rút lại"));
  clock.at = new Date(clock.at.getTime() + 2 * 3_600_000);
  await answerPosition(deps, id, "", "tiep-thu", "Tiếp thu, bổ sung thời hạn.", LEADER);
  const place = (await CommentModel.findOne({ draftId: id, stance: "tan-thanh" }).lean())?.position ?? "";
  await answerPosition(deps, id, place, "mot-phan", "Sẽ xem xét thêm.", LEADER);
  const signer = { title: "CHỦ TỊCH", name: "Cán bộ mẫu" };
  await sealDraft(deps, "sao-mai", id, { number: 1, signer, proposals: "Đề nghị tiếp thu." }, LEADER);
  clock.at = new Date(clock.at.getTime() + 60_000);
  await writeReport(deps, id);
  const draft = await findDraft(id);
  if (!draft) throw new Error("no draft");
  const verify = async (): Promise<string[]> => (await verifyDraft(draft, comments)).problems;
  const [first, other] = [
    { draftId: id, stance: "tan-thanh" },
    { draftId: id, text: { $exists: false }, channel: "meeting" },
  ];
  const sealed = comments.sealWords({ text: "Lời khác", reason: "", gist: "" });
  const file = async (kind: "docx" | "pdf" | "xlsx"): Promise<() => Promise<void>> => {
    const files = mongoose.connection.collection("report_files.files");
    const chunks = mongoose.connection.collection("report_files.chunks");
    const [was] = await files.find({ filename: `${id}.${kind}` }).toArray();
    const parts = await chunks.find({ files_id: was?._id }).toArray();
    await storeFile(
      id,
      kind,
      (async function* () {
        yield Buffer.from("other bytes");
      })(),
    );
    return async () => {
      const [now] = await files.find({ filename: `${id}.${kind}` }).toArray();
      await files.deleteOne({ _id: now?._id as never });
      await chunks.deleteMany({ files_id: now?._id });
      if (was) await files.insertOne(was);
      await chunks.insertMany(parts);
    };
  };
  await walk(
    [
      [
        "stance",
        change(CommentModel, first, { $set: { stance: "khong-tan-thanh" } }),
        /comment [0-9a-f]{24}: stance, place or words/,
      ],
      ["words", change(CommentModel, first, { $set: { body: sealed } }), /stance, place or words are not those/],
      [
        "words that cannot be opened",
        change(CommentModel, first, { $set: { body: "x" } }),
        /its words cannot be opened/,
      ],
      ["place", change(CommentModel, first, { $set: { position: "" } }), /stance, place or words/],
      ["leaf", change(CommentModel, first, { $set: { leaf: "0".repeat(64) } }), /its leaf is not the one in the log/],
      [
        "withdrawal after sealing",
        change(CommentModel, other, { $set: { state: "withdrawn", body: "" } }),
        /withdrawn here, kept by the log/,
      ],
      [
        "hidden after sealing",
        change(CommentModel, other, { $set: { state: "hidden" } }),
        /hidden here, kept by the log/,
      ],
      [
        "shown again",
        change(CommentModel, { draftId: id, state: "hidden" }, { $set: { state: "kept" } }),
        /kept here, hidden by the log/,
      ],
      ["late", change(CommentModel, other, { $set: { late: true } }), /figures: .*late 0 sealed, 1 counted/],
      ["kind", change(CommentModel, other, { $set: { kind: "question" } }), /questions 0 sealed, 1 counted/],
      ["comment removed", remove(CommentModel, other), /in the log, not stored/],
      [
        "comment added",
        async () => {
          const _id = new Types.ObjectId();
          const like = await raw(CommentModel).findOne(other);
          await raw(CommentModel).insertOne({ ...like, _id, receipt: "f".repeat(64) });
          return async () => void (await raw(CommentModel).deleteOne({ _id }));
        },
        /stored, not in the log/,
      ],
      [
        "stored leaf",
        change(LeafBlockModel, { draftId: id }, { $set: { "leaves.0": "1".repeat(64) } }),
        /leaves: block 0 does not (hold|give)/,
      ],
      ["leaf block removed", remove(LeafBlockModel, { draftId: id }), /leaves: a block is missing/],
      ["root", change(ReportModel, { draftId: id }, { $set: { root: "2".repeat(64) } }), /root: /],
      [
        "figures",
        change(ReportModel, { draftId: id }, { $inc: { "figures.opinions": 1 } }),
        /figures: opinions 4 sealed, 3 counted/,
      ],
      [
        "figure of a meeting",
        change(IntakeModel, { draftId: id }, { $set: { present: 380 } }),
        /present 38 sealed, 380 counted/,
      ],
      [
        "answer",
        change(AnswerModel, { draftId: id, position: "" }, { $set: { words: "Không làm." } }),
        /answer at toan-van: its words/,
      ],
      [
        "verdict",
        change(AnswerModel, { draftId: id, position: "" }, { $set: { verdict: "khong" } }),
        /khong here, tiep-thu by the log/,
      ],
      [
        "answer removed",
        remove(AnswerModel, { draftId: id, position: "" }),
        /answer at toan-van: in the log, not stored/,
      ],
      [
        "log entry",
        change(LogBlockModel, { draftId: id, n: 1 }, { $set: { "entries.0.digest": "3".repeat(64) } }),
        /log: it does not hold from block 1 on/,
      ],
      ["first block removed", remove(LogBlockModel, { draftId: id, n: 1 }), /log: it does not hold from block 2 on/],
      [
        "a block in between removed",
        remove(LogBlockModel, { draftId: id, n: 2 }),
        /log: it does not hold from block 3 on/,
      ],
      [
        "last block removed",
        async () => {
          const n = await LogBlockModel.countDocuments({ draftId: id });
          return remove(LogBlockModel, { draftId: id, n })();
        },
        /the block of the seal is missing/,
      ],
      [
        "blocks reordered",
        swap(LogBlockModel, { draftId: id, n: 1 }, { draftId: id, n: 2 }, ["entries", "before", "hash"]),
        /log: it does not hold from block 1 on/,
      ],
      [
        "head in the report",
        change(ReportModel, { draftId: id }, { $set: { logHead: "4".repeat(64) } }),
        /not the head the report names/,
      ],
      ["bytes of the DOCX", () => file("docx"), /docx: its bytes are not those/],
      ["bytes of the XLSX", () => file("xlsx"), /xlsx: its bytes are not those/],
      [
        "hash of a file, to fit other bytes",
        change(ReportModel, { draftId: id }, { $set: { docxSha: "5".repeat(64) } }),
        /docx: not the one in the log of the seal/,
      ],
      ["bytes of the PDF", () => file("pdf"), /pdf: its bytes are not those/],
      [
        "hash of the PDF taken out, so that other bytes fit",
        change(ReportModel, { draftId: id }, { $set: { pdfSha: "" } }),
        /pdf: in the log of the seal, not in the report/,
      ],
      [
        "the same, with the field itself",
        change(ReportModel, { draftId: id }, { $unset: { pdfSha: "" } }),
        /pdf: in the log of the seal, not in the report/,
      ],
      [
        "an answer that pretends to wait for its line",
        change(AnswerModel, { draftId: id, position: "" }, { $set: { words: "Không làm.", due: 3 } }),
        /answer at toan-van: its line of the log is not written yet/,
      ],
      [
        "a report that pretends to be written",
        change(ReportModel, { draftId: id }, { $set: { state: "writing", root: "6".repeat(64) } }),
        /report: it is being written, so nothing of the seal was compared/,
      ],
      [
        "a report nobody knows the state of",
        change(ReportModel, { draftId: id }, { $set: { state: "refused" } }),
        /no report is there/,
      ],
      ["report removed", remove(ReportModel, { draftId: id }), /sealed, and no report is there/],
    ],
    verify,
  );
}, 120_000);

test("a broadcast: every tampering is named", async () => {
  const _id = new Types.ObjectId();
  const id = String(_id);
  const now = clock.now();
  const states = ["accepted", "accepted", "seen", "failed", "skipped", "unknown"] as const;
  const rows = states.map((s, n) => ({
    _id: rowId(id, n),
    b: _id,
    u: `10${n}`,
    s,
    at: now,
    ...(n > 2 ? { r: "blocked" } : {}),
  }));
  const counts = { ...noCounts(), accepted: 2, seen: 1, failed: 1, skipped: 1, unknown: 1 };
  const content = {
    itemId: "i",
    kind: "tin" as const,
    details: {} as never,
    title: "Tin",
    body: "Lời",
    source: "UBND",
    pictureId: "",
    pictureAlt: "",
    pictureSha: "",
    message: "Tin\n\nLời",
    authorId: "writer",
    authorName: "A",
  };
  const plan = {
    ...emptyRun(),
    unitCode: "sao-mai",
    oaId: "1",
    title: "Tin",
    contents: [content],
    channel: "personal" as const,
    audience: EVERYBODY,
    audienceName: "",
    createdBy: { id: "writer", name: "A" },
    createdAt: now,
    startedAt: now,
    state: "done" as const,
    total: 6,
    chunks: 1,
    unlisted: false,
    counts,
    reasons: { "failed:blocked": 1, "skipped:blocked": 1, "unknown:blocked": 1 },
  };
  await BroadcastModel.create({ ...plan, _id });
  const stored = await findBroadcast(id);
  if (!stored) throw new Error("no broadcast");
  const fingerprint = fingerprintOf(stored);
  const approvals = [{ by: { id: "leader", name: "B" }, at: now, fingerprint }];
  await BroadcastModel.updateOne({ _id }, { $set: { fingerprint, approvals } });
  await raw(LedgerModel).insertMany(rows as never);
  const whole = await findBroadcast(id);
  const printed = whole ? await hashLedger(whole) : "";
  const verify = async (): Promise<string[]> => {
    const broadcast = await findBroadcast(id);
    return broadcast ? (await verifyBroadcast(broadcast, printed)).problems : ["gone"];
  };
  const row = (n: number) => ({ _id: rowId(id, n) });
  await walk(
    [
      ["a result", change(LedgerModel, row(3), { $set: { s: "accepted" } }), /accepted: 3 rows, 2 counted/],
      [
        "a reason",
        change(LedgerModel, row(3), { $set: { r: "quota-used" } }),
        /reason failed:quota-used: 1 rows, 0 counted/,
      ],
      ["a person", change(LedgerModel, row(0), { $set: { u: "999" } }), /ledger: .* printed/],
      ["a person twice", change(LedgerModel, row(1), { $set: { u: "100" } }), /a person twice/],
      ["a row removed", remove(LedgerModel, row(5)), /total: 5 rows, 6 frozen/],
      ["counts", change(BroadcastModel, { _id }, { $set: { "counts.seen": 9 } }), /seen: 1 rows, 9 counted/],
      ["the total", change(BroadcastModel, { _id }, { $set: { total: 7 } }), /total: 6 rows, 7 frozen/],
      ["the words", change(BroadcastModel, { _id }, { $set: { "contents.0.body": "Khác" } }), /plan: words/],
      [
        "the channel",
        change(BroadcastModel, { _id }, { $set: { channel: "article" } }),
        /plan: words, audience, channel/,
      ],
      [
        "an approval",
        change(BroadcastModel, { _id }, { $set: { "approvals.0.fingerprint": "x" } }),
        /given to another fingerprint/,
      ],
      [
        "an author's approval",
        change(BroadcastModel, { _id }, { $set: { "approvals.0.by.id": "writer" } }),
        /by an author/,
      ],
      ["no approval", change(BroadcastModel, { _id }, { $set: { approvals: [] } }), /0 persons, 1 are needed/],
      [
        "the fingerprint taken away",
        change(BroadcastModel, { _id }, { $set: { fingerprint: "", "contents.0.body": "Khác", approvals: [] } }),
        /no fingerprint says what was approved/,
      ],
      [
        "said to be a part of another",
        change(
          BroadcastModel,
          { _id },
          { $set: { parentId: String(new Types.ObjectId()), "contents.0.body": "Khác" } },
        ),
        /the whole it is a part of is not there/,
      ],
    ],
    verify,
  );
});

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
    const [lines, pictures] = [AuditModel.collection.name, "request_pictures"];
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
