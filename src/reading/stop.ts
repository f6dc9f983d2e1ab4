import { keyOf } from "../kernel/syllable.ts";
import { PhraseBook } from "./phrases.ts";
import { STOPPING } from "./lexicon/stopping.ts";
import { clausesOf } from "./split.ts";
import type { Text, Word } from "./words.ts";

/** Whether somebody said it: plainly, in a way that may mean it, or not at all. */
export type Saying = "yes" | "unclear" | "no";
export interface StopReading {
  stop: Saying;
  start: Saying;
  words: readonly Word[];
  /** it has the traces of stopping, not its grammar: where the model is as good as sure, too, it was said */
  traces?: readonly Word[];
  /** the same of resuming */
  startTraces?: readonly Word[];
}

const BOOK = new PhraseBook(STOPPING);

/** A clause as one letter per phrase; more than one way where bare letters may be two words ("nhan": nhận, nhắn). */
interface Tagging {
  letters: string;
  words: readonly (readonly Word[])[];
}
const MOST_WAYS = 12;

function* tag(clause: Pick<Text, "words" | "careful">): Generator<Tagging> {
  const longest = new Map<number, { to: number; names: string[] }>();
  for (const { name, from, to } of BOOK.find(clause)) {
    const there = longest.get(from);
    if (!there || to > there.to) longest.set(from, { to, names: [name] });
    else if (to === there.to && !there.names.includes(name)) there.names.push(name);
  }
  const words: (readonly Word[])[] = [];
  let ways = [""];
  for (let n = 0; n < clause.words.length; ) {
    const { to, names } = longest.get(n) ?? { to: n, names: ["X"] };
    words.push(clause.words.slice(n, to + 1));
    ways = ways.flatMap((way) => names.map((name) => way + name)).slice(0, MOST_WAYS);
    n = to + 1;
  }
  for (const letters of ways) yield { letters, words };
}

/** One way to say stop: dừng · hủy nhận tin · đừng gửi nữa · không nhận tin (nữa) · không cần tin · gỡ tôi khỏi danh sách. */
const ONE_STOP = [
  "H+A?",
  "[HTO]*[HT][HTO]*J?Y?[SRMVD][SRMVDP]*W?A?",
  "[HTO]*T[HTO]*J",
  "O+[SR]M*A?",
  "[OT]?N+M*[SR][SRMDP]*A?",
  "O?K+J?S*[RV]+[SRVP]*(?:[MD]+P?A?|A)",
  "O?K+S[SRMDP]*A",
  "O?C+(?:[SRV][SRMDVP]*A?|M+P?A?|[MD]+P?A)",
  "[HTO]*E[SRM]*",
].join("|");
const STOP = new RegExp(`^(?:[OMYDPA]|C+A)*(?:(?:${ONE_STOP})O*)+K?T?$`);
/** The same with all its parts, so that it means stopping whatever stands before it. */
const FULL_STOP =
  /(?:[HT]J?[SRV]*M|[HT][SRV]A|N+M*[SR][SRMP]*(?:A|M)|C[SRV][SRMVP]*|K+S*[RV]+M*A|K+S[SRMP]*A|E[SRM]*)A?$/;
/** Refusing to send or receive something that is named is about that thing: "không cần gửi giấy tờ gốc". */
const STOP_INSIDE = /[HT]J?[SR]*M|[HT]RA|[NC][SR]+(?:[^XSR]|X+A|$)|K+R+[MA]|CM|HA|E(?!X)/;
/** đừng dừng · không muốn hủy nhận tin: keeps receiving */
const NOT_STOP = /^O?[NKC]+[HT]+J?[SRM]*A?$/;
const START =
  /^(?:J?R+W[SRM]*W*|J?[SR]+M+W[SRM]*|[SR]+WM+|W[SRM]+W*|JW[SRM]*|SWMW*|B[SRM]+W[SRM]*|BW[SRM]+|B+J?[SR]*M+|BR+|Y+J?[SR]*M+W?|Y+[SR]W?|Y[BSR]*MW?|U)$/;

/** "lỡ bấm dừng, mở lại giùm": a slip that is taken back */
const TAKEN_BACK = /^[XLQHTSM]*L[XLQHTSMR]*(?:BW|RW|RMW)[SRM]*$/;
/** "cho nhận lại tin nha hôm bữa tôi lỡ tắt": the same the other way round */
const SLIP_AFTER = /^(?:J?R+W[SRM]*|J?[SR]+M+W|JW[SRM]+|B[SRM]*W[SRM]*|B+[SR]*M+)X*L[XLHTSMR]*$/;
/** "đừng gửi tin nữa tôi già rồi mắt kém": complete in itself, and what follows without a pause is the reason */
const REASON_AFTER = /(?:^|X)[OMYDPA]*(?:N+M*[SR][SRMP]*|C[SRV][SRMVP]*|K+S*[RV]+M+|[HT]J?[SR]+M+|H)A[SX]/;
/** Refusing or ending, and sending or receiving near it, whatever else stands there: "từ mai đừng có tin tiếc gì gửi sang nữa". */
const TRACES = /[NKC][^HT]*M.*A|HA|[NKCT]X?[SR](?!X)|[HT]X{0,2}[SRM]|H+A?$|E/;

/** A plain STOP is short; in longer clauses only its traces are looked for, which takes time in proportion. */
const MOST_PARTS = 14;
/** "đăng ký nhận tin" may be a wish to receive again or to choose what, "mở lại" of anything: the rest of the reader decides. */
const MAYBE_START = /^(?:J?[SR]+M+|B+W)$/;

const essence = (letters: string): string =>
  letters
    .replace(/NF*Z/g, "NS")
    .replace(/[FGZ]/g, "")
    .replace(/(.)\1+/g, "$1");
/** Receiving or opening, and "again" near it: "giờ làm sao cho nó gửi lại như cũ giùm tôi". */
const START_TRACES = /[JRSM][^NKCHTX]*X?W|W[^NKCHTX]*X?[RSM]|B[^NKCHTX]*X?[MSR]/;
/** Questions, slips and what was never said leave no traces. */
const hasTraces = (core: string): boolean => !/[QLIWB]/.test(core) && TRACES.test(core);
const NOTHING: StopReading = { stop: "no", start: "no", words: [] };

function judge({ letters, words }: Tagging): StopReading {
  const core = essence(letters);
  const said = words.filter((_, n) => /[^FGXQLI]/.test(letters.charAt(n))).flat();
  if (core.includes("I")) return NOTHING;
  if (core.length > MOST_PARTS) return STOP_INSIDE.test(core) ? { stop: "unclear", start: "no", words: said } : NOTHING;
  if (NOT_STOP.test(core)) return { stop: "no", start: "yes", words: said };
  if (STOP.test(core)) return { stop: "yes", start: "no", words: said };
  if (START.test(core) || TAKEN_BACK.test(core) || SLIP_AFTER.test(core))
    return { stop: "no", start: "yes", words: said };
  if (MAYBE_START.test(core)) return { stop: "no", start: "unclear", words: said };
  // "nhận" by itself is the command; among other words it is anything
  if (core === "R" && said.length === 1 && said[0]?.plain === "nhan" && letters.length <= 2)
    return { stop: "no", start: "yes", words: said };
  // "tắt đi" and "không nhận" say not what; after other words the rest of the reader knows more
  if (/^O*(?:T+O*|K+R)$/.test(core)) return { stop: "unclear", start: "no", words: said };
  if (/^O*$/.test(core) && letters.includes("Z")) return { stop: "unclear", start: "no", words: said };
  if (!STOP_INSIDE.test(core)) return NOTHING;
  const last = core.lastIndexOf("X") + 1;
  const after = core.slice(last);
  const sure = !/[QL]/.test(core) && ((STOP.test(after) && FULL_STOP.test(after)) || REASON_AFTER.test(core));
  return { stop: sure ? "yes" : "unclear", start: "no", words: said };
}

const clarity = (one: StopReading): number =>
  one.start === "yes" ? 4 : one.stop === "yes" ? 3 : one.stop === "unclear" ? 2 : one.start === "unclear" ? 1 : 0;

function judgeClause(clause: Pick<Text, "words" | "careful">): StopReading {
  let best = NOTHING;
  let traces = false;
  let startTraces = false;
  const closer = forgiving(clause);
  for (const given of closer ? [clause, closer] : [clause])
    for (const way of tag(given)) {
      const judged = judge(way);
      const core = essence(way.letters);
      traces ||= hasTraces(core);
      startTraces ||= START_TRACES.test(core);
      if (clarity(judged) > clarity(best)) best = judged;
    }
  return {
    ...best,
    ...(traces ? { traces: clause.words } : {}),
    ...(startTraces ? { startTraces: clause.words } : {}),
  };
}

/** "dừng nhân tin": a wrong mark on a word beside the one that decides is read past; the deciding word never. */
const SLIPS = new Set(["nhan", "tin", "gui", "nua", "thong", "lai", "muon", "giup"]);
const OWN_WORDS = new Set(["nhận", "nhắn", "tin", "gửi", "nữa", "thông", "lại", "muốn", "giúp"].map(keyOf));
function forgiving(clause: Pick<Text, "words" | "careful">): Pick<Text, "words" | "careful"> | undefined {
  const slipped = (word: Word): boolean =>
    SLIPS.has(word.plain) && !(word.marked ? OWN_WORDS.has(word.key) : !clause.careful || word.bareOnPurpose);
  if (!clause.words.some(slipped)) return undefined;
  return {
    careful: clause.careful,
    words: clause.words.map((word) =>
      slipped(word) ? { ...word, key: word.plain, marked: false, bareOnPurpose: true } : word,
    ),
  };
}

/** Nobody says stop in more words; a long run without punctuation is looked at piece by piece. */
const MOST_WORDS = 30;
const inPieces = (clause: readonly Word[]): (readonly Word[])[] =>
  Array.from({ length: Math.ceil(clause.length / MOST_WORDS) }, (_, n) =>
    clause.slice(n * MOST_WORDS, (n + 1) * MOST_WORDS),
  );

const SLIP_WORDS = new Set(["lỡ", "nhầm", "lộn"].map(keyOf));
const SLIP_LETTERS = new Set(["lo", "nham", "lon"]);
const isSlip = (word: Word): boolean =>
  word.marked ? SLIP_WORDS.has(word.key) : SLIP_LETTERS.has(word.plain) && !word.bareOnPurpose;

/** A clause of several words without any mark is no careful one, whatever stands around it; "Dung" alone is a name. */
const isMarked = (clause: readonly Word[]): boolean => clause.length === 1 || clause.some((word) => word.marked);

const NEVER_ASKED = new PhraseBook({
  J: [
    "không hề/từng/có/bao đăng ký",
    "chưa hề/từng/bao đăng ký",
    "có đăng ký * đâu",
    "đâu có đăng ký",
    "không đăng ký",
  ],
  Z: STOPPING["Z"] ?? [],
});
/** "tôi không hề đăng ký, hủy đi", "nhắn hoài, tắt đi": what is ended is said by what was never asked for or annoys. */
const endsUnasked = (text: Text, { stop, words }: StopReading): boolean =>
  stop === "unclear" && words.every((word) => BARE_END.has(word.plain)) && NEVER_ASKED.find(text).length > 0;
const BARE_END = new Set("huy tat bo cat chan ngat dep go dung ngung bot cham dut off khoa di thoi".split(" "));

/** Reads stopping and resuming out of a message, clause by clause; the clearest clause counts, of two the last. */
export function readStop(text: Text): StopReading {
  const read = clausesOf(text)
    .flatMap(inPieces)
    .map((clause) => judgeClause({ words: clause, careful: text.careful && isMarked(clause) }));
  // "dungf" is what a keyboard makes of a slip in "dừng": alone it is asked about
  if (text.words.length === 1 && text.words[0]?.key === "dung2")
    return { stop: "unclear", start: "no", words: text.words };
  const sure = read.findLast((one) => one.stop === "yes" || one.start === "yes");
  // "lỡ tay tắt tin, giờ mở lại": what was a slip is taken back
  const back = read.findLast((one) => one.start === "unclear");
  if (!sure && back && text.words.some(isSlip)) return { ...back, start: "yes" };
  const ended = sure ?? read.find((one) => endsUnasked(text, one));
  if (ended && !sure) return { ...ended, stop: "yes" };
  const maybe = read.find((one) => one.stop === "unclear") ?? read.find((one) => one.start === "unclear");
  if (sure) return sure;
  const traces = read.findLast((one) => one.traces !== undefined)?.traces;
  const startTraces = read.findLast((one) => one.startTraces !== undefined)?.startTraces;
  return { ...(maybe ?? NOTHING), ...(traces && { traces }), ...(startTraces && { startTraces }) };
}
