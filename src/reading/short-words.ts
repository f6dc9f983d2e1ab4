import { PhraseBook } from "./phrases.ts";
import type { Text } from "./words.ts";

/** Whole messages that mean something by the place they are said in: yes, no, leaving what was begun. */
const WHOLE = {
  yes: [
    "có",
    "đồng ý",
    "đồng ý gửi",
    "đồng ý và gửi",
    "gửi",
    "gửi đi",
    "gửi luôn",
    "nộp",
    "nộp bài",
    "ok",
    "được",
    "vâng",
    "dạ",
    "dạ vâng",
    "dạ có",
    "ừ",
    "đúng",
    "đúng rồi",
    "chuẩn",
    "nhất trí",
    "tôi đồng ý",
    "xác nhận",
    "chắc chắn",
    "yes",
  ],
  no: [
    "không",
    "không đồng ý",
    "không gửi",
    "không nộp",
    "chưa",
    "đừng gửi",
    "sai",
    "sai rồi",
    "không phải",
    "chưa đúng",
    "no",
    "dạ không",
  ],
  leave: [
    "thôi",
    "thôi khỏi",
    "thôi không",
    "thôi thôi",
    "thôi vậy",
    "thôi bỏ",
    "thôi không cần",
    "thôi để sau/khi",
    "thôi không * nữa",
    "thôi khỏi * nữa",
    "hủy",
    "hủy bỏ",
    "bỏ qua",
    "bỏ",
    "thoát",
    "thoát ra",
    "chặn",
    "tắt",
    "để sau",
    "để khi khác",
    "để lúc khác",
    "hôm khác",
    "khi khác",
    "quay lại",
    "cancel",
    "exit",
    "quit",
    "không làm/thi/góp/gửi/phản/viết/ghép * nữa",
    "khỏi",
    "khỏi đi",
    "khỏi cần",
    "dẹp đi",
    "kết thúc",
  ],
};
const POLITE = new PhraseBook({
  polite: [
    "ạ",
    "nhé",
    "nha",
    "nhá",
    "đi",
    "cho tôi/em/cháu/con/mình",
    "giúp",
    "giúp tôi/em",
    "tôi",
    "em",
    "cháu",
    "con",
    "mình",
    "bác",
    "xin",
    "dạ",
    "vâng",
    "với",
    "hộ",
    "luôn",
    "đã",
    "cảm ơn",
    "xin cảm ơn",
    "nghen",
    "nghe",
    "hỉ",
    "ngay",
    "vậy",
    "việc này",
    "cái này",
    "hết",
    "lại",
  ],
});
const BOOK = new PhraseBook(WHOLE);

export type ShortWord = keyof typeof WHOLE;

/** What a whole message says, politeness apart; undefined when it says more. */
export function shortWordOf(text: Text): ShortWord | undefined {
  const { words } = text;
  if (words.length === 0 || words.length > 8) return undefined;
  const skip = new Set(POLITE.find(text).flatMap(({ from, to }) => range(from, to)));
  const kept = words.map((_, n) => n).filter((n) => !skip.has(n));
  const [first, last] = [kept[0] ?? 0, kept.at(-1) ?? words.length - 1];
  const hit = BOOK.find(text).find(({ from, to }) => from <= first && to >= last);
  return hit?.name as ShortWord | undefined;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
