import { formatCount } from "../office/number-formats.ts";
import { allOf, childOf, type Element, valueOf } from "../office/parse-xml.ts";

/** Footnotes and endnotes of a document: their text by id, and the numbers they are printed with, in the order met. */
export class Notes {
  private readonly bodies = new Map<string, Element>();
  private count: number;
  private readonly first: number;
  private readonly format: string;
  private readonly restart: string;
  private page = 0;

  /** @param settings where the numbering of notes may be set: the document's last section, its settings */
  constructor(root: Element | undefined, kind: "footnote" | "endnote", settings: readonly (Element | undefined)[]) {
    for (const note of allOf(root, `w:${kind}`))
      if (!/separator|continuation/i.test(note.attributes["w:type"] ?? ""))
        this.bodies.set(note.attributes["w:id"] ?? "", note);
    const set = settings.map((one) => childOf(one, `w:${kind}Pr`)).filter((one) => one !== undefined);
    const value = (name: string): string | undefined =>
      set.map((one) => valueOf(one, name)).find((one) => one !== undefined);
    this.format = value("w:numFmt") ?? (kind === "footnote" ? "decimal" : "lowerRoman");
    const start = Number(value("w:numStart") ?? 1);
    this.first = Number.isInteger(start) && start > 0 && start < 10_000 ? start - 1 : 0;
    this.count = this.first;
    this.restart = value("w:numRestart") ?? "";
  }

  sectionEnds(): void {
    if (this.restart === "eachSect") this.count = this.first;
  }

  /** The next note's printed number and its body; undefined when the file does not hold it. */
  take(id: string, ownMark: boolean, page: number): { number: string; body: Element } | undefined {
    if (this.restart === "eachPage" && page !== this.page) this.count = this.first;
    this.page = page;
    const body = this.bodies.get(id);
    if (!body) return undefined;
    this.bodies.delete(id);
    if (ownMark) return { number: "*", body };
    this.count += 1;
    return { number: formatCount(this.count, this.format), body };
  }
}
