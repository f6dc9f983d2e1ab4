import type { Core } from "../compose.ts";
import { playDeps } from "../compose.ts";
import { lookAndDecide } from "../decisions/decide.ts";
import { frameApproval } from "../frames/frame.decision.ts";
import { contestApproval } from "../quizzes/contest.decision.ts";
import { type FrameFileDeps, saveFrame, submitFrame } from "../frames/prepare-frame.ts";
import { listFrames } from "../frames/frame.store.ts";
import { placeApproval } from "../gate/place.decision.ts";
import { findPlace } from "../gate/place.store.ts";
import { proposePlace } from "../gate/propose-place.ts";
import { days, minutes } from "../kernel/clock.ts";
import { tendRounds } from "../quizzes/close-round.ts";
import { winnersPublication } from "../quizzes/result.decision.ts";
import { type ContestRules, type Round, ruleFields } from "../quizzes/contest.model.ts";
import { listContests } from "../quizzes/contest.store.ts";
import { loadContest, saveContest, startContest, submitContest } from "../quizzes/prepare-contest.ts";
import { saveQuestion, tickQuestion } from "../quizzes/save-question.ts";
import { startTurn } from "../quizzes/start-turn.ts";
import { submitTurn } from "../quizzes/submit-turn.ts";
import { DEMO_QUESTIONS } from "./demo-questions.ts";

const WRITER = { id: "demo", name: "Cán bộ mẫu A" };
const LEADER = { id: "demo-lead", name: "Lãnh đạo mẫu" };

const RULES: Partial<ContestRules> = {
  basis: "Kế hoạch tuyên truyền năm 2026 của xã (văn bản mẫu).",
  time: "Hai tuần; mỗi tuần một vòng, giờ mở và đóng ghi ở từng vòng.",
  who: "Mọi người dân có tài khoản Zalo.",
  age: "Ai cũng dự thi được; xét giải từ đủ 18 tuổi, hoặc có người đại diện đồng ý.",
  questions: "Mỗi lượt 5 câu rút từ ngân hàng 10 câu; mỗi câu có từ 1 đến 4 đáp án đúng.",
  attempts: "Mỗi ngày tính 3 lượt; lượt tốt nhất được xếp hạng.",
  minutes: "Mỗi lượt 10 phút lúc đang làm; tạm dừng thì đồng hồ dừng.",
  prizes: "1 giải Nhất, 2 giải Nhì: giấy khen và sách. Không có giải bằng tiền.",
  complaints: "Gửi UBND xã trong 7 ngày sau công bố. Liên hệ của người trúng giải xoá sau 60 ngày.",
};
const PRIZES: Round["prizes"] = [
  { name: "Giải Nhất", count: 1, value: "Giấy khen, sách" },
  { name: "Giải Nhì", count: 2, value: "Giấy khen" },
];

/** A ring in the product's own colours, with each commune's name; no emblem of the state in it. */
const FRAME = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080"><path fill="#13284a" fill-rule="evenodd" d="M540 0a540 540 0 1 0 0 1080 540 540 0 0 0 0-1080zM540 70a470 470 0 1 1 0 940 470 470 0 0 1 0-940z"/><circle cx="540" cy="540" r="466" fill="none" stroke="#f0b429" stroke-width="10"/><path fill="#13284a" d="M190 860c200 60 500 60 700 0l-40 120c-180 62-440 62-620 0z"/><text x="540" y="950" font-size="58" font-weight="700" text-anchor="middle" fill="#fff">{{xa}}</text><text x="540" y="1012" font-size="34" text-anchor="middle" fill="#f0b429">Ngày hội Đại đoàn kết 2026</text></svg>`;

/** Two sources of the questions stand outside the state's own addresses: proposed by one person, approved by another. */
async function allowSources(core: Core): Promise<void> {
  const sources = [
    ["24h.com.vn", "Báo điện tử, nguồn của câu hỏi về ngày họp Đại hội XIV"],
    ["daihoidang.vn", "Trang thông tin về các kỳ Đại hội, nguồn của câu hỏi"],
  ] as const;
  // nobody types six digits for the demo
  const withoutDigits = { ...placeApproval, sixDigits: async () => true };
  for (const [place, why] of sources) {
    if (!(await findPlace(`so ${place}`))) await proposePlace(core, "so", place, why, WRITER);
    if ((await findPlace(`so ${place}`))?.state !== "proposed") continue;
    await lookAndDecide(withoutDigits, core, { unitCode: "so", id: `so ${place}`, by: LEADER, wish: undefined });
  }
}

/** The bank of the department, a contest of xã Sao Mai with a finished and an open week, a frame. */
export async function seedQuiz(core: Core): Promise<void> {
  const now = core.clock.now();
  if ((await listContests(["sao-mai"], ["editing", "waiting", "published"])).length > 0) return;
  const clock = { at: new Date(now.getTime() - days(10)), now: () => new Date(clock.at) };
  const deps = { ...playDeps(core), clock, box: core.box, outside: core.outside };
  await allowSources(core);
  const bank: string[] = [];
  for (const question of DEMO_QUESTIONS) {
    const id = await saveQuestion(deps, "so", question, WRITER);
    await tickQuestion(deps, "so", id, 1, WRITER);
    bank.push(id);
  }
  const round = (n: number, from: number, questionIds: string[]): Round => ({
    n,
    name: `Tuần ${n}`,
    opensAt: new Date(now.getTime() + days(from)),
    closesAt: new Date(now.getTime() + days(from + 7)),
    questionIds,
    count: 5,
    minutes: 10,
    turnsPerDay: 3,
    prizes: PRIZES,
  });
  const id = await startContest(deps, "sao-mai", "Tìm hiểu các kỳ Đại hội", WRITER);
  const contest = await loadContest("sao-mai", id);
  const filled = { ...contest.rules, ...RULES };
  await saveContest(deps, "sao-mai", id, {
    title: contest.title,
    about: "Hai tuần, mỗi lượt 5 câu. Xem giải thích và nguồn ngay sau khi nộp bài.",
    rules: Object.fromEntries(ruleFields.map((field) => [field, filled[field]])) as ContestRules,
    rounds: [round(1, -9, bank.slice(0, 5)), round(2, -2, bank.slice(5, 15))],
  });
  await submitContest(deps, "sao-mai", id, WRITER);
  await lookAndDecide(contestApproval, deps, { unitCode: "sao-mai", id, by: LEADER, wish: undefined });
  const play = async (n: number, who: number, right: number, guess: number): Promise<void> => {
    const wish = {
      contestId: id,
      round: n,
      appUserId: `demo-${who}`,
      channel: "mini-app" as const,
      prize: who % 4 > 0,
    };
    const turn = await startTurn(deps, wish);
    clock.at = new Date(clock.at.getTime() + minutes(2));
    const chosen = turn.questions.map((question, i) => {
      const known = DEMO_QUESTIONS.find((one) => one.text === question.text);
      const answer = question.options.indexOf(known?.options[known.right[0] ?? 0] ?? "");
      return [i < right ? answer : (answer + 1) % question.options.length];
    });
    await submitTurn(deps, turn.id, `demo-${who}`, { chosen, guess });
  };
  clock.at = new Date(now.getTime() - days(8));
  for (let who = 0; who < 23; who += 1) await play(1, who, who % 3 === 0 ? 5 : who % 5, 5 + (who % 7));
  clock.at = new Date(now.getTime() - days(1));
  await tendRounds(deps);
  await lookAndDecide(winnersPublication, deps, { unitCode: "sao-mai", id: `${id}:1`, by: LEADER, wish: undefined });
  for (let who = 0; who < 14; who += 1) await play(2, who, who % 6, who);
  await tendRounds(deps);
  await seedFrame(deps, now);
}

/** One frame of the department, approved. */
async function seedFrame(deps: FrameFileDeps, now: Date): Promise<void> {
  if ((await listFrames(["so"], ["published"])).length > 0) return;
  const file = { name: "khung.svg", mimeType: "image/svg+xml", bytes: Buffer.from(FRAME) };
  const form = {
    title: "Ngày hội Đại đoàn kết 2026",
    rules: "Dùng làm ảnh đại diện trong dịp ngày hội. Không dùng vào việc mua bán, không thêm chữ vào khung.",
    startsAt: new Date(now.getTime() - days(3)),
    endsAt: new Date(now.getTime() + days(27)),
    chat: true,
  };
  const frame = await saveFrame(deps, "so", form, file, WRITER);
  await submitFrame(deps, "so", frame, WRITER);
  const wish = { emblem: true, circle: true };
  await lookAndDecide(frameApproval, deps, { unitCode: "so", id: frame, by: LEADER, wish });
}
