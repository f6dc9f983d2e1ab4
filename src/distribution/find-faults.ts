import { wordsOfItem } from "../content/rules.ts";
import { allowanceOfUnit } from "../gate/pass-gate.ts";
import { judgeWords, refusedIn } from "../gate/judge-words.ts";
import { formatDate } from "../kernel/dates.ts";
import { readContents } from "./content.store.ts";
import type { Package } from "./package.model.ts";
import { contentProblems, goneCodes, hashOf } from "./rules.ts";

export interface EntryFault {
  code: string;
  title: string;
  say: string;
}

/** What keeps entries of a catalogue from being released, each with what to do. */
export async function findFaults(read: Package, now: Date): Promise<EntryFault[]> {
  const contents = await readContents(read.entries.flatMap((entry) => entry.contents));
  const allowance = await allowanceOfUnit(read.unitCode, now);
  const gone = goneCodes(read.withdrawals);
  return read.entries.flatMap(({ code, title, contents: hashes, origin }) => {
    if (gone.has(code)) return [];
    const says = hashes.flatMap((hash) => {
      const content = contents.get(hash);
      if (!content || hashOf(content) !== hash)
        return ["Nội dung đã lưu không còn đúng dấu. Lấy lại bản mới của mục này"];
      const words = [
        ...Object.values(wordsOfItem(content)),
        ...content.variants.flatMap((variant) => [variant.title, variant.text]),
      ];
      return [
        ...contentProblems(content),
        ...refusedIn(words.flatMap((word) => judgeWords(word, allowance))).map(({ say }) => say),
      ];
    });
    if (origin.dueAt && origin.dueAt <= now)
      says.push(`Hạn đăng ${formatDate(origin.dueAt)} đã qua. Bỏ mục rồi thêm lại với hạn khác`);
    return [...new Set(says)].map((say) => ({ code, title, say }));
  });
}
