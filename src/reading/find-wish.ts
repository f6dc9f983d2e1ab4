import { featuresOf } from "./features.ts";
import type { Intent } from "./intents.ts";
import { type Score, scoreAll, type Weights } from "./model.ts";
import { PhraseBook } from "./phrases.ts";
import { clausesOf } from "./split.ts";
import type { Text, Word } from "./words.ts";

/** From so many words on a message tells a story, and what it wants stands in one part of it. */
const LEAST_STORY = 22;
const LEAST_PART = 4;
const LEAST_CLEAR = 0.6;
/** Of a long letter only the last parts are looked at. */
const MOST_PARTS = 8;
/** People wish one thing, at most two. */
const MOST_WISHES = 2;
/** Where the whole is as clear as this no clause of it knows better. */
const LEAST_CERTAIN = 0.8;

const WISH = new PhraseBook({
  wish: [
    "xin",
    "nhờ",
    "mong",
    "đề nghị",
    "yêu cầu",
    "cho hỏi",
    "hỏi",
    "muốn",
    "cần",
    "cho tôi/em/cháu/con/tui/mình/ông/bà/bác",
    "giúp",
    "giùm",
    "hộ",
    "chỉ tôi/em/cháu/con/tui/mình",
    "được không",
    "làm sao",
    "thế nào",
    "ở đâu",
    "bao giờ",
    "khi nào",
    "mấy giờ",
    "theo tôi/em/tui",
    "kiểu gì",
    "tính sao",
  ],
});
/** "hôm trước em hỏi …": told, not asked. */
const TOLD = new PhraseBook({
  told: [
    "hôm/bữa/lần/tuần/tháng/đợt trước/qua/rồi/nọ/kia",
    "hồi",
    "trước đây/kia",
    "trước tôi/em/tui",
    "năm ngoái/kia",
    "đã hỏi/gặp/gọi/nhắn/xin/nói/nhờ",
    "ngày xưa",
    "từng",
  ],
});
/** What is obeyed by its own grammar, and what is said beside a wish. */
const NO_WISH: ReadonlySet<string> = new Set(["menu", "cam-on", "unknown", "khan-cap", "dung", "nhan"]);

type Wish = { intent: Intent; share: number };

/**
 * What a story asks for: what the whole and its wishing sentences say together; failing that the last of its sentences
 * or clauses that wishes something and is clear by itself.
 */
export function wishOf(text: Text, weights: Weights, whole: readonly Score[]): Wish | undefined {
  if (text.words.length < LEAST_STORY) return undefined;
  return togetherWith(whole, text, weights) ?? lastWish(text, weights, (whole[0]?.share ?? 0) >= LEAST_CERTAIN);
}

/** Background and wish weigh alike, so that neither a long preface nor one odd sentence decides. */
function togetherWith(whole: readonly Score[], text: Text, weights: Weights): Wish | undefined {
  const parts = sentencesOf(text)
    .slice(-MOST_PARTS)
    .filter((words) => words.length >= LEAST_PART && words.length < text.words.length);
  const wishing = parts.filter((words) => wishes({ ...text, words })).slice(-MOST_WISHES);
  const asked = wishing.length > 0 ? wishing : parts.slice(-1);
  if (asked.length === 0) return undefined;
  const sums = new Map(whole.map(({ label, share }) => [label, share]));
  for (const words of asked)
    for (const { label, share } of scoreAll(featuresOf({ ...text, words }, weights), weights))
      sums.set(label, (sums.get(label) ?? 0) + share / asked.length);
  const [best] = [...sums].toSorted(([, a], [, b]) => b - a);
  return best && best[0] !== "unknown" && !NO_WISH.has(best[0]) ? { intent: best[0], share: best[1] / 2 } : undefined;
}

function lastWish(text: Text, weights: Weights, isCertain: boolean): Wish | undefined {
  for (const parts of isCertain ? [sentencesOf(text)] : [sentencesOf(text), clausesOf(text)])
    for (const words of parts.slice(-MOST_PARTS).toReversed()) {
      const part = { ...text, words };
      if (words.length < LEAST_PART || words.length === text.words.length || !wishes(part)) continue;
      const [best] = scoreAll(featuresOf(part, weights), weights);
      if (best && best.share >= LEAST_CLEAR && best.label !== "unknown" && !NO_WISH.has(best.label))
        return { intent: best.label, share: best.share };
    }
  return undefined;
}

const wishes = (part: Text): boolean => WISH.find(part).length > 0 && TOLD.find(part).length === 0;

function sentencesOf({ words }: Text): Word[][] {
  const sentences = new Map<number, Word[]>();
  for (const word of words) {
    const there = sentences.get(word.sentence);
    if (there) there.push(word);
    else sentences.set(word.sentence, [word]);
  }
  return [...sentences.values()];
}
