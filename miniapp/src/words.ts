import type { Stance } from "./api/types.ts";

/** In the order of the form: the same for everybody, none preset (domain.md §5-8). */
export const STANCES: readonly { key: Stance; name: string }[] = [
  { key: "tan-thanh", name: "Tán thành" },
  { key: "mot-phan", name: "Đồng ý một phần" },
  { key: "khong-tan-thanh", name: "Không tán thành" },
  { key: "gop-y", name: "Chỉ góp ý" },
];
export const stanceName = (key: Stance): string => STANCES.find((one) => one.key === key)?.name ?? "";

const pad = (n: number): string => String(n).padStart(2, "0");
const local = (at: Date | number | string): Date => new Date(new Date(at).getTime() + 7 * 3_600_000);

/** 20/11/2026, in Vietnam, whatever the phone is set to. */
export const date = (at: Date | number | string): string => {
  const day = local(at);
  return `${pad(day.getUTCDate())}/${pad(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`;
};
export const time = (at: Date | number | string): string => {
  const moment = local(at);
  return `${pad(moment.getUTCHours())}:${pad(moment.getUTCMinutes())}`;
};

export const length = (seconds: number): string =>
  seconds < 60 ? `${seconds} giây` : `${Math.floor(seconds / 60)} phút${seconds % 60 ? ` ${seconds % 60} giây` : ""}`;
