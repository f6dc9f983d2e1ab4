import { findCitizen } from "../citizens/citizen.store.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import { sameWords } from "../kernel/vietnamese.ts";
import { findUnit } from "../units/unit.store.ts";
import { findOa } from "../zalo/oa.store.ts";
import { wordsTo } from "../zalo/visitor.ts";
import { courseOf, outgoing } from "./course.ts";
import {
  changeDialogue,
  type Course,
  type Dialogue,
  findDialogue,
  findHeld,
  listDoubtful,
  listDue,
  listSaying,
  type Pending,
} from "./dialogue.model.ts";
import { close, type FinishDeps, finishDialogue, withCourse } from "./finish-dialogue.ts";
import type { SayAgainDeps } from "./say-again.ts";

interface Echo {
  userId: string;
  text: string;
}

/** What Zalo echoed, held against what dialogues said without an answer: one with the same words to that person went out. */
export async function settleDialogues(box: SecretBox, oaId: string, echoes: readonly Echo[]): Promise<void> {
  const rows = await listSaying(oaId, [...new Set(echoes.map(({ userId }) => userId))]);
  if (rows.length === 0) return;
  const office = await officeOf(oaId);
  for (const row of rows) {
    const userId = userIn(row);
    const said = echoes.filter((echo) => echo.userId === userId).map(({ text }) => text);
    await settleRow(box, row, (text) => said.some((one) => sameWords(one, text)), office);
  }
}

/** Tried again over what somebody else wrote meanwhile: an echo comes once. */
async function settleRow(box: SecretBox, read: Dialogue, wentOut: (text: string) => boolean, office: string) {
  let row: Dialogue | null = read;
  while (row) {
    const course = courseOf(box, row);
    const settled = without(row, course, wentOut, office);
    if (!settled) return;
    const change = {
      ...withCourse({ box }, settled),
      // a call under way goes on, and so does the wait for a second bubble
      sayingAt: settled.messages.length < course.messages.length ? undefined : row.sayingAt,
      heldUntil: row.heldUntil,
      line: row.line,
    };
    if (await changeDialogue(row, change)) return void (await close({ ...row, ...change }, settled));
    row = await findDialogue(oaIn(row), userIn(row));
  }
}

const officeOf = async (oaId: string): Promise<string> =>
  (await findUnit((await findOa(oaId))?.unitCode ?? ""))?.office ?? "";

/** The course without what went out; undefined when that is nothing. A call under way is the first of its messages. */
function without(
  row: Dialogue,
  course: Course,
  wentOut: (text: string) => boolean,
  office: string,
): Course | undefined {
  const gone = (message: Pending): boolean => wentOut(wordsTo(userIn(row), outgoing(row.kind, office, message)));
  const doubts = (course.doubts ?? []).filter(({ message }) => !gone(message));
  const [first, ...rest] = course.messages;
  const firstWent = row.sayingAt !== undefined && first !== undefined && gone(first);
  if (!firstWent && doubts.length === (course.doubts ?? []).length) return undefined;
  return { ...course, messages: firstWent ? rest : course.messages, doubts };
}

const RECENT_MS = 86_400_000;

/**
 * A call whose answer was lost and whose echo stayed away, while echoes of later sends came and the door took all that was
 * brought, was not made: it is made once more. Returns how many.
 */
export async function sayAgainInDialogues(deps: FinishDeps & SayAgainDeps): Promise<number> {
  const now = deps.clock.now().getTime();
  const doorSince = (await deps.doorGoodSince())?.getTime();
  if (doorSince === undefined) return 0;
  const from = new Date(Math.max(doorSince, now - RECENT_MS));
  let n = 0;
  await eachAlone(await listDoubtful(from, new Date(now - deps.patienceMs)), async (row) => {
    n += await sayAgainIn(deps, row, now - deps.patienceMs);
  });
  return n;
}

async function sayAgainIn(deps: FinishDeps, row: Dialogue, latest: number): Promise<number> {
  // somebody is at it, or will be in a moment
  if (row.sayingAt || row.heldUntil) return 0;
  const lastEcho = (await findOa(oaIn(row)))?.lastEchoAt?.getTime() ?? 0;
  const course = courseOf(deps.box, row);
  const silent = (course.doubts ?? []).filter(({ at }) => at < Math.min(lastEcho, latest));
  if (silent.length === 0) return 0;
  // said once more and silent again: nobody knows, and nobody is told a third time
  const again = silent
    .filter(({ message }) => !message.again)
    .map(({ message }) => ({ ...message, again: true as const }));
  const doubts = (course.doubts ?? []).filter((doubt) => !silent.includes(doubt));
  const change = withCourse(deps, { ...course, messages: [...again, ...course.messages], doubts });
  if (!(await changeDialogue(row, change))) return 0;
  await finishRow(deps, row);
  return again.length;
}

/**
 * What was written down and whose run was lost is done and said. Returns how many.
 * @param claimedBefore a call begun later than this may be under way
 */
export async function finishForgotten(deps: FinishDeps, before: Date, claimedBefore = before): Promise<number> {
  const rows = (await listDue(before)).filter(({ sayingAt }) => !sayingAt || sayingAt < claimedBefore);
  let n = 0;
  await eachAlone(rows, async (row) => {
    if (await finishRow(deps, row)) n += 1;
  });
  return n;
}

/** The question of a line that waits for a second bubble: how long still, in ms; asked when it is time. */
export async function askHeld(deps: FinishDeps, line: string): Promise<number> {
  const row = await findHeld(line);
  if (!row?.heldUntil) return 0;
  const left = row.heldUntil.getTime() - deps.clock.now().getTime();
  if (left > 0) return left;
  await finishRow(deps, row);
  return 0;
}

const oaIn = ({ _id }: Dialogue): string => _id.slice(0, _id.indexOf(":"));
const userIn = ({ _id }: Dialogue): string => _id.slice(_id.indexOf(":") + 1);

async function finishRow(deps: FinishDeps, row: Dialogue): Promise<boolean> {
  const [oaId, userId] = [oaIn(row), userIn(row)];
  const [oa, citizen] = await Promise.all([findOa(oaId), findCitizen(oaId, userId)]);
  const unit = await findUnit(oa?.unitCode ?? "");
  if (!unit) return false;
  const { userIdByApp: appUserId = "", displayName: name = "" } = citizen ?? {};
  await finishDialogue(deps, { oaId, userId, appUserId, name, unitCode: unit._id, office: unit.office });
  return true;
}
