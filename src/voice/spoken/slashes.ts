import { isDateBefore, sayDate, sayMonth } from "./dates.ts";
import { NUMBER, sayInteger, sayNumber, worthOf } from "./say-number.ts";
import { type Rule, rule, type Spot } from "./spot.ts";

/** What a share is taken of. */
const SHARED =
  /^\s+(?:số|tổng|diện tích|dân số|thành viên|đại biểu|hộ|phiếu|chặng|quãng|lượng|thời gian|nhân khẩu|học sinh|cán bộ|đảng viên|người|ý kiến|thôn|xã|tổ|tiêu chí|chỉ tiêu|khối lượng|công trình|cử tri|hội viên|mức|giá|kinh phí|ngân sách|chiều|nhiệm kỳ|hồ sơ|đơn vị|cổ phần|suất|tỷ lệ|trường|thế giới|đất|nội dung|nhiệm vụ|bài|câu|kế hoạch|đoàn viên|phường|tuyến|con|lít|cốc|chén|thìa|sào|mẫu|giá trị|độ|dài|mỗi|so với|là|của|trong|trên)(?![\p{L}])/u;
const ALWAYS_ON =
  /(?:trực|hoạt động|phục vụ|hỗ trợ|tiếp nhận|liên tục|tổng đài|đường dây nóng|làm việc|ứng trực|giờ|giám sát)[^.;\d]{0,25}$/iu;
const ADDRESS =
  /(?:^|[^\p{L}])(?:số nhà|nhà số|ngõ|ngách|hẻm|kiệt|địa chỉ|nhà|đường số|lô|thửa|tổ|khu phố|xóm)(?:\s+số)?[\s:]*$/iu;
/** "Về nhà 20/11", "tổ 5/3": a house, or a day. */
const PERHAPS_ADDRESS = /(?:^|[^\p{L}])(?:nhà|tổ|khu phố|xóm)\s*$/iu;
/** "Lớp 5/1", "đại đội 3/2": how the name is said, those know who bear it. */
const NAMED_WITH_A_SLASH =
  /(?:^|[^\p{L}])(?:lớp|thôn|khu|ấp|phường|quận|tầng|phòng|đội|đại đội|tiểu đoàn|khối|khóa|khoá|cụm|công ty|khoản|điều)\s*$/iu;
/** Words that lead a day as well as a share: "từ 1/2 đến 2/3 số hộ". */
const STRONG =
  /(?:ngày|mùng|mồng|sáng|chiều|tối|trưa|đêm|hôm|lễ|quốc khánh|kỷ niệm|dịp|mừng|đường|phố|cầu|thứ \p{L}+|chủ nhật)\s*,?\s*\(?$/iu;
const TO_A_DAY = /^\s*(?:đến|-|–)\s*(?:hết\s+)?(?:ngày\s+)?(\d{1,2})\/(\d{1,2})(?!\/?\d)/u;
const RATIO = /(?:tỷ lệ|tỉ lệ|huyết áp|thị lực)(?:\s+là)?\s*$/iu;
const DOCUMENT =
  /(?:số|nghị định|nghị quyết|quyết định|thông tư|luật|chỉ thị|kế hoạch|công văn|hướng dẫn|văn bản)\s*$/iu;

const outOf = (a: string, b: string): string | undefined => {
  const [first, second] = [sayNumber(a), sayNumber(b)];
  return first && second && `${first} trên ${second}`;
};
/** What is counted one by one: "8/10 chỉ tiêu" is eight of ten, not a share of it. */
const ONE_BY_ONE =
  /^\s+(?:chỉ tiêu|tiêu chí|xã|thôn|tổ|đơn vị|điểm|câu|phiếu|nhiệm vụ|công trình|hồ sơ|đại biểu|thành viên|phường|trường|ý kiến|nội dung|hộ|người|bài|cán bộ|đảng viên)(?![\p{L}])/u;
/** A mark out of ten has a comma, a share has none. */
const share = (a: string, b: string): string | undefined => (a.includes(",") ? outOf(a, b) : wholeShare(a, b));
const wholeShare = (a: string, b: string): string =>
  `${sayNumber(a) ?? ""} phần ${worthOf(b) === 4 ? "tư" : (sayNumber(b) ?? "")}`;

type Answer = string | { ask: string; choices?: readonly string[] } | undefined;

/** What is known of two numbers with a slash between. */
interface Pair {
  readonly a: string;
  readonly b: string;
  readonly first: number;
  readonly second: number;
  /** what follows on the line */
  readonly rest: string;
  /** said as a day, where there is such a day */
  readonly date: string | undefined;
  /** a nought before a digit is written in days, never in shares */
  readonly nought: boolean;
  readonly spot: Spot;
}

const either = (why: string, ...choices: (string | undefined)[]): Answer => ({
  ask: why,
  choices: choices.filter((one) => one !== undefined),
});

/** "còn 1/3", "gần 2/3": an amount. */
const AMOUNT = /(?:^|[^\p{L}])(?:còn|chiếm|khoảng|gần|hơn|ít nhất|tối thiểu|tối đa|quá|bằng|mất|được|giảm|tăng)\s*$/iu;

/** What the words before say for sure. */
function byWordsBefore({ a, b, first, second, rest, date, spot }: Pair): Answer {
  const perhaps = date !== undefined && spot.after(PERHAPS_ADDRESS);
  if (perhaps) return spot.after(/giỗ tổ\s*$/iu) ? date : either("địa chỉ hay ngày", outOf(a, b), date);
  if (spot.after(ADDRESS) || spot.after(RATIO)) return outOf(a, b);
  if (ONE_BY_ONE.test(rest) && second > 4 && first <= second && !isDateBefore(spot)) return outOf(a, b);
  if (spot.after(/vòng\s*$/iu) || (first < second && second < 10 && spot.after(AMOUNT))) return share(a, b);
  if (spot.after(DOCUMENT)) return either("số văn bản hay ngày", outOf(a, b));
  const always = a === "24" && (b === "24" || (b === "7" && spot.after(ALWAYS_ON)));
  return always ? outOf(a, b) : undefined;
}

/** After a word that leads a day; "từ 1/2 đến 2/3 số hộ" is none. */
function byDayBefore({ a, b, first, second, rest, date, nought, spot }: Pair): Answer {
  if (date === undefined || !isDateBefore(spot)) return undefined;
  if (nought || spot.after(STRONG) || first >= second) return date;
  if (SHARED.test(rest)) return share(a, b);
  if (second > 5 || Number(TO_A_DAY.exec(rest)?.[1] ?? 0) > 12) return date;
  return either("ngày hay phân số", date, share(a, b));
}

/** With nothing before that says what it is. */
function alone({ a, b, first, second, rest, date, nought, spot }: Pair): Answer {
  if (spot.after(NAMED_WITH_A_SLASH)) return either("tên có gạch chéo hay ngày", outOf(a, b), date);
  if (date !== undefined && nought) return date;
  if (/^\d{4}$/.test(b)) return either("đọc thế nào", outOf(a, b));
  if (date === undefined) {
    if (first > second) return either("đọc thế nào", outOf(a, b));
    return first === second || second > 12 ? outOf(a, b) : share(a, b);
  }
  if (first <= second) {
    const part = first === second ? outOf(a, b) : share(a, b);
    return SHARED.test(rest) ? part : either("ngày hay phân số", date, part);
  }
  if (a === "24" && b === "7") return either("ngày hay cả ngày cả tuần", date, outOf(a, b));
  // more than all there are, or a day in front of those who do something
  if (ONE_BY_ONE.test(rest)) return either("ngày hay số lượng", date, outOf(a, b));
  // the name of a street after it makes a house of it
  return /^\s+\p{Lu}/u.test(rest) ? either("ngày hay số nhà", date, outOf(a, b)) : date;
}

/** "3/4" is a share, a day, a place of a score or a house: what stands around it decides, else a person. */
function saySlash([whole, a = "", b = ""]: RegExpExecArray, spot: Spot): Answer {
  const twoDigits = /^\d{1,2}$/.test(a) && /^\d{1,2}$/.test(b);
  const pair: Pair = {
    a,
    b,
    first: worthOf(a),
    second: worthOf(b),
    rest: spot.text.slice(spot.at + whole.length),
    date: twoDigits ? sayDate(spot, a, b) : undefined,
    nought: a.startsWith("0") || b.startsWith("0"),
    spot,
  };
  return byWordsBefore(pair) ?? byDayBefore(pair) ?? alone(pair);
}

export const SLASHES: readonly Rule[] = [
  rule("a month and a short year", "(0?[1-9]|1[0-2])/(\\d{4})", ([, month = "", year = ""], spot) =>
    spot.after(DOCUMENT) || Number(year) < 1000
      ? undefined
      : `${sayMonth(Number(month))} năm ${sayInteger(Number(year))}`,
  ),
  rule("a slash", `(${NUMBER})\\s?/\\s?(${NUMBER})`, saySlash),
  rule("several slashes of a house", "\\d{1,4}(?:/\\d{1,4}){2,}", ([whole], spot) =>
    spot.after(ADDRESS)
      ? whole
          .split("/")
          .map((part) => sayNumber(part) ?? part)
          .join(" trên ")
      : undefined,
  ),
];
