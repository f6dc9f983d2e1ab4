import { canonical } from "../decisions/compare.ts";
import { kindProblems } from "../content/kinds.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Content } from "./content.model.ts";
import type { Copy, CopyState } from "./copy.model.ts";
import type { Entry, Package, PackageState, Withdrawal } from "./package.model.ts";

/** As many entries as a year's plan has (domain.md S2-03); one more is added with day and reason. */
export const CATALOGUE = 32;

export const PACKAGE_STATES: Readonly<Record<PackageState | "pushed", { word: string; icon: string; tint: string }>> = {
  draft: { word: "Nháp", icon: "ring", tint: "" },
  waiting: { word: "Chờ duyệt", icon: "clock", tint: "gold" },
  released: { word: "Đã duyệt", icon: "check", tint: "good" },
  returned: { word: "Trả lại", icon: "reply", tint: "gold" },
  pushed: { word: "Đã đẩy", icon: "arrow", tint: "" },
};
export const COPY_WORDS: Readonly<Record<CopyState, { word: string; icon: string; tint: string }>> = {
  waiting: { word: "Chờ quyết", icon: "ring", tint: "" },
  taken: { word: "Đã nhận", icon: "checks", tint: "good" },
  adapted: { word: "Xã sửa", icon: "correct", tint: "" },
  published: { word: "Đã đăng", icon: "check", tint: "good" },
  declined: { word: "Từ chối", icon: "minus", tint: "gold" },
  withdrawn: { word: "Đã thu hồi", icon: "undo", tint: "bad" },
};

export const stateOfPackage = ({ state, pushes }: Pick<Package, "state" | "pushes">): keyof typeof PACKAGE_STATES =>
  state === "released" && pushes.length > 0 ? "pushed" : state;

/** The hash by which a content is known, here and in every file that carries it. */
export const hashOf = (content: Content): string =>
  sha256Hex(canonical({ ...content, _id: undefined, pictureId: undefined }));

/** Everything that keeps one content from being handed down (safeguard 1, domain.md S3-13b, S3-19). "" never is one. */
export function contentProblems(content: Content): string[] {
  const { title, text, source, sourceClass, pictureSha, pictureAlt, kind, details } = content;
  const problems = [
    title.trim() === "" && "Cần có tiêu đề",
    text.trim() === "" && "Cần có nội dung",
    source.trim() === "" && "Cần ghi nguồn của tin",
    sourceClass === "" && "Cần chọn mức công khai",
    sourceClass !== "" && sourceClass !== "cong-khai" && "Nội dung nội bộ không được gửi xuống để công khai",
    pictureSha !== "" && pictureAlt.trim() === "" && "Ảnh cần một câu mô tả cho người không nhìn thấy ảnh",
    ...Object.values(kindProblems(kind, details, pictureSha !== "")),
  ];
  return problems.filter((one) => one !== false);
}

/** The next code of a catalogue; one that was given once is not given again. */
export function nextCode({ entries, versions }: Pick<Package, "entries" | "versions">): string {
  const given = [entries, ...versions.map((version) => version.entries)].flat();
  const last = Math.max(0, ...given.map(({ code }) => Number(/^BT(\d+)$/.exec(code)?.[1] ?? 0)));
  return `BT${String(last + 1).padStart(2, "0")}`;
}

/** Entries of the last version that nobody has taken back. */
export const entriesInForce = ({ versions, version, withdrawals }: Package): Entry[] => {
  const gone = goneCodes(withdrawals);
  return (versions.find(({ n }) => n === version)?.entries ?? []).filter(({ code }) => !gone.has(code));
};
export const goneCodes = (withdrawals: readonly Withdrawal[]): Set<string> =>
  new Set(withdrawals.flatMap(({ codes }) => codes));

/** What a commune's own item says: the department's words, its own where it may, and what it adds. */
export function wordsOfCopy(
  content: Content,
  own: { title: string; text: string } | undefined,
  note: string,
): { title: string; text: string } {
  const may = (field: "title" | "text"): string =>
    content.free.includes(field) && own && own[field].trim() !== "" ? own[field] : content[field];
  return { title: nfc(may("title")), text: nfc([may("text"), note.trim()].filter((one) => one !== "").join("\n\n")) };
}

/** Answered in time or not: the only judge of "late", for pages, reports and exports. */
export const isLate = (copy: Pick<Copy, "state" | "dueAt" | "publishedAt">, now: Date): boolean =>
  copy.state === "declined" || copy.state === "withdrawn" ? false : (copy.publishedAt ?? now) > copy.dueAt;
