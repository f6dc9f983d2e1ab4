import type { FontName, Piece } from "./typeset/fonts.ts";

/** The largest thing drawn is a frame of 2,048 × 2,048. */
const MOST_DRAWN_PIXELS = 2048 * 2048;

/** What the fonts for other scripts and pictures call themselves in a drawing. */
const FAMILIES: Partial<Readonly<Record<FontName, string>>> = {
  Khmer: "Noto Sans Khmer",
  Cham: "Noto Sans Cham",
  "Tai Viet": "Noto Sans Tai Viet",
  Emoji: "Noto Emoji",
};

/**
 * Draws an SVG, `width` pixels wide. Text is set in Be Vietnam Pro, letters it lacks in the next font that has them;
 * nothing is fetched. The height follows from what the SVG says, so it is looked at before a pixel is drawn: 1 × 100,000
 * would take 20 GB.
 * @throws Error for what is no SVG, or would be larger than we draw
 */
async function draw(svg: string, width: number) {
  // loaded when the first drawing is asked for
  const { Resvg } = await import("@resvg/resvg-js");
  const { text, fontFiles } = await withFonts(svg.normalize("NFC"));
  const drawing = new Resvg(text, {
    fitTo: { mode: "width", value: width },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: "Be Vietnam Pro" },
  });
  const height = Math.ceil((width * drawing.height) / drawing.width);
  if (!(width * height <= MOST_DRAWN_PIXELS)) throw new Error(`a drawing of ${width} × ${height} is too large`);
  return drawing.render();
}

/** Text elements with letters our font lacks, named with the font they are drawn in: the drawing library finds none. */
async function withFonts(svg: string): Promise<{ text: string; fontFiles: string[] }> {
  const fonts = await import("./typeset/fonts.ts");
  const used = new Set<FontName>(["Be Vietnam Pro", "Be Vietnam Pro Bold"]);
  const inFont = ({ font, text }: Piece): string => {
    const family = FAMILIES[font];
    if (family === undefined) return text;
    used.add(font);
    return `<tspan font-family="${family}">${text}</tspan>`;
  };
  const text = svg.replace(/<text[\s>].*?<\/text>/gs, (element) => {
    const plain = element.replace(/<[^>]*>/g, " ");
    if (fonts.hasLetters("Be Vietnam Pro", plain)) return element;
    // letters and marks of two fonts in one element are lost: all of it is set in the one that has them
    const lacks = !fonts.hasLetters("Be Vietnam Pro", plain.replace(/[^\p{L}\p{M}\p{N}\s]|\p{Script=Khmer}/gu, ""));
    const set = lacks ? inOneFont(element) : element;
    for (const name of lacks ? (["DejaVu", "DejaVu Bold"] as const) : []) used.add(name);
    return set.replace(
      />([^<]*[^<\s][^<]*)</g,
      (_, words: string) => `>${fonts.piecesOf(words, "sans").map(inFont).join("")}<`,
    );
  });
  return { text, fontFiles: [...used].map(fonts.fileOf) };
}

const inOneFont = (element: string): string =>
  element
    .replace(/\sfont-family="[^"]*"|\sfont-family='[^']*'/g, "")
    .replace(/font-family:[^;"']*(?:'[^']*'[^;"']*)*;?/g, "")
    .replace(/^<text/, '<text font-family="DejaVu Sans"');

/** The drawing as a transparent PNG. */
export const renderSvg = async (svg: string, width: number): Promise<Buffer> =>
  Buffer.from((await draw(svg, width)).asPng());

/** Its bare RGBA pixels. */
export async function renderPixels(
  svg: string,
  width: number,
): Promise<{ pixels: Buffer; width: number; height: number }> {
  const drawn = await draw(svg, width);
  return { pixels: Buffer.from(drawn.pixels), width: drawn.width, height: drawn.height };
}

/** Text as it may stand in an SVG: one control sign, and no program reads the drawing. */
export const escapeXml = (text: string): string =>
  text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "").replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
