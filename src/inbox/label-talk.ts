import { invalid } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { fold, graphemes, nfc } from "../kernel/vietnamese.ts";
import { setLabels } from "./handover.store.ts";
import { addLabels, MOST_LABELS, readSettings } from "./inbox-settings.store.ts";
import { loadConversation } from "./steer-conversation.ts";

const MOST_OF_A_TALK = 8;
const LONGEST = 30;

/** Labels of a conversation; a new one is the unit's from then on. One that differs by marks or case alone is the old one. */
export async function labelTalk(whose: Whose, id: string, typed: readonly string[]): Promise<void> {
  await loadConversation(whose, id);
  const unitCode = codeOf(whose);
  const { labels: known } = await readSettings(unitCode);
  const asKnown = (label: string): string => known.find((one) => fold(one) === fold(label)) ?? label;
  const labels = [
    ...new Set(
      typed
        .map((one) => nfc(one.trim().replace(/\s+/g, " ")))
        .filter(Boolean)
        .map(asKnown),
    ),
  ];
  if (labels.some((one) => graphemes(one) > LONGEST)) throw invalid({ more: `Mỗi nhãn tối đa ${LONGEST} ký tự` });
  if (labels.length > MOST_OF_A_TALK) throw invalid({ more: `Mỗi hội thoại tối đa ${MOST_OF_A_TALK} nhãn` });
  if (new Set([...known, ...labels]).size > MOST_LABELS)
    throw invalid({ more: `Đơn vị đã có ${MOST_LABELS} nhãn; dùng lại nhãn cũ, hoặc bỏ bớt ở Thiết lập hộp thư` });
  await setLabels(id, labels);
  await addLabels(unitCode, labels);
}
