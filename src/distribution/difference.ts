import { KIND_RULES } from "../content/kinds.ts";
import { type WordPart, wordDiff } from "../kernel/word-diff.ts";
import type { Content } from "./content.model.ts";
import type { Copy, Offer } from "./copy.model.ts";

export interface DifferentPart {
  name: string;
  parts: WordPart[];
}

/** So long one page may look for differences. */
const BUDGET_MS = 300;

const told = (content: Content | undefined): Readonly<Record<string, string>> =>
  content
    ? {
        Loại: KIND_RULES[content.kind].name,
        "Tiêu đề": content.title,
        "Nội dung": content.text,
        Nguồn: content.source,
        "Mô tả ảnh": content.pictureAlt,
        Ảnh: content.pictureSha === "" ? "" : `ảnh ${content.pictureSha.slice(0, 8)}`,
        "Tệp, buổi phát": content.details.mediaUrl,
        Lời: content.details.transcript,
        "Nguồn chính thức": content.details.officialUrl,
      }
    : {};

/** What the offered version says differently from the one held, part by part, in the department's words. */
export function differenceOf(
  copy: Pick<Copy, "contents">,
  offer: Pick<Offer, "contents">,
  contents: ReadonlyMap<string, Content>,
): DifferentPart[] {
  const compare = wordDiff(BUDGET_MS);
  const most = Math.max(copy.contents.length, offer.contents.length);
  return Array.from({ length: most }, (_, n) => n).flatMap((n) => {
    const [before, now] = [told(contents.get(copy.contents[n] ?? "")), told(contents.get(offer.contents[n] ?? ""))];
    return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((name) => {
      const [was, is] = [before[name] ?? "", now[name] ?? ""];
      if (was === is) return [];
      return [{ name: most > 1 ? `Bài ${n + 1}, ${name.toLowerCase()}` : name, parts: compare(was, is) }];
    });
  });
}
