import { sayInteger } from "./say-number.ts";
import { DASH, type Rule, rule, type Spot } from "./spot.ts";

const H = "([01]?\\d|2[0-4])";
const MIN = "([0-5]\\d)";
const CLOCK = `${H}(?:\\s?(?:h|H|g|giờ)\\s?${MIN}?(?:\\s?(?:phút|ph|p|'|′))?|:${MIN})`;

/** Half a day's sixty minutes: "bảy giờ ba mươi phút", "bảy giờ". */
function sayHour(hour: string | undefined, minutes: string | undefined): string | undefined {
  const [h, m] = [Number(hour), Number(minutes ?? 0)];
  if (h === 24 && m > 0) return undefined;
  return `${sayInteger(h)} giờ${m === 0 ? "" : ` ${sayInteger(m)} phút`}`;
}

const LASTS =
  /(?:dài|thời lượng|âm thanh|audio|video|clip|podcast|bài nghe|phút thứ|chạy hết|thành tích)[\s:,]*(?:từ\s*)?$/iu;
const RATIO = /(?:tỷ lệ|tỉ lệ|bản đồ)(?:\s+(?:bản đồ|là|khoảng|trộn|pha))*\s*$/iu;

function sayColons(match: RegExpExecArray, spot: Spot) {
  const [, a = "", b = "", c] = match;
  if (spot.after(LASTS)) {
    const [minutes, seconds] = [sayInteger(Number(a)), Number(b)];
    return `${minutes} phút${seconds === 0 ? "" : ` ${sayInteger(seconds)} giây`}`;
  }
  const said = sayHour(a, b);
  if (said === undefined || c === undefined) return said;
  return `${sayInteger(Number(a))} giờ ${sayInteger(Number(b))} phút ${sayInteger(Number(c))} giây`;
}

/** Nothing but "g": "5-10 g" is weighed as well as waited for. */
const GRAMS = /^\d+(?:\s?g)?\s?[-–—]\s?\d+\s?g$/;
const hoursOrGrams = (a: string | undefined, b: string | undefined) => {
  const said = `${sayInteger(Number(a))} đến ${sayInteger(Number(b))}`;
  return { ask: "giờ hay gam", choices: [`${said} giờ`, `${said} gam`] };
};

export const HOURS: readonly Rule[] = [
  rule("a scale", "(\\d{1,2})\\s?:\\s?(\\d{1,3}(?:\\.\\d{3})+|\\d{1,5})", ([, a = "", b = ""], spot) =>
    spot.after(RATIO) ? `${sayInteger(Number(a))} trên ${sayInteger(Number(b.replaceAll(".", "")))}` : undefined,
  ),
  rule("minutes from to", `(\\d{1,2}):${MIN}${DASH}(\\d{1,2}):${MIN}`, ([, a = "", b = "", c = "", d = ""], spot) => {
    if (!spot.after(LASTS)) return undefined;
    const say = (m: string, s: string) =>
      `${sayInteger(Number(m))} phút${Number(s) ? ` ${sayInteger(Number(s))} giây` : ""}`;
    return `${say(a, b)} đến ${say(c, d)}`;
  }),
  rule("hours from to", `${CLOCK}${DASH}${CLOCK}`, ([whole, h1, m1, n1, h2, m2, n2]) => {
    if (GRAMS.test(whole)) return hoursOrGrams(h1, h2);
    const [from, to] = [sayHour(h1, m1 ?? n1), sayHour(h2, m2 ?? n2)];
    return from && to && `${from} đến ${to}`;
  }),
  rule("bare hours from to", `${H}${DASH}${H}\\s?(?:h|H|g|giờ)`, ([whole, a = "", b = ""]) =>
    GRAMS.test(whole)
      ? hoursOrGrams(a, b)
      : Number(a) < Number(b)
        ? `${sayInteger(Number(a))} đến ${sayInteger(Number(b))} giờ`
        : undefined,
  ),
  rule("with seconds", `${H}:${MIN}(?::${MIN})?`, sayColons),
  // written without "phút", it is said without
  rule(
    "a spelled hour",
    `${H} giờ ${MIN}(?! ?(?:phút|['′]))`,
    ([, h, m]) => `${sayInteger(Number(h))} giờ ${sayInteger(Number(m))}`,
  ),
  rule("an hour", CLOCK, ([whole, h, m, n]) => (/^\d+\s?g$/.test(whole) ? undefined : sayHour(h, m ?? n))),
  rule("hours that last", "(\\d{2,4})\\s?h", ([, h = ""]) => `${sayInteger(Number(h))} giờ`),
  rule("minutes", "(\\d{1,3})\\s?(?:ph|phút|')", ([whole, m = ""], { before }) =>
    // what was opened before is closed here: 'số 26'
    whole.endsWith("'") && /(?:^|[\s(])'/.test(before) ? undefined : `${sayInteger(Number(m))} phút`,
  ),
];
