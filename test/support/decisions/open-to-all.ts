import { frameApproval } from "../../../src/frames/frame.decision.ts";
import { FrameModel } from "../../../src/frames/frame.model.ts";
import { returnFrame, saveFrame, submitFrame } from "../../../src/frames/prepare-frame.ts";
import { contestApproval } from "../../../src/quizzes/contest.decision.ts";
import { ContestModel, ContestVersionModel } from "../../../src/quizzes/contest.model.ts";
import { forgetVersions } from "../../../src/quizzes/contest.store.ts";
import { playedRounds } from "../../../src/quizzes/find-round.ts";
import {
  loadContest,
  saveContest,
  startContest,
  submitContest,
  withdrawContest,
} from "../../../src/quizzes/prepare-contest.ts";
import { FRAME_SVG } from "../frame.ts";
import { bankOf, fullRules, roundOf } from "../quiz.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";
const DAY = 86_400_000;

export const contestScenario = (cast: Cast): Scenario => {
  let bank: string[] | undefined;
  return {
    ...cast.presses(contestApproval, cast.deps, undefined),
    async arrange() {
      bank ??= await bankOf(cast.deps, UNIT);
      const id = await startContest(cast.deps, UNIT, "Tìm hiểu các kỳ Đại hội", WRITER);
      const opensAt = new Date(cast.clock.at.getTime() + DAY);
      const rounds = [roundOf(bank, opensAt, new Date(opensAt.getTime() + DAY))];
      await saveContest(cast.deps, UNIT, id, {
        title: "Tìm hiểu các kỳ Đại hội",
        about: "",
        rules: fullRules(),
        rounds,
      });
      await submitContest(cast.deps, UNIT, id, WRITER);
      return { unitCode: UNIT, id };
    },
    async swap({ id }) {
      await withdrawContest(cast.deps, UNIT, id);
      const contest = await loadContest(UNIT, id);
      const prizes = [{ name: "Giải Nhất", count: 1, value: "Xe máy" }];
      const { title, about, rules } = contest;
      const rounds = contest.rounds.map((one) => ({ ...one, prizes }));
      await saveContest(cast.deps, UNIT, id, { title, about, rules, rounds });
      await submitContest(cast.deps, UNIT, id, WRITER);
      return /Vòng 1, giải thưởng: trước “.*Giấy khen.*nay “.*Xe máy/;
    },
    async shown({ id }) {
      forgetVersions(id);
      return JSON.stringify((await playedRounds(id)).map(({ round }) => [round.prizes, round.questions])).replace(
        /^\[\]$/,
        "",
      );
    },
    async whole({ id }) {
      const contest = await ContestModel.findById(id).lean();
      expect(contest).toMatchObject({ state: "published", version: 1, newest: { frozen: "" } });
      const stored = await ContestVersionModel.find({ contestId: id }).lean();
      expect(stored.map((one) => [one.n, one.fingerprint])).toEqual([[1, contest?.newest?.fingerprint]]);
    },
  };
};

const FORM = {
  title: "Chào mừng ngày hội",
  rules: "Dùng làm ảnh đại diện đến hết tháng.",
  startsAt: new Date("2026-11-16T08:00:00+07:00"),
  endsAt: new Date("2026-12-16T08:00:00+07:00"),
  chat: false,
};

export const frameScenario = (cast: Cast): Scenario => ({
  ...cast.presses(frameApproval, cast.deps, { emblem: true, circle: true }),
  async arrange() {
    const file = { name: "khung.svg", mimeType: "image/svg+xml", bytes: Buffer.from(FRAME_SVG) };
    const id = await saveFrame(cast.deps, UNIT, FORM, file, WRITER);
    await submitFrame(cast.deps, UNIT, id, WRITER);
    return { unitCode: UNIT, id };
  },
  async swap({ id }) {
    await returnFrame(cast.deps, UNIT, id, "Sửa tên", { id: "other", name: "Lãnh đạo khác" });
    await saveFrame(cast.deps, UNIT, { ...FORM, title: "Mua hàng giảm giá" }, undefined, WRITER, id);
    await submitFrame(cast.deps, UNIT, id, WRITER);
    return /Tên khung: trước “Chào mừng ngày hội”, nay “Mua hàng giảm giá”/;
  },
  async shown({ id }) {
    const frame = await FrameModel.findById(id, { master: 0 }).lean();
    return frame?.state === "published" ? frame.title : "";
  },
  async whole({ id }) {
    const frame = await FrameModel.findById(id, { master: 0 }).lean();
    expect(frame).toMatchObject({ state: "published", approved: { masterHash: frame?.masterHash } });
    expect(frame?.countKey).not.toBe("");
  },
});
