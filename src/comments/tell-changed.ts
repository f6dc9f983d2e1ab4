import { endTelling, findDraft } from "../drafts/draft.store.ts";
import { listPlaces, type Place, wordingAt } from "../drafts/list-places.ts";
import type { Comment } from "./comment.model.ts";
import { claimTellingOfVersion, streamSignedAt, unclaimTellingOfVersion } from "./comment.store.ts";
import type { TellDeps } from "./tell-authors.ts";

/** More places than this in one message are named by their number alone. */
const MOST_NAMED = 8;

interface Told {
  oaId: string;
  userId: string;
  changed: string[];
  gone: string[];
  comments: Pick<Comment, "_id" | "toldVersion">[];
}

/**
 * Tells those who signed a comment that a newer version changed or dropped its place: their words still count, under what
 * they read. One message a person, however many places. The comments of a person are claimed just before, so that a second
 * run tells nobody twice and goes on where a first one was cut off. Returns how many people were told.
 */
export async function tellChanged(deps: TellDeps, draftId: string): Promise<number> {
  const draft = await findDraft(draftId);
  const version = draft?.telling ?? 0;
  if (!draft || version === 0) return 0;
  const people = new Map<string, Told>();
  for (const place of changedPlaces(await listPlaces(draft), draft.tellingFrom ?? 0, draft.version))
    for await (const comment of streamSignedAt(draftId, place.id)) {
      if (comment.version >= version || comment.toldVersion === version) continue;
      const { oaId, userId } = JSON.parse(deps.comments.box.open(comment.signed)) as { oaId: string; userId: string };
      const person = people.get(`${oaId}:${userId}`) ?? { oaId, userId, changed: [], gone: [], comments: [] };
      const code = wordingAt(place, comment.version)?.position.code ?? place.code;
      (place.version < draft.version ? person.gone : person.changed).push(code);
      person.comments.push({ _id: comment._id, toldVersion: comment.toldVersion ?? 0 });
      people.set(`${oaId}:${userId}`, person);
    }
  let told = 0;
  for (const person of people.values()) if (await tellOne(deps, draft.title, version, person)) told += 1;
  await endTelling(draftId, version);
  return told;
}

/** @throws what telling throws, after the claims were given back: nothing was sent */
async function tellOne(deps: TellDeps, title: string, version: number, person: Told): Promise<boolean> {
  let mine = 0;
  for (const { _id } of person.comments) if (await claimTellingOfVersion(_id, version)) mine += 1;
  if (mine === 0) return false;
  try {
    return await deps.tell(person.oaId, person.userId, words(title, version, person));
  } catch (error) {
    for (const comment of person.comments) await unclaimTellingOfVersion(comment, version);
    throw error;
  }
}

/** Places that say something else now than in the version before, or stand no more. */
function changedPlaces(places: readonly Place[], from: number, to: number): Place[] {
  return places.filter((place) => {
    const [was, is] = [from, to].map((n) => place.wordings.find((one) => one.versions.includes(n)));
    return was !== undefined && was !== is;
  });
}

function words(title: string, version: number, { changed, gone }: Told): string {
  const named = (codes: string[]): string =>
    codes.length > MOST_NAMED ? `${codes.length} đoạn` : [...new Set(codes)].join(", ");
  const parts = [
    changed.length > 0 ? `Đã sửa: ${named(changed)}.` : "",
    gone.length > 0 ? `Không còn: ${named(gone)}.` : "",
  ].filter(Boolean);
  return `Dự thảo “${title}” đã có bản ${version}. Ở những đoạn Ông/Bà đã góp ý: ${parts.join(" ")}\nÝ kiến của Ông/Bà vẫn được tính và trả lời theo bản Ông/Bà đã đọc. Kính mời Ông/Bà xem bản mới và góp ý thêm nếu cần.`.slice(
    0,
    1900,
  );
}
