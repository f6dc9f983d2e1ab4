import { allOf, childOf, type Element, valueOf } from "../office/parse-xml.ts";

/** What of a style matters to who reads words: its number, whether it is hidden, its font, what it is for. */
export interface Style {
  id: string;
  /** the name all languages of Word share, in small letters: "heading 1", "toc 1" */
  name: string;
  basedOn: string;
  numPr: Element | undefined;
  pageBreakBefore: boolean | undefined;
  hidden: boolean | undefined;
  font: string | undefined;
  caps: boolean | undefined;
}

export interface Styles {
  /** the style and those it is based on, nearest first */
  chain(id: string | undefined): readonly Style[];
  /** of paragraphs that name none */
  defaultParagraph: string | undefined;
  /** numId a numbering style stands for */
  numberingOf(id: string): string | undefined;
  defaultFont: string | undefined;
}

/** On unless it says off: `<w:vanish/>`, `<w:vanish w:val="0"/>`; undefined when it is not there. */
export function toggle(element: Element | undefined, name: string): boolean | undefined {
  const found = childOf(element, name);
  return found && !["0", "false", "off"].includes(found.attributes["w:val"] ?? "1");
}

/** Font of Vietnamese letters: they are "high ANSI" to Word. */
export function fontOf(rPr: Element | undefined): string | undefined {
  const fonts = childOf(rPr, "w:rFonts")?.attributes;
  return fonts?.["w:hAnsi"] ?? fonts?.["w:ascii"] ?? fonts?.["w:cs"];
}

function styleOf(element: Element): Style {
  const [pPr, rPr] = [childOf(element, "w:pPr"), childOf(element, "w:rPr")];
  return {
    id: element.attributes["w:styleId"] ?? "",
    name: (valueOf(element, "w:name") ?? "").toLowerCase(),
    basedOn: valueOf(element, "w:basedOn") ?? "",
    numPr: childOf(pPr, "w:numPr"),
    pageBreakBefore: toggle(pPr, "w:pageBreakBefore"),
    hidden: toggle(rPr, "w:vanish"),
    font: fontOf(rPr),
    caps: toggle(rPr, "w:caps"),
  };
}

export function readStyles(root: Element | undefined): Styles {
  const byId = new Map<string, Style>();
  const numberings = new Map<string, string>();
  let defaultParagraph: string | undefined;
  for (const element of allOf(root, "w:style")) {
    const style = styleOf(element);
    const type = element.attributes["w:type"] ?? "paragraph";
    if (type === "numbering") numberings.set(style.id, valueOf(style.numPr, "w:numId") ?? "");
    else byId.set(style.id, style);
    if (type === "paragraph" && ["1", "true", "on"].includes(element.attributes["w:default"] ?? ""))
      defaultParagraph = style.id;
  }
  const chains = new Map<string, readonly Style[]>();
  return {
    defaultParagraph,
    defaultFont: fontOf(childOf(childOf(childOf(root, "w:docDefaults"), "w:rPrDefault"), "w:rPr")),
    numberingOf: (id) => numberings.get(id),
    chain(id) {
      if (id === undefined) return [];
      const kept = chains.get(id);
      if (kept) return kept;
      const chain: Style[] = [];
      const seen = new Set<string>();
      // a style based on itself, by whatever way round, ends
      for (let style = byId.get(id); style && !seen.has(style.id); style = byId.get(style.basedOn)) {
        seen.add(style.id);
        chain.push(style);
      }
      chains.set(id, chain);
      return chain;
    },
  };
}

/** The first of a chain that says something about it. */
export function firstOf<V>(chain: readonly Style[], read: (style: Style) => V | undefined): V | undefined {
  for (const style of chain) {
    const value = read(style);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** "toc 1", "toc heading", "table of figures": what Word makes from the text; the id is all there is without styles. */
export const isContentsStyle = (id: string | undefined, chain: readonly Style[]): boolean =>
  chain.some(({ name }) => /^(?:toc (?:\d|heading)|table of (?:figures|authorities))/.test(name)) ||
  /^(?:TOC|TOCHeading|M[uụ]cl[uụ]c)\d?$/i.test(id ?? "");
