import { rowOf } from "../../kernel/table.ts";
import { NUMBER, sayNumber, sayOrdinal, worthOf } from "./say-number.ts";
import { DASH, type Rule, rule, type Spot } from "./spot.ts";
import { COUNTED, isOneKind, perOf, UNIT, UNIT_PATTERN } from "./units.ts";

const ask = (why: string, ...choices: string[]) => ({ ask: why, choices });

/** Where numbers name things, "5,6" is two of them as well as a decimal. */
const NAMES_THINGS =
  /(?:^|[^\p{L}])(?:tổ|thôn|lớp|khoản|điều|ngày|mùng|mồng|khu|xóm|ấp|bản|phường|quận|tháng|tầng|phòng|đội|khối|chương|câu|trang|khóa|khoá|đợt|kỳ|tổ dân phố|tdp|quý|cụm|số)\s*$/iu;
const SCORE =
  /(?:tỷ số|tỉ số|thắng|thua|hoà|hòa|dẫn|kết quả)(?:\s+(?:là|với|trước|chung cuộc|đội bạn|sát nút|đậm|đội [\p{L}]+))*\s*$/iu;
const LOOSE_SCORE = /(?:thắng|thua|hoà|hòa)[^.;\d]{0,40}$/iu;
const MATCH = /(?:trận|chung kết|bán kết|tứ kết|tỷ số|tỉ số|bàn thắng)[^.;\d]{0,60}$/iu;
const DAY_BEFORE =
  /(?:^|[^\p{L}])(?:ngày|mùng|mồng|lễ|quốc khánh|kỷ niệm|kỉ niệm|mừng|dịp|sáng|chiều|tối|trưa|đêm|hôm|quốc tế \p{L}+(?: \p{L}+)?|nhà giáo việt nam|thương binh[^,.]*)\s*$/iu;
const PHONE_BEFORE = /(?:điện thoại|đt|sđt|tel|hotline|gọi|máy|tổng đài|đường dây nóng|fax|zalo|số)[\s:]*$/iu;

/** With a space before it; undefined when nobody knows what it is counted by. */
export function sayUnit(unit: string | undefined, per: string | undefined): string | undefined {
  if (unit === undefined) return "";
  const said = rowOf(UNIT, unit) ?? unit;
  if (per === undefined) return ` ${said}`;
  const by = perOf(unit, per);
  return by && ` ${said} ${by}`;
}

const PER = `(${UNIT_PATTERN}|[\\p{L}\\p{M}]+(?: (?:phố|sinh|vị|sở|khẩu|phẩm))?)`;
const MEASURE = `\\s?(${UNIT_PATTERN})(?:\\s?/\\s?${PER})?`;
const BARE_MEASURE = `\\s?(${UNIT_PATTERN})`;
/** "Lượt/tuần" behind a number: what is counted is no unit of measure. */
const RATE = `\\s(${COUNTED})\\s?/\\s?${PER}`;

const isYear = (written: string): boolean => /^(?:1\d|20)\d\d$/.test(written);

/** Two bare numbers: a score, a day and a month, a telephone's parts? Undefined when nothing says so. */
function sayBare(a: string, b: string, [first, second]: readonly [string, string], match: RegExpExecArray, spot: Spot) {
  const closes = /^\s*(?:$|[.,;:!?)\n]|(?:trước|trong|ở|tại|sau)(?!\p{L}))/u.test(
    spot.text.slice(spot.at + match[0].length),
  );
  if (spot.after(SCORE) || (closes && spot.after(LOOSE_SCORE))) return `${first} ${second}`;
  const longDash = /[–—]/.test(match[3] ?? "");
  if (!isYear(a) && !longDash && (spot.after(PHONE_BEFORE) || /^\d{4}/.test(a))) return ask("số điện thoại hay khoảng");
  if (spot.after(DAY_BEFORE) && worthOf(a) <= 31 && worthOf(b) <= 31)
    return ask("ngày tháng hay từ ngày đến ngày", `${first} tháng ${second}`, `${first} đến ${second}`);
  const lone = /(?:^|[:(])\s*$/u.test(spot.before) || spot.after(MATCH);
  if (closes && lone && worthOf(a) <= 31 && worthOf(b) <= 31)
    return ask("khoảng, ngày tháng hay tỷ số", `${first} đến ${second}`, `${first} ${second}`);
  if (isYear(a) && !isYear(b)) return ask("khoảng năm", `${first} đến ${second}`);
  return undefined;
}

function sayRange(match: RegExpExecArray, spot: Spot) {
  const [, a = "", unitA, , b = "", unitB, per] = match;
  const [first, second] = [sayNumber(a), sayNumber(b)];
  if (first === undefined || second === undefined) return undefined;
  const bare = unitA === undefined && unitB === undefined ? sayBare(a, b, [first, second], match, spot) : undefined;
  if (bare !== undefined) return bare;
  if (worthOf(a) >= worthOf(b) && (unitA === undefined || unitA === unitB))
    return ask("khoảng hay tỷ số", `${first} đến ${second}`, `${first} ${second}`);
  if (unitA !== undefined && unitB !== undefined && !isOneKind(unitA, unitB))
    return ask(
      "khoảng, hay hai số đo",
      `${first}${sayUnit(unitA, undefined) ?? ""}, ${second}${sayUnit(unitB, per) ?? ""}`,
    );
  const last = sayUnit(unitB, per);
  return last === undefined ? undefined : `${first}${sayUnit(unitA, undefined) ?? ""} đến ${second}${last}`;
}

/** A unit that is another one as well: "8đ" of a pupil, "7g" of a morning, "5 tr" of a book. */
function askUnit(said: string, number: string, gap: string, unit: string) {
  const worth = worthOf(number);
  if (unit === "đ" && worth > 0 && worth < 100) return ask("đồng hay điểm", `${said} đồng`, `${said} điểm`);
  if (unit === "g" && worth <= 24) return ask("giờ hay gam", `${said} giờ`, `${said} gam`);
  return unit === "tr" && gap !== "" ? ask("triệu hay trang", `${said} triệu`, `${said} trang`) : undefined;
}

function sayMeasured(match: RegExpExecArray, spot: Spot) {
  const [, sign = "", number = "", gap = "", unit = "", per] = match;
  const said = sayNumber(number);
  if (said === undefined) return undefined;
  const doubtful = per === undefined ? askUnit(said, number, gap, unit) : undefined;
  if (doubtful) return doubtful;
  if (sign !== "" && (!/^(?:°|º|℃|%|độ)/u.test(unit) || /[\p{L}\p{N}%]\s?$/u.test(spot.before))) return undefined;
  if (number.includes(",") && /^(?:ngày|tuần|tháng|quý|năm|giờ)$/.test(unit) && spot.after(NAMES_THINGS))
    return undefined;
  const measured = sayUnit(unit, per);
  return measured && `${sign === "" ? "" : "âm "}${said}${measured}`;
}

/** Numbers of parts of a text, with dots between. */
const SECTION =
  /(?:(?:^|[^\p{L}])(?:mục|điểm|khoản|phần|bảng|hình|tiểu mục|tiết|phiên bản|bản|chỉ tiêu|tiêu chí|biểu|phụ lục|mẫu|câu)(?:\s+số)?|^)\s*$/iu;

/** At the head of a line a number with dots is a place only when a title follows. */
const isHeadOrPart = (written: string, spot: Spot): boolean =>
  spot.before.trim() !== "" || /^\.?\s+\p{Lu}/u.test(spot.text.slice(spot.at + written.length));

function sayOne(match: RegExpExecArray, spot: Spot) {
  const [written = ""] = match;
  const said = sayNumber(written);
  if (said === undefined) return undefined;
  if (written.includes(",") && spot.after(NAMES_THINGS))
    return ask("hai số hay số thập phân", said, said.replace(" phẩy ", ", "));
  const whole = Number(written);
  if (/(?:^|[^\p{L}])thứ\s*$/iu.test(spot.before)) return sayOrdinal(whole);
  if (/(?:^|[^\p{L}])tháng\s*$/iu.test(spot.before)) return whole === 4 ? "tư" : said;
  return said;
}

/** "1,500 hộ" is one and a half, or as others write fifteen hundred; measures and sums have such fractions. */
function sayCommaThousands([whole]: RegExpExecArray, spot: Spot) {
  const rest = spot.text.slice(spot.at + whole.length);
  const counted =
    /^\s?(?:đ|₫|\p{Lu}{3}|vnđ|đồng)(?!\p{L})/u.test(rest) || (/^\s+\p{Ll}/u.test(rest) && !FRACTIONAL.test(rest));
  if (!whole.endsWith(",000") && !counted) return undefined;
  const say = (written: string): string =>
    written
      .split(/\s?[-–—]\s?/)
      .map((one) => sayNumber(one) ?? one)
      .join(" đến ");
  return ask("dấu phẩy là thập phân hay hàng nghìn", say(whole.replaceAll(",", ".")), say(whole));
}
const FRACTIONAL = new RegExp(
  `^\\s+(?:${UNIT_PATTERN}|lần|điểm|sào|mẫu|đơn vị|so|và|đến|thành|là|vào|năm|của)(?!\\p{L})`,
  "u",
);

export const QUANTITIES: readonly Rule[] = [
  rule("thousands with commas", `[1-9]\\d{0,2},\\d{3}(?:${DASH}[1-9]\\d{0,2},\\d{3})?`, sayCommaThousands),
  rule("thousands with spaces", "[1-9]\\d{0,2}(?: \\d{3})+", ([written]) => {
    const said = sayNumber(written.replaceAll(" ", "."));
    if (said === undefined) return undefined;
    return / \d{3} /.test(written)
      ? said
      : ask(
          "một số hay hai số",
          said,
          written
            .split(" ")
            .map((part) => sayNumber(part))
            .join(" "),
        );
  }),
  rule("range with a count", `(${NUMBER})(${DASH})(${NUMBER})${RATE}`, ([, a = "", , b = "", what = "", per = ""]) => {
    const [first, second] = [sayNumber(a), sayNumber(b)];
    if (!first || !second || worthOf(a) >= worthOf(b)) return undefined;
    const by = perOf(what, per);
    return by && `${first} đến ${second} ${what} ${by}`;
  }),
  rule("counted by", `(${NUMBER})${RATE}`, ([, number = "", what = "", per = ""]) => {
    const [said, by] = [sayNumber(number), perOf(what, per)];
    return said && by && `${said} ${what} ${by}`;
  }),
  rule("range", `(${NUMBER})(?:${BARE_MEASURE})?(${DASH})(${NUMBER})(?:${MEASURE})?`, sayRange),
  rule("signed or measured", `([-−–](?=\\d))?(${NUMBER})(\\s?)(${UNIT_PATTERN})(?:\\s?/\\s?${PER})?`, sayMeasured),
  rule("a row of numbers", "\\d{1,3}(?:, ?\\d{1,3}){2,}", ([written]) => {
    const parts = written.split(/, ?/);
    // "1,234,567" is a number as others write it
    if (!written.includes(", ") && parts.slice(1).every((part) => part.length === 3)) return undefined;
    return parts.some((part) => /^0\d\d/.test(part)) ? undefined : parts.map((part) => sayNumber(part)).join(", ");
  }),
  rule("a generation", "(\\d)\\.0", ([, n = ""]) => `${sayNumber(n) ?? ""} chấm không`),
  rule("a dotted place", "\\d{1,2}(?:\\.\\d{1,2})+", ([written], spot) =>
    spot.after(SECTION) && !/^\s?%/.test(spot.text.slice(spot.at + written.length)) && isHeadOrPart(written, spot)
      ? written
          .split(".")
          .map((part) => sayNumber(part))
          .join(" chấm ")
      : undefined,
  ),
  rule("a number", NUMBER, sayOne),
];
