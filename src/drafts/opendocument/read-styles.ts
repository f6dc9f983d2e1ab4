import { allOf, childOf, type Element } from "../office/parse-xml.ts";

/** What of a paragraph's or a text's style matters to who reads words. */
interface OdtStyle {
  parent: string;
  list: string | undefined;
  breakBefore: boolean | undefined;
  breakAfter: boolean | undefined;
  hidden: boolean | undefined;
  font: string | undefined;
  caps: boolean | undefined;
}

export interface OdtStyles {
  /** what a style or those above it say */
  find<K extends keyof OdtStyle>(name: string | undefined, what: K): OdtStyle[K];
  /** the style and those above it, by the names people see */
  names(name: string | undefined): string[];
  lists: ReadonlyMap<string, Element>;
  outline: Element | undefined;
  sectionHidden(name: string | undefined): boolean;
}

const pageBreak = (value: string | undefined): boolean | undefined =>
  value === undefined ? undefined : value === "page" || value === "odd-page" || value === "even-page";

function styleOf(element: Element, fontNames: ReadonlyMap<string, string>): OdtStyle {
  const paragraph = childOf(element, "style:paragraph-properties")?.attributes;
  const table = childOf(element, "style:table-properties")?.attributes;
  const text = childOf(element, "style:text-properties")?.attributes;
  const master = element.attributes["style:master-page-name"];
  const named = text?.["style:font-name"];
  const display = text?.["text:display"];
  const transform = text?.["fo:text-transform"];
  return {
    parent: element.attributes["style:parent-style-name"] ?? "",
    list: element.attributes["style:list-style-name"],
    breakBefore: master ? true : pageBreak(paragraph?.["fo:break-before"] ?? table?.["fo:break-before"]),
    breakAfter: pageBreak(paragraph?.["fo:break-after"] ?? table?.["fo:break-after"]),
    caps: transform === undefined ? undefined : transform === "uppercase",
    hidden: display === undefined ? undefined : display === "none",
    font:
      (named === undefined ? undefined : (fontNames.get(named) ?? named)) ??
      text?.["fo:font-family"]?.replace(/['"]/g, ""),
  };
}

/** @param roots content.xml and styles.xml: automatic styles stand in the first, named ones in the second */
export function readOdtStyles(roots: readonly (Element | undefined)[]): OdtStyles {
  const fontNames = new Map<string, string>();
  for (const root of roots)
    for (const face of allOf(root, "style:font-face"))
      fontNames.set(
        face.attributes["style:name"] ?? "",
        (face.attributes["svg:font-family"] ?? "").replace(/['"]/g, ""),
      );
  const styles = new Map<string, OdtStyle>();
  const shown = new Map<string, string>();
  const lists = new Map<string, Element>();
  const hiddenSections = new Set<string>();
  // the content's own styles are asked first
  for (const root of roots.toReversed()) {
    for (const element of allOf(root, "style:style")) {
      const name = element.attributes["style:name"] ?? "";
      styles.set(name, styleOf(element, fontNames));
      shown.set(name, element.attributes["style:display-name"] ?? name);
      if (childOf(element, "style:section-properties")?.attributes["text:display"] === "none") hiddenSections.add(name);
    }
    for (const element of allOf(root, "text:list-style")) lists.set(element.attributes["style:name"] ?? "", element);
  }
  const chain = (name: string | undefined): string[] => {
    const names: string[] = [];
    for (let at = name ?? ""; at !== "" && !names.includes(at) && names.length < 50; at = styles.get(at)?.parent ?? "")
      names.push(at);
    return names;
  };
  return {
    lists,
    outline: roots.map((root) => allOf(root, "text:outline-style")[0]).find((one) => one !== undefined),
    sectionHidden: (name) => hiddenSections.has(name ?? ""),
    names: (name) => chain(name).map((one) => shown.get(one) ?? one),
    find(name, what) {
      for (const one of chain(name)) {
        const value = styles.get(one)?.[what];
        if (value !== undefined && value !== "") return value;
        // an empty list name takes the list away
        if (what === "list" && value === "") return value;
      }
      return undefined as never;
    },
  };
}
