import type { SignedIn } from "../kernel/console-route.ts";
import type { Unit } from "../units/unit.model.ts";
import { fillBlanks, piecesOf } from "./phrase-blanks.ts";
import { phraseFor, type phrasesFor } from "./write-phrase.ts";

/** Sentences as the page lists them, by whose they are. */
export const phraseGroups = ({ own, unit, above }: Awaited<ReturnType<typeof phrasesFor>>) =>
  [
    { name: "Của tôi", rows: own },
    { name: "Của đơn vị", rows: unit },
    { name: "Của Sở", rows: above },
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, rows }) => ({
      name,
      rows: rows.map(({ _id, title, text }) => ({ id: String(_id), title, pieces: piecesOf(text) })),
    }));

/** A sentence as it stands in the reply box: what is known filled in, the rest left for the officer. */
export async function phraseInBox(
  id: string,
  { me, name, unit }: { me: SignedIn; name: string; unit: Unit | null },
): Promise<string> {
  const { text } = await phraseFor(me, id);
  const { contact, office = "" } = unit ?? {};
  return fillBlanks(text, {
    tên: name,
    "cơ quan": office,
    "giờ làm việc": contact?.hours ?? "",
    "số trực": contact?.dutyPhone ?? "",
    "tên cán bộ": me.name,
  });
}
