import { type Allowance, isAllowed } from "./allowed.ts";
import { findAsks } from "./find-asks.ts";
import { findLinks, type Link } from "./find-links.ts";

/** Something in a text that keeps it in, or that its writer is asked about. */
export interface Finding {
  kind: "refused" | "asked";
  /** as it was typed */
  word: string;
  /** what is wrong and what to do, as its writer reads it */
  say: string;
}

export interface Given {
  /** words of the reader said back to him alone, or of a document on show: nobody asks anything by them */
  quoted?: readonly string[];
  /** only look for links: a legal text says who hands in what */
  linksOnly?: boolean;
}

/** Everything that keeps a text from leaving or from being published. An empty list lets it pass. */
export function judgeWords(
  text: string,
  allowance: Allowance,
  { quoted = [], linksOnly = false }: Given = {},
): Finding[] {
  const own = quoted.reduce((now, words) => (words === "" ? now : now.replaceAll(words, "…")), text);
  const links = findLinks(own).flatMap((link) => (isAllowed(link, allowance) ? [] : [ofLink(link)]));
  const asks = linksOnly
    ? []
    : findAsks(own).map(
        ({ word, what }): Finding => ({
          kind: "refused",
          word,
          say: `“${word}”: không được đề nghị người dân gửi ${what}. Bỏ câu này; cần đối chiếu giấy tờ thì mời người dân mang theo khi đến trụ sở`,
        }),
      );
  const found = [...links, ...asks];
  return found.filter((one, n) => found.findIndex((other) => other.say === one.say) === n);
}

function ofLink({ word, kind, host, doubtful }: Link): Finding {
  if (kind === "mail")
    return {
      kind: "asked",
      word,
      say: `“${word}” là hộp thư ngoài cơ quan. Nên dùng hộp thư .gov.vn; nếu đúng là hộp thư của đơn vị, bấm lần nữa để giữ nguyên`,
    };
  if (doubtful)
    return {
      kind: "asked",
      word,
      say: `“${word}” viết liền sau dấu chấm, điện thoại sẽ hiểu là liên kết. Thêm dấu cách sau dấu chấm; nếu cần giữ nguyên, bấm lần nữa`,
    };
  if (host === "zalo.me")
    return {
      kind: "refused",
      word,
      say: `“${word}”: zalo.me chỉ dùng cho OA và Mini App của đơn vị. Bỏ liên kết này hoặc thay bằng địa chỉ OA của đơn vị`,
    };
  return {
    kind: "refused",
    word,
    say: `“${word}” là liên kết ngoài danh sách cho phép. Bỏ đi, thay bằng trang .gov.vn, hoặc đề xuất ở trang Tên miền được dùng`,
  };
}

export const refusedIn = (findings: readonly Finding[]): Finding[] => findings.filter(({ kind }) => kind === "refused");
export const sentencesOf = (findings: readonly Finding[]): string => findings.map(({ say }) => say).join(". ");
