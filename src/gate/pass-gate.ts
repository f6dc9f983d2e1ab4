import { sha256Hex } from "../kernel/crypto.ts";
import { type FieldErrors, invalid } from "../kernel/errors.ts";
import { shownAt } from "../units/scope-of.ts";
import { findOa, findOaOfUnit } from "../zalo/oa.store.ts";
import type { Allowance } from "./allowed.ts";
import { type Finding, type Given, judgeWords, refusedIn, sentencesOf } from "./judge-words.ts";
import { askedBefore, listAllowed } from "./place.store.ts";

/** Where this installation itself answers. Set once when its parts are tied together; the same for every unit. */
const own = { host: "", miniAppId: "" };
export function nameOwnAddresses(publicUrl: string, miniAppId: string): void {
  own.host = new URL(publicUrl).hostname;
  own.miniAppId = miniAppId;
}

/** What a unit may point to today: places approved for it, for units that came to it whole, and for the departments above. */
export async function allowanceOfUnit(unitCode: string, on: Date): Promise<Allowance> {
  const units = await shownAt(unitCode, on);
  const [places, oas] = await Promise.all([listAllowed(units), Promise.all(units.map((unit) => findOaOfUnit(unit)))]);
  return {
    places,
    oaIds: oas.flatMap((oa) => (oa ? [oa._id] : [])),
    ownHost: own.host,
    miniAppId: own.miniAppId,
  };
}

export interface Writer {
  unitCode: string;
  officialId: string;
  now: Date;
}

/**
 * The gate for words somebody has written, by the field they stand in. What is refused is said at its field; what is
 * only doubtful is asked about once, and the same person pressing again lets it pass.
 * @throws AppError 422 with a sentence for each field
 */
export async function passGate(writer: Writer, words: Readonly<Record<string, string>>, given?: Given): Promise<void> {
  const errors = await problemsAtGate(writer, words, given);
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

/** The same without throwing, for forms that have more to say. */
export async function problemsAtGate(
  writer: Writer,
  words: Readonly<Record<string, string>>,
  given?: Given,
): Promise<FieldErrors> {
  const allowance = await allowanceOfUnit(writer.unitCode, writer.now);
  const found = Object.entries(words).map(([field, text]) => ({ field, findings: judgeWords(text, allowance, given) }));
  const errors: FieldErrors = {};
  const refusedAny = found.some(({ findings }) => refusedIn(findings).length > 0);
  for (const { field, findings } of found) {
    // a question is only counted as asked when it is the only thing in the way
    const said = refusedAny ? findings : await unanswered(writer, findings);
    if (said.length > 0) errors[field] = sentencesOf(said);
  }
  return errors;
}

async function unanswered({ officialId, now }: Writer, findings: readonly Finding[]): Promise<Finding[]> {
  const open: Finding[] = [];
  for (const finding of findings)
    if (!(await askedBefore(sha256Hex(`${officialId}:${finding.say}`), now))) open.push(finding);
  return open;
}

/** What may not be published, whoever presses: nobody is asked anything here. "" when all may. */
export async function refusalOf(unitCode: string, texts: readonly string[], on: Date, given?: Given): Promise<string> {
  const allowance = await allowanceOfUnit(unitCode, on);
  return sentencesOf(texts.flatMap((text) => refusedIn(judgeWords(text, allowance, given))));
}

const KEPT_MS = 10_000;

/**
 * The gate at the place where messages are built: every message to a resident, whoever wrote it. What a unit may point
 * to is read anew every ten seconds. "" lets it pass.
 */
export function createMessageGate(clock: { now(): Date }) {
  const known = new Map<string, { at: number; allowance: Allowance }>();
  return async (oaId: string, texts: readonly string[], quoted: readonly string[]): Promise<string> => {
    const now = clock.now();
    const kept = known.get(oaId);
    let allowance = kept && Math.abs(now.getTime() - kept.at) < KEPT_MS ? kept.allowance : undefined;
    if (!allowance) {
      allowance = await allowanceOfUnit((await findOa(oaId))?.unitCode ?? "", now);
      if (known.size > 2000) known.clear();
      known.set(oaId, { at: now.getTime(), allowance });
    }
    const { oaIds } = allowance;
    const here = oaIds.includes(oaId) ? allowance : { ...allowance, oaIds: [...oaIds, oaId] };
    return sentencesOf(texts.flatMap((text) => refusedIn(judgeWords(text, here, { quoted }))));
  };
}
