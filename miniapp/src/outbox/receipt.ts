import type { Item, Kind } from "./item.ts";

/** What stays when something was sent: its code and dates, none of its words. */
export interface Receipt {
  key: string;
  kind: Kind;
  /** "" where the kind has none */
  code: string;
  head: string;
  sentAt: number;
  late: boolean;
  /** answered until, "" where nothing is promised */
  dueAt: string;
  /** another way the office points to; "" else */
  way: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const WITH_CODE: readonly Kind[] = ["comment", "report", "question"];

/** The receipt in an answer, only if it names this very key; anything else is no word of having it. */
export function receiptIn(value: unknown, item: Pick<Item, "key" | "kind" | "head">, now: number): Receipt | undefined {
  if (!isRecord(value)) return undefined;
  // a turn is its own key
  if ((item.kind === "turn" ? value["id"] : value["key"]) !== item.key) return undefined;
  const code = WITH_CODE.includes(item.kind) ? text(value["code"]) : "";
  if (WITH_CODE.includes(item.kind) && code === "") return undefined;
  return {
    key: item.key,
    kind: item.kind,
    code,
    head: item.head,
    sentAt: now,
    late: value["late"] === true,
    dueAt: text(value["dueAt"]),
    way: text(value["way"]),
  };
}

/** A kept receipt, of this app or of the one before it; undefined for what is none. */
export function readReceipt(value: unknown): Receipt | undefined {
  if (!isRecord(value) || typeof value["sentAt"] !== "number") return undefined;
  if (typeof value["key"] === "string" && typeof value["kind"] === "string") return value as unknown as Receipt;
  if (typeof value["code"] !== "string") return undefined;
  const { code, sentAt } = value as { code: string; sentAt: number };
  const head = text(value["place"]);
  return { key: code, kind: "comment", code, head, sentAt, late: value["late"] === true, dueAt: "", way: "" };
}
