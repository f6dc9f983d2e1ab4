import { readFileSync, writeFileSync } from "node:fs";
import { commandOf } from "../../src/chatbot/commands.ts";
import { decide, type Decision } from "../../src/chatbot/decide.ts";
import { pressed } from "../../src/kernel/dialogue/press.ts";
import type { Message, Sprint } from "../../src/kernel/dialogue/dialogue.ts";
import { readMessage } from "../../src/reading/read-message.ts";
import { TYPED } from "../fixtures/typed-amid.ts";
import { DIALOGUE_STEPS } from "../support/dialogue-steps.ts";
import { heardAs, playedOf, stateAt } from "../support/dialogue-world.ts";

/** K kept in what will be sent · S sent or done · A answered · O an officer sees it · P stopping or receiving obeyed */
type End = "K" | "S" | "A" | "O" | "P";
const TABLE = "test/fixtures/dialogue-table.txt";

const ASKED: Readonly<Record<string, Message>> = {
  "gop-y noi-dung": { words: "Ông/Bà nhắn thêm", buttons: [{ title: "Không ghi thêm", command: "noi-dung" }] },
};

/** Where a sentence ends at a step, and what is said. */
function endOf(kind: string, step: string, typed: string): { end: End; said: string; answers: number } {
  const dialogue = playedOf(kind);
  const before = stateAt(kind, step);
  // the question as it was asked: what the step says to words it cannot take shows its buttons
  const question = ASKED[`${kind} ${step}`] ?? dialogue.hear(before, heardAs(""), { step, tapped: false }).state.asked;
  const state = { ...before, asked: question };
  const numbers = dialogue.waits[step]?.numbers ?? false;
  const choice = pressed(typed, question?.buttons ?? [], numbers);
  const text = !choice ? typed : choice.command.startsWith("#") ? choice.command : `#${kind} ${choice.command}`;
  const command = commandOf(text);
  const reading = readMessage(command ? "" : text);
  const decision = decide({
    reading,
    command,
    actedOn: "",
    isTesterCode: false,
    wordless: "",
    state: "bot",
    dialogue: { kind, step },
    heardBefore: false,
    open: ["gop-y", "phan-anh", "thi", "khung"],
    misunderstood: 0,
  });
  if (decision.deed !== "go-on") return outsideOf(decision);
  const [name = "", ...rest] = text.startsWith(`#${decision.dialogue}`) ? text.split(" ").slice(1) : [];
  const tapped = text.startsWith("#");
  const aim = { step: tapped ? name || "start" : step, tapped };
  const other = playedOf(decision.dialogue);
  const from = other.kind === kind ? state : { step: "", said: {}, asked: undefined, misses: 0 };
  const heard = heardAs(tapped ? rest.join(" ") : typed, { short: reading.short });
  return insideOf(other.hear(from, heard, aim), typed, other);
}

function outsideOf(decision: Decision): { end: End; said: string; answers: number } {
  if (decision.deed !== "talk") return { end: "A", said: decision.deed, answers: 1 };
  const answers = decision.replies.length + (decision.begins ? 1 : 0);
  const end = decision.person !== "none" ? "O" : decision.consent ? "P" : decision.begins ? "K" : "A";
  return { end, said: [...decision.replies, decision.begins ?? ""].join(), answers };
}

function insideOf(sprint: Sprint, typed: string, dialogue: ReturnType<typeof playedOf>) {
  const messages = [...sprint.messages];
  // an effect may lead to another: a turn that was begun is looked at
  for (let next = sprint; next.effect; messages.push(...next.messages))
    next = dialogue.hearOutcome(next.state, { told: { code: "X", result: RESULT, turn: "t1" } });
  const kept = JSON.stringify(sprint.state.said).includes(JSON.stringify(typed.trim()).slice(1, -1));
  const end: End = sprint.effect ? "S" : kept ? "K" : "A";
  return { end, said: messages.at(-1)?.words ?? "", answers: messages.length };
}
const RESULT = JSON.stringify({
  right: 0,
  of: 0,
  code: "X",
  counts: true,
  byItself: false,
  answersAt: "",
  questions: [],
});

const table = TYPED.map((typed) => ({
  typed,
  ends: DIALOGUE_STEPS.map(([kind, step]) => ({ kind, step, ...endOf(kind, step, typed) })),
}));

test("at every step every sentence ends kept, done, answered, obeyed or with an officer, and is answered", () => {
  expect(TYPED.length).toBeGreaterThanOrEqual(100);
  for (const { typed, ends } of table)
    for (const { kind, step, answers, said } of ends)
      expect([kind, step, typed, answers >= 1, said === ""]).toEqual([kind, step, typed, true, false]);
});

/** `TABLE=new` writes it anew, for a person to look at what changed. */
test("the table says which, cell by cell", () => {
  const head = `# ${DIALOGUE_STEPS.map(([kind, step]) => `${kind}/${step}`).join(" ")}`;
  const lines = [head, ...table.map(({ typed, ends }) => `${ends.map(({ end }) => end).join("")}\t${typed}`)];
  const text = `${lines.join("\n")}\n`;
  if (process.env["TABLE"] === "new") writeFileSync(TABLE, text);
  expect(text).toBe(readFileSync(TABLE, "utf8"));
});

test("an opinion or a matter of six words and more is kept wherever one is given", () => {
  const long = TYPED.slice(0, 30).filter((typed) => typed.split(" ").length >= 6 && !typed.includes("?"));
  expect(long.length).toBeGreaterThan(15);
  for (const { typed, ends } of table.filter((row) => long.includes(row.typed)))
    for (const { kind, step, end } of ends.filter((one) => ["gop-y", "phan-anh"].includes(one.kind)))
      expect([kind, step, typed, end]).toEqual([kind, step, typed, step === "du-thao" && end === "A" ? "A" : "K"]);
});
