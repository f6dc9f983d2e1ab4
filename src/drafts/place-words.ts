/**
 * Words of places and how alike two texts are. A word counts by how rare it is in both versions: in a plan where every
 * line begins "Phòng Văn hóa phối hợp", those words say nothing about which line it is.
 */

/** Letters and figures of a text in lower case, one blank between: what is equal here differs in signs and case only. */
export const plainWords = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%]+/gu, " ")
    .trim();

/** A figure is mostly the value of a line ("đạt 92 %"); what it says changes more often than what the line is about. */
const VALUE = 0.4;
/** "số 38", "thôn 5", "Điều 7": here the figure is the name. */
const NAMED = new Set(["số", "thôn", "điều", "khoản", "mục", "tổ", "khu", "lớp", "đợt"]);

/** A text as numbers of its words and neighbouring pairs, in rising order, each with how often it stands there. */
export interface Weighed {
  tokens: readonly number[];
  counts: readonly number[];
  /** sum of the weights of all of them */
  weight: number;
}

/** Words and pairs of words under numbers: thousands of places are compared by figures and not by letters. */
export class Scale {
  private readonly words = new Map<string, number>();
  private readonly pairs = new Map<number, number>();
  /** by token: in how many texts it stands; its weight; as a word of its own, 0 for a pair */
  private readonly seen: number[] = [];
  private readonly weights: number[] = [];
  private readonly alone: number[] = [];
  private readonly known = new Map<string, Weighed>();

  /** @param texts plain words of every place of both versions */
  constructor(texts: readonly string[]) {
    const bags = texts.map((text) => this.bagOf(text));
    for (const { tokens } of bags) for (const token of tokens) this.seen[token] = (this.seen[token] ?? 0) + 1;
    for (const [token, n] of this.seen.entries()) this.weights[token] = Math.log(1 + texts.length / n);
  }

  weigh(plain: string): Weighed {
    const kept = this.known.get(plain);
    if (kept) return kept;
    const { tokens, counts } = this.bagOf(plain);
    const weight = tokens.reduce((sum, token, n) => sum + (counts[n] ?? 0) * this.weightOf(token), 0);
    const weighed = { tokens, counts, weight };
    this.known.set(plain, weighed);
    return weighed;
  }

  /** 0 to 1: weight of what both hold, doubled, over the weight of both. */
  likeness(a: Weighed, b: Weighed): number {
    return a.weight + b.weight === 0 ? 0 : (2 * this.shared(a, b)) / (a.weight + b.weight);
  }

  /** 0 to 1: share of `part` that stands in `whole`. */
  within(part: Weighed, whole: Weighed): number {
    return part.weight === 0 ? 0 : this.shared(part, whole) / part.weight;
  }

  /** 0 to 1: how much was taken out and something else put in; 0 where words were only added or only left out. */
  replaced(a: Weighed, b: Weighed): number {
    return Math.min(this.gone(a, b), this.gone(b, a));
  }

  private weightOf(token: number): number {
    return this.weights[token] ?? 1;
  }

  private shared(a: Weighed, b: Weighed): number {
    let sum = 0;
    let there = 0;
    for (let n = 0; n < a.tokens.length; n += 1) {
      const token = a.tokens[n] ?? 0;
      while (there < b.tokens.length && (b.tokens[there] ?? 0) < token) there += 1;
      if (b.tokens[there] === token) sum += Math.min(a.counts[n] ?? 0, b.counts[there] ?? 0) * this.weightOf(token);
    }
    return sum;
  }

  private gone(from: Weighed, to: Weighed): number {
    let [sum, all, there] = [0, 0, 0];
    for (let n = 0; n < from.tokens.length; n += 1) {
      const token = from.tokens[n] ?? 0;
      while (there < to.tokens.length && (to.tokens[there] ?? 0) < token) there += 1;
      const value = (this.alone[token] ?? 0) * this.weightOf(token);
      const count = from.counts[n] ?? 0;
      const kept = to.tokens[there] === token ? (to.counts[there] ?? 0) : 0;
      all += count * value;
      sum += Math.max(0, count - kept) * value;
    }
    return all === 0 ? 0 : sum / all;
  }

  private bagOf(plain: string): { tokens: number[]; counts: number[] } {
    const found = new Map<number, number>();
    let before: string | undefined;
    let last = -1;
    for (const word of plain === "" ? [] : plain.split(" ")) {
      const named = before !== undefined && NAMED.has(before) && /^\p{N}/u.test(word);
      const token = this.wordToken(named ? `${before} ${word}` : word);
      found.set(token, (found.get(token) ?? 0) + 1);
      if (last >= 0) {
        const pair = this.pairToken(last, token);
        found.set(pair, (found.get(pair) ?? 0) + 1);
      }
      [before, last] = [word, token];
    }
    const tokens = [...found.keys()].toSorted((a, b) => a - b);
    return { tokens, counts: tokens.map((token) => found.get(token) ?? 0) };
  }

  private wordToken(word: string): number {
    const kept = this.words.get(word);
    if (kept !== undefined) return kept;
    const token = this.words.size + this.pairs.size;
    this.words.set(word, token);
    this.alone[token] = /^\p{N}/u.test(word) ? VALUE : 1;
    return token;
  }

  private pairToken(first: number, second: number): number {
    const key = first * 4_194_304 + second;
    const kept = this.pairs.get(key);
    if (kept !== undefined) return kept;
    const token = this.words.size + this.pairs.size;
    this.pairs.set(key, token);
    this.alone[token] = 0;
    return token;
  }
}
