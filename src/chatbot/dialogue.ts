import { randomUUID } from "node:crypto";
import { noteAnswered } from "../citizens/inbound-event.store.ts";
import type { BroughtDialogue } from "../kernel/dialogue/bring.ts";
import {
  type Aim,
  BEGINNING,
  type Heard,
  type Message,
  type Party,
  type Said,
  type Sprint,
} from "../kernel/dialogue/dialogue.ts";
import { answerAside, GO_ON } from "../kernel/dialogue/play.ts";
import { fold } from "../kernel/vietnamese.ts";
import { courseOf, saidIn, stateOf } from "./course.ts";
import {
  type Course,
  type Dialogue,
  type DialogueKind,
  dropDialogue,
  findDialogue,
  type Parked,
  saveDialogue,
} from "./dialogue.model.ts";
import { dialoguesOf } from "./dialogues.ts";
import { earlierIn } from "./earlier-pictures.ts";
import { type FinishDeps, finishDialogue, written } from "./finish-dialogue.ts";
import { MOST_WORDS_OF_A_BARE_WISH } from "./interrupt-dialogue.ts";

/** A message of somebody's, under the event that brought it. */
export interface Spoken extends Omit<Heard, "unasked"> {
  eventKey: string;
  line: string;
}

/**
 * One turn: looked up, decided, written down in one write, and only then done and said. Neither what the person wrote
 * nor what is answered is stored as a message; it lies sealed in the row and goes with it.
 */
export async function runDialogue(
  deps: FinishDeps,
  party: Party,
  spoken: Spoken,
  kind: DialogueKind,
  how: "hear" | "begin" = "hear",
): Promise<"no" | "said" | "held"> {
  const dialogue = dialoguesOf(deps).find((one) => one.kind === kind);
  if (!dialogue) return "no";
  const kept = await findDialogue(party.oaId, party.userId);
  const [row, course] = await rowFor(deps, party, kept, dialogue, spoken, how);
  const [meant, text] = aimOf(spoken.text, kind, row?.step ?? "start");
  // its own command in the middle begins it anew, unless something was written: then it goes on
  const anew = how === "begin" || (meant.tapped && meant.step === "start");
  const aim = anew && row && wroteIn(dialogue, saidIn(deps.box, row)) ? GOES_ON : meant;
  const state = stateOf(deps.box, aim.step === "start" ? null : row);
  const unasked = kept?.heldUntil !== undefined && row !== null;
  const heard = { ...withEarlier(deps, dialogue, kept, spoken), text, unasked };
  const sprint = await dialogue.hear({ party, now: deps.clock.now() }, state, heard, aim);
  const fresh = !row || aim.step === "start";
  const hold = mayBeMore(spoken, aim, sprint) ? holdOf(deps, spoken) : {};
  await write(deps, party, spoken, { kind, key: fresh ? randomUUID() : row.key }, course, sprint, hold);
  if (hold.heldUntil) return "held";
  await finishDialogue(deps, party);
  return "said";
}

const withEarlier = (deps: FinishDeps, { kind, pictures }: BroughtDialogue, kept: Dialogue | null, spoken: Spoken) => ({
  ...spoken,
  image: [...(pictures ? earlierIn(deps, kind, kept) : []), spoken.image].filter((image) => image !== "").join("\n"),
});

const GOES_ON: Aim = { step: GO_ON, tapped: true };
const wroteIn = ({ typed = [] }: BroughtDialogue, said: Said): boolean => typed.some((field) => said[field]);

/** The row this turn goes on from, and what was left to say; another dialogue under way waits until this one is over. */
async function rowFor(
  deps: FinishDeps,
  party: Party,
  kept: Dialogue | null,
  dialogue: BroughtDialogue,
  { text }: Spoken,
  how: "hear" | "begin",
): Promise<[Dialogue | null, Course]> {
  const none: Course = { misses: 0, messages: [] };
  if (!kept) return [null, none];
  const course = courseOf(deps.box, kept);
  const { parked, doubts } = course;
  const left: Course = { ...none, messages: saidOf(kept, course), ...(doubts ? { doubts } : {}) };
  if (kept.step === "") return [null, left];
  if (kept.kind === dialogue.kind) return [how === "begin" ? null : kept, { ...left, ...(parked ? { parked } : {}) }];
  await pauseWhatIsLeft(deps, party, kept);
  const [waiting, others] = takeOut(parked, dialogue.kind);
  const now: Course = { ...left, parked: parkedFrom(deps, kept, course, others) };
  return [waiting && callsBack(dialogue, waiting, text, how) ? waitingAgain(deps, kept, waiting) : null, now];
}

function parkedFrom(deps: FinishDeps, row: Dialogue, { asked }: Course, parked: Parked | undefined): Parked {
  const { kind, step, key } = row;
  return { kind, step, key, said: saidIn(deps.box, row), ...(asked ? { asked } : {}), ...(parked ? { parked } : {}) };
}

/** What waits of a kind, and what waits besides. */
function takeOut(parked: Parked | undefined, kind: DialogueKind): [Parked | undefined, Parked | undefined] {
  if (!parked) return [undefined, undefined];
  const { parked: below, ...one } = parked;
  if (one.kind === kind) return [one, below];
  const [found, others] = takeOut(below, kind);
  return [found, { ...one, ...(others ? { parked: others } : {}) }];
}

/** Its button does; so does the bare wish for it while something was written in it. A sentence that says more begins anew. */
function callsBack(dialogue: BroughtDialogue, { said }: Parked, text: string, how: "hear" | "begin"): boolean {
  const typed = text.trim();
  if (typed === `#${dialogue.kind} ${GO_ON}`) return true;
  const bare =
    how === "begin" ? fold(typed).split(" ").length <= MOST_WORDS_OF_A_BARE_WISH : typed === `#${dialogue.kind}`;
  return bare && wroteIn(dialogue, said);
}

/** What was parked, as the row it was. */
function waitingAgain({ box }: FinishDeps, row: Dialogue, { kind, step, key, said, asked }: Parked): Dialogue {
  const course: Course = { misses: 0, messages: [], ...(asked ? { asked } : {}) };
  const seal = (what: unknown): string => box.seal(JSON.stringify(what));
  return { ...row, kind, step, key, said: seal(said), course: seal(course) };
}

async function write(
  deps: FinishDeps,
  { oaId, userId }: Party,
  { eventKey }: Spoken,
  row: Pick<Dialogue, "kind" | "key">,
  course: Course,
  sprint: Sprint,
  hold: Pick<Dialogue, "heldUntil" | "line"> = {},
): Promise<void> {
  const next = written(deps, row, course, sprint);
  await saveDialogue(oaId, userId, { ...row, ...next, ...hold, lastEvent: eventKey, at: deps.clock.now() });
}

/** What must be said whatever comes next: a question that waits for a second bubble is asked anew by what follows. */
const saidOf = ({ heldUntil }: Dialogue, { messages }: Course): readonly Message[] =>
  heldUntil ? messages.slice(0, -1) : messages;

/** Words, pictures, a pin: more of them may be on the way. A tap, a yes, a number is all there is. */
const mayBeMore = ({ text, short, kind }: Spoken, { tapped }: Aim, { state, effect }: Sprint): boolean =>
  !tapped && !short && state.step !== "" && !effect && (kind !== "" || fold(text).split(" ").length > 1);

const holdOf = ({ listenMs = 0, clock }: FinishDeps, { line }: Spoken): Pick<Dialogue, "heldUntil" | "line"> =>
  listenMs > 0 && line !== "" ? { heldUntil: new Date(clock.now().getTime() + listenMs), line } : {};

/** A button names its step and carries what it stands for: `#gop-y vi-tri P3.2`; words go to the step that waits. */
function aimOf(text: string, kind: DialogueKind, waiting: string): [Aim, string] {
  const typed = text.trim();
  if (typed !== `#${kind}` && !typed.startsWith(`#${kind} `)) return [{ step: waiting, tapped: false }, text];
  const [name = "", ...rest] = typed
    .slice(kind.length + 1)
    .trim()
    .split(" ");
  return [{ step: name || "start", tapped: true }, rest.join(" ")];
}

/** What is known was answered in between, and what was asked is asked again. */
export async function answerInBetween(
  deps: FinishDeps,
  party: Party,
  spoken: Spoken,
  row: Dialogue,
  answer: Message,
): Promise<void> {
  const { kind, key } = row;
  const course = courseOf(deps.box, row);
  const left = { ...course, messages: saidOf(row, course) };
  await write(deps, party, spoken, { kind, key }, left, answerAside(stateOf(deps.box, row), answer));
  await finishDialogue(deps, party);
}

/** It is left in so many words: that is said before the row goes. */
export async function leaveDialogue(deps: FinishDeps, party: Party, spoken: Spoken, row: Dialogue): Promise<void> {
  const { kind, key } = row;
  const sprint = dialoguesOf(deps)
    .find((one) => one.kind === kind)
    ?.leave(stateOf(deps.box, row)) ?? { state: BEGINNING, messages: [], effect: undefined };
  const { effect: _, ...course } = courseOf(deps.box, row);
  await pauseWhatIsLeft(deps, party, row);
  await write(
    deps,
    party,
    spoken,
    { kind, key },
    { ...course, messages: saidOf(row, course) },
    { ...sprint, effect: undefined },
  );
  await finishDialogue(deps, party);
}

/** Somebody turned to something else, which was answered: a contest's clock is stopped, what was said is dropped. */
export async function dropWhatWasSaid(deps: FinishDeps, party: Party, eventKey: string, row: Dialogue): Promise<void> {
  await pauseWhatIsLeft(deps, party, row);
  await noteAnswered(eventKey);
  await dropDialogue(party.oaId, party.userId);
}

/** Doing it again changes nothing, so that it needs no write before. */
async function pauseWhatIsLeft(deps: FinishDeps, party: Party, row: Dialogue): Promise<void> {
  const dialogue = dialoguesOf(deps).find(({ kind }) => kind === row.kind);
  const effect = dialogue?.leave(stateOf(deps.box, row)).effect;
  if (effect) await dialogue?.act(party, saidIn(deps.box, row), effect, row.key);
}
