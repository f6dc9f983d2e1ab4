import { canonical } from "../decisions/compare.ts";
import { defineDecision, oneKey } from "../decisions/decision.ts";
import { refusalOf } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { conflict } from "../kernel/errors.ts";
import { codeOf } from "../kernel/scope.ts";
import { sixDigits } from "../officials/six-digits.ts";
import { correctedProblem, officeOf } from "./decide-item.ts";
import type { Item } from "./item.model.ts";
import { decideItem, findItem, findPicture } from "./item.store.ts";
import { KIND_RULES } from "./kinds.ts";
import { fingerprintOf, problemsOf, wordsOfItem } from "./rules.ts";

interface ItemToDecide {
  item: Item;
  office: string;
  pictureSha: string;
}

/** A text may go out: another person than the author, with six digits, for exactly these words. */
export const itemApproval = defineDecision<ItemToDecide, { clock: Clock; box: SecretBox }>({
  name: "item",
  what: "nội dung này",
  may: "content.approve",
  sixDigits,
  keys: oneKey,
  given: ({ item }) => (item.approval ? [item.approval] : []),
  notBy: ({ item }) => [item.author.id],
  notByWords: "Người soạn không tự duyệt.",
  async load(_, whose, id) {
    const item = await findItem(whose, id);
    if (!item) return null;
    const picture = item.pictureId ? await findPicture(whose, item.pictureId) : null;
    return { item, office: await officeOf(codeOf(whose)), pictureSha: picture?.sha256 ?? "" };
  },
  isOpen: ({ item }) => item.state === "waiting",
  closedWords: "Nội dung này không còn chờ duyệt.",
  covers: ({ item, office, pictureSha }) => ({
    "Tiêu đề": item.title,
    "Nội dung": item.text,
    Nguồn: item.source,
    "Mức công khai": item.sourceClass,
    Ảnh: pictureSha,
    "Mô tả ảnh": item.pictureAlt,
    Loại: KIND_RULES[item.kind].name,
    "Chi tiết": canonical(item.details),
    "Cơ quan ban hành": office,
  }),
  async check(deps, { item, office }) {
    const now = deps.clock.now();
    const refusal = await refusalOf(item.unitCode, Object.values(wordsOfItem(item)), now);
    const stands = { ...problemsOf(item, office, now), ...(await correctedProblem(item, item.unitCode, now)) };
    const problem = refusal || Object.values(stands)[0];
    if (problem !== undefined) throw conflict(`${problem}. Trả lại người soạn để sửa.`);
  },
  fingerprint: ({ item, office, pictureSha }) => fingerprintOf(item, office, pictureSha),
  apply: (_, { item }, __, { by, at, fingerprint }) =>
    decideItem(item.unitCode, String(item._id), item.version, { by, at, fingerprint }),
});
