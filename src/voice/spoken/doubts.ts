import { sayInteger, sayOrdinal } from "./say-number.ts";
import { type Rule, rule } from "./spot.ts";

const ask = (why: string, ...choices: string[]) => ({ ask: why, choices });
const ADDRESS = /^\s*[:.]|^\s*(?:\d|số |nhà |thôn |ngõ |tổ |đường |xóm )/iu;
const DAYS = "[2-7](?:(?:, ?| và | hoặc |\\s?[-–]\\s?)[2-7])+";
/** What may stand behind days of the week, and not behind a count. */
const AFTER_DAYS = /^\s*(?:$|[.,;:)\n]|(?:hằng|hàng|trong|mỗi|lúc|từ|vào|của)(?!\p{L}))/iu;

/** What looks like one thing and may be another: asked about before any rule takes a part of it. */
export const DOUBTS: readonly Rule[] = [
  // ".5", "No.1": a sign is missing, or one too many
  rule("a number behind a dot", "[.,]\\d[\\d.,]*", ([whole], { before }) =>
    /(?:^|[\s(\p{L}])$/u.test(before)
      ? ask("số hay chữ viết tắt", sayInteger(Number(/\d+/.exec(whole)?.[0])))
      : undefined,
  ),
  rule("a stroke between numbers", "\\d+['′’]\\d[\\d'\"″’]*", () => ask("phút và giây, hay số viết kiểu nước ngoài")),
  rule("comrade or address", "[đĐ]/[cC]", ([whole], { text, at }) =>
    ADDRESS.test(text.slice(at + whole.length)) ? ask("đồng chí hay địa chỉ", "đồng chí", "địa chỉ") : undefined,
  ),
  rule("ten or a commune", "X", (_match, { text, at, before }) =>
    before.trim() === "" && /^\.\s*\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}/u.test(text.slice(at + 1))
      ? ask("xã hay số La Mã", "xã", "mười")
      : undefined,
  ),
  rule("days of the week", DAYS, ([whole], spot) => {
    if (!spot.after(/(?:^|[^\p{L}])thứ\s*$/iu)) return undefined;
    const said = whole
      .replace(/\s?[-–]\s?/g, " đến ")
      .replace(/\d/g, (day) => sayOrdinal(Number(day)))
      .replace(/,(?=\S)/g, ", ");
    return AFTER_DAYS.test(spot.text.slice(spot.at + whole.length)) ? said : ask("thứ trong tuần hay số lượng", said);
  }),
];
