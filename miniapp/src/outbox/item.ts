/** What people write here and the server takes in. */
export const KINDS = ["comment", "report", "question", "claim", "own-data", "edit", "appeal", "turn"] as const;
export type Kind = (typeof KINDS)[number];

/** Why something has not gone yet. `session`: Zalo has to vouch for its owner again. */
export type Why = "" | "offline" | "server" | "busy" | "session";

/** One text on its way: kept before it is sent, gone only when the server named its key. */
export interface Item {
  v: 2;
  /** the sender's own random key: one key is one set of words, however often it is sent */
  key: string;
  kind: Kind;
  unit: string;
  path: string;
  /** what is sent, without key and proof */
  body: Record<string, unknown>;
  /** where it goes, for its owner */
  head: string;
  /** mark of whom it is sent as; "" = as anybody */
  as: string;
  photo: Blob | null;
  /** when the photo was taken in; the server forgets one that no report named within a day */
  photoAt: number;
  at: number;
  tries: number;
  /** not before */
  nextAt: number;
  state: "waiting" | "refused";
  why: Why;
  /** the server's own words, or ours where nobody answered */
  sentence: string;
}

export type NewItem = Pick<Item, "key" | "kind" | "unit" | "path" | "body" | "head" | "as"> & { photo?: Blob | null };

/** An item at its beginning, whatever else the given one went through. */
export const newItem = ({ key, kind, unit, path, body, head, as, photo = null }: NewItem, now: number): Item => ({
  v: 2,
  key,
  kind,
  unit,
  path,
  body,
  head,
  as,
  photo,
  photoAt: 0,
  at: now,
  tries: 0,
  nextAt: 0,
  state: "waiting",
  why: "",
  sentence: "",
});

/** How each kind names itself, and which of its words its owner may say otherwise after a refusal. */
export const KIND_WORDS: Readonly<
  Record<Kind, { name: string; fields: readonly { name: string; label: string; rows: number; most: number }[] }>
> = {
  comment: {
    name: "Ý kiến",
    fields: [
      { name: "text", label: "Nội dung", rows: 4, most: 5000 },
      { name: "reason", label: "Lý do", rows: 2, most: 2000 },
      { name: "amendment", label: "Đoạn đề nghị sửa", rows: 6, most: 20_000 },
    ],
  },
  report: {
    name: "Phản ánh",
    fields: [
      { name: "what", label: "Việc gì", rows: 4, most: 3000 },
      { name: "where", label: "Ở đâu", rows: 1, most: 500 },
      { name: "contact", label: "Họ tên, số điện thoại", rows: 1, most: 300 },
    ],
  },
  question: { name: "Câu hỏi", fields: [{ name: "text", label: "Câu hỏi", rows: 3, most: 1000 }] },
  claim: {
    name: "Thông tin nhận giải",
    fields: [
      { name: "name", label: "Họ và tên", rows: 1, most: 200 },
      { name: "contact", label: "Cách liên hệ", rows: 1, most: 300 },
    ],
  },
  "own-data": { name: "Yêu cầu về dữ liệu", fields: [{ name: "words", label: "Nội dung", rows: 3, most: 1000 }] },
  edit: { name: "Sửa ý kiến", fields: [{ name: "text", label: "Nội dung", rows: 4, most: 5000 }] },
  appeal: { name: "Khiếu nại", fields: [{ name: "words", label: "Nội dung", rows: 4, most: 2000 }] },
  turn: { name: "Bài thi", fields: [] },
};

/** What its owner wrote, to be read and copied. */
export const wordsOf = (item: Pick<Item, "kind" | "body">): string =>
  KIND_WORDS[item.kind].fields
    .map(({ name }) => item.body[name])
    .filter((value): value is string => typeof value === "string" && value.trim() !== "")
    .join("\n");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const strings = (value: Record<string, unknown>, names: readonly string[]): boolean =>
  names.every((name) => typeof value[name] === "string");
const numbers = (value: Record<string, unknown>, names: readonly string[]): boolean =>
  names.every((name) => typeof value[name] === "number" && Number.isFinite(value[name]));
/** a turn of a contest is its own key, and has dots in its name */
const KEY = /^[\w.-]{16,120}$/;

/** Undefined for what cannot be an item of ours: half written, of another app, of a newer one. */
export function readItem(value: unknown): Item | undefined {
  if (!isRecord(value) || value["v"] !== 2 || !isRecord(value["body"])) return undefined;
  if (!strings(value, ["key", "kind", "unit", "path", "head", "as", "sentence", "state", "why"])) return undefined;
  if (!numbers(value, ["at", "tries", "nextAt", "photoAt"])) return undefined;
  if (value["photo"] !== null && !(value["photo"] instanceof Blob)) return undefined;
  const { key, kind, path, state } = value as unknown as Item;
  const known = KEY.test(key) && KINDS.includes(kind) && path.startsWith("/") && /^(waiting|refused)$/.test(state);
  return known ? (value as unknown as Item) : undefined;
}

/** What an app before this one kept: comments alone, under `waiting:`. Undefined when it is none. */
export function fromFirstFormat(value: unknown, unit: string, now: number): Item | undefined {
  if (!isRecord(value) || !strings(value, ["key", "draftId", "position", "stance", "text"])) return undefined;
  const { key, draftId, version, position, stance, text } = value as Record<string, string>;
  if (!key || !draftId || !KEY.test(key)) return undefined;
  const reason = typeof value["reason"] === "string" ? value["reason"] : "";
  const body = { version, position, stance, text, reason, signed: value["signed"] === true, consent: true };
  const head = typeof value["place"] === "string" ? value["place"] : "";
  const as = body.signed ? ANYBODY_KNOWN : "";
  return newItem({ key, kind: "comment", unit, path: `/drafts/${draftId}/comments`, body, head, as }, now);
}

/** Sent as whomever Zalo vouches for: what an earlier app kept does not say who it was. */
export const ANYBODY_KNOWN = "*";
