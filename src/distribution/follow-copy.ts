import { Types } from "mongoose";
import { officeOf } from "../content/decide-item.ts";
import type { Item } from "../content/item.model.ts";
import { bringItem, bringPicture, itemStates, readPicture, withdrawItems } from "../content/item.store.ts";
import { fingerprintOf } from "../content/rules.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import type { Content } from "./content.model.ts";
import { readContents } from "./content.store.ts";
import type { Copy, Publication } from "./copy.model.ts";
import { adaptedCopies, type AdaptedCopy, listDueCopies, noteCopyFollowed, readCopy } from "./copy.store.ts";
import { OWN_KIND } from "./legal-kinds.ts";
import { readPackage } from "./package.store.ts";
import { wordsOfCopy } from "./rules.ts";

export interface FollowDeps {
  clock: Clock;
  /** sends of these items that have not begun are cancelled, what is on its way is stopped */
  cancelBroadcasts(itemIds: readonly string[]): Promise<void>;
}

/** The same for the same: what a cut run made is known again. */
const idFrom = (...parts: readonly (string | number)[]): Types.ObjectId =>
  new Types.ObjectId(sha256Hex(JSON.stringify(parts)).slice(0, 24));

async function bringPictureOf(content: Content, unitCode: string): Promise<string> {
  const picture = content.pictureId === "" ? null : await readPicture(content.pictureId);
  if (!picture) return "";
  const id = idFrom("picture", unitCode, content.pictureSha);
  const { mimeType, bytes, sha256, width, height, at } = picture;
  await bringPicture(id, unitCode, { unitCode, mimeType, bytes, sha256, width, height, at, isPublic: false });
  return String(id);
}

/** Who decided writes today: the unit of the copy, or the one it came to whole. */
const unitOf = ({ decided, unitCode }: Pick<Copy, "decided" | "unitCode">): string => decided?.unit || unitCode;
const unitsOf = (copy: Pick<Copy, "decided" | "unitCode">): string[] => [...new Set([copy.unitCode, unitOf(copy)])];

/** The commune's own items of a copy: approved by who released them when taken as they are, else for its approver. */
async function makeItems(copy: Copy, stands?: Pick<Item, "state" | "approval" | "returned">): Promise<string[]> {
  const head = await readPackage(copy.packageId);
  const release = head?.versions.find(({ n }) => n === copy.version);
  const contents = await readContents(copy.contents);
  const unitCode = unitOf(copy);
  const office = await officeOf(unitCode);
  const ids: string[] = [];
  const { decided } = copy;
  if (!decided || !release) return copy.items;
  for (const [n, hash] of copy.contents.entries()) {
    const content = contents.get(hash);
    if (!content) continue;
    const { kind, details, pictureAlt, source, sourceClass, pictureSha } = content;
    const _id = idFrom("item", copy._id, copy.version, n);
    const words = {
      kind,
      details,
      ...wordsOfCopy(content, copy.own[n], n === copy.contents.length - 1 ? copy.note : ""),
      pictureId: await bringPictureOf(content, unitCode),
      pictureAlt,
      source,
      sourceClass,
    };
    const isWhole = copy.state !== "adapted";
    const approval = { by: release.by, at: decided.at, fingerprint: fingerprintOf(words, office, pictureSha) };
    const item: Item = {
      _id,
      unitCode,
      ...words,
      belongings: [],
      state: isWhole ? "approved" : "waiting",
      author: decided.by,
      version: 1,
      updatedAt: decided.at,
      submittedAt: decided.at,
      approval: isWhole ? approval : null,
      returned: null,
      createdAt: decided.at,
      ...stands,
    };
    await bringItem(item);
    ids.push(String(_id));
  }
  return ids;
}

/** What this system itself shows is confirmed by itself. */
const ownPublication = (at: Date): Publication => ({
  kind: OWN_KIND,
  place: "Tin của xã trên OA và Mini App",
  at,
  by: null,
  proof: "system",
  link: "",
  pictureId: "",
});
const published = (copy: Pick<Copy, "publishedAt" | "publications">, at: Date): Partial<Copy> => ({
  state: "published",
  publishedAt: copy.publishedAt ?? at,
  publications: copy.publications.some(({ proof }) => proof === "system")
    ? copy.publications
    : [...copy.publications, ownPublication(at)],
});

async function settleWithdrawn(deps: FollowDeps, copy: Copy): Promise<void> {
  const { withdrawn } = copy;
  if (!withdrawn) return;
  const returned = { by: { id: "", name: "Sở" }, at: withdrawn.at, reason: `Sở thu hồi: ${withdrawn.reason}` };
  // whoever is in the middle of making them may die before it says so: where one is not there yet, it stands withdrawn
  const beingMade = withdrawn.was === "taken" || withdrawn.was === "adapted";
  if (beingMade) await makeItems(copy, { state: "withdrawn", approval: null, returned });
  const made = beingMade || withdrawn.was === "published" ? await madeOf(copy) : [];
  const items = [...new Set([...copy.older, ...copy.items, ...made])];
  await deps.cancelBroadcasts(items);
  await withdrawItems(unitsOf(copy), items, returned);
  await noteCopyFollowed(copy, { withdrawn: { ...withdrawn, settledAt: deps.clock.now() } });
}

/** What a decision about one copy, or its withdrawal, leaves to do; found by `due`, safe to run again. */
export async function followCopy(deps: FollowDeps, id: string): Promise<void> {
  const copy = await readCopy(id);
  if (!copy?.due) return;
  if (copy.state === "withdrawn") return settleWithdrawn(deps, copy);
  if (copy.state !== "taken" && copy.state !== "adapted") return void (await noteCopyFollowed(copy, {}));
  const items = await makeItems(copy);
  const older = [...new Set([...copy.older, ...copy.items, ...(await madeOf(copy))])].filter(
    (one) => !items.includes(one),
  );
  if (copy.state === "taken") await letGoOf(deps, copy, older);
  const fields = copy.state === "taken" ? { older: [], ...published(copy, deps.clock.now()) } : { older };
  if (await noteCopyFollowed(copy, { items, ...fields })) return;
  // withdrawn meanwhile, and perhaps settled before these items were there
  const now = await readCopy(id);
  if (now?.state === "withdrawn") await settleWithdrawn(deps, now);
}

/** Residents are not shown two versions of one item. */
async function letGoOf(deps: FollowDeps, copy: AdaptedCopy, older: readonly string[]): Promise<void> {
  if (older.length === 0) return;
  await deps.cancelBroadcasts(older);
  const reason = `Đã thay bằng bản ${copy.version} của Sở`;
  await withdrawItems(unitsOf(copy), older, { by: { id: "", name: "Sở" }, at: deps.clock.now(), reason });
}

/** Every item that may have been made of it, of this version or one before: a cut run made some and noted none. */
async function madeOf({ _id, packageId, code, version }: Copy): Promise<string[]> {
  const versions = (await readPackage(packageId))?.versions ?? [];
  return versions
    .filter((one) => one.n <= version)
    .flatMap(({ n, entries }) => {
      const parts = entries.find((entry) => entry.code === code)?.contents ?? [];
      return parts.map((_, part) => String(idFrom("item", _id, n, part)));
    });
}

export const followCopies = async (deps: FollowDeps): Promise<number> =>
  eachAlone(await listDueCopies(), ({ _id }) => followCopy(deps, _id));

/** What the unit's approver let out is published; found by the items' own state. */
export async function noteApproved(deps: FollowDeps): Promise<void> {
  await eachAlone(adaptedCopies(), async (copies) => {
    const states = await itemStates(copies.flatMap(({ items }) => items));
    await eachAlone(copies, (copy) => noteIfApproved(deps, copy, states));
  });
}

async function noteIfApproved(
  deps: FollowDeps,
  copy: AdaptedCopy,
  states: Awaited<ReturnType<typeof itemStates>>,
): Promise<void> {
  const approved = copy.items.map((id) => states.get(id));
  if (approved.length === 0 || approved.some((one) => one?.state !== "approved")) return;
  const at = approved.map((one) => one?.approval?.at ?? deps.clock.now()).toSorted((a, b) => +b - +a)[0];
  await letGoOf(deps, copy, copy.older);
  await noteCopyFollowed(copy, { ...published(copy, at ?? deps.clock.now()), older: [] });
}
