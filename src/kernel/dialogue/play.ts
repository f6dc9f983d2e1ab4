import type { Aim, Answer, Choice, Dialogue, Heard, Message, Outcome, Sprint, State, Turn } from "./dialogue.ts";
import { BEGINNING } from "./dialogue.ts";

/** So often in a row something is not taken before it is asked whether to go on at all. */
const PATIENCE = 2;
export const GO_ON = "tiep";
const DROP = "bo";
const WAY_OUT: readonly Choice[] = [
  { title: "Tiếp tục", command: GO_ON },
  { title: "Bỏ", command: DROP },
  { title: "Gặp cán bộ", command: "#can-bo" },
];

type Pure<W> = Pick<Dialogue<W, never>, "steps" | "title" | "kind" | "waits" | "leaving">;
interface Now<W> {
  world: W;
  office: string;
  now: Date;
}

/** One turn of a dialogue. Pure: the same state, message and world always lead to the same sprint. */
export function hear<W>(dialogue: Pure<W>, state: State, heard: Heard, aim: Aim, at: Now<W>): Sprint {
  if (aim.tapped && aim.step === DROP) return leave(dialogue, state);
  if (aim.tapped && aim.step === GO_ON && state.asked) return ask(state, state.asked);
  const step = aimOf(dialogue, state, heard, aim);
  const run = dialogue.steps[step] ?? dialogue.steps["start"];
  if (!run) return { state: BEGINNING, messages: [], effect: undefined };
  return answered(state, run({ ...heard, ...at, said: state.said, outcome: undefined }));
}

/** A plain yes or no is the button it stands for. */
function aimOf<W>(dialogue: Pure<W>, state: State, heard: Heard, aim: Aim): string {
  if (aim.tapped || heard.kind !== "" || heard.unasked) return aim.step;
  const { yes, no } = dialogue.waits[state.step] ?? {};
  if (heard.short === "yes" && yes) return yes;
  return heard.short === "no" && no ? no : aim.step;
}

/** An effect was done: its step hears of it. */
export function hearOutcome<W>(dialogue: Pure<W>, state: State, outcome: Outcome, at: Now<W>): Sprint {
  const run = dialogue.steps[state.step];
  if (!run) return { state: BEGINNING, messages: [], effect: undefined };
  const turn: Turn<W> = { ...SILENCE, ...at, said: state.said, outcome };
  return answered(state, run(turn));
}
const SILENCE: Heard = { text: "", kind: "", image: "", pin: "", card: "", short: undefined, unasked: false };

function answered(state: State, answer: Answer): Sprint {
  const { before = [], next, said = state.said, effect, missed, ...message } = answer;
  if (effect) return { state: { ...state, step: next, said, misses: 0 }, messages: before, effect };
  if (next === "") return { state: BEGINNING, messages: [...before, message], effect: undefined };
  const misses = missed ? state.misses + 1 : 0;
  const asked = missed && state.asked ? state.asked : message;
  return {
    state: { step: next, said, asked, misses },
    messages: [...before, misses < PATIENCE ? message : wayOut(message)],
    effect: undefined,
  };
}

const wayOut = ({ words, quoted }: Message): Message => ({
  words: `${words}\n\nÔng/Bà muốn tiếp tục, bỏ, hay gặp cán bộ? Lời đã nhắn vẫn được giữ.`,
  ...(quoted ? { quoted } : {}),
  buttons: WAY_OUT,
});

const ask = (state: State, message: Message): Sprint => ({
  state: { ...state, misses: 0 },
  messages: [message],
  effect: undefined,
});

/** What is known was answered in between; what was asked is asked again. */
export const answerAside = (state: State, answer: Message): Sprint => {
  const { words = "", quoted = [], buttons = [] } = state.asked ?? {};
  return {
    state: { ...state, misses: 0 },
    messages: [
      {
        words: `${answer.words}\n\nTrở lại việc đang làm:\n${words}`,
        quoted: [...(answer.quoted ?? []), ...quoted],
        buttons,
      },
    ],
    effect: undefined,
  };
};

/** The dialogue is left: said so, and what must follow is done before. */
export function leave<W>(dialogue: Pure<W>, state: State): Sprint {
  return {
    state: BEGINNING,
    messages: [
      {
        words: `Đã dừng ${dialogue.title}. Việc nhận tin của Ông/Bà vẫn như cũ.`,
        buttons: [{ title: "Về danh mục", command: "#menu" }],
      },
    ],
    effect: dialogue.leaving?.(state.said),
  };
}
