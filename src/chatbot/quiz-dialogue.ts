import { withParents } from "../units/unit.store.ts";
import { AppError } from "../kernel/errors.ts";
import { formatDate } from "../kernel/dates.ts";
import { clip, fold } from "../kernel/vietnamese.ts";
import { normalise } from "../reading/normalise.ts";
import type { Word } from "../reading/words.ts";
import { playedRounds } from "../quizzes/find-round.ts";
import { listPublished } from "../quizzes/contest.store.ts";
import { roundPhase } from "../quizzes/rules.ts";
import { pauseTurn, saveAnswers } from "../quizzes/save-answers.ts";
import { resumeTurn, startTurn, type TurnView } from "../quizzes/start-turn.ts";
import { submitTurn, type TurnResult } from "../quizzes/submit-turn.ts";
import type { Answer, Said, Steps, Turn } from "./dialogue-step.ts";

const LETTERS = "ABCDEF";
const PAUSE = { title: "Tạm dừng, làm tiếp sau", command: "tam-dung" };
/** A message to Zalo holds 2,000 characters; the label of automatic replies needs some. */
const MOST_WORDS = 1800;

export interface OpenRound {
  contestId: string;
  title: string;
  round: number;
  name: string;
  count: number;
  minutes: number;
  turnsPerDay: number;
  closesAt: Date;
}

/** Rounds that residents of a unit can play now: its own and the department's. */
export async function openRounds(unitCode: string, now: Date): Promise<OpenRound[]> {
  const contests = await listPublished(await withParents(unitCode, now));
  const rounds = await Promise.all(
    contests.map(async (contest) =>
      (await playedRounds(String(contest._id))).flatMap(({ version, round }) =>
        roundPhase(round, now) === "open"
          ? [
              {
                contestId: String(contest._id),
                title: version.frozen.title,
                round: round.n,
                name: round.name || `Vòng ${round.n}`,
                count: round.count,
                minutes: round.minutes,
                turnsPerDay: round.turnsPerDay,
                closesAt: new Date(round.closesAt),
              },
            ]
          : [],
      ),
    ),
  );
  return rounds.flat();
}

/** A turn of a contest in chat: a round, the tick of age for prizes, question by question, a guess, a look, yes. */
export const quizSteps: Steps = {
  async start(turn) {
    const rounds = await openRounds(turn.unit._id, turn.deps.clock.now());
    const [only] = rounds;
    if (!only) return { words: `Hiện ${turn.unit.office} chưa mở vòng thi nào.`, next: "" };
    if (rounds.length === 1) return introduce(only);
    return {
      words: "Có nhiều cuộc thi đang mở. Ông/Bà chọn một:",
      buttons: rounds.slice(0, 5).map((one) => ({
        title: clip(`${one.title}: ${one.name}`, 90),
        command: `chon ${one.contestId} ${one.round}`,
      })),
      next: "chon",
    };
  },
  async chon(turn) {
    const [contestId, n] = turn.text.split(" ");
    const rounds = await openRounds(turn.unit._id, turn.deps.clock.now());
    const chosen = rounds.find((one) => one.contestId === contestId && one.round === Number(n));
    return chosen ? introduce(chosen) : again(turn);
  },
  "bat-dau": (turn) => begin(turn),
  async "tra-loi"(turn) {
    const view = await current(turn);
    if (!view) return again(turn);
    const [first = "", letter = ""] = turn.text.trim().split(" ");
    const tapped = /^\d+$/.test(first) && /^[A-F]$/.test(letter);
    const at = tapped ? Number(first) - 1 : nextOpen(view);
    const question = view.questions[at];
    if (!question) return askGuess(turn, view);
    const chosen = tapped ? [LETTERS.indexOf(letter)] : readAnswer(turn.text, question.options);
    if (chosen === "stop-or-right") return askMeaning();
    if (chosen.length === 0 || chosen.some((one) => one >= question.options.length))
      return { ...ask(view, at), words: `Ông/Bà nhắn chữ cái của đáp án, ví dụ A.\n${ask(view, at).words}` };
    view.chosen[at] = chosen;
    await saveAnswers(turn.deps, view.id, turn.appUserId, { chosen: view.chosen, guess: view.guess });
    const next = nextOpen(view);
    return view.questions[next] ? keep(turn, ask(view, next)) : askGuess(turn, view);
  },
  async doan(turn) {
    const view = await current(turn);
    if (!view) return again(turn);
    const number = /^\d{1,8}$/.exec(turn.text.replace(/[.\s]/g, "").replace(/nguoi$/i, ""))?.[0];
    if (turn.text !== "bo-qua" && number === undefined)
      return { ...(await askGuess(turn, view)), words: "Ông/Bà nhắn một con số, ví dụ 120." };
    const guess = number === undefined ? null : Number(number);
    await saveAnswers(turn.deps, view.id, turn.appUserId, { chosen: view.chosen, guess });
    return askSubmit(turn, { ...view, guess });
  },
  async "lam-tiep"(turn) {
    const view = await current(turn);
    return view ? keep(turn, ask(view, nextOpen(view))) : again(turn);
  },
  nop: (turn) => submit(turn),
  async "cho-nop"(turn) {
    if (turn.reading.short === "yes") return submit(turn);
    const view = await current(turn);
    return view ? askSubmit(turn, view) : again(turn);
  },
  async "tam-dung"(turn) {
    const view = await current(turn);
    await pauseSaid(turn);
    return {
      words:
        view?.pausable === false
          ? "Đã lưu các câu đã trả lời. Cuộc thi này không dừng đồng hồ: hết giờ, các câu đã lưu được nộp. Ông/Bà nhắn “thi” để làm tiếp ngay."
          : "Đã lưu các câu đã trả lời và dừng đồng hồ. Ông/Bà nhắn “thi” để làm tiếp, hôm nay hoặc hôm khác, trước khi vòng thi đóng.",
      next: "",
    };
  },
  async huy() {
    return { words: "Đã thôi. Khi cần, Ông/Bà nhắn “thi”.", next: "" };
  },
};

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

async function begin(turn: Turn): Promise<Answer> {
  const { contest = "", round = "" } = turn.said;
  if (contest === "") return again(turn);
  if (turn.appUserId === "")
    return {
      words:
        "Zalo chưa cho biết mã của Ông/Bà ở kênh này, nên chưa thi tính giải được. Ông/Bà vui lòng nhắn lại sau ít phút.",
      next: "",
    };
  try {
    const view = await startTurn(turn.deps, {
      contestId: contest,
      round: Number(round),
      appUserId: turn.appUserId,
      channel: "chat",
      prize: turn.text === "giai",
    });
    const said: Said = { ...turn.said, turn: view.id };
    const next = nextOpen(view);
    const first = view.questions[next] ? ask(view, next) : await askGuess({ ...turn, said }, view);
    const note = view.resumed
      ? "Làm tiếp lượt đang dở.\n"
      : view.counts
        ? ""
        : "Hôm nay đã đủ số lượt được tính; lượt này không tính xếp hạng.\n";
    return { ...first, words: `${note}${first.words}`, said };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { words: error.message, next: "" };
  }
}

const again = (turn: Turn): Promise<Answer> =>
  quizSteps["start"]?.({ ...turn, text: "", said: {} }) ??
  Promise.resolve({ words: "Ông/Bà nhắn “thi” để bắt đầu lại.", next: "" });
const keep = (turn: Turn, answer: Answer): Answer => ({ ...answer, said: turn.said });

/** The turn as it stands; undefined when it was handed in or its round is over. */
async function current(turn: Turn): Promise<TurnView | undefined> {
  const { turn: id = "" } = turn.said;
  if (id === "") return undefined;
  try {
    return await resumeTurn(turn.deps, id, turn.appUserId);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

const nextOpen = (view: TurnView): number => {
  const at = view.chosen.findIndex((chosen) => chosen.length === 0);
  return at < 0 ? view.questions.length : at;
};

function ask(view: TurnView, at: number): Answer {
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
  };
}

/**
 * Letters ("A", "a c", "AC"), numbers ("1", "1 3") or the words of an option. Marks that were typed are kept: "dừng" is
 * no "Đúng". Without them "dung" is an option that says Đúng, and elsewhere the person is asked (domain.md §4.6).
 */
export function readAnswer(text: string, options: readonly string[]): number[] | "stop-or-right" {
  const { words } = normalise(text);
  const named = options.findIndex((option) => saysSame(words, normalise(option).words));
  if (named >= 0) return [named];
  const plain = words.map((word) => word.plain).join(" ");
  if (plain === "dung" || plain === "dung lai") return "stop-or-right";
  const chosen = fold(text).replace(/^(dap an|chon|cau) /, "");
  if (/^[a-f](?: ?[a-f])*$/.test(chosen))
    return [...new Set([...chosen.replaceAll(" ", "")].map((letter) => LETTERS.toLowerCase().indexOf(letter)))];
  if (/^[1-6](?: [1-6])*$/.test(chosen)) return [...new Set(chosen.split(" ").map((digit) => Number(digit) - 1))];
  return [];
}

const saysSame = (typed: readonly Word[], option: readonly Word[]): boolean =>
  typed.length > 0 &&
  typed.length === option.length &&
  typed.every((word, n) => (word.marked ? word.key === option[n]?.key : word.plain === option[n]?.plain));

const askMeaning = (): Answer => ({
  words: "Ông/Bà muốn làm gì? Đồng hồ đang chạy.",
  buttons: [
    { title: "Làm tiếp câu này", command: "lam-tiep" },
    PAUSE,
    { title: "Ngừng nhận tin của xã", command: "#dung" },
  ],
  next: "tra-loi",
});

async function askGuess(turn: Turn, view: TurnView): Promise<Answer> {
  return keep(turn, {
    words:
      "Đã trả lời hết các câu. Ông/Bà dự đoán có bao nhiêu người trả lời đúng hết? Nhắn một con số; khi bằng điểm, ai đoán gần hơn xếp trên.",
    buttons: [{ title: "Không dự đoán", command: "doan bo-qua" }, PAUSE],
    next: view.questions.length > 0 ? "doan" : "",
  });
}

async function askSubmit(turn: Turn, view: TurnView): Promise<Answer> {
  const answered = view.chosen.filter((chosen) => chosen.length > 0).length;
  return keep(turn, {
    words: `Đã trả lời ${answered} / ${view.questions.length} câu; dự đoán: ${view.guess ?? "không"}. Nộp bài rồi thì không sửa được.`,
    buttons: [{ title: "Nộp bài", command: "nop" }, PAUSE],
    next: "cho-nop",
  });
}

async function submit(turn: Turn): Promise<Answer> {
  const view = await current(turn);
  const id = turn.said["turn"] ?? "";
  try {
    const given = { chosen: view?.chosen ?? [], guess: view?.guess ?? null };
    return { words: tell(await submitTurn(turn.deps, id, turn.appUserId, given)), next: "" };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { words: error.message, next: "" };
  }
}

function tell(result: TurnResult): string {
  const lines = result.questions.map((question, n) => {
    if (question.right) return `${n + 1}. Đúng.`;
    const right = question.options.filter((option) => option.right).map((option) => option.text);
    const source = question.sources[0]?.title ?? "";
    return `${n + 1}. Chưa đúng. Đáp án: ${right.join("; ")}. ${question.why}${source === "" ? "" : ` (Nguồn: ${source})`}`;
  });
  if (result.answersAt !== "")
    lines.push(`Đáp án được cho biết khi vòng thi đóng, ngày ${formatDate(new Date(result.answersAt))}.`);
  const late = result.byItself ? "Đã hết giờ; các câu đã lưu được tính.\n" : "";
  const counts = result.counts ? "" : "Lượt này không tính xếp hạng (đã đủ số lượt trong ngày).\n";
  return clip(
    `${late}${counts}Trả lời đúng ${result.right} / ${result.of} câu. Mã người thi: ${result.code}.\n${lines.join("\n")}`,
    MOST_WORDS,
  );
}

/** Stops the clock of the turn a dialogue was about; called when the person turns to something else, too. */
export async function pauseSaid(turn: Pick<Turn, "deps" | "said" | "appUserId">): Promise<void> {
  const { turn: id = "" } = turn.said;
  if (id === "") return;
  try {
    const { chosen, guess } = await resumeTurn(turn.deps, id, turn.appUserId);
    await pauseTurn(turn.deps, id, turn.appUserId, { chosen, guess });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}
