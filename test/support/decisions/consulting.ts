import { acceptComment } from "../../../src/comments/accept-comment.ts";
import { answerRef, positionAnswer } from "../../../src/comments/answer.decision.ts";
import { AnswerModel } from "../../../src/comments/answer.model.ts";
import { CommentModel } from "../../../src/comments/comment.model.ts";
import { LogBlockModel } from "../../../src/comments/log.model.ts";
import { appealDecision, commentHiding, commentRef } from "../../../src/comments/hiding.decision.ts";
import { appealHiding, editComment, findByCode } from "../../../src/comments/steer-comment.ts";
import { acceptDeps } from "../../../src/compose.ts";
import { closingMoved, draftPublication } from "../../../src/drafts/draft.decision.ts";
import { DraftModel, DraftVersionModel } from "../../../src/drafts/draft.model.ts";
import { saveVersionFields } from "../../../src/drafts/draft.store.ts";
import { startDraft } from "../../../src/drafts/prepare-draft.ts";
import { proposeDraft } from "../../../src/drafts/propose-draft.ts";
import { findReport } from "../../../src/reports/report.store.ts";
import { type SealDeps, sealing, type SealWish } from "../../../src/reports/seal.decision.ts";
import { planTownHall } from "../../../src/townhalls/steer-townhall.ts";
import { townHallPublication } from "../../../src/townhalls/townhall.decision.ts";
import { TownHallModel } from "../../../src/townhalls/townhall.model.ts";
import { publishDraft } from "../publish.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";
import { answerPosition, hideComment } from "../at-once.ts";

const UNIT = "sao-mai";
const DAY = 86_400_000;
const TEXT = "I. Đánh giá\n1. Năm 2026 xã thu hút 5 dự án.\n2. Trường học đạt chuẩn.";
const FIELDS = {
  title: "Dự thảo kế hoạch",
  about: "Về năm 2027",
  campaignId: "",
  skin: "state" as const,
  questions: [],
};

const newDraft = (cast: Cast): Promise<string> =>
  startDraft(cast.deps, UNIT, FIELDS, { name: "a.txt", bytes: Buffer.from(TEXT), note: "" }, WRITER);
const days = (cast: Cast, n: number): Date => new Date(cast.clock.at.getTime() + n * DAY);
const stateOf = (id: string) => DraftModel.findById(id).lean();

export const draftScenario = (cast: Cast): Scenario => ({
  ...cast.presses(draftPublication, cast.deps, undefined),
  async arrange() {
    const id = await newDraft(cast);
    await proposeDraft(cast.deps, UNIT, id, { openAt: cast.clock.at, closeAt: days(cast, 30) }, WRITER);
    return { unitCode: UNIT, id };
  },
  async swap({ id }) {
    const version = await DraftVersionModel.findOne({ draftId: id, n: 1 }).lean();
    if (!version) throw new Error("no version");
    const positions = version.positions.map((one) => ({ ...one, text: one.text.replace("5 dự án", "50 dự án") }));
    // the editor's correction takes the proposal back; somebody proposes again
    expect(await saveVersionFields(version, { positions })).toBe(true);
    expect((await stateOf(id))?.proposal).toBeNull();
    expect(await saveVersionFields(version, { positions: [] })).toBe(false);
    await proposeDraft(cast.deps, UNIT, id, { openAt: cast.clock.at, closeAt: days(cast, 30) }, WRITER);
    return /Đoạn .*: trước “.*5 dự án.*nay “.*50 dự án/;
  },
  async shown({ id }) {
    const draft = await stateOf(id);
    if (draft?.state !== "published" || draft.version === 0) return "";
    const version = await DraftVersionModel.findOne({ draftId: id, n: draft.version }).lean();
    return JSON.stringify(version?.positions.map((one) => one.text));
  },
  async whole({ id }) {
    const draft = await stateOf(id);
    expect(draft).toMatchObject({ state: "published", version: 1, proposal: null, closeAt: days(cast, 30) });
    expect(draft?.decided?.by.id).toBe(cast.leader.id);
  },
});

export const closingScenario = (cast: Cast): Scenario => ({
  ...cast.presses(closingMoved, cast.deps, undefined),
  async arrange() {
    const id = await newDraft(cast);
    await publishDraft(cast.deps, UNIT, id, { openAt: cast.clock.at, closeAt: days(cast, 30) });
    await proposeDraft(cast.deps, UNIT, id, { openAt: cast.clock.at, closeAt: days(cast, 10) }, WRITER);
    return { unitCode: UNIT, id };
  },
  async swap({ id }) {
    await proposeDraft(cast.deps, UNIT, id, { openAt: cast.clock.at, closeAt: days(cast, 2) }, WRITER);
    return /Đóng lấy ý kiến: trước “2026-11-26T08:00”, nay “2026-11-18T08:00”/;
  },
  async shown({ id }) {
    const draft = await stateOf(id);
    return draft?.closeAt?.getTime() === days(cast, 30).getTime() ? "" : String(draft?.closeAt?.toISOString());
  },
  async whole({ id }) {
    const draft = await stateOf(id);
    expect(draft?.proposal).toBeNull();
    expect(draft?.closings).toHaveLength(1);
    expect(draft?.closings?.[0]).toMatchObject({ from: days(cast, 30), to: draft?.closeAt });
  },
});

export const townHallScenario = (cast: Cast): Scenario => ({
  ...cast.presses(townHallPublication, cast.deps, undefined),
  async arrange() {
    const times = { heldAt: days(cast, 8), closesAt: days(cast, 7) };
    const fields = { title: "Đối thoại tháng 11", about: "Về đường thôn 5", place: "Nhà văn hoá", ...times };
    const turns = { comments: cast.core.comments, takeTurn: async () => true };
    return { unitCode: UNIT, id: await planTownHall({ ...cast.deps, ...turns }, UNIT, fields, WRITER) };
  },
  async swap({ id }) {
    await TownHallModel.updateOne({ _id: id }, { $set: { place: "Nhà riêng" } });
    return /Địa điểm: trước “Nhà văn hoá”, nay “Nhà riêng”/;
  },
  async shown({ id }) {
    const hall = await TownHallModel.findById(id).lean();
    return hall?.state === "published" ? hall.place : "";
  },
  async whole({ id }) {
    expect(await TownHallModel.findById(id).lean()).toMatchObject({ decided: { by: { id: cast.leader.id } } });
  },
});

const WISH: SealWish = { number: 12, signer: { title: "CHỦ TỊCH", name: "Nguyễn Văn Mẫu" }, proposals: "" };
export const sealScenario = (cast: Cast): Scenario => {
  const queued: string[] = [];
  const deps: SealDeps = {
    ...cast.deps,
    comments: cast.core.comments,
    publicUrl: "https://loaso.example",
    enqueueReport: async (id) => void queued.push(id),
    pack: () => Promise.reject(new Error("nothing is packed here")),
    acceptCode: async () => true,
  };
  const answer = (id: string, words: string): Promise<void> =>
    answerPosition(cast.deps, id, "", "mot-phan", words, WRITER);
  return {
    ...cast.presses(sealing, deps, WISH, null),
    async arrange() {
      const id = await newDraft(cast);
      await publishDraft(cast.deps, UNIT, id, { openAt: days(cast, -3), closeAt: days(cast, 1) });
      // its time has passed
      await DraftModel.updateOne({ _id: id }, { $set: { closeAt: days(cast, -1) } });
      await answer(id, "Xã sẽ bổ sung vào kế hoạch.");
      return { unitCode: UNIT, id };
    },
    async swap({ id }) {
      await answer(id, "Không tiếp thu nữa.");
      return /Trả lời ở toàn văn: trước “.*Xã sẽ bổ sung.*nay “.*Không tiếp thu nữa/;
    },
    async shown({ id }) {
      const draft = await stateOf(id);
      return draft?.state === "sealed" ? JSON.stringify(draft.seal) : "";
    },
    async whole({ id }) {
      const [draft, report] = [await stateOf(id), await findReport(id)];
      expect(draft?.reportDue).toBeUndefined();
      expect(report).toMatchObject({ state: "writing", number: 12, sealedBy: { id: cast.leader.id } });
      expect(report?.sealedAt).toEqual(draft?.sealedAt);
    },
  };
};

const GROUND = { ground: "xuc-pham-nguoi", article: "Điều 34 Bộ luật Dân sự", note: "nêu đích danh một người" };
const CLERK = { id: "clerk", name: "Cán bộ mẫu B", role: "commune_officer" };
const steering = (cast: Cast) => ({ ...cast.deps, comments: cast.core.comments });
const codes = new Map<string, string>();
let sent = 0;

/** A comment on a draft that is open; its id, and the code its author has. */
async function comment(cast: Cast): Promise<{ unitCode: string; id: string }> {
  const draftId = await newDraft(cast);
  await publishDraft(cast.deps, UNIT, draftId, { openAt: cast.clock.at, closeAt: days(cast, 30) });
  sent += 1;
  const said = { position: "", stance: "gop-y" as const, text: "Ông trưởng thôn là kẻ cắp.", reason: "" };
  const given = { ...said, draftId, channel: "web" as const, once: `walk-${sent}-0123456789`, rateBy: "" };
  const { code } = await acceptComment({ ...acceptDeps(cast.core), clock: cast.clock }, given);
  const id = commentRef(draftId, String((await findByCode(code))._id));
  codes.set(id, code);
  return { unitCode: UNIT, id };
}
const commentOf = (id: string) => CommentModel.findById(id.split(":")[1]).lean();
const edit = (cast: Cast, id: string): Promise<unknown> =>
  editComment(steering(cast), codes.get(id) ?? "", { stance: "gop-y", text: "Trưởng thôn làm chưa tốt.", reason: "" });
/** each entry once: in the log, or waiting for it */
async function entriesOf(id: string, what: RegExp): Promise<number> {
  const [draftId = "", commentId = ""] = id.split(":");
  const blocks = await LogBlockModel.find({ draftId }).lean();
  const waits = (await commentOf(id))?.toLog ?? [];
  const written = blocks.flatMap((block) => block.entries.filter((entry) => entry.ref === commentId));
  return [...written, ...waits].filter((entry) => what.test(entry.what)).length;
}

export const hidingScenario = (cast: Cast): Scenario => ({
  ...cast.presses(commentHiding, cast.deps, { ...GROUND, role: "commune_approver" }, null),
  arrange: () => comment(cast),
  async swap({ id }) {
    await edit(cast, id);
    return /Mã băm của lời góp ý: trước “[0-9a-f]+…?”, nay “[0-9a-f]+…?”/;
  },
  shown: async ({ id }) => ((await commentOf(id))?.state === "hidden" ? "hidden" : ""),
  async whole({ id }) {
    const found = await commentOf(id);
    expect(found).toMatchObject({ hiding: { ...GROUND, by: { id: cast.leader.id } } });
    expect(found?.steered).toBeUndefined();
    expect(await entriesOf(id, /^hidden:/)).toBe(1);
  },
});

export const appealScenario = (cast: Cast): Scenario => ({
  ...cast.presses(appealDecision, cast.deps, { decision: "shown", note: "Phê bình, không xúc phạm" }, CLERK),
  async arrange() {
    const place = await comment(cast);
    const [draftId = "", commentId = ""] = place.id.split(":");
    await hideComment(steering(cast), draftId, commentId, GROUND, CLERK);
    await appealHiding(steering(cast), codes.get(place.id) ?? "", "Tôi nêu việc thật.");
    return place;
  },
  async swap({ id }) {
    await edit(cast, id);
    const [draftId = "", commentId = ""] = id.split(":");
    await hideComment(steering(cast), draftId, commentId, { ...GROUND, note: "ghi chú khác hẳn" }, CLERK);
    await appealHiding(steering(cast), codes.get(id) ?? "", "Tôi nêu việc thật.");
    return /Ghi chú khi ẩn: trước “nêu đích danh một người”, nay “ghi chú khác hẳn”/;
  },
  async shown({ id }) {
    const found = await commentOf(id);
    return found?.state === "kept" ? `shown ${found.appeal?.note}` : "";
  },
  async whole({ id }) {
    expect((await commentOf(id))?.steered).toBeUndefined();
    expect(await entriesOf(id, /^appeal:shown/)).toBe(1);
  },
});

export const answerScenario = (cast: Cast): Scenario => {
  const told: string[] = [];
  const deps = { ...cast.deps, enqueueTell: async (draftId: string) => void told.push(draftId) };
  const ofDraft = (id: string) => AnswerModel.findById(id).lean();
  return {
    ...cast.presses(positionAnswer, deps, { verdict: "mot-phan", words: "Xã sẽ bổ sung vào kế hoạch." }, null),
    arrange: async () => ({ unitCode: UNIT, id: answerRef((await comment(cast)).id.split(":")[0] ?? "", "") }),
    async swap({ id }) {
      await answerPosition(cast.deps, id.split(":")[0] ?? "", "", "khong", "Ngoài khả năng của xã.", CLERK);
      return /Câu trả lời đang có: trước \(trống\), nay “Không tiếp thu\. Ngoài khả năng của xã/;
    },
    async shown({ id }) {
      const answer = await ofDraft(id);
      return answer?.verdict === "mot-phan" ? answer.words : "";
    },
    async whole({ id }) {
      const answer = await ofDraft(id);
      expect(answer).toMatchObject({ verdict: "mot-phan", by: { id: cast.leader.id } });
      expect(answer?.due).toBeUndefined();
      const entries = (await LogBlockModel.find({ draftId: id.split(":")[0] ?? "" }).lean()).flatMap(
        (block) => block.entries,
      );
      expect(entries.filter((entry) => entry.what === "answered:mot-phan")).toHaveLength(1);
    },
  };
};
