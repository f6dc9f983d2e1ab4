import { isEnglish, readEnglish } from "./english.ts";
import { type Features, featuresOf } from "./features.ts";
import type { Intent, Meaning } from "./intents.ts";
import { DANGER } from "./lexicon/danger.ts";
import { type Score, scoreAll, TRAINED, type Weights, wordsFor } from "./model.ts";
import { deniedIn, type Refusal, refusedIn } from "./negation.ts";
import { normalise } from "./normalise.ts";
import { type Lean, leansOf, NO_OWN_WORDS, type OwnLexicon } from "./own-words.ts";
import { type ShortWord, shortWordOf } from "./short-words.ts";
import { clausesOf } from "./split.ts";
import { wishOf } from "./find-wish.ts";
import { readStop, type Saying, type StopReading } from "./stop.ts";
import type { Text, Word } from "./words.ts";

/** What a message says, read once for the router and for every dialogue. */
export interface Reading {
  text: Text;
  /** what it asks for, the likeliest first; empty when nothing was understood */
  intents: readonly { intent: Intent; share: number }[];
  /** all meanings weighed, the likeliest first */
  scores: readonly Score[];
  /** the words that decided, as they were typed */
  because: readonly string[];
  stop: Saying;
  start: Saying;
  emergency: boolean;
  /** nothing but the number of an emergency service: where a number is waited for it is the answer */
  bareNumber: boolean;
  /** the whole message is yes, no, or leaving what was begun */
  short: ShortWord | undefined;
  /** what it says it does not want, or what is not so */
  refused: readonly Intent[];
  language: "vi" | "en";
}

/** Below this share nothing is taken for understood. */
const LEAST_SHARE = 0.2;
/** A second thing in the same message must be clearer than the first. */
const LEAST_SECOND = 0.6;
/** People say two things in a message, seldom three; a letter of many clauses is read as a whole. */
const MOST_PARTS = 8;
/** Danger is taken seriously before it is likely: a card too many harms nobody, a card too few may. */
const LEAST_DANGER = 0.35;
/** Without a word for it the sentence alone must be very like a cry. */
const LEAST_DANGER_UNNAMED = 0.55;
/** "khoảng mấy người" counts, and cries for nobody. */
const COUNTING = /^(?:khoang|chung|tam|may|bao|nhieu|vai|hon|gan|co|la|so|nguoi|dua|con|ho|ai|\d+)$/;
/** A message that also says "không cháy" or "hết cháy rồi" must be very clear elsewhere. */
const LEAST_DANGER_BESIDE_DENIAL = 0.9;
/** One part of a message that says more is danger from here on. */
const LEAST_DANGER_IN_PART = 0.7;
const LEAST_DANGER_IN_ALL = 0.1;
/** Receiving is changed against a grammar that is not sure only from here on. */
const LEAST_STOP = 0.9;
const LEAST_START = 0.85;
const LEAST_RECEIVING_WORDS = 5;
/** Said beside something else these are manners. */
const MANNERS: ReadonlySet<Meaning> = new Set(["menu", "cam-on", "unknown"]);

/** Reads a message with what a unit's officers added. Pure; linear in its length; never throws. */
export function readMessage(message: string, own: OwnLexicon = NO_OWN_WORDS, weights: Weights = TRAINED): Reading {
  const text = normalise(message);
  if (isEnglish(text.words)) return readVisitor(text);
  const refused = refusedIn(text);
  const kept = withoutRefusals(text, refused);
  const leans = leansOf(text, own);
  const features = featuresOf(kept, weights);
  const scores = leaning(scoreAll(features, weights), leans);
  const allRefused = kept === text ? refused.map(({ intent }) => intent) : [];
  const emergency =
    isEmergency(scores, features, refused, kept === text, kept) ||
    criesInPart(kept, scores, refused, weights) ||
    isCallNumber(text);
  const intents = intentsOf(kept, scores, weights, emergency).filter(({ intent }) => !allRefused.includes(intent));
  const stopping = confirmed(readStop(text), text, scores, weights);
  return {
    text,
    intents,
    scores,
    because:
      stopping.stop !== "no" || stopping.start === "yes"
        ? stopping.words.map((word) => word.raw)
        : reasons(intents[0]?.intent, kept, features, leans),
    stop: stopping.stop,
    start: stopping.start,
    emergency,
    bareNumber: isBareNumber(text),
    short: shortWordOf(text),
    refused: refused.map(({ intent }) => intent),
    language: "vi",
  };
}

/** Where words of stopping or resuming stand in another order than their grammar knows, the model must be as good as sure. */
function confirmed(read: StopReading, text: Text, scores: readonly Score[], weights: Weights): StopReading {
  const { traces, startTraces } = read;
  if (read.stop === "yes" || read.start === "yes") return read;
  const isSure = (label: Intent, least: number, words: readonly Word[]): boolean =>
    shareOf(label, scores) >= least ||
    (words.length >= LEAST_RECEIVING_WORDS &&
      words.length < text.words.length &&
      shareOf(label, scoreAll(featuresOf({ ...text, words }, weights), weights)) >= least);
  if (traces && !text.asks && isSure("dung", LEAST_STOP, traces)) return { ...read, stop: "yes", words: traces };
  if (startTraces && isSure("nhan", LEAST_START, startTraces)) return { stop: "no", start: "yes", words: startTraces };
  return read;
}
const shareOf = (label: Intent, scores: readonly Score[]): number =>
  scores.find((score) => score.label === label)?.share ?? 0;

/** "không phải cháy, tôi hỏi lịch tập huấn": what is left when the clause that refuses is taken away, if anything is. */
function withoutRefusals(text: Text, refused: readonly Refusal[]): Text {
  const denied = new Set([...refused.flatMap(({ words }) => words), ...deniedIn(text)]);
  if (denied.size === 0) return text;
  const words = clausesOf(text)
    .filter((clause) => !clause.some((word) => denied.has(word)))
    .flat();
  return words.length < 2 ? text : { ...text, words };
}

/** Scores after what the unit's own words say. */
function leaning(scores: Score[], leans: readonly Lean[]): Score[] {
  if (leans.length === 0) return scores;
  const raised = scores.map(({ label, share }) => {
    const by = Math.max(0, ...leans.filter(({ intent }) => intent === label).map((lean) => lean.by));
    return { label, share: (share + 1e-4) * Math.exp(by) };
  });
  const total = raised.reduce((sum, { share }) => sum + share, 0);
  return raised.map(({ label, share }) => ({ label, share: share / total })).toSorted((a, b) => b.share - a.share);
}

/** The likeliest meaning, and others that parts of the message carry by themselves. */
function intentsOf(
  text: Text,
  all: readonly Score[],
  weights: Weights,
  emergency: boolean,
): { intent: Intent; share: number }[] {
  const found: { intent: Intent; share: number }[] = [];
  if (text.words.length === 0) return found;
  const scores = emergency ? all : without("khan-cap", all);
  const [first, second] = scores;
  // receiving is not changed by the model alone: what comes next must be known, too
  for (const score of first?.label === "dung" || first?.label === "nhan" ? [first, second] : [first])
    if (score && score.label !== "unknown" && score.share >= LEAST_SHARE)
      found.push({ intent: score.label, share: score.share });
  const clauses = clausesOf(text);
  for (const words of clauses.length > 1 ? clauses.slice(0, MOST_PARTS) : []) {
    if (words.length < 2) continue;
    const [best] = scoreAll(featuresOf({ ...text, words }, weights), weights);
    if (!best || best.label === "unknown" || MANNERS.has(best.label)) continue;
    if (best.share >= LEAST_SECOND && !found.some(({ intent }) => intent === best.label))
      found.push({ intent: best.label, share: best.share });
  }
  const wish = emergency ? undefined : wishOf(text, weights, scores);
  return wish ? [wish, ...found.filter(({ intent }) => intent !== wish.intent)] : found;
}

/** What is left to weigh when one meaning is ruled out. */
function without(label: Meaning, scores: readonly Score[]): Score[] {
  const kept = scores.filter((score) => score.label !== label);
  const total = kept.reduce((sum, { share }) => sum + share, 0);
  return kept.map((score) => ({ label: score.label, share: score.share / total }));
}

function isEmergency(
  scores: readonly Score[],
  features: Features,
  refused: readonly Refusal[],
  nothingLeft: boolean,
  { words }: Text,
): boolean {
  if (words.every(({ plain }) => COUNTING.test(plain))) return false;
  const danger = scores.find(({ label }) => label === "khan-cap")?.share ?? 0;
  const denied = refused.some(({ intent }) => intent === "khan-cap");
  if (denied) return !nothingLeft && danger >= LEAST_DANGER_BESIDE_DENIAL;
  if (isNamed(features)) return danger >= LEAST_DANGER && !onlySounds(features);
  return danger >= LEAST_DANGER_UNNAMED && !onlySounds(features);
}

/** "cháy rồi, cho em gặp cán bộ gấp": one part by itself is danger, clearer than a whole message would have to be. */
function criesInPart(text: Text, whole: readonly Score[], refused: readonly Refusal[], weights: Weights): boolean {
  const clauses = clausesOf(text);
  const inAll = whole.find(({ label }) => label === "khan-cap")?.share ?? 0;
  if (clauses.length < 2 || inAll < LEAST_DANGER_IN_ALL || refused.some(({ intent }) => intent === "khan-cap"))
    return false;
  return clauses.slice(0, MOST_PARTS).some((words) => {
    if (words.length < 2) return false;
    const features = featuresOf({ ...text, words }, weights);
    const danger = scoreAll(features, weights).find(({ label }) => label === "khan-cap")?.share ?? 0;
    return danger >= LEAST_DANGER_IN_PART && isNamed(features);
  });
}

/** "113", "gọi 115": who types the number wants the call. */
const isCallNumber = ({ words }: Text): boolean =>
  words.length <= 3 &&
  words.some(({ plain }) => /^11[2-5]$/.test(plain)) &&
  words.every(({ plain }) => CALL.test(plain));
/** "113", "số 113 ạ": a number, and no word that asks for the call. */
const isBareNumber = ({ words }: Text): boolean =>
  words.filter(({ plain }) => SERVICE.test(plain)).length === 1 &&
  words.every(({ plain }) => SERVICE.test(plain) || BESIDE_NUMBER.test(plain));
const SERVICE = /^11[2-5]$/;
const BESIDE_NUMBER = /^(?:so|nha|muc|dieu|khoang|chung|tam|doan|dap|an|chon|cau|km|o|tai|da|a|nguoi)$/;
const CALL = /^(?:11[2-5]|goi|so|alo|cho|voi|giup|di|da|a|cuu|gap)$/;

/** Classes of danger itself; a child, or "tìm thấy rồi", is none. */
const NAMED = Object.keys(DANGER)
  .filter((name) => !["onlySounds", "child", "over"].includes(name))
  .map((name) => `c:${name}`);
const isNamed = (features: Features): boolean => NAMED.some((name) => features.has(name));

/** Words that only sound like danger, and none that is: "nghiên cứu sinh", "tập huấn chữa cháy". */
const onlySounds = (features: Features): boolean => features.has("c:onlySounds") && !isNamed(features);

function reasons(intent: Intent | undefined, text: Text, features: Features, leans: readonly Lean[]): string[] {
  const own = leans.filter((lean) => lean.intent === intent).flatMap((lean) => lean.words.map((word) => word.raw));
  return own.length > 0 ? [...new Set(own)] : wordsFor(intent ?? "unknown", text, features);
}

function readVisitor(text: Text): Reading {
  const { intent, words } = readEnglish(text);
  return {
    text,
    intents: [{ intent, share: 1 }],
    scores: [{ label: intent, share: 1 }],
    because: words.map((word) => word.raw),
    stop: intent === "dung" ? "yes" : "no",
    start: intent === "nhan" ? "yes" : "no",
    emergency: intent === "khan-cap",
    bareNumber: false,
    short: undefined,
    refused: [],
    language: "en",
  };
}
