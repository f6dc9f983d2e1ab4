import { randomBytes } from "node:crypto";
import type { Person } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { parseLocal } from "../kernel/dates.ts";
import { conflict, type FieldErrors, invalid } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import type { PressTarget } from "./press.model.ts";
import { addTarget, dropPress, listTargets, pressOf, putPress } from "./press.store.ts";

const MOST = 10_000;
const isCount = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= MOST;
const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day) && parseLocal(day) !== undefined;
const oneLine = (text: string): string => nfc(text.replace(/\s+/g, " ").trim());

/** A phase of a series; two phases of one series share no day, so that a day asks for one figure. @throws AppError 422 */
export async function planPress(whose: Whose, given: Omit<PressTarget, "_id" | "unitCode">): Promise<void> {
  const series = oneLine(given.series);
  const errors: FieldErrors = {};
  if (series === "" || series.length > 120) errors["series"] = "Ghi loại, ví dụ Tin, bài, phóng sự";
  if (!isDay(given.from)) errors["from"] = "Chọn ngày bắt đầu";
  if (!isDay(given.to) || given.to < given.from) errors["to"] = "Chọn ngày kết thúc, không trước ngày bắt đầu";
  if (!isCount(given.least) || given.least < 1) errors["least"] = `Ghi số ít nhất, từ 1 đến ${MOST}`;
  if (!isCount(given.most) || given.most < given.least) errors["most"] = "Số nhiều nhất không nhỏ hơn số ít nhất";
  if (!isCount(given.minutesFrom) || !isCount(given.minutesTo) || given.minutesTo < given.minutesFrom)
    errors["minutesTo"] = "Thời lượng ghi từ ít đến nhiều phút; bỏ trống là bất kỳ";
  const standing = (await listTargets(whose)).filter((one) => fold(one.series) === fold(series));
  if (standing.some((one) => one.each === given.each && one.from <= given.to && given.from <= one.to))
    errors["from"] = "Loại này đã có chỉ tiêu trong những ngày đó. Bỏ chỉ tiêu cũ hoặc chọn ngày khác";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  await addTarget({
    ...given,
    _id: randomBytes(12).toString("hex"),
    unitCode: codeOf(whose),
    // one spelling for one series
    series: standing[0]?.series ?? series,
  });
}

export interface PressTold {
  series: string;
  day: string;
  title: string;
  registered: number;
  published: number;
  minutes: number;
  links: string;
}
/** A day's count, or one work; told again it is put right. Links that are listed are what is counted. @throws AppError 409, 422 */
export async function tellPress(deps: { clock: Clock }, whose: Whose, given: PressTold, by: Person): Promise<void> {
  const now = deps.clock.now();
  const series = (await listTargets(whose)).find((one) => one.series === given.series)?.series;
  if (series === undefined) throw conflict("Loại này chưa có chỉ tiêu. Thêm chỉ tiêu rồi ghi.");
  const title = oneLine(given.title);
  const links = [...new Set(given.links.split(/\s+/).filter(Boolean))];
  const published = links.length > 0 ? links.length : given.published;
  const errors: FieldErrors = {};
  if (!isDay(given.day) || given.day > dayKey(now)) errors["day"] = "Chọn ngày, không sau hôm nay";
  if (!isCount(given.registered)) errors["registered"] = "Ghi số đăng ký, từ 0";
  if (!isCount(published)) errors["published"] = "Ghi số đã đăng, phát, từ 0";
  if (title.length > 200) errors["title"] = "Tên phim, phóng sự nhiều nhất 200 chữ";
  if (!isCount(given.minutes) || given.minutes > 600) errors["minutes"] = "Ghi số phút, từ 0 đến 600";
  if (links.length > 200 || links.some((one) => !/^https?:\/\/\S+$/.test(one) || one.length > 500))
    errors["links"] = "Mỗi dòng một liên kết bắt đầu bằng https://, nhiều nhất 200";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const unitCode = codeOf(whose);
  const _id = sha256Hex(JSON.stringify([unitCode, series, title === "" ? given.day : fold(title)]));
  const { day, registered, minutes } = given;
  // told by a unit that came whole to this one, it is the same day or work: put right, not a second one
  const before = (await pressOf(whose, series, title === "" ? day : "")).filter(
    (one) => fold(one.title) === fold(title),
  );
  await putPress({ _id, unitCode, series, day, title, registered, published, minutes, links, by, at: now });
  await dropPress(
    whose,
    before.flatMap((one) => (one._id === _id ? [] : [one._id])),
  );
}
