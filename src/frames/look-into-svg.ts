import { XMLParser, XMLValidator } from "fast-xml-parser";
import { formatNumber } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import { emptyLook, lookIntoXml } from "../kernel/look-into-xml.ts";
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
  "svg g defs title desc path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop clipPath mask image use".split(
    " ",
  ),
);
const refuse = (why: string): never => {
  throw invalid({ master: `${why}. Vui lòng sửa, hoặc xuất lại thành PNG nền trong suốt 2048 × 2048` });
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
 * nothing that is fetched; and within every limit. Gives back the pictures inside.
 * @throws AppError 422 naming what is wrong
 */
export function lookIntoSvg(text: string): Buffer[] {
  const { bytes, elements, deepest, references } = SVG_LIMITS;
  if (text.length > bytes) refuse(`Tệp SVG cần dưới ${bytes / 1000} KB`);
  if (/<!DOCTYPE|<!ENTITY|<\?xml-stylesheet/i.test(text)) refuse("SVG không được có DOCTYPE hoặc thực thể");
  const limits = { field: "master", mostElements: elements, deepest, mostReferences: references, numbers: [] };
  lookIntoXml(Buffer.from(text), limits, emptyLook());
  if (XMLValidator.validate(text) !== true) refuse("Tệp này không đọc được như một SVG");
  const root = (parser.parse(text) as Raw[]).flatMap(toElement).find((one) => one.name === "svg");
  if (!root) return refuse("Tệp này không phải là SVG");
  checkElement(root);
  checkSize(root);
  return checkWeight(root);
}

function toElement(raw: Raw): SvgElement[] {
  const name = Object.keys(raw).find((key) => key !== ":@") ?? "";
  if (name === "#text" || name.startsWith("?")) return [];
  const inside = Array.isArray(raw[name]) ? (raw[name] as Raw[]).flatMap(toElement) : [];
  const attributes = Object.entries((raw[":@"] ?? {}) as Raw).map(([key, value]) => [key, String(value)]);
  return [{ name, attributes: Object.fromEntries(attributes) as Record<string, string>, children: inside }];
}

function checkElement(element: SvgElement): void {
  if (!TAGS.has(element.name)) refuse(`SVG có phần tử <${element.name}> không được dùng`);
  for (const [name, value] of Object.entries(element.attributes)) checkAttribute(name, value);
  for (const child of element.children) checkElement(child);
}

function checkAttribute(name: string, value: string): void {
  if (/^on/i.test(name)) refuse("SVG không được có lệnh chạy");
  if (/(^|:)href$/i.test(name) && !/^(#[\w-]+|data:image\/(png|jpeg);base64,[A-Za-z0-9+/=\s]+)$/.test(value))
    refuse("SVG chỉ được dùng hình có sẵn trong tệp, không lấy từ nơi khác");
  if (/url\((?!\s*["']?#)|@import|javascript:/i.test(value))
    refuse("SVG chỉ được dùng hình có sẵn trong tệp, không lấy từ nơi khác");
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
