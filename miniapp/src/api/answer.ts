/** What came back from a request, before anybody decides what it means. */
export type Answer =
  | { kind: "ok"; value: unknown }
  /** the server said no, in words for people */
  | {
      kind: "no";
      status: number;
      message: string;
      fields: Record<string, string>;
      /** what a program can do about it by itself: "session", "proof"; "" else */
      code: string;
      retryAfterMs: number | undefined;
    }
  /** nobody was reached, nobody answered in time, or what answered was not our server (a hotel's log-in page, a proxy) */
  | { kind: "unreached"; why: "offline" | "slow" | "strange"; retryAfterMs: number | undefined };

export interface RawAnswer {
  status: number;
  /** undefined: the body was no JSON */
  body: unknown;
  retryAfter: string | null;
}

/** longer than a day nobody is made to wait, whatever a header says */
export const MOST_PAUSE_MS = 24 * 3_600_000;
const TOO_LARGE = "Nội dung gửi lên quá dài. Ông/Bà vui lòng rút ngắn, hoặc chọn ảnh nhỏ hơn.";

/** Seconds or a date, as HTTP allows both; what cannot be read counts as not said. */
export function readRetryAfter(text: string | null, now: number): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const ms = /^\s*\d+\s*$/.test(text)
    ? Number(text) * 1000
    : /^[A-Z][a-z]{2}/.test(text)
      ? Date.parse(text) - now
      : Number.NaN;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1000), MOST_PAUSE_MS) : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const words = (value: unknown): Record<string, string> =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === "string"))
    : {};

/** Only our own shape is our server's word; everything else is somebody in between. */
export function readAnswer(raw: RawAnswer, now: number): Answer {
  const retryAfterMs = readRetryAfter(raw.retryAfter, now);
  const { status, body } = raw;
  if (status >= 200 && status < 300)
    return isRecord(body) ? { kind: "ok", value: body } : { kind: "unreached", why: "strange", retryAfterMs };
  const error = isRecord(body) ? body["error"] : undefined;
  if (isRecord(error) && typeof error["message"] === "string" && error["message"] !== "") {
    const code = typeof error["code"] === "string" ? error["code"] : "";
    return { kind: "no", status, message: error["message"], fields: words(error["fields"]), code, retryAfterMs };
  }
  // a proxy in front of us judges sizes as well, in a page of its own
  if (status === 413) return { kind: "no", status, message: TOO_LARGE, fields: {}, code: "", retryAfterMs };
  return { kind: "unreached", why: "strange", retryAfterMs };
}

/** "Có 1 chỗ cần sửa. Ông/Bà vui lòng viết câu hỏi." */
export const sentenceOf = ({ message, fields }: { message: string; fields: Record<string, string> }): string =>
  [...new Set([message, ...Object.values(fields)])]
    .map((one) => one.trim().replace(/\.+$/, ""))
    .filter((one) => one !== "")
    .map((one) => `${one}.`)
    .join(" ");
