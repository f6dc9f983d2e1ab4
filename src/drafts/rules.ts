import { formatDate } from "../kernel/dates.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import type { Draft } from "./draft.model.ts";
import type { Position } from "./position.ts";

/** Where a draft stands at a moment; only `editing` and `sealed` are decided by a person, the rest by the dates. */
export type Phase = "editing" | "announced" | "open" | "closed" | "sealed";
export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  editing: "Đang soạn",
  announced: "Sắp lấy ý kiến",
  open: "Đang lấy ý kiến",
  closed: "Đã đóng",
  sealed: "Đã có báo cáo",
};

type Dated = Pick<Draft, "state" | "openAt" | "closeAt"> & Partial<Pick<Draft, "closings">>;

export function phaseOf(draft: Dated, now: Date): Phase {
  if (draft.state !== "published") return draft.state;
  if (!draft.openAt || !draft.closeAt || now < draft.openAt) return "announced";
  return now <= draft.closeAt ? "open" : "closed";
}

/** Residents see a draft from its announcement on. */
export const isPublic = (draft: Pick<Draft, "state">): boolean => draft.state !== "editing";

/** "Đến hết ngày 31/12/2026" and the like, for the card. */
export function periodInWords(draft: Dated, now: Date): string {
  const phase = phaseOf(draft, now);
  if (phase === "announced") return draft.openAt ? `Lấy ý kiến từ ngày ${formatDate(draft.openAt)}` : "";
  if (!draft.closeAt) return "";
  const words = phase === "open" ? "Đến hết ngày" : "Đã đóng ngày";
  return `${words} ${formatDate(draft.closeAt)}${movedInWords(draft)}`;
}

/** The end was public before and is another now: everybody is told, on the card as on the page. */
function movedInWords({ closings, closeAt }: Dated): string {
  const last = closings?.at(-1);
  if (!last || !closeAt || last.to.getTime() !== closeAt.getTime()) return "";
  return ` (${last.to < last.from ? "rút ngắn" : "gia hạn"}; đã công bố trước là ${formatDate(last.from)})`;
}

/** Below this many a count is not shown (domain.md §5-7). */
const LEAST_SHOWN = 5;
export const countInWords = (n: number): string =>
  n === 0 ? "chưa có ý kiến" : n < LEAST_SHOWN ? `dưới ${LEAST_SHOWN} ý kiến` : `${n} ý kiến`;

/** First letters of receipt codes: of the last two words of the unit's name ("Xã Sao Mai" → "SM"). */
export function prefixOf(unitName: string): string {
  const letters = fold(unitName)
    .split(" ")
    .slice(-2)
    .map((word) => word.charAt(0).toUpperCase());
  return letters
    .join("")
    .replace(/[^A-Z]/g, "")
    .replace(/[IO]/g, "X")
    .padEnd(2, "X");
}

/**
 * A place as people type its code: dots part numbers (D1.1 is not D11), blanks and hyphens stand for them; an article by
 * its name, with the clause and the point before or behind it.
 */
function tidyCode(text: string): string {
  const named = nfc(text)
    .toUpperCase()
    .replace(/[\s.:;,]+$/u, "")
    .trim()
    .split(/[\s,.]+(?=(?:ĐIỀU|KHOẢN|ĐIỂM|DIEU|KHOAN|DIEM)\s)/u);
  const small = /^(?:KHOẢN|ĐIỂM|KHOAN|DIEM)\s+/u;
  const inOrder = small.test(named[0] ?? "") ? named.toReversed() : named;
  return inOrder
    .map((one) => one.replace(small, "").replace(/^(?:ĐIỀU|DIEU|Đ(?=\s*\d))\s*/u, "D"))
    .join(".")
    .replace(/^([A-Z]+)\s+(?=\d)/u, "$1")
    .replace(/[\s.\-–]+/gu, ".");
}

export const findPosition = <P extends Position>(positions: readonly P[], wanted: string): P | undefined => {
  const exact = positions.find((position) => position.id === wanted);
  if (exact) return exact;
  const code = tidyCode(wanted);
  return code === "" ? undefined : positions.find((position) => tidyCode(position.code) === code);
};

/** "trang 7", or "khoảng trang 7" when the file does not say its pages. */
export const pageInWords = (position: Pick<Position, "page" | "estimated">): string =>
  `${position.estimated ? "khoảng " : ""}trang ${position.page}`;

/** "Phần, mục, trang, đoạn, dòng": how a place is cited in the report (04-HD/TU, domain.md §2.5). */
export const citePlace = (position: Position, code = position.code): string =>
  `${code}, ${pageInWords(position)}, dòng ${position.line}${position.lineTo > position.line ? `–${position.lineTo}` : ""}`;
