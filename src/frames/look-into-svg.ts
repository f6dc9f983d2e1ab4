import { XMLParser, XMLValidator } from "fast-xml-parser";
import { formatNumber } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import { emptyLook, lookIntoXml } from "../kernel/look-into-xml.ts";
import { styleSheet, withStyles } from "./svg-styles.ts";
import { type SvgElement, weigh } from "./weigh-svg.ts";

/** Named limits of an SVG master; what is drawn costs by its layers and pixels more than by its bytes. */
export const SVG_LIMITS = {
  bytes: 600_000,
  elements: 5000,
  deepest: 40,
  references: 5000,
  /** elements drawn, those of symbols, masks and patterns each time they are used */
  drawn: 20_000,
  /** masks, clips, half-transparent groups: each is a picture of its own */
  layers: 40,
  pictures: 20,
  /** pixels of all pictures inside together */
  pixels: 16_000_000,
  /** width and height, in whatever units the file draws in */
  side: 20_000,
} as const;

const TAGS = new Set(
  (
    "svg g a defs symbol switch title desc metadata style path rect circle ellipse line polyline polygon " +
    "text tspan textPath linearGradient radialGradient stop clipPath mask pattern image use " +
    // the steps of a drop shadow, a blur, a change of colours; those that take long for a few letters are not among them
    "filter feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR " +
    "feGaussianBlur feMerge feMergeNode feOffset"
  ).split(" "),
);
/** Elements whose inside is never drawn and need not be known. */
const UNDRAWN = new Set(["title", "desc", "metadata", "style"]);
const SVG = "http://www.w3.org/2000/svg";

/** What to do in the program the frame was drawn with. */
export const AS_PNG =
  "Trong phần mềm vẽ, xuất lại thành PNG nền trong suốt 2048 × 2048 (xem hình hướng dẫn dưới ô chọn tệp)";
const refuse = (why: string): never => {
  throw invalid({ master: `${why}. ${AS_PNG}` });
};

type Raw = Record<string, unknown>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  preserveOrder: true,
  parseAttributeValue: false,
});

/**
 * Looks into an SVG before it is drawn: only shapes, text and pictures that are in the file itself, nothing that runs,
 * nothing that is fetched; and within every limit. What Illustrator, Inkscape, Figma and Canva write beside the drawing
 * (a document type without words of its own, metadata, style sheets) is passed over. Gives back the pictures inside.
 * @throws AppError 422 naming what is wrong
 */
export function lookIntoSvg(given: string): Buffer[] {
  const { bytes, elements, deepest, references } = SVG_LIMITS;
  if (given.length > bytes) refuse(`Tệp SVG cần dưới ${bytes / 1000} KB`);
  const text = withoutDoctype(given);
  if (/<!DOCTYPE|<!ENTITY|<\?xml-stylesheet/i.test(text)) refuse("SVG không được có DOCTYPE hoặc thực thể");
  const limits = { field: "master", mostElements: elements, deepest, mostReferences: references, numbers: [] };
  lookIntoXml(Buffer.from(text), limits, emptyLook());
  if (XMLValidator.validate(text) !== true) refuse("Tệp này không đọc được như một SVG");
  const spaces = spacesOf(text);
  const root = (parser.parse(text) as Raw[]).flatMap((raw) => toElement(raw, spaces)).find((one) => one.name === "svg");
  if (!root) return refuse("Tệp này không phải là SVG");
  checkElement(root);
  checkSheet(styleSheet(root));
  checkSize(root);
  return checkWeight(withStyles(root));
}

/** Names the public description of SVG and nothing else: Illustrator and older Inkscape write it. */
const withoutDoctype = (text: string): string =>
  text.replace(/<!DOCTYPE\s+svg(?:\s+(?:PUBLIC|SYSTEM)(?:\s+(?:"[^"]*"|'[^']*')){1,2})?\s*>/i, "");

/** Prefixes that stand for SVG anywhere in the file, and those that stand for other things only. */
function spacesOf(text: string): { drawn: ReadonlySet<string>; other: ReadonlySet<string> } {
  const all = [...text.matchAll(/\bxmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
    ([, prefix = "", double, single]) => ({ prefix, space: (double ?? single ?? "").trim() }),
  );
  // one that is written with references could be any
  const drawn = new Set(all.filter(({ space }) => space === SVG || space.includes("&")).map(({ prefix }) => prefix));
  return { drawn, other: new Set(all.map(({ prefix }) => prefix).filter((prefix) => !drawn.has(prefix))) };
}

/** An element as it may be drawn; what belongs to an editor and is none of SVG's is left out, as it is when drawn. */
function toElement(raw: Raw, spaces: ReturnType<typeof spacesOf>): SvgElement[] {
  const full = Object.keys(raw).find((key) => key !== ":@") ?? "";
  if (full === "#text") return [{ name: "#text", attributes: {}, children: [], text: String(raw[full]) }];
  const [prefix = "", local] = full.includes(":") ? full.split(":") : ["", full];
  if (full.startsWith("?") || spaces.other.has(prefix)) return [];
  const name = spaces.drawn.has(prefix) ? (local ?? "") : full;
  const all = Array.isArray(raw[full]) ? (raw[full] as Raw[]) : [];
  const inside = UNDRAWN.has(name) && name !== "style" ? [] : all.flatMap((one) => toElement(one, spaces));
  const attributes = Object.entries((raw[":@"] ?? {}) as Raw).map(([key, value]) => [key, String(value)]);
  return [
    {
      name,
      attributes: Object.fromEntries(attributes) as Record<string, string>,
      children: inside.filter((one) => one.name !== "#text" && !(name === "switch" && one.name === "foreignObject")),
      text: inside.map((one) => (one.name === "#text" ? one.text : "")).join(""),
    },
  ];
}

function checkElement(element: SvgElement): void {
  if (!TAGS.has(element.name)) refuse(`SVG có phần tử <${element.name}> không được dùng`);
  for (const [name, value] of Object.entries(element.attributes)) checkAttribute(element.name, name, value);
  for (const child of element.children) checkElement(child);
}

const ELSEWHERE = /url\((?!\s*["']?#)|@import|javascript:/i;

function checkAttribute(element: string, name: string, value: string): void {
  if (/^on/i.test(name)) refuse("SVG không được có lệnh chạy");
  const isLink = element === "a" && /^https?:\/\//i.test(value);
  if (
    /(^|:)href$/i.test(name) &&
    !isLink &&
    !/^(#[^\s"'()<>]+|data:image\/(png|jpe?g);base64,[A-Za-z0-9+/=\s]+)$/.test(value)
  )
    refuse("SVG chỉ được dùng hình có sẵn trong tệp, không lấy từ nơi khác");
  if (ELSEWHERE.test(value)) refuse("SVG chỉ được dùng hình có sẵn trong tệp, không lấy từ nơi khác");
}

/** A font that is brought along or fetched is not used: text is set in ours. */
function checkSheet(sheet: string): void {
  const rules = sheet.replace(/@font-face\s*\{[^}]*\}/gi, " ").replace(/\\/g, "");
  if (ELSEWHERE.test(rules)) refuse("SVG có phần tử <style> lấy hình hoặc kiểu chữ từ nơi khác");
}

/** Square, and of a size somebody draws in: the height that is drawn follows from these numbers. */
function checkSize({ attributes }: SvgElement): void {
  const box =
    attributes["viewBox"]
      ?.trim()
      .split(/[\s,]+/)
      .map(Number)
      .slice(2) ?? [];
  const own = [attributes["width"], attributes["height"]].map((text) =>
    /^\s*[\d.]+(e[+-]?\d+)?\s*(px|pt|pc|mm|cm|in|em)?\s*$/i.test(text ?? "")
      ? Number.parseFloat(text ?? "")
      : undefined,
  );
  const [width = box[0] ?? Number.NaN, height = box[1] ?? Number.NaN] = own;
  const { side } = SVG_LIMITS;
  for (const one of [width, height, ...box])
    if (!(one >= 1 && one <= side))
      refuse(
        `SVG cần viewBox hoặc width, height từ 1 đến ${formatNumber(side)}; tệp này ghi ${shown(width)} × ${shown(height)}`,
      );
  if (Math.abs(width / height - 1) > 0.001) refuse(`Khung SVG cần vuông; tệp này ${shown(width)} × ${shown(height)}`);
}
const shown = (n: number): string => (Number.isFinite(n) ? String(Number(n.toFixed(2))).replace(".", ",") : "?");

function checkWeight(root: SvgElement): Buffer[] {
  const { drawn, layers, pictures } = SVG_LIMITS;
  const weight = weigh(root, { drawn, layers, pictures });
  if (weight === "circle") return refuse("SVG có phần tử tự dùng lại chính nó");
  if (weight.drawn > drawn) refuse(`SVG vẽ hơn ${formatNumber(drawn)} phần tử, nhiều hơn giới hạn cho phép`);
  if (weight.layers > layers)
    refuse(`SVG có hơn ${layers} lớp (mặt nạ, vùng cắt, nhóm bán trong suốt), nhiều hơn giới hạn cho phép`);
  if (weight.pictures.length > pictures) refuse(`SVG có hơn ${pictures} ảnh bên trong, nhiều hơn giới hạn cho phép`);
  return weight.pictures.map((address) => Buffer.from(address.slice(address.indexOf(",") + 1), "base64"));
}
