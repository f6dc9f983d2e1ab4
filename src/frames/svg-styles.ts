import type { SvgElement } from "./weigh-svg.ts";

/** A rule of a style sheet within the file: the last part of its selector, and what it says. */
interface Rule {
  tag: string;
  id: string;
  classes: string[];
  words: string;
}

const textOf = (element: SvgElement): string => element.text + element.children.map(textOf).join("");
const sheetsOf = (element: SvgElement): string[] =>
  element.name === "style" ? [textOf(element)] : element.children.flatMap(sheetsOf);

/** A comment, a condition on an attribute, or words in quotation marks, whichever begins first. */
const ASIDE = /\/\*[^]*?\*\/|\[(?:"[^"]*"|'[^']*'|[^[\]"'])*\]|"[^"]*"|'[^']*'/g;
/** Without comments, and without conditions on attributes: those are taken to hold. */
const plain = (css: string): string =>
  css.replace(ASIDE, (one) => (one.startsWith("/") ? " " : one.startsWith("[") ? "*" : one));

/** All style sheets of a file as one text, comments out. */
export const styleSheet = (root: SvgElement): string => plain(sheetsOf(root).join("\n"));

function rulesOf(sheet: string): Rule[] {
  const rules: Rule[] = [];
  // what stands within @media is taken as if it held; a font is no rule for an element
  const flat = sheet.replace(/@font-face\s*\{[^}]*\}/gi, " ").replace(/@[\w-]+[^{;]*[{;]/g, " ");
  for (const [, selectors = "", words = ""] of flat.matchAll(/([^{}]+)\{((?:"[^"]*"|'[^']*'|[^{}"'])*)\}/g))
    for (const selector of selectors.split(",")) {
      const last =
        selector
          .trim()
          .split(/[\s>+~]+/)
          .at(-1)
          ?.replace(/:.*/, "") ?? "";
      rules.push({
        tag: /^[\w-]+/.exec(last)?.[0] ?? "",
        id: /#([\w-]+)/.exec(last)?.[1] ?? "",
        classes: [...last.matchAll(/\.([\w-]+)/g)].map((match) => match[1] ?? ""),
        words,
      });
    }
  return rules;
}

/**
 * The same drawing with what its style sheets say written at each element, so that it can be weighed. Where a selector is
 * more than a name, class or id it is taken to match: too much is weighed, never too little.
 */
export function withStyles(root: SvgElement): SvgElement {
  const rules = rulesOf(styleSheet(root));
  const styled = (element: SvgElement): SvgElement => {
    const { id = "", class: named = "", style = "" } = element.attributes;
    const classes = named.split(/\s+/);
    const words = rules
      .filter(
        (rule) =>
          (rule.tag === "" || rule.tag === element.name) &&
          (rule.id === "" || rule.id === id) &&
          rule.classes.every((one) => classes.includes(one)),
      )
      .map((rule) => rule.words);
    const said = [...words, plain(style)].join(";");
    const attributes = said === "" ? element.attributes : { ...element.attributes, style: said };
    return { ...element, attributes, children: element.children.map(styled) };
  };
  return styled(root);
}
