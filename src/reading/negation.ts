import type { Intent } from "./intents.ts";
import { PhraseBook } from "./phrases.ts";
import { clausesOf } from "./split.ts";
import type { Text, Word } from "./words.ts";

/** Ways to say that something is not wanted or is not so, by what is refused. */
const REFUSED: Readonly<Partial<Record<Intent, readonly string[]>>> = {
  "can-bo": [
    "không/khỏi/đừng/chưa/chả muốn?/cần?/phải? gặp cán/người/lãnh/chủ/ai",
    "không/khỏi/đừng/chưa cần?/phải? gọi",
    "không/chưa cần cán/người",
  ],
  "phan-anh": ["không/chưa/đừng muốn?/cần?/có?/phải? phản/khiếu/tố", "không có gì để? phản/khiếu"],
  "gop-y": ["không/chưa/khỏi muốn?/cần?/có?/phải? góp/đóng", "không/chưa có ý kiến gì"],
  thi: ["không/chưa/khỏi/chả muốn/thích/cần/phải thi/dự", "không thi đâu/nữa"],
  khung: ["không/chưa/khỏi muốn?/thích?/cần?/lấy?/phải? khung/ghép/thay/đổi"],
  nghe: ["không/chưa/khỏi/chả muốn/thích/cần nghe", "khỏi nghe"],
  "thu-tuc": ["không/chưa muốn?/cần?/phải? hỏi thủ/giấy", "không/chưa muốn làm giấy/thủ"],
  gio: ["không/chưa muốn?/cần?/phải? hỏi giờ/địa/số"],
  "xoa-du-lieu": ["không/chưa/đừng muốn?/cần?/bảo?/có?/được?/xin?/đòi? xóa/xoá", "đừng có xóa", "đừng xóa"],
  "khan-cap": [
    "không/chưa phải? là? cháy/cấp/khẩn/cứu/tai/lũ/sạt/đuối",
    "không/chưa có? ai? bị? cháy/nạn/thương/sao/chết/đuối",
    "không/chưa có tai/cháy/lũ/sạt/đánh",
    "không/chưa/hết có? ai? mất tích",
    "không/chưa báo cháy",
    "không/chưa bị? lạc/ngập/sập/vỡ/chìm/lật/đuối/cháy/nổ/bỏng/nguy",
    "may kéo/cứu/vớt/thoát/dập/tránh/kịp",
    "may mà/là/sao không/chưa/kéo/cứu/vớt/thoát/dập/tránh/kịp/có",
    "không/chưa/khỏi cần cấp/cứu/gọi",
    "có * cứu đâu",
    "hết cháy",
    "cháy đâu",
    "dập * rồi",
    "dập được/tắt",
    "tắt rồi",
    "tìm thấy/được/ra * rồi",
    "về nhà rồi",
    "nước rút",
    "bình an",
    "đã/cháu/bé/ông/bà tỉnh rồi",
    "không sao rồi/nữa/đâu",
  ],
};
const BOOK = new PhraseBook(REFUSED);

export interface Refusal {
  intent: Intent;
  words: readonly Word[];
}

/** What a message says it does not want or what is not so, with the words. */
export const refusedIn = (text: Text): Refusal[] =>
  BOOK.find(text).map((hit) => ({ intent: hit.name as Intent, words: text.words.slice(hit.from, hit.to + 1) }));

const DENIED = new PhraseBook({
  denied: [
    "không/chưa/khỏi/đừng phải/hỏi/cần/muốn/xin/đòi/bảo/kêu/định/thích/khiếu/kiện/chê/rành",
    "đâu có/phải/cần/muốn",
    "có nói/bảo/đòi/kêu/hỏi/muốn * đâu",
    "không/chưa bị gì/sao/chi",
  ],
});
const INSTEAD = new PhraseBook({
  instead: [
    "tôi/em/tui/con/cháu/mình/bác/cô/chú/bà/ông/mệ/qua chỉ? hỏi/muốn/xin/cần/báo/góp/khen/đề/phản/nhờ/nghe/tìm",
    "chỉ? hỏi/muốn/xin/cần/nhờ/tìm",
    "cho tôi/em/tui/con/cháu/mình/xin/hỏi/gặp",
  ],
});
/** Most that is said in the clause that denies; what is longer says something of its own. */
const MOST_DENIED = 10;
/** It begins the clause, a word for who speaks apart. */
const MOST_BEFORE = 1;
/** A letter of more clauses is read as a whole. */
const MOST_CLAUSES = 12;

/** "không phải hỏi giờ, tôi hỏi đường": a clause that says what is not meant, where another says what is. */
export function deniedIn(text: Text): readonly Word[] {
  const clauses = clausesOf(text);
  if (clauses.length < 2 || clauses.length > MOST_CLAUSES) return [];
  const part = (words: readonly Word[]): Pick<Text, "words" | "careful"> => ({ words, careful: text.careful });
  const denied = clauses.filter(
    (words) => words.length <= MOST_DENIED && DENIED.find(part(words)).some(({ from }) => from <= MOST_BEFORE),
  );
  const others = clauses.filter((words) => !denied.includes(words));
  return others.some((words) => INSTEAD.find(part(words)).some(({ from }) => from <= 1)) ? denied.flat() : [];
}
