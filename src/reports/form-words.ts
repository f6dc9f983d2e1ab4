import type { Skin } from "../drafts/draft.model.ts";
import { localParts } from "../kernel/dates.ts";
import { fold } from "../kernel/vietnamese.ts";

export interface FormHead {
  skin: Skin;
  /** organ above, upright: "ỦY BAN NHÂN DÂN TỈNH HỒNG SAO"; "" = none */
  parent: string;
  /** who issues, bold */
  organ: string;
  /** "BC-UBND"; a Party body's mark begins with a hyphen: "-BC/ĐU" */
  symbol: string;
  number: number;
  place: string;
  at: Date;
  /** the day stays open until it is issued; the year of `at` is printed */
  undated?: true;
}

export interface Column {
  name: string;
  /** twentieths of a point */
  width: number;
}

const pad = (n: number): string => String(n).padStart(2, "0");
/** "Sao Mai, ngày 05 tháng 6 năm 2026": a 0 before days under 10 and months 1 and 2 (NĐ 30/2020, annex I, II.4). */
export function placeAndDate(place: string, at: Date): string {
  const { day, month, year } = localParts(at);
  return `${place}, ngày ${pad(day)} tháng ${month <= 2 ? pad(month) : month} năm ${year}`;
}
/** "Hà Nội, ngày         tháng        năm 2025": room for a pen. */
export const placeAndOpenDate = (place: string, at: Date): string =>
  `${place}, ngày \u00a0 \u00a0 tháng \u00a0 \u00a0 năm ${localParts(at).year}`;
/** "Số: 05/BC-UBND"; "Số 05-BC/ĐU" of a Party body; the number stays open until it is given. */
export const numberLine = (head: FormHead): string => {
  const number = head.number === 0 ? "     " : pad(head.number);
  return head.skin === "party" ? `Số ${number}${head.symbol}` : `Số: ${number}/${head.symbol}`;
};

/** Who issues, as the report names it: a Party body's report never speaks of the People's Committee. */
export function issuer(skin: Skin, unit: { name: string; office: string } | null, otherwise = ""): string {
  if (skin !== "party" || !unit) return unit?.office ?? otherwise;
  return `Đảng ủy ${unit.name.charAt(0).toLowerCase()}${unit.name.slice(1)}`;
}

/** Whether the People's Committee is named, however it is typed: "UBND", "Uỷ ban Nhân dân", "U.B.N.D", "UB ND". */
export const saysCommittee = (text: string): boolean =>
  /(?:^| )(?:u ?b|uy ban) ?(?:n ?d|nhan dan)(?: |$)/.test(fold(text));

/** The right block at the head: Quốc hiệu and Tiêu ngữ, or the Party's title. */
export const nationalLines = (skin: Skin): readonly string[] =>
  skin === "party" ? ["ĐẢNG CỘNG SẢN VIỆT NAM"] : ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"];
