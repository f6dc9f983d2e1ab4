import { eraseByAppUser, type EraseDeps } from "../citizens/erase-person.ts";
import { stopReceiving } from "../citizens/choose.ts";
import type { Citizen } from "../citizens/citizen.model.ts";
import { listByAppUser, listConsents } from "../citizens/citizen.store.ts";
import { addressesOf } from "../citizens/one-person.store.ts";
import type { Refusals } from "../citizens/refusals.ts";
import { coverReceipts } from "../comments/cover-receipts.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import { STANCE_NAMES } from "../comments/comment.model.ts";
import { listByOwner as listComments } from "../comments/comment.store.ts";
import type { Resident } from "../kernel/api-route.ts";
import { days } from "../kernel/clock.ts";
import { invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { gatherPlayed } from "../quizzes/forget-player.ts";
import { listByOwner as listRequests } from "../requests/request.store.ts";
import type { PlayDeps } from "../quizzes/start-turn.ts";
import { openWords, type RequestBox } from "../requests/take-request.ts";
import { addDataRequest, type DataKind, DUE_DAYS, findByOnce, KIND_NAMES, listOfOwner } from "./data-request.model.ts";
import { findUnit } from "../units/unit.store.ts";

export interface OwnDataDeps extends EraseDeps, PlayDeps {
  refusals: Refusals;
  mark(text: string): string;
  comments: CommentBox;
  requests: RequestBox;
}

export interface OwnData {
  places: {
    unitCode: string;
    name: string;
    follows: boolean;
    followedAt: string;
    lastMessageAt: string;
    receiving: boolean;
    topics: string[];
    consents: { purpose: string; given: boolean; version: string; method: string; at: string }[];
  }[];
  signedComments: { stance: string; text: string; reason: string; at: string; state: string }[];
  requests: { what: string; where: string; contact: string; state: string; at: string; answer: string }[];
  contests: { contest: string; round: string; code: string; day: string; right: number; of: number; state: string }[];
  dataRequests: { kind: string; at: string; dueAt: string; doneAt: string; note: string }[];
  /** units where everything was deleted and the refusal to be written to stays */
  refusals: { unitCode: string; at: string }[];
}

const iso = (at: Date | null): string => at?.toISOString() ?? "";

/**
 * Everything that leads to this person, gathered for the person alone. Anonymous comments are not here: nothing leads
 * from a person to them, so nobody can gather them (domain.md §5-3).
 */
export async function gatherOwn(deps: OwnDataDeps, resident: Resident): Promise<OwnData> {
  const citizens = await listByAppUser(resident.appUserId);
  const data: OwnData = { places: [], signedComments: [], requests: [], contests: [], dataRequests: [], refusals: [] };
  for (const citizen of citizens) {
    data.places.push({
      unitCode: citizen.unitCode,
      name: citizen.displayName,
      follows: citizen.isFollower,
      followedAt: iso(citizen.followedAt),
      lastMessageAt: iso(citizen.lastInteractionAt),
      receiving: citizen.receiving,
      topics: citizen.topics,
      consents: await consentsOf(citizen),
    });
  }
  for (const { oaId, userId } of citizens.flatMap(addressesOf)) {
    for (const comment of await listComments(deps.comments.mark("owner", `${oaId}:${userId}`))) {
      const words = comment.body === "" ? { text: "", reason: "" } : deps.comments.openWords(comment.body);
      const amended = "amendment" in words && words.amendment ? `\nĐề nghị sửa đoạn thành: ${words.amendment}` : "";
      data.signedComments.push({
        stance: STANCE_NAMES[comment.stance],
        text: `${words.text}${amended}`,
        reason: words.reason,
        at: iso(comment.at),
        state: comment.state,
      });
    }
    for (const request of await listRequests(deps.requests.mark(`owner:${oaId}:${userId}`)))
      data.requests.push({
        ...openWords(deps.requests, request),
        state: request.state,
        at: iso(request.receivedAt),
        answer: request.answer,
      });
  }
  const known = new Set(citizens.map((citizen) => citizen.unitCode));
  data.refusals = (await deps.refusals.listOf(resident.appUserId))
    .filter(({ unitCode }) => !known.has(unitCode))
    .map(({ unitCode, at }) => ({ unitCode, at: iso(at) }));
  data.contests = await gatherPlayed(deps, resident.appUserId);
  data.dataRequests = (await listOfOwner(ownerOf(deps, resident))).map((one) => ({
    kind: KIND_NAMES[one.kind],
    at: iso(one.at),
    dueAt: iso(one.dueAt),
    doneAt: iso(one.doneAt),
    note: one.note,
  }));
  return data;
}

/** In the order they were given, under whichever id. */
async function consentsOf(citizen: Citizen): Promise<OwnData["places"][number]["consents"]> {
  const rows = await Promise.all(addressesOf(citizen).map((at) => listConsents(at.oaId, at.userId)));
  return rows
    .flat()
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ purpose, given, textVersion, method, at }) => ({
      purpose,
      given,
      version: textVersion,
      method,
      at: iso(at),
    }));
}

export const ownerOf = (deps: Pick<OwnDataDeps, "mark">, resident: Pick<Resident, "appUserId">): string =>
  deps.mark(`data:${resident.appUserId}`);

export interface Asked {
  dueAt: Date;
  done: boolean;
}

/** What the same key was answered before; undefined when it is new, or there is none. */
export async function findAskedForOwn(deps: OwnDataDeps, unitCode: string, key: string): Promise<Asked | undefined> {
  const row = await findByOnce(onceOf(deps, unitCode, key));
  return row ? { dueAt: row.dueAt, done: row.kind !== "correct" } : undefined;
}
const onceOf = (deps: OwnDataDeps, unitCode: string, key: string): string =>
  key === "" ? "" : deps.mark(`data-once:${unitCode}:${key}`);

/**
 * Takes a request about own data. Seeing, downloading, withdrawing and deleting are done at once; a correction waits
 * for an officer until its due date. A deletion leaves a row that says it happened and leads to nobody. What was asked
 * is done before it is written down as done: cut off in between, the same key does it again.
 */
export async function askForOwn(
  deps: OwnDataDeps,
  resident: Resident,
  unitCode: string,
  asked: { kind: DataKind; words: string; key: string },
): Promise<Asked> {
  const { kind, words, key } = asked;
  if (!(await findUnit(unitCode))) throw notFound("đơn vị này");
  if (kind === "correct" && words.trim().length < 5) throw invalid({ words: "Ông/Bà vui lòng ghi cần sửa điều gì" });
  const now = deps.clock.now();
  if (kind === "withdraw") await withdrawAll(await listByAppUser(resident.appUserId), now);
  if (kind === "delete") await eraseByAppUser(deps, resident.appUserId);
  const done = kind !== "correct";
  const row = await addDataRequest({
    unitCode,
    kind,
    owner: kind === "delete" ? "" : ownerOf(deps, resident),
    words: kind === "correct" ? deps.requests.box.seal((await coverReceipts(nfc(words.trim()))).slice(0, 1000)) : "",
    at: now,
    ackAt: now,
    dueAt: new Date(now.getTime() + days(DUE_DAYS[kind])),
    doneAt: done ? now : null,
    doneBy: null,
    note: done ? "Hệ thống làm ngay theo yêu cầu" : "",
    once: onceOf(deps, unitCode, key),
  });
  return { dueAt: row.dueAt, done };
}

/** Nothing that is not urgent is sent any more, anywhere. */
async function withdrawAll(citizens: Citizen[], at: Date): Promise<void> {
  for (const { oaId, userId } of citizens)
    await stopReceiving({ oaId, userId, eventKey: `mini-app:${userId}:${at.getTime()}`, at, method: "mini-app" });
}
