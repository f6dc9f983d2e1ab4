import {
  type Deed,
  isAskedAsQuestion,
  isAtItsPlace,
  isCalledHarmful,
  isForbidden,
  isGivenToReader,
  isTold,
} from "./excuses.ts";
import { readTokens, sentencesIn, type Token } from "./read-tokens.ts";
import { HANDING, OTHER_DEEDS, type SecretKind, SECRETS } from "./secret-words.ts";

export interface Ask {
  /** the words that ask, as typed */
  word: string;
  /** what they ask for */
  what: string;
}

interface Piece {
  from: number;
  to: number;
}
interface Secret extends Piece {
  kind: SecretKind;
  what: string;
}
interface Verb extends Piece {
  word: string;
  hands: boolean;
}
interface Sentence {
  tokens: Token[];
  asks: boolean;
  secrets: Secret[];
  verbs: Verb[];
}

/**
 * Where a text asks people to send a one-time code, a password or the number of an identity card (safeguard 23). A
 * warning names the same words: the verb that governs them is forbidden, told of somebody else, or no handing over.
 */
export function findAsks(given: string): Ask[] {
  const text = given.normalize("NFC");
  const sentences = sentencesIn(readTokens(text)).map(read);
  const found: Ask[] = [];
  let open: Secret | undefined;
  for (const sentence of sentences) {
    const here = asksIn(sentence);
    const behind = here.length === 0 && open && sentence.secrets.length === 0 ? backward(sentence, open) : [];
    for (const { piece, what } of [...here, ...behind]) found.push({ word: wordsOf(text, sentence, piece), what });
    open = leavesOpen(sentence) ?? (sentence.secrets.length > 0 ? undefined : open);
  }
  return found;
}

function read({ tokens, asks }: { tokens: Token[]; asks: boolean }): Sentence {
  const line = tokens.map((token) => token.word).join(" ");
  const starts = startsOf(tokens);
  const pieceAt = (at: number, length: number): Piece => ({
    from: starts.findIndex((start, n) => at < start + (tokens[n]?.word.length ?? 0) + 1),
    to: starts.findLastIndex((start) => start < at + length),
  });
  const secrets: Secret[] = [];
  for (const { kind, what, shape } of SECRETS)
    for (const match of line.matchAll(shape)) {
      const lead = match[0].length - match[0].trimStart().length;
      const piece = pieceAt(match.index + lead, match[0].trim().length);
      if (!secrets.some((one) => piece.from <= one.to && piece.to >= one.from)) secrets.push({ kind, what, ...piece });
    }
  secrets.sort((a, b) => a.from - b.from);
  const verbs: Verb[] = [];
  for (let n = 0; n < tokens.length; ) {
    const verb = secrets.some((one) => n >= one.from && n <= one.to) ? undefined : verbAt(tokens, n);
    if (verb) verbs.push(verb);
    n = verb ? verb.to + 1 : n + 1;
  }
  return { tokens, asks, secrets, verbs };
}

function startsOf(tokens: readonly Token[]): number[] {
  let at = 0;
  return tokens.map(({ word }) => {
    const start = at;
    at += word.length + 1;
    return start;
  });
}

const byLength = (a: string[], b: string[]): number => b.length - a.length;
const DEEDS = [
  ...HANDING.map((words) => ({ words: words.split(" "), hands: true })),
  ...OTHER_DEEDS.map((words) => ({ words: words.split(" "), hands: false })),
].toSorted((a, b) => byLength(a.words, b.words));
/** Typed without marks these may be another word; what follows tells. */
const NOT_WHEN_BEFORE: Readonly<Record<string, RegExp>> = {
  can: /^(?:can|can-bo|cuoc|bo|tho|nguoi-nhan|nhan)$/,
  dien: /^(?:thoai|tu|luc|tich|nuoc|bien)$/,
  nhan: /^(?:dan|vien|su|ai|nhuong|qua|tien|tin|duoc|ma|otp|ket|ho|giay|the|cccd|can|mat)$/,
  noi: /^(?:dung|o|den|lam|cap|nao|tren|cong|that|chung|bo|dau)$/,
  khai: /^(?:mac|giang|truong|sinh|tu|thac)$/,
  bao: /^(?:hiem|ve|mat|gio|nhieu|quan|luc|cao|chi|dong|lau|gom|dam)$/,
  hoi: /^(?:dong|truong|nghi|nong|phu|vien|thao|cuu|hop|lam)$/,
  doc: /^(?:gia|lap|than|hai|thuoc|loa)$/,
  chuyen: /^(?:doi|khoan|mon|di|xe|vien|gia)$/,
  cho: /^(?:nen|thay|rang|phep|den|thue|vay|con|nguoi|tre|hoc|ho|cac|ba|cong|bao|tang|du)$/,
  viet: /^(?:nam|minh|kieu)$/,
  goi: /^(?!(?:otp|ma|mat|pass|anh|cccd)$)/,
  dang: /^(?!(?:anh|hinh|so|ma|cccd|can|mat|otp)$)/,
};

/** "tờ khai", "giấy báo": a paper, not a deed. */
const NOT_AFTER: Readonly<Record<string, RegExp>> = {
  khai: /^(?:to|ban|loi|cong)$/,
  bao: /^(?:giay|to|nha|canh|dai|tin)$/,
  ghi: /^(?:phieu|bien|the)$/,
  "de nghi": /^(?:don|giay|phieu|van)$/,
  "yeu cau": /^(?:phieu|theo|dung|dap)$/,
  hoi: /^(?:cau|loi|tuoi|cac cau)$/,
};

function verbAt(tokens: readonly Token[], n: number): Verb | undefined {
  // "cho cháu biết", "cho chúng tôi biết"
  const told = tokens[n]?.word === "cho" ? tokens.slice(n + 1, n + 5).findIndex(({ word }) => word === "biet") : -1;
  if (told > 0) return { from: n, to: n + 1 + told, word: "cho biet", hands: true };
  const deed = DEEDS.find(({ words }) => words.every((word, k) => tokens[n + k]?.word === word));
  if (!deed) return undefined;
  const word = deed.words.join(" ");
  const next = tokens[n + deed.words.length]?.word ?? "";
  if (NOT_WHEN_BEFORE[word]?.test(next) || NOT_AFTER[word]?.test(tokens[n - 1]?.word ?? "")) return undefined;
  return { from: n, to: n + deed.words.length - 1, word, hands: deed.hands };
}

/** Words that say what is handed over, and that it is something else. */
const OTHER_THING =
  /(?:^| )(?:thu tuc|lich|ket qua|quy dinh|huong dan|cau hoi|giay hen|giay moi|le phi|thac mac|vuong mac|phan anh|xe|cach|thoi gian|ve viec|lien quan|chuong trinh|hoi dap|bai|kien thuc)(?= |$)/;
/** How far the thing may stand behind verbs that mean much else besides. */
const NEAR: Readonly<Record<string, number>> = {
  cho: 3,
  can: 2,
  hoi: 4,
  xin: 4,
  bao: 8,
  "thong bao": 3,
  noi: 3,
  "tra loi": 4,
  "phan hoi": 4,
  "yeu cau": 6,
  nop: 10,
  "de nghi": 5,
  giao: 4,
  nhan: 8,
};
/** Behind the thing a verb of handing over has a direction, or ends the sentence. */
const DIRECTION =
  /^(?:$|(?:lai|cho|ve|vao|toi|den|qua|len|sang|em|xa|can-bo|can bo|toi|minh|chung toi|ngay|giup|gap|nhe|voi|duoi|day|di|a|nha|kem|theo|hai mat|, |\( ?)(?= |$))/;
const OBTAINED = /^(?:co|nhan-duoc|nhan duoc|lay|lay lai|tao|xem|mo|hien|la|biet|ve|tim|doan|kiem tra)$/;

interface Hit {
  piece: Piece;
  what: string;
}

function asksIn(sentence: Sentence): Hit[] {
  const hits: Hit[] = [];
  for (const secret of sentence.secrets) {
    const governs = sentence.verbs.findLast((verb) => verb.to < secret.from && secret.from - verb.to <= 16);
    const ahead = governs?.hands ? governing(sentence, governs, secret) : undefined;
    const behind = ahead ? undefined : following(sentence, secret, governs);
    const verb = ahead ?? behind;
    if (verb)
      hits.push({
        piece: { from: Math.min(verb.from, secret.from), to: Math.max(verb.to, secret.to) },
        what: secret.what,
      });
    else if (isWanted(sentence, secret)) hits.push({ piece: secret, what: secret.what });
  }
  return hits;
}

function governing(sentence: Sentence, verb: Verb, secret: Secret): Verb | undefined {
  const between = words(sentence, verb.to + 1, secret.from);
  if (OTHER_THING.test(` ${between}`)) return undefined;
  if (secret.from - verb.to - 1 > (NEAR[verb.word] ?? 16)) return undefined;
  const strict = secret.kind === "id" && /^(?:cho|can|xin|hoi|noi|yeu cau|thong bao)$/.test(verb.word);
  if (strict && !/^(?:so|ma|anh|hinh|ban|mat)/.test(sentence.tokens[secret.from]?.word ?? "")) return undefined;
  return isExcused(sentence, verb, secret.kind) ? undefined : verb;
}

function following(sentence: Sentence, secret: Secret, governs: Verb | undefined): Verb | undefined {
  const kept = governs && !governs.hands && !OBTAINED.test(governs.word);
  for (const verb of sentence.verbs) {
    if (!verb.hands || verb.from <= secret.to || verb.from - secret.to > 14) continue;
    const after = words(sentence, verb.to + 1, verb.to + 7);
    if (kept && !(secret.kind === "id" && verb.word === "chup")) continue;
    if (/^(?:can|cho|xin|yeu cau|hoi|de nghi)$/.test(verb.word)) continue;
    if (secret.kind === "id" && /^(?:bao|thong bao|tra loi|phan hoi|noi|nop|bao lai)$/.test(verb.word)) continue;
    if (!verb.word.endsWith(" lai") && !DIRECTION.test(after)) continue;
    if (
      /^(?:bao|thong bao|bao lai|phan hoi)$/.test(verb.word) &&
      /(?:cong an|113|co quan|ngan hang|tong dai)/.test(after)
    )
      continue;
    if (!isExcused(sentence, verb, secret.kind)) return verb;
  }
  return undefined;
}

/** "Mật khẩu VNeID của bác là gì?" */
function isWanted(sentence: Sentence, secret: Secret): boolean {
  const after = words(sentence, secret.to + 1, secret.to + 9);
  return /(?:^| )cua (?:bac|ong|ba|anh|chi|ban|quy|minh|co|chu|em|nha)(?: [a-z]+){0,3} (?:la gi|la bao-nhieu|la may|bao-nhieu|la bao nhieu|bao nhieu|la so|may)(?= |$)/.test(
    ` ${after}`,
  );
}

function isExcused(sentence: Sentence, verb: Verb, kind: SecretKind): boolean {
  const deed: Deed = {
    before: words(sentence, 0, verb.from),
    verb: verb.word,
    after: words(sentence, verb.to + 1, sentence.tokens.length),
    kind,
    asks: sentence.asks,
  };
  return [isForbidden, isTold, isCalledHarmful, isGivenToReader, isAskedAsQuestion, isAtItsPlace].some((excuse) =>
    excuse(deed),
  );
}

/** A secret that was spoken of, neither forbidden nor told of a crook: the next sentence may ask for it. */
function leavesOpen(sentence: Sentence): Secret | undefined {
  const secret = sentence.secrets.findLast(({ kind }) => kind !== "id");
  if (!secret) return undefined;
  const line = words(sentence, 0, sentence.tokens.length);
  const warned =
    /(?:^| )(?:khong|ko|chang|dung-neg|cho-neg|cam-neg|tuyet doi|tranh|bao mat|bi mat|giu|lua dao|gia danh|canh giac|canh bao|ke-xau|ke gian|doi tuong)(?= |$)/;
  return warned.test(line) ? undefined : secret;
}

/** "Máy bác vừa có mã OTP. Bác đọc lại giúp em." */
function backward(sentence: Sentence, secret: Secret): Hit[] {
  for (const verb of sentence.verbs) {
    if (
      !/^(?:gui|gui lai|doc|doc lai|nhan lai|nhan-tin|nhan-tin lai|nhan tin|bao lai|chuyen|cung cap|nhap|dua)$/.test(
        verb.word,
      )
    )
      continue;
    const after = words(sentence, verb.to + 1, verb.to + 5);
    const aimed = verb.word.endsWith(" lai")
      ? /^(?:$|cho |giup |em|xa|vao |qua |day|ngay|ma|so )/.test(after)
      : /^(?:lai |giup |cho (?:em|xa|can-bo|can bo|toi|chung toi|minh)|vao day|qua day|ngay (?:vao|cho|qua)|ma (?:do|nay|cho|vao)|so (?:do|nay))/.test(
          after,
        );
    if (aimed && !isExcused(sentence, verb, secret.kind)) return [{ piece: verb, what: secret.what }];
  }
  return [];
}

const words = (sentence: Sentence, from: number, to: number): string =>
  sentence.tokens
    .slice(from, Math.max(from, to))
    .map((token) => token.word)
    .join(" ");

const wordsOf = (text: string, { tokens }: Sentence, { from, to }: Piece): string =>
  text.slice(tokens[from]?.at ?? 0, tokens[to]?.end ?? text.length);
