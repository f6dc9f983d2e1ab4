/** An element of the file, as the parser gives it with `preserveOrder`. */
export interface SvgElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: SvgElement[];
  /** its own words: a style sheet's rules, else nothing that is looked at */
  text: string;
}

export interface Weight {
  /** elements, those that are used again counted each time */
  drawn: number;
  /** each is a picture of its own that is laid on the others */
  layers: number;
  /** addresses of pictures, each time they are drawn */
  pictures: string[];
}

const LAYER = /^(mask|clip-path|filter)$/;
const LAYER_STYLE = /(^|;)\s*(mask|clip-path|filter|isolation|mix-blend-mode)\s*:/i;

/** Anything but 1 is drawn apart, however it is written: .5, 50%, 5e-1. */
const SEE_THROUGH = /^(?!\s*(?:1(?:\.0*)?|100%)\s*$)/;
const SEE_THROUGH_STYLE = /(^|;)\s*opacity\s*:(?!\s*(?:1(?:\.0*)?|100%)\s*(?:;|!|$))/i;

const isLayer = ([name, value]: [string, string]): boolean =>
  (LAYER.test(name) && value.trim() !== "none") ||
  (name === "opacity" && SEE_THROUGH.test(value)) ||
  (name === "style" && (LAYER_STYLE.test(value) || SEE_THROUGH_STYLE.test(value)));

/** A pattern is drawn on a picture of its own, and each step of a filter is one. */
const OWN_LAYER = /^(pattern|fe(?!Func|MergeNode)\w+)$/;

/** Ids an element draws: by `use`, and by mask, clip and pattern. */
const usedBy = ({ attributes }: SvgElement): string[] =>
  Object.entries(attributes).flatMap(([name, value]) =>
    /(^|:)href$/i.test(name) && value.startsWith("#")
      ? [value.slice(1)]
      : [...value.matchAll(/url\(\s*["']?#([^"')\s]+)/g)].map((match) => match[1] ?? ""),
  );

/**
 * What drawing this costs when everything that is used again is written out. Stops at the limits, so that what doubles
 * at each step (a thousand million from thirty lines) is not counted to its end; "circle" when something uses itself.
 */
export function weigh(root: SvgElement, most: { drawn: number; layers: number; pictures: number }): Weight | "circle" {
  const byId = new Map<string, SvgElement>();
  const known = new Map<SvgElement, Weight>();
  const open = new Set<SvgElement>();
  let circle = false;
  const find = (element: SvgElement): void => {
    const id = element.attributes["id"];
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
    element.children.forEach(find);
  };
  const weightOf = (element: SvgElement): Weight => {
    const kept = known.get(element);
    if (kept) return kept;
    if (open.has(element)) {
      circle = true;
      return { drawn: 0, layers: 0, pictures: [] };
    }
    open.add(element);
    const entries = Object.entries(element.attributes);
    const weight: Weight = {
      drawn: 1,
      layers: entries.filter(isLayer).length + (OWN_LAYER.test(element.name) ? 1 : 0),
      pictures: element.name === "image" ? entries.flatMap(([, value]) => (/^data:/i.test(value) ? [value] : [])) : [],
    };
    const used = usedBy(element).flatMap((id) => byId.get(id) ?? []);
    for (const part of [...element.children, ...used]) {
      const inside = weightOf(part);
      weight.drawn = Math.min(weight.drawn + inside.drawn, most.drawn + 1);
      weight.layers = Math.min(weight.layers + inside.layers, most.layers + 1);
      weight.pictures = [...weight.pictures, ...inside.pictures].slice(0, most.pictures + 1);
    }
    open.delete(element);
    known.set(element, weight);
    return weight;
  };
  find(root);
  const weight = weightOf(root);
  return circle ? "circle" : weight;
}
