import type { Position } from "./position.ts";
import { bareText } from "./part-labels.ts";
import { plainWords, Scale } from "./place-words.ts";

/** A place as it is compared: its words without the label, and who stands around it. Neighbours are numbers of nodes, −1 for none. */
export interface Node {
  id: string;
  code: string;
  label: string;
  kind: Position["kind"];
  /** plain words, the newest wording first; of a place to be matched there is one */
  texts: string[];
  /** plain words before the first ":" or "|": what such a line is about; "" when there is none near its beginning */
  head: string;
  /** how many words the newest wording has */
  words: number;
  parent: number;
  before: number;
  after: number;
  children: number[];
  /** stands in the newest earlier version; others were dropped before */
  current: boolean;
}

const labelOf = (position: Position): string | undefined => position.label ?? undefined;
const wordsOf = (position: Position): string => plainWords(bareText(position.text, labelOf(position)));

/** A line as "Hộ nghèo: 150.000 đồng" is about what stands before its colon; what follows is its value. */
function headOf(position: Position): string {
  const words = bareText(position.text, labelOf(position));
  const at = words.search(/[:|]/u);
  return at > 0 && at <= 120 ? plainWords(words.slice(0, at)) : "";
}

function nodesOf(positions: readonly Position[], current: boolean, from = 0): Node[] {
  const open: { depth: number; at: number }[] = [];
  const nodes = positions.map((position, n): Node => {
    while (open.length > 0 && (open.at(-1)?.depth ?? 0) >= position.depth) open.pop();
    const text = wordsOf(position);
    const node: Node = {
      id: position.id,
      code: position.code,
      label: plainWords(position.label ?? ""),
      kind: position.kind,
      texts: [text],
      head: headOf(position),
      words: text === "" ? 0 : text.split(" ").length,
      parent: open.at(-1)?.at ?? -1,
      before: n === 0 ? -1 : from + n - 1,
      after: n === positions.length - 1 ? -1 : from + n + 1,
      children: [],
      current,
    };
    if (position.kind !== "doan" && position.kind !== "chu-thich") open.push({ depth: position.depth, at: from + n });
    return node;
  });
  for (const [n, node] of nodes.entries()) if (node.parent >= 0) nodes[node.parent - from]?.children.push(from + n);
  return nodes;
}

/** Places of all earlier versions, the newest first: each once, with every wording it had. */
function earlierNodes(versions: readonly (readonly Position[])[]): Node[] {
  const all: Node[] = [];
  const at = new Map<string, number>();
  for (const [age, positions] of versions.entries()) {
    const nodes = nodesOf(positions, age === 0);
    const place = (n: number): number => (n < 0 ? -1 : (at.get(positions[n]?.id ?? "") ?? -1));
    const fresh: [Node, Node][] = [];
    for (const node of nodes) {
      const known = all[at.get(node.id) ?? -1];
      if (known) {
        const [text = ""] = node.texts;
        if (!known.texts.includes(text)) known.texts.push(text);
        continue;
      }
      const copy = { ...node };
      at.set(node.id, all.length);
      all.push(copy);
      fresh.push([copy, node]);
    }
    // neighbours are named once all of this version are there
    for (const [copy, node] of fresh) {
      copy.parent = place(node.parent);
      copy.before = place(node.before);
      copy.after = place(node.after);
      copy.children = node.children.map(place).filter((n) => n >= 0);
    }
  }
  return all;
}

/** What surroundings say about a pair: 1 the same, −1 another, 0 nothing yet. */
export interface Surroundings {
  parent: number;
  before: number;
  after: number;
  /** share of the places within that belong together, 0 to 1; −1 when one of them has none */
  children: number;
  code: boolean;
}

/** Who is whom so far, between the places of earlier versions (`old`) and those of the new one (`now`). */
export class Matching {
  readonly old: readonly Node[];
  readonly now: readonly Node[];
  readonly scale: Scale;
  private readonly oldOf: number[];
  private readonly nowOf: number[];
  /** ids of earlier places whose text stands in a new place that is not theirs */
  readonly from = new Map<number, string[]>();
  private readonly closedOld = new Set<number>();
  private readonly closedNow = new Set<number>();

  constructor(versions: readonly (readonly Position[])[], after: readonly Position[]) {
    this.old = earlierNodes(versions);
    this.now = nodesOf(after, true);
    this.scale = new Scale([...this.old, ...this.now].flatMap((node) => node.texts));
    this.oldOf = this.now.map(() => -1);
    this.nowOf = this.old.map(() => -1);
  }

  match(old: number, now: number): void {
    if (!this.isFree(old, now)) return;
    this.oldOf[now] = old;
    this.nowOf[old] = now;
  }
  /** An earlier place that goes on nowhere, and a new one that goes on from none: parts of a split or a merge. */
  close(old: number | undefined, now: number | undefined): void {
    if (old !== undefined) this.closedOld.add(old);
    if (now !== undefined) this.closedNow.add(now);
  }
  comesFrom(now: number, old: number): void {
    this.from.set(now, [...(this.from.get(now) ?? []), this.old[old]?.id ?? ""]);
  }

  earlierOf(now: number): number {
    return this.oldOf[now] ?? -1;
  }
  isOldFree(old: number): boolean {
    return this.nowOf[old] === -1 && !this.closedOld.has(old);
  }
  isNowFree(now: number): boolean {
    return this.oldOf[now] === -1 && !this.closedNow.has(now);
  }
  isFree(old: number, now: number): boolean {
    return this.isOldFree(old) && this.isNowFree(now);
  }
  freeOld(): number[] {
    return this.old.map((_, n) => n).filter((n) => this.isOldFree(n));
  }
  freeNow(): number[] {
    return this.now.map((_, n) => n).filter((n) => this.isNowFree(n));
  }

  /** 1 when both stand at an edge or belong together, −1 when one belongs to somebody else. */
  private agree(old: number, now: number): number {
    if (old < 0 && now < 0) return 1;
    if (old < 0 || now < 0) return 0;
    if (this.oldOf[now] === old) return 1;
    return this.oldOf[now] === -1 && this.nowOf[old] === -1 ? 0 : -1;
  }

  around(oldAt: number, nowAt: number): Surroundings {
    const [old, now] = [this.old[oldAt], this.now[nowAt]];
    if (!old || !now) return { parent: 0, before: 0, after: 0, children: -1, code: false };
    const together = now.children.filter((child) => old.children.includes(this.oldOf[child] ?? -1)).length;
    const most = Math.max(old.children.length, now.children.length);
    return {
      parent: this.agree(old.parent, now.parent),
      before: this.agree(old.before, now.before),
      after: this.agree(old.after, now.after),
      children: old.children.length === 0 || now.children.length === 0 ? -1 : together / most,
      code: old.code === now.code,
    };
  }
}
