import { sayDigits, sayInteger } from "./say-number.ts";
import { type Rule, rule } from "./spot.ts";

const CALLED =
  /(?:gọi|số máy|điện thoại|đt|sđt|tel|hotline|tổng đài|đường dây nóng|liên hệ|báo tin|cảnh sát|công an|cứu thương|cấp cứu|cứu hỏa|cứu hoả|chữa cháy|pccc|cứu nạn|khẩn cấp|bấm|trẻ em|zalo|quay|máy)[\s:(]*(?:ngay\s+)?(?:qua\s+)?(?:cho\s+)?(?:số\s+)?(?:tới\s+|đến\s+|qua\s+)?(?:số\s+)?$/iu;
const BARE_NUMBER = /(?:^|[^\p{L}])số\s*$/iu;
const OF_A_DOCUMENT =
  /(?:nghị định|nghị quyết|quyết định|thông tư|luật|chỉ thị|kế hoạch|công văn|hướng dẫn|văn bản|kết luận|báo cáo|thông báo|quy định|tờ trình|tổng)\s+số\s*$/iu;
const SHORT = "11[1-5]";
const CODE_BEFORE =
  /(?:cccd|căn cước(?: công dân)?|định danh|mã số(?: thuế)?|mst|tài khoản|stk|mã|otp|pin|số hiệu|biển số|hồ sơ|số thẻ|bhyt|chứng minh nhân dân|cmnd)(?:\s+số)?[\s:]*$/iu;

/** Behind these even six digits with dots are no count, unless money or people follow: "điện thoại 200.000 đồng". */
const TELEPHONE = /(?:^|[^\p{L}])(?:điện thoại|đt|sđt|tel|fax|hotline|số máy|gọi số)(?:\s+số)?[\s:]*$/iu;
const COUNTED_AFTER = /^\s?(?:đ|₫|vnđ|đồng|nghìn|triệu|tỷ|%|cuộc|lượt|người|thuê bao|cái|chiếc|máy|hộ|k|tr)(?!\p{L})/iu;
/** Read by its digits however short it is. */
const CODE = /(?:^|[^\p{L}])(?:mã|mã số|otp|pin)\s*:?\s*$/iu;

/** Groups as they stand; a row of ten digits four, three and three. */
function sayPhone(written: string): string {
  const groups = written.match(/\d+/g) ?? [];
  const parts = groups.length === 1 ? (/^(\d{4})(\d{3})(\d{3,4})$/.exec(groups[0] ?? "")?.slice(1) ?? groups) : groups;
  return `${written.startsWith("+") ? "cộng " : ""}${parts.map(sayDigits).join(", ")}`;
}

const digitsOf = (written: string): number => written.replaceAll(/\D/g, "").length;

export const PHONES: readonly Rule[] = [
  rule("a phone", "(?:\\(0\\d{1,3}\\)|\\(?\\+84\\)?|0\\d{1,4})(?:[ .-]?\\d{1,8}){1,4}", ([whole], spot) => {
    const n = digitsOf(whole);
    if (/^\+|^\(\+/.test(whole)) return n === 11 || n === 12 ? sayPhone(whole.replace(/^\(/, "")) : undefined;
    if (/^0\d{11}$/.test(whole)) return sayDigits(whole);
    return n === 10 || n === 11 || (n === 9 && spot.after(CALLED)) ? sayPhone(whole) : undefined;
  }),
  rule("a number without its province", "\\d{1,4}(?:[ .]?\\d{2,4}){1,3}", ([whole], spot) => {
    const n = digitsOf(whole);
    if (n < 6 || n > 8 || !spot.after(TELEPHONE) || whole.startsWith("0")) return undefined;
    const rest = spot.text.slice(spot.at + whole.length);
    if (COUNTED_AFTER.test(rest)) return undefined;
    return /^\s*\p{L}/u.test(rest)
      ? { ask: "số điện thoại hay số lượng", choices: [sayPhone(whole)] }
      : sayPhone(whole);
  }),
  rule("a service number", "1[89]00[ .-]?\\d{2,4}(?:[ .-]?\\d{2,4})?", ([whole], spot) => {
    if (/^1[89]00[-–]/.test(whole) && !spot.after(CALLED)) return undefined;
    return sayPhone(whole.replace(/^(1[89]00)(?=\d)/, "$1 "));
  }),
  rule("numbers for emergencies", `(${SHORT})((?:\\s?[,/-]\\s?|\\s(?:hoặc|và)\\s)${SHORT})+`, ([whole], spot) =>
    !spot.after(CALLED) ? undefined : whole.replaceAll(/\d+/g, sayDigits).replaceAll(/\s*[/-]\s*/g, ", "),
  ),
  rule("a number for emergencies", SHORT, ([whole], spot) => {
    const rest = spot.text.slice(spot.at + whole.length);
    // "113 hộ" is counted
    if (
      /^\s+(?:hộ|người|đại biểu|ca|học sinh|km|triệu|tỷ|nghìn|tổ|lượt|xã|đơn vị|trường hợp|ý kiến|hồ sơ|vụ)(?!\p{L})/u.test(
        rest,
      )
    )
      return undefined;
    if (spot.after(CALLED)) return sayDigits(whole);
    return spot.after(BARE_NUMBER) && !spot.after(OF_A_DOCUMENT)
      ? { ask: "số điện thoại hay số thứ tự", choices: [sayDigits(whole), sayInteger(Number(whole))] }
      : undefined;
  }),
  rule("a code of digits", "\\d{4,16}", ([whole], spot) =>
    spot.after(CODE_BEFORE) && (whole.length > 6 || whole.startsWith("0") || spot.after(CODE))
      ? sayDigits(whole)
      : undefined,
  ),
];
