import { XMLParser, XMLValidator } from "fast-xml-parser";
import { invalid } from "../kernel/errors.ts";
import { escapeXml, renderSvg } from "../kernel/render-svg.ts";

export const SIZES = [1080, 2048] as const;
export type FrameSize = (typeof SIZES)[number];
const MOST_BYTES = 6_000_000;
const MOST_SVG = 600_000;
/** The face is looked for in a circle of this share of the width; so much of it must be see-through. */
const CIRCLE = 0.3;
const CLEAR = 0.8;

const TAGS = new Set(
  "svg g defs title desc path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop clipPath mask image use".split(
    " ",
  ),
);
const refuse = (why: string): never => {
  throw invalid({ master: why });
};

type Node = Record<string, unknown>;

/** Only shapes, text and pictures that are in the file itself: nothing that runs, nothing that is fetched. */
export function checkSvg(text: string): void {
  if (text.length > MOST_SVG) refuse("Tệp SVG cần dưới 600 KB");
  if (/<!DOCTYPE|<!ENTITY|<\?xml-stylesheet/i.test(text)) refuse("SVG không được có DOCTYPE hoặc thực thể");
  if (XMLValidator.validate(text) !== true) refuse("Tệp này không đọc được như một SVG");
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", preserveOrder: true });
  const walk = (nodes: Node[]): void => {
    for (const node of nodes)
      for (const [name, value] of Object.entries(node)) {
        if (name === "#text" || name.startsWith("?")) continue;
        if (name === ":@") {
          for (const [key, text] of Object.entries(value as Node)) checkAttribute(key, String(text));
          continue;
        }
        if (!TAGS.has(name)) refuse(`SVG có phần tử <${name}> không được dùng`);
        walk(value as Node[]);
      }
  };
  const root = parser.parse(text) as Node[];
  if (!root.some((node) => "svg" in node)) refuse("Tệp này không phải là SVG");
  walk(root);
}

function checkAttribute(name: string, value: string): void {
  if (/^on/i.test(name)) refuse("SVG không được có lệnh chạy");
  if (/(^|:)href$/i.test(name) && !/^(#[\w-]+|data:image\/(png|jpeg);base64,[A-Za-z0-9+/=\s]+)$/.test(value))
    refuse("SVG chỉ được dùng hình có sẵn trong tệp, không lấy từ nơi khác");
  if (/url\((?!\s*["']?#)|@import|javascript:/i.test(value))
    refuse("SVG chỉ được dùng hình có sẵn trong tệp, không lấy từ nơi khác");
}

/** Share of the middle circle that a face shows through. */
async function clearShare(png: Buffer): Promise<number> {
  // loaded when the first frame is brought
  const { default: sharp } = await import("sharp");
  const side = 200;
  const { data } = await sharp(png)
    .resize(side, side)
    .ensureAlpha()
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  let [inside, clear] = [0, 0];
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      if (Math.hypot(x - side / 2, y - side / 2) > side * CIRCLE) continue;
      inside += 1;
      if ((data[y * side + x] ?? 255) < 128) clear += 1;
    }
  return clear / inside;
}

/**
 * Looks at a master before it is kept: a square transparent PNG of at least 1,080 px (2,048 for the large size), or an
 * SVG of shapes and text; the middle must let a face through. @throws AppError 422
 */
export async function checkMaster(bytes: Buffer): Promise<"png" | "svg"> {
  if (bytes.length > MOST_BYTES) refuse("Khung cần dưới 6 MB");
  const head = bytes.subarray(0, 8).toString("hex");
  if (head === "89504e470d0a1a0a") {
    const { default: sharp } = await import("sharp");
    const meta = await sharp(bytes, { limitInputPixels: 20_000_000 })
      .metadata()
      .catch(() => refuse("Ảnh PNG này không đọc được"));
    if (meta.width !== meta.height || meta.width < 1080)
      refuse(`Khung PNG cần vuông, từ 1080 × 1080 điểm; tệp này ${meta.width} × ${meta.height}`);
    if (!meta.hasAlpha) refuse("Khung PNG cần nền trong suốt");
    if ((await clearShare(bytes)) < CLEAR) refuse("Phần giữa khung cần trong suốt để thấy mặt người");
    return "png";
  }
  const text = bytes.toString("utf8");
  if (!text.includes("<svg")) refuse("Khung cần là PNG trong suốt hoặc SVG");
  checkSvg(text);
  const drawn = await renderSvg(fillIn(text, { xa: "Xã Mẫu", "don-vi": "UBND xã Mẫu", tinh: "Tỉnh Mẫu" }), 1080).catch(
    () => refuse("SVG này không vẽ được"),
  );
  const { default: sharp } = await import("sharp");
  const meta = await sharp(drawn).metadata();
  if (meta.width !== meta.height) refuse("Khung SVG cần vuông");
  if ((await clearShare(drawn)) < CLEAR) refuse("Phần giữa khung cần trong suốt để thấy mặt người");
  return "svg";
}

/** A unit's names in place of the placeholders, as text and never as markup. */
export function fillIn(svg: string, names: Record<"xa" | "don-vi" | "tinh", string>): string {
  return svg
    .replaceAll("{{xa}}", escapeXml(names.xa))
    .replaceAll("{{don-vi}}", escapeXml(names["don-vi"]))
    .replaceAll("{{tinh}}", escapeXml(names.tinh));
}
