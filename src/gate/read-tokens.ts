import { fold } from "../kernel/vietnamese.ts";

/** A word as the rules compare it (without marks, told apart where marks tell apart) and where it stands. */
export interface Token {
  word: string;
  at: number;
  end: number;
}

/** Words that are one word without their marks and several with them. Typed without marks they stay ambiguous. */
const TOLD_APART: Readonly<Record<string, string>> = {
  đừng: "dung-neg",
  chớ: "cho-neg",
  dùng: "su-dung",
  đúng: "dung-that",
  dừng: "ngung",
  đựng: "chua-dung",
  mà: "ma-nhung",
  má: "nguoi-me",
  chờ: "doi-cho",
  chợ: "noi-ban",
  chỗ: "noi-cho",
  nhắn: "nhan-tin",
  nhận: "nhan-duoc",
  nhấn: "bam",
  nhân: "nguoi-nhan",
  nhãn: "nhan-dan",
  độc: "doc-hai",
  dọc: "ben-le",
  dốc: "ben-le",
  điện: "dien-luc",
  diện: "dien-tich",
  diễn: "bieu-dien",
  nơi: "noi-cho",
  nội: "ben-trong",
  nổi: "noi-len",
  nối: "noi-vao",
  gởi: "gui",
  gọi: "goi-dien",
  đòi: "doi-hoi",
  đổi: "thay-doi",
  đợi: "doi-cho",
  đội: "to-doi",
  đời: "doi-nao",
  đôi: "doi-ba",
  cấm: "cam-neg",
  cảm: "cam-on",
  cán: "can-bo",
  căn: "can",
  cân: "can-nang",
  cạn: "can-kiet",
  việt: "viet-nam",
  chuyện: "cau-chuyen",
  hội: "hoi-hop",
  hồi: "luc-truoc",
  bão: "mua-bao",
  bao: "bao-nhieu",
  báo: "bao",
  bảo: "bao",
  đang: "dang-khi",
  dạng: "dang-loai",
  nháp: "ban-nhap",
  nhấp: "bam",
  đùa: "choi-dua",
  dưa: "qua-dua",
  dừa: "qua-dua",
  hãy: "hay-lam",
  hay: "hay",
  mất: "mat-di",
  mặt: "mat-truoc",
  mắt: "con-mat",
  chữa: "chua-benh",
  chùa: "ngoi-chua",
  chứa: "chua-dung",
  lộ: "lo-ra",
  lỡ: "lo-tay",
  lo: "lo-lang",
  kê: "ke-khai",
  kẻ: "ke-xau",
  kể: "ke-lai",
  số: "so",
  sổ: "cuon-so",
  sợ: "lo-lang",
  sở: "so-nganh",
  sơ: "ho-so",
  giữ: "giu",
  giả: "gia-mao",
  giá: "gia-ca",
  già: "nguoi-gia",
  đêm: "ban-dem",
  đếm: "dem-so",
  thẻ: "the",
  thể: "co-the",
  thế: "nhu-the",
  xin: "xin",
  xịn: "tot",
};

const INVISIBLE = /[\p{Cf}\u034f\u115f\u1160\u3164\uffa0]/gu;

/**
 * Words and signs of a text in order. Letters apart from each other ("O.T.P", "c c c d") are one word; a nought among
 * letters is an o; "@" for a counts as a.
 */
export function readTokens(given: string): Token[] {
  const text = given.normalize("NFC");
  const tokens: Token[] = [];
  const marked = /[^\u0000-\u007f]/.test(text);
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}\p{Cf}@]+|[^\s\p{L}\p{N}\p{M}\p{Cf}@]|\n/gu)) {
    const typed = match[0].replace(INVISIBLE, "").normalize("NFKC").toLowerCase();
    const plain = /^\p{L}*[0@]\p{L}+$|^\p{L}+[0@]\p{L}*$/u.test(typed)
      ? typed.replace(/0/g, "o").replace(/@/g, "a")
      : typed;
    const word =
      plain === "\n" ? "." : (tellApart(plain, marked) ?? (/[\p{L}\p{N}]/u.test(plain) ? fold(plain) : plain));
    if (word !== "") tokens.push({ word, at: match.index, end: match.index + match[0].length });
  }
  return joinLetters(tokens);
}

/** In a text without any marks "bao" may be bảo, báo or bao. */
const tellApart = (word: string, marked: boolean): string | undefined =>
  marked || /[^\u0000-\u007f]/.test(word) ? TOLD_APART[word] : undefined;

function joinLetters(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (let n = 0; n < tokens.length; ) {
    const run = runOfLetters(tokens, n);
    const [first, last] = [run[0], run.at(-1)];
    if (run.length >= 3 && first && last) {
      out.push({ word: run.map((one) => one.word).join(""), at: first.at, end: last.end });
      n = tokens.indexOf(last) + 1;
    } else {
      const token = tokens[n];
      if (token) out.push(token);
      n += 1;
    }
  }
  return out;
}

/** Single letters with at most one sign between two of them. */
function runOfLetters(tokens: readonly Token[], from: number): Token[] {
  const run: Token[] = [];
  for (let n = from; n < tokens.length; n += 1) {
    const token = tokens[n];
    if (!token) break;
    if (/^[a-z]$/.test(token.word)) run.push(token);
    else if (!(run.length > 0 && /^[.\-_*·]$/.test(token.word) && /^[a-z]$/.test(tokens[n + 1]?.word ?? ""))) break;
  }
  return run;
}

/** No sentence anybody reads is longer; what follows of a longer one is read as the next, with what led to it. */
const LONGEST = 120;
const LEADING = 30;

/** Sentences: what stands between full stops, question marks, semicolons and ends of lines. */
export function sentencesIn(tokens: readonly Token[]): { tokens: Token[]; asks: boolean }[] {
  const sentences: { tokens: Token[]; asks: boolean }[] = [];
  let now: Token[] = [];
  const close = (asks: boolean): void => {
    if (now.length > 0) sentences.push({ tokens: now, asks });
    now = [];
  };
  for (const token of tokens) {
    if (/^[.!?;…。•]$/.test(token.word)) close(token.word === "?");
    else now.push(token);
    if (now.length >= LONGEST) {
      sentences.push({ tokens: now, asks: false });
      now = now.slice(-LEADING);
    }
  }
  close(false);
  return sentences;
}
