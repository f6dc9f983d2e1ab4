import type { Clock } from "../kernel/clock.ts";
import { invalid, notFound } from "../kernel/errors.ts";
import { graphemes, nfc } from "../kernel/vietnamese.ts";
import { passGate } from "../gate/pass-gate.ts";
import { holds, ownAndAbove, type Scope } from "../kernel/scope.ts";
import type { Phrase } from "./phrase.model.ts";
import { addPhrase, changePhrase, dropPhrase, findPhrase, listPhrases, MOST_PHRASES } from "./phrase.store.ts";
import type { Officer } from "./steer-conversation.ts";

export interface PhraseDeps {
  clock: Clock;
}
interface Me extends Officer {
  scope: Scope;
}
export interface WrittenPhrase {
  title: string;
  text: string;
  /** of everybody in the unit, not only one's own */
  shared: boolean;
}

/** Sentences this person may use: the own ones, the unit's, those of the units above it. */
export async function phrasesFor({ id, scope }: Pick<Me, "id" | "scope">) {
  const [own, unit, ...others] = await Promise.all([
    listPhrases(scope, id),
    listPhrases(scope, ""),
    ...scope.above.map((code) => listPhrases(code, "")),
  ]);
  return { own: own ?? [], unit: unit ?? [], above: others.flat() };
}

/** One of those. @throws AppError 404 */
export async function phraseFor(me: Pick<Me, "id" | "scope">, id: string): Promise<Phrase> {
  const phrase = await findPhrase(id);
  if (!phrase || !ownAndAbove(me.scope).includes(phrase.unitCode) || !["", me.id].includes(phrase.ownerId))
    throw notFound("câu mẫu này");
  return phrase;
}

/** One this person may change: of the own unit. @throws AppError 404 */
const mine = async (me: Me, id: string): Promise<Phrase> => {
  const phrase = await findPhrase(id);
  if (!phrase || !holds(me.scope, phrase.unitCode) || !["", me.id].includes(phrase.ownerId))
    throw notFound("câu mẫu này");
  return phrase;
};

async function checked(
  deps: PhraseDeps,
  me: Me,
  { title, text }: WrittenPhrase,
): Promise<{ title: string; text: string }> {
  const [name, words] = [nfc(title.trim()), nfc(text.trim())];
  if (name === "" || graphemes(name) > 80) throw invalid({ title: "Cần tên câu mẫu, tối đa 80 ký tự" });
  if (words === "" || graphemes(words) > 1500) throw invalid({ text: "Cần lời của câu mẫu, tối đa 1.500 ký tự" });
  await passGate({ unitCode: me.scope.unit, officialId: me.id, now: deps.clock.now() }, { title: name, text: words });
  return { title: name, text: words };
}

export async function writePhrase(deps: PhraseDeps, me: Me, written: WrittenPhrase, id = ""): Promise<void> {
  const words = await checked(deps, me, written);
  const by = { by: me.name, at: deps.clock.now() };
  if (id !== "") return changePhrase(await mine(me, id), { ...words, ...by });
  const ownerId = written.shared ? "" : me.id;
  if ((await listPhrases(me.scope, ownerId)).length >= MOST_PHRASES)
    throw invalid({ title: `Đã có ${MOST_PHRASES} câu mẫu; bỏ bớt câu không dùng trước` });
  await addPhrase({ unitCode: me.scope.unit, ownerId, ...words, ...by });
}

export const removePhrase = async (me: Me, id: string): Promise<void> => dropPhrase(await mine(me, id));
