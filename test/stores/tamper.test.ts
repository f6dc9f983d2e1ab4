import mongoose, { Types } from "mongoose";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { AnswerModel } from "../../src/comments/answer.model.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { IntakeModel } from "../../src/comments/intake.model.ts";
import { LogBlockModel } from "../../src/comments/log.model.ts";
import { addIntake } from "../../src/comments/intake.store.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { findByCode, withdrawComment } from "../../src/comments/steer-comment.ts";
import { findDraft } from "../../src/drafts/draft.store.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
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
