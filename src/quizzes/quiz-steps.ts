import { formatDate } from "../kernel/dates.ts";
import type { Answer, Choice, Said, Steps, Turn as TurnOf } from "../kernel/dialogue/dialogue.ts";
import { clip } from "../kernel/vietnamese.ts";
import type { OpenRound } from "./open-rounds.ts";
import { LETTERS, readAnswer } from "./read-answer.ts";
import type { TurnView } from "./start-turn.ts";
import type { TurnResult } from "./submit-turn.ts";
import { tellResult } from "./tell-result.ts";

export interface QuizWorld {
  rounds: readonly OpenRound[];
  /** the turn under way, as it stands */
  view: TurnView | undefined;
}
type Turn = TurnOf<QuizWorld>;
const PAUSE: Choice = { title: "Tạm dừng, làm tiếp sau", command: "tam-dung" };
const ROUNDS_A_PAGE = 4;

/** A turn of a contest in chat: a round, the tick of age for prizes, question by question, a guess, a look, yes. */
export const quizSteps: Steps<QuizWorld> = {
  start(turn) {
    const { rounds } = turn.world;
    const [only] = rounds;
    if (!only) return { words: `Hiện ${turn.office} chưa mở vòng thi nào.`, next: "" };
    return rounds.length === 1 ? introduce(only) : askRound(turn, 0);
  },
  chon(turn) {
    const [contestId, n] = turn.text.split(" ");
    const chosen = turn.world.rounds.find((one) => one.contestId === contestId && one.round === Number(n));
    return chosen ? introduce(chosen) : { ...askRound(turn, 0), missed: true };
  },
  them: (turn) => askRound(turn, Number(turn.text) || 0),
  /** the tick of age is waited for */
  cho(turn) {
    const round = turn.world.rounds.find(
      ({ contestId, round: n }) => contestId === turn.said["contest"] && String(n) === turn.said["round"],
    );
    return round ? { ...introduce(round), missed: true } : again(turn);
  },
  "bat-dau"(turn) {
    if (!turn.said["contest"]) return again(turn);
    const prize = turn.text.trim() === "giai" ? "yes" : "";
    return { words: "", effect: { name: "start", args: { prize } }, next: "da-bat-dau" };
  },
  "da-bat-dau"(turn) {
    const { refused, told = {} } = turn.outcome ?? {};
    if (refused !== undefined) return { words: refused, next: "" };
    return { words: "", effect: { name: "go-on", args: {} }, next: "cau-tiep", said: { ...turn.said, ...told } };
  },
  /** an answer is kept, or a clock runs again: what is asked next follows from the turn as it stands */
  "cau-tiep"(turn) {
    const { view } = turn.world;
    const refused = turn.outcome?.refused;
    if (!view) return refused === undefined ? again(turn) : { words: refused, next: "" };
    const { note = "", ...said } = turn.said;
    const asked = askOpen({ ...turn, said }, view);
    return { ...asked, words: `${refused === undefined ? "" : `${refused}\n`}${note}${asked.words}`, said };
  },
  "tra-loi"(turn) {
    const { view } = turn.world;
    if (!view) return again(turn);
    const [first = "", letter = ""] = turn.text.trim().split(" ");
    const tapped = /^\d+$/.test(first) && /^[A-F]$/.test(letter);
    const at = tapped ? Number(first) - 1 : nextOpen(view);
    const question = view.questions[at];
    if (!question) return askGuess(view);
    const chosen = tapped ? [LETTERS.indexOf(letter)] : readAnswer(turn.text, question.options);
    if (chosen === "stop-or-right") return ASK_MEANING;
    if (chosen.length === 0 || chosen.some((one) => one >= question.options.length)) return notAnAnswer(view, at);
    return {
      words: "",
      effect: { name: "keep", args: { at: String(at), chosen: chosen.join(" ") } },
      next: "cau-tiep",
    };
  },
  doan(turn) {
    const { view } = turn.world;
    if (!view) return again(turn);
    const number = /^\d{1,8}$/.exec(turn.text.replace(/[.\s]/g, "").replace(/nguoi$|người$/i, ""))?.[0];
    if (turn.text !== "bo-qua" && number === undefined)
      return { ...askGuess(view), words: "Ông/Bà nhắn một con số, ví dụ 120.", missed: true };
    return { words: "", effect: { name: "guess", args: { guess: number ?? "" } }, next: "da-doan" };
  },
  "da-doan"(turn) {
    const { view } = turn.world;
    const refused = turn.outcome?.refused;
    if (view) return askSubmit(view);
    return refused === undefined ? again(turn) : { words: refused, next: "" };
  },
  "lam-tiep": () => ({ words: "", effect: { name: "go-on", args: {} }, next: "cau-tiep" }),
  nop: () => ({ words: "", effect: { name: "submit", args: {} }, next: "da-nop" }),
  "da-nop"(turn) {
    const { refused, told = {} } = turn.outcome ?? {};
    if (refused !== undefined) return { words: refused, next: "" };
    const pages = tellResult(JSON.parse(told["result"] ?? "") as TurnResult);
    const last = pages.at(-1);
    return { ...(last ?? { words: "" }), before: pages.slice(0, -1), next: "" };
  },
  "cho-nop"(turn) {
    const { view } = turn.world;
    return view ? { ...askSubmit(view), missed: true } : again(turn);
  },
  "tam-dung": () => ({ words: "", effect: { name: "pause", args: {} }, next: "da-dung" }),
  "da-dung": (turn) => ({
    words:
      turn.outcome?.told?.["pausable"] === "no"
        ? "Đã lưu các câu đã trả lời. Cuộc thi này không dừng đồng hồ: hết giờ, các câu đã lưu được nộp. Ông/Bà nhắn “thi” để làm tiếp ngay."
        : "Đã lưu các câu đã trả lời và dừng đồng hồ. Ông/Bà nhắn “thi” để làm tiếp, hôm nay hoặc hôm khác, trước khi vòng thi đóng.",
    next: "",
  }),
  huy: () => ({ words: "Đã thôi. Khi cần, Ông/Bà nhắn “thi”.", next: "" }),
};

const again = (turn: Turn): Answer =>
  quizSteps["start"]?.({ ...turn, text: "", said: {} }) ?? { words: "Ông/Bà nhắn “thi” để bắt đầu lại.", next: "" };

function askRound(turn: Turn, from: number): Answer {
  const { rounds } = turn.world;
  const next = from + ROUNDS_A_PAGE < rounds.length ? from + ROUNDS_A_PAGE : 0;
  return {
    words: "Có nhiều cuộc thi đang mở. Ông/Bà chọn một:",
    buttons: [
      ...rounds.slice(from, from + ROUNDS_A_PAGE).map(({ title, name, contestId, round }) => ({
        title: clip(`${title}: ${name}`, 90),
        command: `chon ${contestId} ${round}`,
      })),
      ...(rounds.length > ROUNDS_A_PAGE
        ? [{ title: next === 0 ? "Về đầu danh sách" : "Xem cuộc thi khác", command: `them ${next}` }]
        : []),
    ],
    next: "chon",
  };
}

function introduce(round: OpenRound): Answer {
  const { title, name, count, minutes, turnsPerDay, closesAt, contestId } = round;
  return {
    words: `${title}, ${name}: ${count} câu, ${minutes} phút mỗi lượt, mỗi ngày tính ${turnsPerDay} lượt, lượt tốt nhất được xếp hạng. Đóng ngày ${formatDate(closesAt)}. Chỉ tính giờ lúc đang làm.\nXét giải dành cho người từ đủ 18 tuổi, hoặc có người đại diện đồng ý. Bảng xếp hạng không hiện tên nếu Ông/Bà không chọn.`,
    buttons: [
      { title: "Thi có xét giải: tôi đủ 18 tuổi hoặc có người đại diện đồng ý", command: "bat-dau giai" },
      { title: "Thi, không xét giải", command: "bat-dau" },
      { title: "Thôi", command: "huy" },
    ],
    next: "cho",
    said: { contest: contestId, round: String(round.round) },
  };
}

const nextOpen = (view: TurnView): number => {
  const at = view.chosen.findIndex((chosen) => chosen.length === 0);
  return at < 0 ? view.questions.length : at;
};
const askOpen = (turn: Pick<Turn, "said">, view: TurnView): Answer =>
  view.questions[nextOpen(view)] ? ask(view, nextOpen(view), turn.said) : askGuess(view, turn.said);

const notAnAnswer = (view: TurnView, at: number): Answer => {
  const asked = ask(view, at);
  return { ...asked, words: `Ông/Bà nhắn chữ cái của đáp án, ví dụ A.\n${asked.words}`, missed: true };
};

function ask(view: TurnView, at: number, said?: Said): Answer {
  const question = view.questions[at];
  if (!question) return { words: "", next: "" };
  const options = question.options.map((option, n) => `${LETTERS[n]}. ${option}`);
  const minutes = Math.ceil(view.leftMs / 60_000);
  const media = question.picture
    ? `\nẢnh: ${question.picture.alt}`
    : question.sound
      ? `\nÂm thanh, bản chữ: ${question.sound.transcript}`
      : "";
  const how = question.several
    ? "\nCó thể có nhiều đáp án đúng: nhắn các chữ, ví dụ A C."
    : "\nBấm hoặc nhắn chữ cái của đáp án.";
  return {
    words: `Câu ${at + 1} / ${view.questions.length}, còn khoảng ${minutes} phút.\n${clip(question.text, 700)}${clip(media, 400)}\n${options.join("\n")}${how}`,
    // a wrong answer may name what a crook asks for
    quoted: [...question.options, ...options.map((title) => clip(title, 95))],
    buttons: [
      ...(question.several || options.length > 4
        ? []
        : options.map((title, n) => ({ title: clip(title, 95), command: `tra-loi ${at + 1} ${LETTERS[n]}` }))),
      PAUSE,
    ],
    next: "tra-loi",
    ...(said ? { said } : {}),
  };
}

const ASK_MEANING: Answer = {
  words: "Ông/Bà muốn làm gì? Đồng hồ đang chạy.",
  buttons: [
    { title: "Làm tiếp câu này", command: "lam-tiep" },
    PAUSE,
    { title: "Ngừng nhận tin của xã", command: "#dung" },
  ],
  next: "tra-loi",
};

const askGuess = (view: TurnView, said?: Said): Answer => ({
  words:
    "Đã trả lời hết các câu. Ông/Bà dự đoán có bao nhiêu người trả lời đúng hết? Nhắn một con số; khi bằng điểm, ai đoán gần hơn xếp trên.",
  buttons: [{ title: "Không dự đoán", command: "doan bo-qua" }, PAUSE],
  next: view.questions.length > 0 ? "doan" : "",
  ...(said ? { said } : {}),
});

function askSubmit(view: TurnView): Answer {
  const answered = view.chosen.filter((chosen) => chosen.length > 0).length;
  return {
    words: `Đã trả lời ${answered} / ${view.questions.length} câu; dự đoán: ${view.guess ?? "không"}. Nộp bài rồi thì không sửa được.`,
    buttons: [{ title: "Nộp bài", command: "nop" }, PAUSE],
    next: "cho-nop",
  };
}
