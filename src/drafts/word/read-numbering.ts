import { LEVELS, levelNumber, startNumber } from "../office/limits.ts";
import { allOf, childOf, type Element, elementsOf, isElement, valueOf } from "../office/parse-xml.ts";
import { fontOf, toggle } from "./read-styles.ts";

/** One level of a list. */
export interface Level {
  start: number;
  format: string;
  /** of a "custom" format: "001, 002, 003, …" */
  pattern: string;
  /** "Điều %1.", "%1.%2." */
  text: string;
  /** 0 = never begins anew; n = only below a level up to n; undefined = below every higher one */
  restart: number | undefined;
  /** all numbers of the label in figures */
  legal: boolean;
  style: string;
  font: string;
  /** printed in capitals; undefined = as the paragraph is */
  caps: boolean | undefined;
  /** counted and not printed */
  hidden: boolean;
}

export interface List {
  /** lists of one key count on together */
  key: string;
  level(n: number): Level | undefined;
  /** the number the list begins with at a level, when it begins anew there */
  startOverride(n: number): number | undefined;
  /** level whose numbers belong to a paragraph style; undefined when none does */
  levelOfStyle(id: string): number | undefined;
}

export interface Lists {
  find(numId: string): List | undefined;
}

const PLAIN: Level = {
  start: 1,
  format: "decimal",
  pattern: "",
  text: "",
  restart: undefined,
  legal: false,
  style: "",
  font: "",
  caps: undefined,
  hidden: false,
};

/** What stands in an alternative is taken where the plain element would stand. */
const within = (element: Element, name: string): Element | undefined =>
  childOf(element, name) ?? allOf(childOf(element, "mc:AlternateContent"), name)[0];

function readLevel(element: Element): Level {
  const format = within(element, "w:numFmt");
  const restart = valueOf(element, "w:lvlRestart");
  return {
    start: startNumber(valueOf(element, "w:start")),
    format: format?.attributes["w:val"] ?? "decimal",
    pattern: format?.attributes["w:format"] ?? "",
    text: valueOf(element, "w:lvlText") ?? "",
    restart: restart === undefined ? undefined : levelNumber(restart),
    legal: toggle(element, "w:isLgl") ?? false,
    style: valueOf(element, "w:pStyle") ?? "",
    font: fontOf(childOf(element, "w:rPr")) ?? "",
    caps: toggle(childOf(element, "w:rPr"), "w:caps"),
    hidden: toggle(childOf(element, "w:rPr"), "w:vanish") ?? false,
  };
}

function readLevels(parent: Element): (Level | undefined)[] {
  const levels: (Level | undefined)[] = [];
  for (const element of elementsOf(parent)) {
    const lvl = element.name === "w:lvl" ? element : allOf(element, "w:lvl")[0];
    if (lvl && (element.name === "w:lvl" || element.name === "mc:AlternateContent"))
      levels[levelNumber(lvl.attributes["w:ilvl"])] = readLevel(lvl);
  }
  return levels;
}

interface Abstract {
  levels: (Level | undefined)[];
  /** the list of a numbering style is meant */
  link: string;
}

/** @param numberingOf numId a numbering style stands for: a list may be only a name for another */
export function readNumbering(root: Element | undefined, numberingOf: (style: string) => string | undefined): Lists {
  const abstracts = new Map<string, Abstract>();
  for (const element of allOf(root, "w:abstractNum"))
    abstracts.set(element.attributes["w:abstractNumId"] ?? "", {
      levels: readLevels(element),
      link: valueOf(element, "w:numStyleLink") ?? "",
    });
  const nums = new Map<string, Element>();
  for (const element of allOf(root, "w:num")) nums.set(element.attributes["w:numId"] ?? "", element);
  const abstractOf = (numId: string, depth = 0): { key: string; abstract: Abstract } | undefined => {
    const key = valueOf(nums.get(numId), "w:abstractNumId") ?? "";
    const abstract = abstracts.get(key);
    if (!abstract) return undefined;
    const linked = abstract.link === "" || depth > 5 ? undefined : numberingOf(abstract.link);
    return (linked ? abstractOf(linked, depth + 1) : undefined) ?? { key, abstract };
  };
  const known = new Map<string, List | undefined>();
  return {
    find(numId) {
      if (!known.has(numId)) known.set(numId, listOf(nums.get(numId), abstractOf(numId)));
      return known.get(numId);
    },
  };
}

function listOf(num: Element | undefined, found: { key: string; abstract: Abstract } | undefined): List | undefined {
  if (!num || !found) return undefined;
  const overrides: { start?: number; level?: Level }[] = [];
  for (const element of num.children.filter(isElement))
    if (element.name === "w:lvlOverride") {
      const start = valueOf(element, "w:startOverride");
      const level = childOf(element, "w:lvl");
      overrides[levelNumber(element.attributes["w:ilvl"])] = {
        ...(start === undefined ? {} : { start: startNumber(start) }),
        ...(level ? { level: readLevel(level) } : {}),
      };
    }
  const level = (n: number): Level | undefined => {
    const base = overrides[n]?.level ?? found.abstract.levels[n];
    const start = overrides[n]?.start;
    return base && start !== undefined ? { ...base, start } : base;
  };
  return {
    key: found.key,
    level: (n) => level(n) ?? (found.abstract.levels.length === 0 ? PLAIN : undefined),
    startOverride: (n) => overrides[n]?.start,
    levelOfStyle(id) {
      for (let n = 0; n < LEVELS; n += 1) if (id !== "" && level(n)?.style === id) return n;
      return undefined;
    },
  };
}
