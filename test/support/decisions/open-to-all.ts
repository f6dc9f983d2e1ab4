import { playDeps } from "../../../src/compose.ts";
import { decide, lookAt, type Outcome } from "../../../src/decisions/decide.ts";
import { tendRounds } from "../../../src/quizzes/close-round.ts";
import { exclusion, winnersPublication } from "../../../src/quizzes/result.decision.ts";
import { findResult } from "../../../src/quizzes/result.store.ts";
import { type PlayDeps, startTurn } from "../../../src/quizzes/start-turn.ts";
import { submitTurn } from "../../../src/quizzes/submit-turn.ts";
import { listExcluded } from "../../../src/quizzes/turn.store.ts";
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
import { bankOf, choose, fullRules, openContest, roundOf } from "../quiz.ts";
import { type Cast, type Place, type Scenario, WRITER } from "./scenario.ts";
import { excludePlayer } from "../at-once.ts";

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

const WHY = "Dùng chương trình tự động nộp bài";
/** A contest whose one round was played by three and is counted. */
async function counted(cast: Cast): Promise<{ deps: PlayDeps; id: string; codes: string[] }> {
  const deps: PlayDeps = { ...playDeps(cast.core), clock: cast.clock };
  const { at } = cast.clock;
  const bank = await bankOf(cast.deps, UNIT);
  const id = await openContest(cast.deps, UNIT, [roundOf(bank, at, new Date(at.getTime() + 3_600_000))]);
  for (const who of ["a", "b", "c"]) {
    const turn = await startTurn(deps, { contestId: id, round: 1, appUserId: who, channel: "mini-app", prize: true });
    await submitTurn(deps, turn.id, who, { chosen: choose(turn, 5), guess: 2 });
  }
  cast.clock.at = new Date(at.getTime() + 7_200_000);
  await tendRounds(deps);
  cast.clock.at = at;
  const codes = (await findResult(id, 1))?.winners.map((one) => one.code) ?? [];
  return { deps, id, codes };
}
const playing = (cast: Cast): PlayDeps => ({ ...playDeps(cast.core), clock: cast.clock });

export const exclusionScenario = (cast: Cast): Scenario => {
  const press = async (place: Place, seen: string): Promise<Outcome> => {
    const wish = { code: place.player ?? "", why: WHY };
    return decide(exclusion, playing(cast), { ...place, seen, by: cast.leader, wish });
  };
  return {
    look: (place) => lookAt(exclusion, playing(cast), place.unitCode, place.id),
    press,
    pressWrong: null,
    async arrange() {
      const { id, codes } = await counted(cast);
      return { unitCode: UNIT, id, player: codes[0] ?? "" };
    },
    async swap({ id }) {
      const last = (await findResult(id, 1))?.winners.at(-1)?.code ?? "";
      await excludePlayer(playing(cast), id, last, WHY, WRITER);
      return /Vòng 1, xếp giải: trước .*Mã đã loại: trước \(trống\), nay “/s;
    },
    async shown({ id, player }) {
      const contest = await ContestModel.findById(id).lean();
      return contest?.lastExclusion?.code === player ? "left out" : "";
    },
    async whole({ id, player }) {
      const [contest, result] = [await ContestModel.findById(id).lean(), await findResult(id, 1)];
      expect(contest?.resultsDue).toBeUndefined();
      expect(result?.winners.map((one) => one.code)).not.toContain(player);
      expect((await listExcluded(id)).map((one) => one.code)).toContain(player);
    },
  };
};

export const winnersScenario = (cast: Cast): Scenario => ({
  look: (place) => lookAt(winnersPublication, playing(cast), place.unitCode, place.id),
  press: (place, seen) =>
    decide(winnersPublication, playing(cast), { ...place, seen, by: cast.leader, wish: undefined }),
  pressWrong: null,
  arrange: async () => ({ unitCode: UNIT, id: `${(await counted(cast)).id}:1` }),
  async swap({ id }) {
    const contest = id.split(":")[0] ?? "";
    const last = (await findResult(contest, 1))?.winners.at(-1)?.code ?? "";
    await excludePlayer(playing(cast), contest, last, WHY, WRITER);
    return /Vòng 1, xếp giải: trước “.*, nay “/;
  },
  async shown({ id }) {
    const contest = await ContestModel.findById(id.split(":")[0]).lean();
    return (contest?.winnersOf ?? []).length > 0 ? "named" : "";
  },
  async whole({ id }) {
    const contest = id.split(":")[0] ?? "";
    expect(await findResult(contest, 1)).toMatchObject({ state: "published", publishedBy: { id: cast.leader.id } });
    expect((await ContestModel.findById(contest).lean())?.resultsDue).toBeUndefined();
    await expect(excludePlayer(playing(cast), contest, "x", WHY, WRITER)).rejects.toMatchObject({ status: 409 });
  },
});
