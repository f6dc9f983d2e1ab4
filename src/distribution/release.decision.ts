import { canonical } from "../decisions/compare.ts";
import { defineDecision, oneKey } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { formatDate } from "../kernel/dates.ts";
import { conflict } from "../kernel/errors.ts";
import { sixDigits } from "../officials/six-digits.ts";
import type { Content } from "./content.model.ts";
import { readContents } from "./content.store.ts";
import { findFaults } from "./find-faults.ts";
import type { Package } from "./package.model.ts";
import { decideRelease, findPackage } from "./package.store.ts";

interface PackageToDecide {
  read: Package;
  contents: ReadonlyMap<string, Content>;
}

/** A catalogue becomes a version that may be handed down: by another person than all who wrote it, with six digits. */
export const packageRelease = defineDecision<PackageToDecide, { clock: Clock; box: SecretBox }>({
  name: "package",
  what: "gói nội dung này",
  may: "packages.release",
  sixDigits,
  keys: oneKey,
  given: ({ read }) => read.versions.filter(({ n }) => n === read.version),
  notBy: ({ read }) => read.authors.map(({ id }) => id),
  notByWords: "Người soạn gói không tự duyệt.",
  async load(_, whose, id) {
    const read = await findPackage(whose, id);
    return read && { read, contents: await readContents(read.entries.flatMap((entry) => entry.contents)) };
  },
  isOpen: ({ read }) => read.state === "waiting",
  closedWords: "Gói này không còn chờ duyệt.",
  covers: ({ read, contents }) => ({
    "Tên gói": read.title,
    "Hạn đăng": formatDate(read.deadline),
    "Ghi chú": read.note,
    "Số bản": String(read.version + 1),
    ...Object.fromEntries(
      read.entries.map(({ code, title, contents: hashes, origin }) => [
        code,
        [title, origin.organ, ...hashes.map((hash) => (contents.has(hash) ? wordsOf(contents.get(hash)) : hash))].join(
          "\n",
        ),
      ]),
    ),
  }),
  async check({ clock }, { read }) {
    const [fault] = await findFaults(read, clock.now());
    if (fault) throw conflict(`${fault.code} ${fault.title}: ${fault.say}. Trả lại người soạn để sửa.`);
    if (read.deadline <= clock.now()) throw conflict("Hạn đăng đã qua. Trả lại người soạn để chọn hạn khác.");
  },
  apply: (_, { read }, __, { by, at, fingerprint }) => decideRelease(read, read.entries, { by, at, fingerprint }),
});

const wordsOf = (content: Content | undefined): string => {
  if (!content) return "";
  const { _id, title, text, ...more } = content;
  return [title, text, canonical(more)].join("\n");
};
