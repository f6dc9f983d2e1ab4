import type { Item } from "../content/item.model.ts";
import { listCorrections, listForFeed } from "../content/item.store.ts";
import { publishPictures } from "../content/publish-pictures.store.ts";
import { KIND_RULES, liveWord } from "../content/kinds.ts";
import { ownOf, type Scope } from "../kernel/scope.ts";
import { findUnits } from "../units/unit.store.ts";
import { urnOf } from "./feed-id.ts";

/** What a public feed and page say of one item. */
export interface FeedEntry {
  /** the same for ever: of the item, not of its words, its unit or our domain */
  id: string;
  url: string;
  kind: string;
  title: string;
  text: string;
  source: string;
  office: string;
  publishedAt: Date;
  updatedAt: Date;
  picture: { url: string; alt: string } | null;
  media: { url: string; transcript: string } | null;
  officialUrl: string;
  live: string;
  series: string;
  /** of a correction: what was said wrongly, who signs and when */
  claim: { words: string; signer: string; signedOn: string } | null;
  /** corrections of this item */
  corrected: { title: string; url: string; at: Date }[];
  /** nothing is said of it any more but that it is taken back, when and why */
  withdrawn: { at: Date; reason: string } | null;
}

const NOTHING = {
  text: "",
  source: "",
  picture: null,
  media: null,
  officialUrl: "",
  live: "",
  series: "",
  claim: null,
};
const latest = (...dates: Date[]): Date => new Date(Math.max(...dates.map(Number)));
const addressOf = (publicUrl: string, id: unknown): string => `${publicUrl}/cong-khai/tin/${String(id)}`;

/** When people could first read it. */
const publishedAt = ({ approval, updatedAt, details }: Item): Date =>
  latest(approval?.at ?? updatedAt, details.embargoAt ?? new Date(0));

/** By the unit itself, or by the department that had handed it down. */
function withdrawalOf({ state, withdrawal, returned, updatedAt }: Item): FeedEntry["withdrawn"] {
  if (state !== "withdrawn") return null;
  const { at, reason } = withdrawal ?? returned ?? { at: updatedAt, reason: "" };
  return { at, reason };
}

const wordsOf = (item: Item, publicUrl: string, now: Date) => {
  const { kind, details, pictureId, pictureAlt } = item;
  return {
    text: item.text,
    source: item.source,
    picture: pictureId ? { url: `${publicUrl}/cong-khai/anh/${pictureId}`, alt: pictureAlt } : null,
    media: details.mediaUrl ? { url: details.mediaUrl, transcript: details.transcript } : null,
    officialUrl: details.officialUrl,
    live: liveWord(kind, details, now),
    series: details.series ?? "",
    claim:
      kind === "dinh-chinh"
        ? { words: details.earlierText, signer: details.signer, signedOn: details.signedOn ?? "" }
        : null,
  };
};

/** Items as anybody reads them, with what corrects them. */
export async function asEntries(items: readonly Item[], publicUrl: string, now: Date): Promise<FeedEntry[]> {
  const corrections = await listCorrections(
    items.map(({ _id }) => String(_id)),
    now,
  );
  const units = await findUnits([...new Set(items.map(({ unitCode }) => unitCode))]);
  const officeOf = new Map(units.map(({ _id, office }) => [_id, office]));
  return items.map((item) => {
    const id = String(item._id);
    const withdrawn = withdrawalOf(item);
    const corrected = corrections
      .filter(({ details }) => details.corrects === id)
      .map((one) => ({ title: one.title, url: addressOf(publicUrl, one._id), at: publishedAt(one) }));
    return {
      id: urnOf("item", id),
      url: addressOf(publicUrl, id),
      kind: KIND_RULES[item.kind].name,
      office: officeOf.get(item.unitCode) ?? item.unitCode,
      publishedAt: publishedAt(item),
      // a correction makes what it corrects new again: who read the wrong one is shown both
      updatedAt: latest(publishedAt(item), withdrawn?.at ?? new Date(0), ...corrected.map(({ at }) => at)),
      corrected,
      withdrawn,
      ...(withdrawn
        ? { ...NOTHING, title: "Tin đã thu hồi" }
        : { title: item.title, ...wordsOf(item, publicUrl, now) }),
    };
  });
}

/** Whoever reads an item may fetch its picture, by whichever page the item is met first. */
export async function showPictures(scope: Scope, items: readonly Item[]): Promise<void> {
  const ids = items.flatMap(({ pictureId, state }) => (pictureId && state === "approved" ? [pictureId] : []));
  if (ids.length > 0) await publishPictures(ownOf(scope), ids);
}

const MOST = 100;

/** What a unit and those that came whole to it made public, changed last first. */
export async function readFeed(scope: Scope, publicUrl: string, now: Date): Promise<FeedEntry[]> {
  const items = await listForFeed(scope, now, MOST);
  await showPictures(scope, items);
  const entries = await asEntries(items, publicUrl, now);
  return entries.toSorted((a, b) => Number(b.updatedAt) - Number(a.updatedAt));
}
