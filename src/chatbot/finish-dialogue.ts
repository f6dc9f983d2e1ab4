import { noteAnswered } from "../citizens/inbound-event.store.ts";
import { BEGINNING, type Party, type Sprint } from "../kernel/dialogue/dialogue.ts";
import type { ZaloClient } from "../zalo/client.ts";
import { courseOf, dueOf, outgoing, saidIn, stateOf } from "./course.ts";
import { changeDialogue, type Course, type Dialogue, dropAsRead, findDialogue, type Parked } from "./dialogue.model.ts";
import { type DialogueDeps, dialoguesOf } from "./dialogues.ts";

export interface FinishDeps extends DialogueDeps {
  /** how long a question waits for a second bubble, ms; missing or 0 = it is asked at once */
  listenMs?: number;
  zalo: Pick<ZaloClient, "sendMessage">;
}

/**
 * Does and says what a turn left written down, one after the other; each is recorded before the next. Run again after a
 * cut it goes on where it stopped. A call that was begun and not recorded is in doubt: it is not made again here, and
 * holds up nothing (settle-dialogues.ts).
 */
export async function finishDialogue(deps: FinishDeps, party: Party): Promise<void> {
  for (;;) {
    const row = await findDialogue(party.oaId, party.userId);
    if (!row) return;
    const course = courseOf(deps.box, row);
    if (row.sayingAt) await toDoubts(deps, row, course);
    else if (course.effect) await act(deps, party, row, course);
    else if (course.messages.length > 0) await say(deps, party, row, course);
    else return void (await close(row, course));
  }
}

/** The same row with another course; what else of it changes with that. */
export const withCourse = (deps: Pick<DialogueDeps, "box">, course: Course): Partial<Dialogue> => ({
  course: deps.box.seal(JSON.stringify(course)),
  doubtAt: undefined,
  ...dueOf(course),
  sayingAt: undefined,
  heldUntil: undefined,
  line: undefined,
});

async function toDoubts(deps: FinishDeps, row: Dialogue, course: Course): Promise<void> {
  const [message, ...messages] = course.messages;
  const doubts = [...(course.doubts ?? []), ...(message ? [{ message, at: row.sayingAt?.getTime() ?? 0 }] : [])];
  await changeDialogue(row, withCourse(deps, { ...course, messages, doubts }));
}

/** An effect is done and its step hears of it: one more sprint, written down like the first. */
async function act(deps: FinishDeps, party: Party, row: Dialogue, course: Course): Promise<void> {
  const { effect, ...rest } = course;
  const dialogue = dialoguesOf(deps).find(({ kind }) => kind === row.kind);
  if (!dialogue || !effect) return void (await changeDialogue(row, withCourse(deps, rest)));
  const outcome = await dialogue.act(party, saidIn(deps.box, row), effect, row.key);
  const sprint: Sprint =
    row.step === ""
      ? { state: BEGINNING, messages: [], effect: undefined }
      : await dialogue.hearOutcome({ party, now: deps.clock.now() }, stateOf(deps.box, row), outcome);
  await changeDialogue(row, written(deps, { ...row, ...rest }, rest, sprint));
}

/** How a sprint is written over a row, with what was left to say before it. */
export function written(
  deps: DialogueDeps,
  row: Pick<Dialogue, "kind" | "key">,
  before: Course,
  { state, messages, effect }: Sprint,
): Partial<Dialogue> & Pick<Dialogue, "step" | "said"> {
  const course: Course = {
    ...(state.asked ? { asked: state.asked } : {}),
    ...(messages.length > 0 ? { shown: messages.at(-1)?.buttons ?? [] } : before.shown ? { shown: before.shown } : {}),
    misses: state.misses,
    ...(effect ? { effect } : {}),
    messages: [...before.messages, ...messages],
    ...(before.doubts?.length ? { doubts: before.doubts } : {}),
    ...(before.parked ? { parked: before.parked } : {}),
  };
  const over = state.step === "" && effect === undefined;
  return over && before.parked
    ? unparked(deps, course, before.parked)
    : {
        kind: row.kind,
        key: row.key,
        step: state.step,
        said: deps.box.seal(JSON.stringify(state.said)),
        ...withCourse(deps, course),
      };
}

/** What this one was begun in the middle of waits again, and the person is told so. */
function unparked(deps: DialogueDeps, course: Course, { kind, step, key, said, asked, parked }: Parked) {
  const title = dialoguesOf(deps).find((one) => one.kind === kind)?.title ?? "";
  const [last, ...earlier] = course.messages.toReversed();
  const offered = {
    ...last,
    words: `${last?.words ?? ""}\n\nÔng/Bà còn làm dở ${title}.`.trim(),
    buttons: [
      { title: "Làm tiếp", command: `#${kind} tiep` },
      { title: "Bỏ", command: `#${kind} bo` },
    ],
  };
  const { doubts } = course;
  return {
    kind,
    step,
    key,
    said: deps.box.seal(JSON.stringify(said)),
    ...withCourse(deps, {
      ...(asked ? { asked } : {}),
      ...(doubts ? { doubts } : {}),
      ...(parked ? { parked } : {}),
      shown: offered.buttons,
      misses: 0,
      messages: [...earlier.toReversed(), offered],
    }),
  };
}

/** Claimed, said, recorded. What surely did not leave is an error, so that the event is tried again. */
async function say(deps: FinishDeps, party: Party, row: Dialogue, course: Course): Promise<void> {
  const [message] = course.messages;
  const sayingAt = deps.clock.now();
  if (!message || !(await changeDialogue(row, { sayingAt }))) return;
  const claimed = { ...row, sayingAt };
  const sent = await deps.zalo.sendMessage(party.oaId, party.userId, outgoing(row.kind, party.office, message));
  if (sent.kind === "retry") {
    await changeDialogue(claimed, { sayingAt: undefined });
    throw new Error(`dialogue waits: ${sent.reason}`);
  }
  if (sent.kind === "unknown") return toDoubts(deps, claimed, course);
  await recordSaid(deps, party, claimed);
}

/** Over the row as it stands now: an echo may have taken a doubt out of it while the call was made. */
async function recordSaid(deps: FinishDeps, { oaId, userId }: Party, claimed: Dialogue): Promise<void> {
  let row: Dialogue | null = claimed;
  while (row?.sayingAt && row.sayingAt.getTime() === claimed.sayingAt?.getTime()) {
    const course = courseOf(deps.box, row);
    const left = { ...course, messages: course.messages.slice(1) };
    if (isOver(row, left) ? await close(row, left) : await changeDialogue(row, withCourse(deps, left))) return;
    row = await findDialogue(oaId, userId);
  }
}

const isOver = (row: Dialogue, { effect, messages, doubts = [] }: Course): boolean =>
  row.step === "" && !effect && messages.length === 0 && doubts.length === 0;

/** What is over goes; its event is known as answered before, so that it is not taken for a new one. */
export async function close(row: Dialogue, course: Course): Promise<boolean> {
  if (!isOver(row, course)) return false;
  await noteAnswered(row.lastEvent);
  return dropAsRead(row);
}
