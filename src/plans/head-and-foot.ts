import { fold, nfc } from "../kernel/vietnamese.ts";
import { isBase } from "./citations.ts";
import type { Place, PlanHead, Recipient } from "./reading.ts";
import { dayOf } from "./time-points.ts";

const KINDS: Readonly<Record<string, string>> = {
  "ke hoach": "KH",
  "huong dan": "HD",
  "thong bao": "TB",
  "quyet dinh": "QĐ",
  "chuong trinh": "CTr",
  "cong van": "CV",
  "bao cao": "BC",
};
const kindAt = (words: string): string => new Map(Object.entries(KINDS)).get(fold(words)) ?? "";
const isLoud = (words: string): boolean => words === words.toUpperCase() && /\p{Lu}{2}/u.test(words);

/** What stands before the first part: who issues, number, place and day, what kind, about what. */
export function headOf(places: readonly Place[]): PlanHead {
  const end = places.findIndex((one) => one.heading);
  const top = places.slice(0, end < 0 ? places.length : end);
  const kindRow = top.findIndex((one) => isLoud(one.words) && kindAt(one.words) !== "");
  const about = top.map((one) => /^V\/v:?\s+(.+)$/iu.exec(one.words)?.[1]).find(Boolean);
  const letter = about !== undefined || top.some((one) => /^Kính gửi\s*:/u.test(one.words));
  const kind = kindRow >= 0 ? kindAt(top[kindRow]?.words ?? "") : letter ? "CV" : "";
  const title = kindRow >= 0 ? titleBelow(top.slice(kindRow + 1)) : (about ?? "");
  return { kind, ...issuerIn(top.slice(0, kindRow < 0 ? top.length : kindRow)), title: nfc(title.trim()) };
}

/** Until the grounds begin, or the sentence that issues the plan. */
function titleBelow(rows: readonly Place[]): string {
  const end = rows.findIndex(
    (one) => isBase(one) || /^\p{L}.*(?:ban hành|xây dựng) [Kk]ế hoạch/u.test(one.words) || one.words.length > 600,
  );
  return rows
    .slice(0, end < 0 ? rows.length : end)
    .map((one) => one.words)
    .join(" ");
}

/** Who issues, with number, place and day. */
function issuerIn(before: readonly Place[]): Omit<PlanHead, "kind" | "title"> {
  const dated = before.map((one) => /^(\p{Lu}[^,\d]{1,40}),\s*(ngày.*)$/u.exec(one.words)).find(Boolean);
  const numbered = before.map((one) => /^Số\s*:?\s*(\d*)\s*([-/]\s*\S.*)$/u.exec(one.words)).find(Boolean);
  const organs = organsOf(
    before.find((one) => isLoud(one.words) && !/CỘNG HÒA|ĐẢNG CỘNG SẢN/u.test(one.words))?.words ?? "",
  );
  return {
    ...organs,
    symbol: (numbered?.[2] ?? "").replace(/\s+/g, ""),
    number: numbered?.[1] ?? "",
    place: dated?.[1]?.trim() ?? "",
    day: dayOf(dated?.[2] ?? ""),
  };
}

/** "UBND THÀNH PHỐ HÀ NỘI SỞ VĂN HÓA VÀ THỂ THAO": the one above, and who issues. */
function organsOf(words: string): { parent: string; organ: string } {
  const at = words
    .slice(1)
    .search(/(?<=\s)(?:SỞ|PHÒNG|BAN|TRUNG TÂM|ỦY BAN NHÂN DÂN (?:XÃ|PHƯỜNG)|UBND (?:XÃ|PHƯỜNG))\s/u);
  return at < 0
    ? { parent: "", organ: words }
    : { parent: words.slice(0, at + 1).trim(), organ: words.slice(at + 1).trim() };
}

const PURPOSES: readonly [RegExp, Recipient["purpose"]][] = [
  [/^(?:de )?(?:b c|b cao|bao cao)$/, "để báo cáo"],
  [/^(?:de )?(?:p h|ph h|ph hop|phoi hop)$/, "để phối hợp"],
  [/^(?:de )?(?:t h|th hien|thuc hien)$/, "để thực hiện"],
  [/^(?:de )?(?:b iet|biet)$/, "để biết"],
];

/** Nơi nhận, with what each gets it for; and who signs. */
export function footOf(places: readonly Place[]): { recipients: Recipient[]; signer: { title: string; name: string } } {
  const at = places.findLastIndex((one) => one.words.startsWith("Nơi nhận"));
  const foot = at < 0 ? places.slice(-3) : places.slice(at + 1);
  const rows = at < 0 ? [] : foot.filter((one) => one.label !== "");
  const rest = foot.filter((one) => one.label === "");
  const title = rest
    .filter((one) => isLoud(one.words))
    .map((one) => one.words)
    .join(" ");
  const name = rest.findLast((one) => !isLoud(one.words) && /^\p{Lu}\p{L}*(?:\s\p{Lu}\p{L}*){1,5}$/u.test(one.words));
  return { recipients: rows.map((one) => recipientOf(one.words)), signer: { title, name: name?.words ?? "" } };
}

function recipientOf(words: string): Recipient {
  const [, inside = ""] = /\(([^()]*)\)\s*[;.,]?\s*$/.exec(words) ?? [];
  const purpose = PURPOSES.find(([form]) => form.test(fold(inside)))?.[1] ?? "";
  const name = purpose === "" ? words : words.replace(/\s*\([^()]*\)\s*[;.,]?\s*$/, "");
  return { name: name.replace(/\s+/g, " ").replace(/[\s;.,]+$/, ""), purpose };
}
