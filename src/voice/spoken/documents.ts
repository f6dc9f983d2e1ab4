import { sayDigits, sayInteger, romanValue } from "./say-number.ts";
import { rowOf } from "../../kernel/table.ts";
import { isSayable } from "./sayable.ts";
import { type Rule, rule, type Spot } from "./spot.ts";

/** Kinds of documents as their numbers call them (NĐ 30/2020, HD 36-HD/VPTW). */
const KIND: Readonly<Record<string, string>> = {
  NQ: "nghị quyết",
  NĐ: "nghị định",
  QĐ: "quyết định",
  CT: "chỉ thị",
  QC: "quy chế",
  QyĐ: "quy định",
  QYĐ: "quy định",
  QĐi: "quy định",
  TC: "thông cáo",
  TB: "thông báo",
  HD: "hướng dẫn",
  CTr: "chương trình",
  CTHĐ: "chương trình hành động",
  KH: "kế hoạch",
  PA: "phương án",
  ĐA: "đề án",
  DA: "dự án",
  BC: "báo cáo",
  BB: "biên bản",
  TTr: "tờ trình",
  HĐ: "hợp đồng",
  CV: "công văn",
  CĐ: "công điện",
  TT: "thông tư",
  TTLT: "thông tư liên tịch",
  GM: "giấy mời",
  GGT: "giấy giới thiệu",
  KL: "kết luận",
  L: "luật",
  PL: "pháp lệnh",
  LCT: "lệnh",
  TL: "thông tri",
  ĐH: "điều lệ",
};

/** Who issues, as document numbers call them. */
const ISSUER: Readonly<Record<string, string>> = {
  CP: "Chính phủ",
  TTg: "Thủ tướng Chính phủ",
  TTG: "Thủ tướng Chính phủ",
  TW: "Trung ương",
  CTN: "Chủ tịch nước",
  QH: "Quốc hội",
  UBTVQH: "Ủy ban Thường vụ Quốc hội",
  UBND: "Ủy ban nhân dân",
  HĐND: "Hội đồng nhân dân",
  MTTQ: "Mặt trận Tổ quốc",
  VPTW: "Văn phòng Trung ương",
  VPCP: "Văn phòng Chính phủ",
  BTGTW: "Ban Tuyên giáo Trung ương",
  BTGDVTW: "Ban Tuyên giáo và Dân vận Trung ương",
  ĐU: "Đảng ủy",
  HU: "Huyện ủy",
  QU: "Quận ủy",
  BTTTT: "Bộ Thông tin và Truyền thông",
  BVHTTDL: "Bộ Văn hóa, Thể thao và Du lịch",
  BKHCN: "Bộ Khoa học và Công nghệ",
  BTC: "Bộ Tài chính",
  BNV: "Bộ Nội vụ",
  BCA: "Bộ Công an",
  BQP: "Bộ Quốc phòng",
  BYT: "Bộ Y tế",
  BGDĐT: "Bộ Giáo dục và Đào tạo",
  BTP: "Bộ Tư pháp",
  BCT: "Bộ Công Thương",
  BXD: "Bộ Xây dựng",
  BNNMT: "Bộ Nông nghiệp và Môi trường",
  BNNPTNT: "Bộ Nông nghiệp và Phát triển nông thôn",
  BTNMT: "Bộ Tài nguyên và Môi trường",
  BLĐTBXH: "Bộ Lao động, Thương binh và Xã hội",
  BGTVT: "Bộ Giao thông vận tải",
  BKHĐT: "Bộ Kế hoạch và Đầu tư",
  NHNN: "Ngân hàng Nhà nước",
  SVHTT: "Sở Văn hóa và Thể thao",
  SVHTTDL: "Sở Văn hóa, Thể thao và Du lịch",
  SKHCN: "Sở Khoa học và Công nghệ",
  SYT: "Sở Y tế",
  SGDĐT: "Sở Giáo dục và Đào tạo",
  SNV: "Sở Nội vụ",
  STC: "Sở Tài chính",
  VP: "Văn phòng",
  BCĐ: "Ban Chỉ đạo",
};

/** "TU" is the committee of a province or of a city; which, the place decides. */
const ASK_ISSUER: Readonly<Record<string, readonly string[]>> = {
  TU: ["Tỉnh ủy", "Thành ủy"],
  BTGTU: ["Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo Thành ủy"],
  BTGDVTU: ["Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban Tuyên giáo và Dân vận Thành ủy"],
  BTV: ["Ban Thường vụ"],
  BCH: ["Ban Chấp hành", "Ban Chỉ huy"],
};

function sayIssuer(part: string): string | undefined {
  const known = rowOf(ISSUER, part);
  if (known) return known;
  // "QH15", "UBTVQH15": of the fifteenth term
  const term = /^(QH|UBTVQH)(\d{1,2})$/u.exec(part);
  return term ? `${rowOf(ISSUER, term[1] ?? "") ?? ""} khóa ${sayInteger(Number(term[2]))}` : undefined;
}

const lettersOf = (rest: string): string[] => rest.split(/[-/]/).filter((part) => part !== "");

/** The number by itself: "05" keeps its nought, so that "năm năm" never stands for it. */
const sayLeading = (number: string): string => (/^0\d$/.test(number) ? sayDigits(number) : sayInteger(Number(number)));

function sayDocument(match: RegExpExecArray, spot: Spot) {
  const [, number = "", year, rest = ""] = match;
  const head = `${sayLeading(number)}${year ? ` năm ${sayInteger(Number(year))}` : ""}`;
  const said: string[] = [head];
  const [parts, asked] = [lettersOf(rest), lettersOf(rest).flatMap((part) => rowOf(ASK_ISSUER, part) ?? [])];
  let kinds = 0;
  for (const [n, part] of parts.entries()) {
    const kind = rowOf(KIND, part);
    if (n === 0 && kind) {
      kinds = 1;
      if (
        !new RegExp(`(?:${kind}|(?:^|\\s)${part}${part === "QĐ" ? "|quy định" : ""})(?:\\s+số)?:?\\s*$`, "iu").test(
          spot.before,
        )
      )
        said.push(kind);
      continue;
    }
    const issuer = sayIssuer(part) ?? (asked.length === 1 ? asked[0] : undefined);
    if (issuer === undefined)
      return { ask: "cơ quan ban hành là ai", choices: asked.map((one) => `${said.join(" ")} của ${one}`) };
    said.push(n === kinds ? `của ${issuer}` : `, ${issuer}`);
  }
  return said.join(" ");
}

const NAMED =
  /(?:nghị định|nghị quyết|quyết định|thông tư|luật|chỉ thị|kế hoạch|công văn|hướng dẫn|văn bản|kết luận|pháp lệnh|quy định|thông báo|công điện|tờ trình|báo cáo|nđ|nq|qđ|tt|ct|kh|hd|tb)(?:\s+số)?:?\s*$/iu;

const PART = "[A-ZĐ](?:[A-ZĐ]|Tr|r|g|y|yĐ|i)*\\d{0,2}";
export const DOCUMENTS: readonly Rule[] = [
  rule("a document", `(\\d{1,5})(?:/((?:19|20)\\d\\d))?\\s?[-/]\\s?(${PART}(?:[-/]${PART})*)`, (match, spot) =>
    /^(?:19|20)\d\d$/.test(match[1] ?? "") && match[2] === undefined && !spot.after(NAMED)
      ? undefined
      : sayDocument(match, spot),
  ),
  rule("a document of a year", "(\\d{1,5})/((?:19|20)\\d\\d)", ([, number = "", year], spot) =>
    spot.after(NAMED) ? `${sayLeading(number)} năm ${sayInteger(Number(year))}` : undefined,
  ),
  // "TB-17", "CV số …": the kind before the number
  rule("a kind before its number", `(${PART})-(\\d{1,5})`, ([, part = "", number = ""]) => {
    const kind = rowOf(KIND, part);
    return kind && { ask: "tên văn bản hay ký hiệu", choices: [`${kind} ${sayInteger(Number(number))}`] };
  }),
];

const ROMAN_AFTER =
  /(?:^|[^\p{L}])(?:đại hội(?: đảng)?(?: bộ)?(?: toàn quốc)?|thế kỷ|thế kỉ|quý|khóa|khoá|kỳ họp(?: thứ)?|lần thứ|lần|chương|phần|mục|phụ lục|đợt|cấp|loại|hạng|vùng|khu vực|giai đoạn|tập|nhóm|thế chiến(?: thứ)?|chiến tranh thế giới(?: thứ)?|bậc|khu|quân khu|học kỳ|kỳ|hội nghị|đảng|nhiệm kỳ|hiệp|bảng|tuần|quốc hội khóa|thứ|vua|hùng vương thứ|trung ương|đô thị loại|biểu|hệ|tiết|dạng|mẫu|điểm|và|đến|,)\s*$/iu;

/** Numbers of congresses, centuries, chapters; alone only at the head of a line, or of three letters and more. */
function sayRoman([letters = ""]: RegExpExecArray, spot: Spot) {
  const value = romanValue(letters);
  if (value === undefined) return undefined;
  const rest = spot.text.slice(spot.at + letters.length);
  const said = sayInteger(value);
  if (/(?:^|[^\p{L}])thứ\s*$/iu.test(spot.before)) return value === 1 ? "nhất" : value === 4 ? "tư" : said;
  // "VI PHẠM" and "XI MĂNG" are words of a heading
  if (isSayable(letters) && /^\s+\p{Lu}{2,}/u.test(rest))
    return spot.after(ROMAN_AFTER) ? { ask: "số La Mã hay chữ", choices: [said] } : undefined;
  if (spot.after(/(?:^|[^\p{L}])(?:và|đến|,)\s*$/iu)) {
    const before = spot.before.replace(/\s*(?:và|đến|,)\s*$/iu, "");
    return /(?:^|\s)[IVXLC]+$/u.test(before)
      ? said
      : letters.length > 2
        ? said
        : { ask: "số La Mã hay chữ", choices: [said] };
  }
  if (spot.after(ROMAN_AFTER)) return said;
  if (/^\s*$/.test(spot.before) && /^[.)/]/.test(rest)) return said;
  return letters.length > 2 && /^[IVX]+$/.test(letters) ? said : { ask: "số La Mã hay chữ", choices: [said] };
}

export const ROMANS: readonly Rule[] = [
  rule("Roman numerals from to", "([IVXLC]+)\\s?[-–—]\\s?([IVXLC]+)", ([, a = "", b = ""], spot) => {
    const [from, to] = [romanValue(a), romanValue(b)];
    if (from === undefined || to === undefined || from >= to) return undefined;
    return spot.after(ROMAN_AFTER) ? `${sayInteger(from)} đến ${sayInteger(to)}` : undefined;
  }),
  rule("a Roman numeral of a year", "(I{1,3}|IV)/((?:19|20)\\d\\d)", ([, a = "", year], spot) =>
    spot.after(/quý\s*$/iu) ? `${sayInteger(romanValue(a) ?? 0)} năm ${sayInteger(Number(year))}` : undefined,
  ),
  rule("a Roman numeral", "[IVXLC]+", sayRoman),
];
