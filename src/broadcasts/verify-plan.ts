import { canonical } from "../decisions/compare.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { findBroadcast } from "./broadcast.store.ts";
import { fingerprintOf, keysNeeded } from "./rules.ts";

/** What was approved against what stands there: of a part, the whole above it as well. */
export async function comparePlan(broadcast: Broadcast): Promise<string[]> {
  if (broadcast.parentId !== "") return comparePart(broadcast);
  if (broadcast.fingerprint === "")
    return needsKeys(broadcast) ? ["plan: it left, and no fingerprint says what was approved"] : [];
  const problems: string[] = [];
  if (fingerprintOf(broadcast) !== broadcast.fingerprint)
    problems.push("plan: words, audience, channel or time are not those of the fingerprint");
  return [...problems, ...compareKeys(broadcast)];
}

const needsKeys = ({ state, startedAt, counts }: Broadcast): boolean =>
  !["draft", "waiting", "cancelled"].includes(state) || startedAt !== null || Object.values(counts).some((n) => n > 0);

function compareKeys(broadcast: Broadcast): string[] {
  const problems: string[] = [];
  const authors = [broadcast.createdBy.id, ...broadcast.contents.map((content) => content.authorId)];
  const keys = broadcast.approvals;
  for (const { by, fingerprint } of keys) {
    if (fingerprint !== broadcast.fingerprint) problems.push(`approval of ${by.name}: given to another fingerprint`);
    if (authors.includes(by.id)) problems.push(`approval of ${by.name}: by an author`);
  }
  const persons = new Set(keys.map(({ by }) => by.id)).size;
  const left = !["draft", "waiting"].includes(broadcast.state) && broadcast.startedAt !== null;
  if (left && persons < keysNeeded(broadcast.urgent))
    problems.push(`approvals: ${persons} persons, ${keysNeeded(broadcast.urgent)} are needed`);
  return problems;
}

/** What a unit's part of an action, and an emergency's article, take over from what was approved above them. */
const TAKEN_OVER = ["contents", "audience", "urgent", "fingerprint", "approvals"] as const;

async function comparePart(part: Broadcast): Promise<string[]> {
  const whole = await findBroadcast(part.parentId);
  if (!whole) return ["plan: the whole it is a part of is not there"];
  const problems = (await comparePlan(whole)).map((problem) => `of the whole, ${problem}`);
  for (const name of TAKEN_OVER)
    if (canonical(part[name]) !== canonical(whole[name])) problems.push(`plan: ${name} not as approved for the whole`);
  const article = whole.alsoArticle && part.unitCode === whole.unitCode;
  if (part.channel !== (article ? "article" : whole.channel))
    problems.push(`plan: channel ${part.channel} not as approved for the whole`);
  if (part.templateId !== "") problems.push("plan: a template nobody approved for it");
  if (canonical(part.cities) !== canonical(article ? [] : whole.cities))
    problems.push("plan: places not as approved for the whole");
  if (!article && !whole.units.includes(part.unitCode))
    problems.push(`plan: ${part.unitCode} is none of the units it was approved for`);
  return problems;
}
