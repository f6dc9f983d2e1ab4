import { minutes, type Clock } from "../kernel/clock.ts";
import type { Person } from "../decisions/decision.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { copiesOfUnit } from "./copy.store.ts";
import type { Copy, Take } from "./copy.model.ts";
import { followCopy } from "./follow-copy.ts";
import { readPackage } from "./package.store.ts";
import { COPY_WORDS, goneCodes } from "./rules.ts";
import {
  closeTake,
  completeTake,
  findTake,
  listDueTakes,
  lockCopies,
  openTake,
  releaseCopies,
  takeLocked,
} from "./take.store.ts";

interface TakeDeps {
  clock: Clock;
  cancelBroadcasts(itemIds: readonly string[]): Promise<void>;
}

/** A take nobody finished for so long is given up; who pressed has long had an answer. */
const OPEN_MS = minutes(1);

export interface SeenCopy {
  id: string;
  revision: number;
}

/**
 * Takes several copies of a package at once, all or none: they are locked, the one write says so, then each is done. A
 * cut before that write leaves them as they were, a cut after it is finished by the sweep.
 */
export async function takeSeveral(
  deps: TakeDeps,
  whose: Whose,
  packageId: string,
  seen: readonly SeenCopy[],
  by: Person,
): Promise<number> {
  if (seen.length === 0) throw invalid({ seen: "Chưa có mục nào đã xem để nhận" });
  const id = sha256Hex(JSON.stringify([by.id, packageId, seen.map((one) => `${one.id}@${one.revision}`).toSorted()]));
  const known = await findTake(id);
  if (known?.state === "whole") {
    await finishTake(deps, id);
    return known.copies.length;
  }
  const copies = await copiesOfUnit(whose, packageId);
  refuseChanged(copies, seen);
  const head = await readPackage(packageId);
  const gone = goneCodes(head?.withdrawals ?? []);
  const withdrawn = copies.filter((copy) => gone.has(copy.code) && seen.some((one) => one.id === copy._id));
  if (withdrawn.length > 0)
    throw conflict(`Sở vừa thu hồi ${withdrawn.map(({ code }) => code).join(", ")}. Chưa nhận mục nào; tải lại trang.`);
  const take: Take = {
    _id: id,
    unitCode: codeOf(whose),
    packageId,
    copies: seen.map((one) => ({ id: one.id, revision: one.revision })),
    state: "open",
    by,
    at: deps.clock.now(),
    due: true,
  };
  await openTake(take);
  const locked = await lockCopies(take);
  if (locked < seen.length || !(await completeTake(id))) {
    await giveUp(take);
    const now = await copiesOfUnit(whose, packageId);
    refuseChanged(now, seen);
    throw conflict("Người khác đang nhận các mục này. Chưa nhận mục nào; tải lại trang.");
  }
  await finishTake(deps, id).catch(() => undefined);
  return seen.length;
}

/** Names each that is not as it was on the screen, and by whom. */
function refuseChanged(copies: readonly Copy[], seen: readonly SeenCopy[]): void {
  const now = new Map(copies.map((copy) => [copy._id, copy]));
  const changed = seen.flatMap((one) => {
    const copy = now.get(one.id);
    if (!copy) return ["một mục không còn ở đơn vị"];
    if (copy.state === "waiting" && copy.revision === one.revision && copy.take === "") return [];
    const who = copy.decided?.by.name ?? "Sở";
    return [
      `${copy.code} ${copy.title}: ${who}, nay ${COPY_WORDS[copy.state].word.toLowerCase()}, bản ${copy.version}`,
    ];
  });
  if (changed.length > 0)
    throw conflict(
      `Đã thay đổi từ lúc Ông/Bà mở trang: ${changed.slice(0, 5).join("; ")}. Chưa nhận mục nào; xem lại rồi nhận.`,
    );
}

async function giveUp(take: Take): Promise<void> {
  await releaseCopies(take);
  await closeTake(take._id, "given-up");
}

/** What a take left to do; one that never came to its one write is given up. */
export async function finishTake(deps: TakeDeps, id: string): Promise<void> {
  const take = await findTake(id);
  if (!take?.due) return;
  if (take.state === "open") {
    if (deps.clock.now().getTime() - take.at.getTime() >= OPEN_MS && (await closeTake(id, "given-up", "keep-due")))
      await giveUp({ ...take, state: "given-up" });
    return;
  }
  if (take.state === "given-up") return giveUp(take);
  await takeLocked(take, deps.clock.now());
  await closeTake(id, "whole");
  for (const { id: copy } of take.copies) await followCopy(deps, copy).catch(() => undefined);
}

export async function finishTakes(deps: TakeDeps, before: Date): Promise<number> {
  return eachAlone(await listDueTakes(before), ({ _id }) => finishTake(deps, _id));
}
