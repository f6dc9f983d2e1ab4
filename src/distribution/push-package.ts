import type { Person } from "../decisions/decision.ts";
import { formatDate } from "../kernel/dates.ts";
import { AppError, conflict, invalid } from "../kernel/errors.ts";
import { byVietnamese, nfc } from "../kernel/vietnamese.ts";
import { findUnits, isInForce, listChildren } from "../units/unit.store.ts";
import { followCopies, type FollowDeps } from "./follow-copy.ts";
import { followPackage } from "./follow-package.ts";
import { wayName, WAYS } from "./legal-kinds.ts";
import type { Package, Push, Withdrawal } from "./package.model.ts";
import { appendDeed, readPackage } from "./package.store.ts";
import { entriesInForce, goneCodes } from "./rules.ts";
import type { PackageDeps } from "./save-package.ts";

export interface PushWish {
  units: readonly string[];
  ways: readonly string[];
}

/** Units a package may be handed to today, in the order of the alphabet. */
export const unitsBelow = async (departmentCode: string, now: Date) =>
  (await listChildren(departmentCode, now)).toSorted((a, b) => byVietnamese(a.name, b.name));

/** Named units that may not be given anything, each with why. */
async function strangers(read: Package, codes: readonly string[], now: Date): Promise<string[]> {
  const below = new Set((await unitsBelow(read.unitCode, now)).map(({ _id }) => _id));
  const wrong = codes.filter((code) => !below.has(code));
  const known = new Map((await findUnits([...wrong])).map((unit) => [unit._id, unit]));
  return wrong.map((code) => {
    const unit = known.get(code);
    if (unit?.to && !isInForce(unit, now))
      return `${unit.name} đã thôi hoạt động từ ${formatDate(unit.to)}. Chọn đơn vị nhận thay ở trang Đơn vị`;
    return unit
      ? `${unit.name} không thuộc Sở hôm nay. Bỏ khỏi danh sách`
      : `Không có đơn vị mã ${code}. Bỏ khỏi danh sách`;
  });
}

/**
 * Hands the released version to units: one write. What follows is begun at once and finished by the sweep. The same
 * person pressing the same again is answered as the first time. @returns how many copies that makes in all
 */
export async function pushPackage(
  deps: PackageDeps,
  read: Package,
  wish: PushWish,
  by: Person,
): Promise<{ units: number; entries: number }> {
  const now = deps.clock.now();
  const entries = entriesInForce(read);
  const units = [...new Set(wish.units)].toSorted();
  const always = WAYS.filter((way) => way.always).map(({ key }) => key as string);
  const ways = [...new Set([...always, ...wish.ways])].toSorted();
  const errors: Record<string, string> = {};
  if (units.length === 0) errors["units"] = "Cần chọn đơn vị nhận";
  const wrong = await strangers(read, units, now);
  if (wrong.length > 0) errors["units"] = wrong.join(". ");
  if (Object.keys(errors).length > 0) throw invalid(errors);
  if (read.version === 0 || entries.length === 0)
    throw conflict("Gói chưa có bản nào được duyệt. Trình duyệt trước khi đẩy.");
  const push: Push = { n: read.pushes.length + 1, version: read.version, units, ways, by, at: now, done: false };
  if (!(await appendDeed(read, { push }, now))) await refuseOrRepeat(read, push);
  await followPackage(deps, String(read._id)).catch(() => undefined);
  return { units: units.length, entries: entries.length };
}

/** Somebody was quicker: the same press again is known, another one is told what is there now. */
async function refuseOrRepeat(read: Package, push: Push): Promise<void> {
  const now = await readPackage(String(read._id));
  const same = (one: Push): boolean =>
    one.by.id === push.by.id &&
    one.version === push.version &&
    one.units.join() === push.units.join() &&
    one.ways.join() === push.ways.join();
  if (now?.pushes.some(same)) return;
  throw staleDeed(read, now);
}

function staleDeed(read: Package, now: Package | null): AppError {
  const [push, withdrawal] = [now?.pushes.at(-1), now?.withdrawals.at(-1)];
  const what =
    push && (!withdrawal || withdrawal.at <= push.at)
      ? `${push.by.name} vừa đẩy bản ${push.version} tới ${push.units.length} đơn vị (${push.ways.map(wayName).join(", ")})`
      : withdrawal
        ? `${withdrawal.by.name} vừa thu hồi ${withdrawal.codes.join(", ")}`
        : `Gói vừa thay đổi: trước bản ${read.version}, nay bản ${now?.version ?? 0}`;
  return conflict(`${what}. Xem lại rồi quyết.`);
}

export interface WithdrawWish {
  codes: readonly string[];
  /** the entry that takes their place; "" to withdraw only */
  replacedBy: string;
  reason: string;
}

/** Takes entries back everywhere, or puts another released one in their place: two deeds, one write each. */
export async function withdrawEntries(
  deps: PackageDeps & FollowDeps,
  read: Package,
  wish: WithdrawWish,
  by: Person,
): Promise<void> {
  const now = deps.clock.now();
  const codes = [...new Set(wish.codes)].toSorted();
  const gone = goneCodes(read.withdrawals);
  const given = new Set(read.versions.flatMap(({ entries }) => entries.map(({ code }) => code)));
  const errors: Record<string, string> = {};
  if (codes.length === 0) errors["codes"] = "Cần chọn mục thu hồi";
  const unknown = codes.filter((code) => !given.has(code));
  if (unknown.length > 0) errors["codes"] = `${unknown.join(", ")} chưa có trong bản nào đã duyệt. Bỏ chọn`;
  if (wish.reason.trim() === "") errors["reason"] = "Cần ghi lý do, xã và người dân sẽ đọc";
  if (wish.replacedBy !== "") {
    const able = entriesInForce(read).some(({ code }) => code === wish.replacedBy) && !codes.includes(wish.replacedBy);
    if (!able) errors["replacedBy"] = "Mục thay thế cần là một mục khác đã duyệt và chưa thu hồi";
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const withdrawal: Withdrawal = {
    n: read.withdrawals.length + 1,
    codes,
    replacedBy: wish.replacedBy,
    reason: nfc(wish.reason.trim()),
    by,
    at: now,
    done: false,
  };
  const again = read.withdrawals.some((one) => one.by.id === by.id && one.codes.join() === codes.join());
  if (codes.every((code) => gone.has(code))) {
    if (!again) throw conflict(`${codes.join(", ")} đã được thu hồi.`);
  } else if (!(await appendDeed(read, { withdrawal }, now))) {
    const fresh = await readPackage(String(read._id));
    if (!fresh?.withdrawals.some((one) => one.by.id === by.id && one.codes.join() === codes.join()))
      throw staleDeed(read, fresh);
  }
  await followPackage(deps, String(read._id)).catch(() => undefined);
  // residents see it until the communes' own items are gone; what fails here the sweep does
  await followCopies(deps).catch(() => undefined);
}
