import type { Citizen } from "../citizens/citizen.model.ts";
import type { BroughtDialogue } from "../kernel/dialogue/bring.ts";
import { pressed } from "../kernel/dialogue/press.ts";
import { fold } from "../kernel/vietnamese.ts";
import { COVERED } from "../comments/cover-receipts.ts";
import { meaningsOf } from "../reading/meaning.ts";
import { readMessage } from "../reading/read-message.ts";
import type { Unit } from "../units/unit.model.ts";
import { commandOf, dialogueOf } from "./commands.ts";
import type { Conversation } from "./conversation.model.ts";
import { buttonsSaidLast, cameBefore, findConversationWith } from "./conversation.store.ts";
import { commandIn, courseOf } from "./course.ts";
import { type Dialogue, type DialogueKind, findDialogue } from "./dialogue.model.ts";
import { type DialogueDeps, dialoguesOf } from "./dialogues.ts";
import type { Facts } from "./facts.ts";
import type { Inbound } from "./inbound.ts";
import { waitsOf } from "./interrupt-dialogue.ts";
import type { Reply } from "./reply.model.ts";
import { isOnlySigns } from "./only-signs.ts";
import { newestReplies } from "./reply.store.ts";
import { ownLexiconOf } from "./teach-reader.ts";

/** What was found about a message: the facts a decision needs, and the records they come from. */
export interface Found {
  facts: Facts;
  /** the message, with the button it presses in place of the number or the words that press it */
  text: string;
  unit: Unit;
  citizen: Citizen;
  dialogue: Dialogue | null;
  replies: ReadonlyMap<string, Reply>;
}

/** Reads the message, once, and looks up what decides about it. Writes nothing. */
export async function gatherFacts(deps: DialogueDeps, inbound: Inbound, unit: Unit, citizen: Citizen): Promise<Found> {
  const { oaId, userId, eventKey } = inbound;
  const [dialogue, conversation, replies] = await Promise.all([
    findDialogue(oaId, userId),
    findConversationWith(oaId, userId),
    newestReplies(unit._id),
  ]);
  const waiting = dialogue && dialogue.step !== "" ? dialogue : null;
  const dialogues = dialoguesOf(deps);
  const text = waiting ? pressIn(deps, waiting, inbound.text) : await pressOutside(conversation, inbound.text);
  const wordless = text === "" ? inbound.kind || "tin" : "";
  const command = commandOf(text);
  const tapped = dialogueOf(
    text,
    dialogues.map(({ kind }) => kind),
  );
  const reading = readMessage(command || tapped ? "" : text, ownLexiconOf(unit._id, replies));
  const counted = conversation?.misunderstoodEvent === eventKey ? 1 : 0;
  return {
    unit,
    citizen,
    dialogue,
    replies,
    text,
    facts: {
      reading,
      command,
      tapped,
      actedOn: /^#da-nhan ([0-9a-f]{24})$/.exec(text)?.[1] ?? "",
      isTesterCode: isTesterCode(text, unit),
      tellsReceipt: text.includes(COVERED),
      wordless: wordless === "" && !reading.emergency && isOnlySigns(text) ? "nhãn dán" : wordless,
      repeats: wordless !== "" && (await justCame(conversation, wordless, inbound.at)),
      // handed over by this very event in a run that was cut off: decided again as the first time
      state: conversation?.handedBy === eventKey ? "bot" : (conversation?.state ?? "bot"),
      dialogue: waiting ? { kind: waiting.kind, step: waiting.step } : undefined,
      heardBefore: dialogue?.lastEvent === eventKey || inbound.answered === true,
      open: command || text === "" ? [] : await openAmong(dialogues, meaningsOf(reading), unit._id, deps.clock.now()),
      misunderstood: (conversation?.misunderstood ?? 0) - counted,
    },
  };
}

/** Where something is about to be sent these are about that, and not about receiving. */
const DO_NOT_SEND = /^(?:thoi |da )?(?:khong|khoi) gui(?: nua)?(?: a| dau| nhe)?$/;

/** The button that a number, or words a button shows, press in a dialogue. */
function pressIn(deps: DialogueDeps, row: Dialogue, text: string): string {
  if (text.startsWith("#")) return text;
  const { asked, shown = asked?.buttons ?? [] } = courseOf(deps.box, row);
  const { numbers, no } = waitsOf(dialoguesOf(deps), row);
  if (no && DO_NOT_SEND.test(fold(text))) return `#${row.kind} ${no}`;
  const choice = pressed(text, shown, numbers) ?? pressed(text, asked?.buttons ?? [], true);
  return choice ? commandIn(row.kind, choice) : text;
}

/** Outside any dialogue a lone figure is a button of what the chat said last. */
async function pressOutside(conversation: Conversation | null, text: string): Promise<string> {
  if (!conversation || conversation.state !== "bot" || !/^\s*[1-5]\s*[.)]?\s*$/.test(text)) return text;
  const buttons = (await buttonsSaidLast(conversation._id)).flatMap(({ title, payload }) =>
    typeof payload === "string" ? [{ title, command: payload }] : [],
  );
  return pressed(text, buttons)?.command ?? text;
}

const BURST_MS = 60_000;
const justCame = async (conversation: Conversation | null, kind: string, at: Date): Promise<boolean> =>
  conversation !== null && cameBefore(conversation._id, kind, new Date(at.getTime() - BURST_MS), at);

function isTesterCode(text: string, unit: Unit): boolean {
  const code = /^thu tin ([a-z0-9]{6})$/.exec(fold(text))?.[1];
  return code !== undefined && unit.testCode !== "" && code === unit.testCode.toLowerCase();
}

/** Of what was meant, the dialogues that can begin now. */
async function openAmong(
  dialogues: readonly BroughtDialogue[],
  meant: readonly string[],
  unitCode: string,
  now: Date,
): Promise<DialogueKind[]> {
  const those = dialogues.filter(({ kind }) => meant.includes(kind));
  const open = await Promise.all(those.map((one) => one.opens(unitCode, now)));
  return those.filter((_, n) => open[n]).map(({ kind }) => kind);
}
