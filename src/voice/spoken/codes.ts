import { rowOf } from "../../kernel/table.ts";
import { sayDigits, sayInteger, sayLetters, sayNumber } from "./say-number.ts";
import { type Rule, rule } from "./spot.ts";

const ROAD: Readonly<Record<string, string>> = {
  QL: "quốc lộ",
  TL: "tỉnh lộ",
  ĐT: "đường tỉnh",
  HL: "hương lộ",
  ĐH: "đường huyện",
  ĐX: "đường xã",
  CT: "cao tốc",
};
const PLACE =
  /(?:^|[^\p{L}])(?:tổ|thôn|lớp|khu|xóm|ấp|bản|nhà|tòa|toà|tòa nhà|lô|phòng|đường|quốc lộ|tỉnh lộ|số|số nhà|ngõ|ngách|mẫu|cụm|tầng|đội|khối|dãy|cầu|bảng|hạng|nhóm|loại|cửa|cổng|bến|tuyến|phố|quán|khoản|điều|tdp|phường|đoạn|vitamin|viêm gan|giấy|khổ|cúm|xe|bằng|ghế|hội trường|sân|gian|độ|mẫu số)\s*$/iu;
const POINT = /(?:^|[^\p{L}])(?:điểm|các điểm|tiết)\s*$/iu;
const POINTS = /(?:^|[^\p{L}])(?:điểm|tiết)\s+\p{Ll}(?:\s*,\s*\p{Ll})*\s*(?:,|và)\s*$/iu;

export const CODES: readonly Rule[] = [
  rule(
    "a road",
    "(QL|TL|ĐT|HL|ĐH|ĐX|CT)[ .-]?(\\d{1,4})(?:[ -]?([A-ZĐ]))?",
    ([whole, kind = "", number = "", letter], spot) => {
      // with a space or a dash it may be a document or a total
      if (kind === "CT" && !/^CT\.?\d/.test(whole)) return undefined;
      if (kind === "CT" && !spot.after(/(?:đường|tuyến|cao tốc|trên)\s*$/iu))
        return {
          ask: "cao tốc hay chỉ tiêu",
          choices: [`cao tốc ${sayInteger(Number(number))}`, `chỉ tiêu ${sayInteger(Number(number))}`],
        };
      if (kind === "ĐT" && /^ĐT[ .]?0\d{3}/.test(whole)) return undefined;
      if (kind === "ĐH" && !/^ĐH\.?\d/.test(whole)) return undefined;
      const digits = number.startsWith("0") ? sayDigits(number) : sayInteger(Number(number));
      const already = new RegExp(`${rowOf(ROAD, kind) ?? "-"}\\s*$`, "iu").test(spot.before);
      const called = spot.after(/(?:^|\s)đường\s*$/iu)
        ? (rowOf(ROAD, kind) ?? "").replace(/^đường /, "")
        : (rowOf(ROAD, kind) ?? "");
      return `${already ? "" : `${called} `}${digits}${letter ? ` ${sayLetters(letter)}` : ""}`;
    },
  ),
  rule(
    "a place on a road",
    "[Kk]m\\s?(\\d{1,4})(?:\\s?\\+\\s?(\\d{1,3}))?",
    ([, km = "", m]) => `ki lô mét ${sayInteger(Number(km))}${m === undefined ? "" : ` cộng ${sayInteger(Number(m))}`}`,
  ),
  rule("a point of a law", "([a-zđ])", ([letter = ""], spot) =>
    spot.after(POINT) || spot.after(POINTS) ? sayLetters(letter) : undefined,
  ),
  rule("a letter before a list", "([a-zđ])(?=\\))", ([letter = ""], spot) =>
    /^\s*$/.test(spot.before) ? sayLetters(letter) : undefined,
  ),
  rule("a number with a letter", "(\\d{1,3})([A-HKMĐa-eđ])", ([, number = "", letter = ""], spot) =>
    spot.after(PLACE) ? `${sayNumber(number) ?? ""} ${sayLetters(letter)}` : undefined,
  ),
  rule("a class", "(\\d{1,2})([A-H])(\\d{1,2})", ([, grade = "", letter = "", n = ""], spot) =>
    spot.after(/lớp\s*$/iu) ? `${sayNumber(grade) ?? ""} ${sayLetters(letter)} ${sayNumber(n) ?? ""}` : undefined,
  ),
  rule(
    "a height",
    "(\\d{1,2})m(\\d{2})",
    ([, metres = "", rest = ""]) => `${sayNumber(metres) ?? ""} mét ${sayNumber(rest) ?? ""}`,
  ),
  rule("a letter with a number", "([A-ZĐ])(\\d{1,3})", ([, letter = "", number = ""], spot) =>
    spot.after(PLACE) && Number(number) > 0 ? `${sayLetters(letter)} ${sayNumber(number) ?? ""}` : undefined,
  ),
  // "loại I" is a numeral before it is a letter
  rule("a lone letter", "([A-HJ-UWYZĐ])", ([letter = ""], spot) =>
    spot.after(PLACE) ? sayLetters(letter) : undefined,
  ),
  rule("a generation of a network", "([2-6])G", ([, n = ""]) => `${sayInteger(Number(n))} gờ`),
];
