import { commentDialogue } from "../../src/comments/comment.dialogue.ts";
import type { CommentWorld } from "../../src/comments/comment-asks.ts";
import { frameDialogue } from "../../src/frames/frame.dialogue.ts";
import type { Aim, Heard, Said, Shape, Sprint, State } from "../../src/kernel/dialogue/dialogue.ts";
import { hear, hearOutcome } from "../../src/kernel/dialogue/play.ts";
import { quizDialogue } from "../../src/quizzes/quiz.dialogue.ts";
import type { QuizWorld } from "../../src/quizzes/quiz-steps.ts";
import { requestDialogue } from "../../src/requests/request.dialogue.ts";

/** Something to be in the middle of, without any store: what the steps of every dialogue look up. */
const NOW = new Date("2026-11-20T03:00:00Z");
const place = (id: string, code: string, text: string) => ({
  id,
  code,
  kind: "muc" as const,
  text,
  depth: 0,
  page: 1,
  line: 1,
  lineTo: 1,
  estimated: false,
});
const drafts = [
  { id: "d1", title: "Nghị quyết xây dựng nông thôn mới", version: 1, closeAt: NOW, late: false },
  { id: "d2", title: "Quy ước thôn, khu dân cư", version: 1, closeAt: NOW, late: false },
];
const comment: CommentWorld = {
  drafts,
  draft: drafts[0],
  positions: [
    place("p1", "P1", "Mục tiêu chung đến năm 2030"),
    place("p32", "P3.2", "Giao thông: mở rộng đường liên thôn"),
    place("p33", "P3.3", "Trường học đạt chuẩn quốc gia"),
  ],
};
const question = (text: string, several = false) => ({ text, several, options: ["Năm năm", "Mười năm", "Một năm"] });
const quiz: QuizWorld = {
  rounds: ["c1", "c2"].map((contestId) => ({
    contestId,
    title: "Tìm hiểu lịch sử xã",
    round: 1,
    name: "Vòng 1",
    count: 2,
    minutes: 10,
    turnsPerDay: 1,
    closesAt: NOW,
  })),
  view: {
    id: "t1",
    contest: "c1",
    title: "Tìm hiểu lịch sử xã",
    round: 1,
    questions: [question("Đại hội họp mấy năm một lần?"), question("Chọn các ý đúng", true)],
    chosen: [[], []],
    guess: null,
    leftMs: 300_000,
    paused: false,
    pausable: true,
    counts: true,
    prize: false,
    resumed: true,
  } as unknown as NonNullable<QuizWorld["view"]>,
};
const frame = {
  frames: ["f1", "f2"].map((id) => ({ id, title: `Khung ${id}`, chat: true })),
  own: "https://xa.example",
};

interface Played extends Shape {
  hear(state: State, heard: Heard, aim: Aim): Sprint;
  hearOutcome(state: State, outcome: { refused?: string; told?: Said }): Sprint;
}
const at = <W>(world: W) => ({ world, office: "UBND xã Sao Mai", now: NOW });
const PLAYED: readonly Played[] = [
  {
    ...commentDialogue,
    // no draft is chosen yet where one is asked for
    hear: (state, heard, aim) =>
      hear(
        commentDialogue,
        state,
        heard,
        aim,
        at(aim.step === "du-thao" && !/^d\d$/.test(heard.text) ? { ...comment, draft: undefined } : comment),
      ),
    hearOutcome: (state, outcome) => hearOutcome(commentDialogue, state, outcome, at(comment)),
  },
  {
    ...requestDialogue,
    hear: (state, heard, aim) => hear(requestDialogue, state, heard, aim, at(null)),
    hearOutcome: (state, outcome) => hearOutcome(requestDialogue, state, outcome, at(null)),
  },
  {
    ...quizDialogue,
    hear: (state, heard, aim) => hear(quizDialogue, state, heard, aim, at(quiz)),
    hearOutcome: (state, outcome) => hearOutcome(quizDialogue, state, outcome, at(quiz)),
  },
  {
    ...frameDialogue,
    hear: (state, heard, aim) => hear(frameDialogue, state, heard, aim, at(frame)),
    hearOutcome: (state, outcome) => hearOutcome(frameDialogue, state, outcome, at(frame)),
  },
];
export const playedOf = (kind: string): Played => {
  const found = PLAYED.find((one) => one.kind === kind);
  if (!found) throw new Error(`no dialogue ${kind}`);
  return found;
};

export const heardAs = (text: string, more: Partial<Heard> = {}): Heard => ({
  text,
  kind: "",
  image: "",
  pin: "",
  card: "",
  short: undefined,
  unasked: false,
  ...more,
});

/** What was said when a dialogue came to its step. */
const SAID: Readonly<Record<string, Said>> = {
  "gop-y": { draft: "d1", position: "p32", place: "P3.2", version: "1", stance: "khong-tan-thanh", text: "Câu đầu." },
  "phan-anh": { what: "Đèn hỏng ở thôn Đông", where: "thôn Đông" },
  thi: { contest: "c1", round: "1", turn: "t1" },
  khung: { frame: "f1" },
};
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  "gop-y du-thao": [],
  "gop-y vi-tri": ["draft"],
  "gop-y huong": ["draft", "position", "place", "version"],
  "gop-y noi-dung": ["draft", "position", "place", "version", "stance"],
  "phan-anh viec": [],
  "phan-anh noi": ["what"],
};
export function stateAt(kind: string, step: string): State {
  const all = SAID[kind] ?? {};
  const fields = BEFORE[`${kind} ${step}`] ?? Object.keys(all);
  const said = Object.fromEntries(Object.entries(all).filter(([field]) => fields.includes(field)));
  return { step, said, asked: undefined, misses: 0 };
}
