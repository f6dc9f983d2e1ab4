import type { Shape } from "../kernel/dialogue/dialogue.ts";
import type { Meaning } from "../reading/intents.ts";
import { meaningsOf } from "../reading/meaning.ts";
import type { ReplyName } from "./default-replies.ts";
import type { DialogueKind } from "./dialogue.model.ts";
import type { Facts } from "./facts.ts";
import { STANDING } from "./dialogues.ts";
import { type Aside, type Interruption, interruptionOf, othersThan, waitsOf } from "./interrupt-dialogue.ts";

export type Person = "none" | "waits" | "called" | "urgent";

/** What is to be written down and said in the conversation. */
export interface Talk {
  deed: "talk";
  /** first of all what decided; empty for a message without words */
  meanings: readonly Meaning[];
  /**
   * How much of the message is stored: inside a dialogue only the words that broke it off, of an opinion that begins
   * an anonymous comment nothing at all, not even that there was one.
   */
  keep: "all" | "because" | "nothing";
  endsDialogue: boolean;
  begins: DialogueKind | undefined;
  consent: "stop" | "resume" | "ask" | undefined;
  replies: readonly ReplyName[];
  person: Person;
  misunderstood: "more" | "none" | "same";
}
export type Decision =
  | { deed: "nothing" }
  | { deed: "count-acted" }
  | { deed: "add-tester" }
  | { deed: "go-on"; dialogue: DialogueKind }
  | { deed: "answer-in-between"; question: Aside }
  | { deed: "leave-dialogue" }
  | { deed: "erase" }
  | Talk;

/** At most so many answers to one message. */
const MOST_REPLIES = 2;
/** Messages in a row that are not understood before a person is called. */
const PATIENCE = 2;

/** What to do about a message. Pure: the same facts always lead to the same decision. */
export function decide(facts: Facts, dialogues: readonly Shape[] = STANDING): Decision {
  if (facts.heardBefore) return { deed: "nothing" };
  if (facts.actedOn !== "") return { deed: "count-acted" };
  if (facts.isTesterCode) return { deed: "add-tester" };
  const { command, dialogue } = facts;
  const tapped = facts.tapped ?? command?.intent;
  if (tapped !== undefined && isKind(dialogues, tapped)) return { deed: "go-on", dialogue: tapped };
  if (command?.intent === "xoa-du-lieu" && command.argument === "dong-y") return { deed: "erase" };
  const interruption: Interruption | undefined =
    dialogue && interruptionOf(facts, waitsOf(dialogues, dialogue), othersThan(dialogues, dialogue.kind));
  if (dialogue && !interruption) return { deed: "go-on", dialogue: dialogue.kind };
  if (interruption === "leaves") return { deed: "leave-dialogue" };
  if (typeof interruption === "object") return { deed: "answer-in-between", question: interruption.asks };
  return decideTalk(facts, dialogues);
}

const isKind = (dialogues: readonly Shape[], meaning: string): boolean =>
  dialogues.some(({ kind }) => kind === meaning);

function decideTalk(facts: Facts, dialogues: readonly Shape[]): Talk {
  const { command, state, wordless } = facts;
  const read = command ? [command.intent] : wordless === "" ? meaningsOf(facts.reading) : [];
  // what breaks a dialogue off is obeyed; what else the message holds was said to the dialogue
  const meanings = facts.dialogue ? read.slice(0, 1) : read;
  const [first] = meanings;
  const talk: Talk = {
    deed: "talk",
    meanings,
    keep: facts.dialogue && first !== "khan-cap" ? "because" : "all",
    endsDialogue: facts.dialogue !== undefined,
    begins: undefined,
    consent: first === "dung" ? "stop" : first === "nhan" ? "resume" : undefined,
    replies: [],
    person: "none",
    misunderstood: "same",
  };
  if (first === "khan-cap") return { ...talk, replies: ["khan-cap"], person: "urgent" };
  // a person has the conversation: what concerns receiving is obeyed and confirmed by itself, and buttons do what they say
  if (state !== "bot" && !command)
    return { ...talk, replies: talk.consent ? repliesTo(meanings.slice(0, 1)) : [], person: "waits" };
  // five photos are answered once
  if (wordless !== "")
    return { ...talk, replies: facts.repeats ? [] : [wordless === "nhãn dán" ? "khong-phai-chu" : "anh"] };
  // what became of a comment nobody can tell here: the chat would know whose it is
  if (facts.tellsReceipt && !command && !["dung", "nhan", "ask", "can-bo", "xoa-du-lieu"].includes(first ?? ""))
    return { ...talk, replies: ["ma-tra-cuu"], misunderstood: "none" };
  if (first === "unknown" || first === undefined) return notUnderstood(facts, talk);
  const wish = meanings.find((meaning) => isKind(dialogues, meaning) && facts.open.includes(meaning));
  // who asks for a person as well is talked with: an anonymous comment can begin when that is over
  const anonymousKind = dialogues.some(({ kind, anonymous }) => kind === wish && anonymous);
  const begins = anonymousKind && meanings.includes("can-bo") ? undefined : wish;
  const said = meanings.filter((meaning) => meaning !== begins);
  const anonymous = anonymousKind && begins !== undefined;
  return {
    ...talk,
    // stopping is written down and confirmed by the words that said it; of the opinion beside it nothing is
    keep: !anonymous ? talk.keep : talk.consent ? "because" : "nothing",
    begins,
    consent: first === "ask" ? "ask" : talk.consent,
    // of a message that begins an anonymous comment nothing is kept, so that nothing else of it is answered in writing
    replies: !anonymous ? repliesTo(said, facts) : talk.consent ? repliesTo(said.slice(0, 1), facts) : [],
    person: meanings.includes("can-bo") ? "called" : "none",
    misunderstood: "none",
  };
}

/** Whether what is done must leave nothing that names who wrote (domain.md §5-3): an anonymous comment, "tôi đã nhận". */
export function isQuiet(
  decision: Decision,
  { dialogue }: Pick<Facts, "dialogue">,
  dialogues: readonly Shape[] = STANDING,
): boolean {
  const isAnonymous = (kind: DialogueKind | undefined): boolean =>
    dialogues.some((one) => one.kind === kind && one.anonymous);
  switch (decision.deed) {
    case "count-acted":
    // whoever wrote openly is known since the first run; an anonymous dialogue may be over and tell no more that it was one
    case "nothing":
      return true;
    case "go-on":
      return isAnonymous(decision.dialogue);
    case "leave-dialogue":
    case "answer-in-between":
      return isAnonymous(dialogue?.kind);
    case "talk":
      return decision.keep === "nothing" && decision.consent === undefined;
    default:
      return false;
  }
}

function notUnderstood(facts: Facts, talk: Talk): Talk {
  return facts.misunderstood + 1 < PATIENCE
    ? { ...talk, replies: ["unknown"], misunderstood: "more" }
    : { ...talk, replies: ["handed-over"], person: "called", misunderstood: "more" };
}

const repliesTo = (meanings: readonly Meaning[], facts?: Pick<Facts, "command" | "reading">): ReplyName[] =>
  meanings.slice(0, MOST_REPLIES).map((meaning): ReplyName => {
    if (meaning === "ask") return "hoi-dung";
    if (meaning === "xoa-du-lieu") return "xoa-hoi";
    if (meaning === "menu" && facts?.reading.language === "en" && !facts.command) return "english";
    if (meaning === "chu-de" && (facts?.command?.argument ?? "") !== "") return "chu-de-doi";
    return meaning;
  });
