import { createRequire } from "node:module";

const FONTS = ["400Regular/BeVietnamPro_400Regular.ttf", "700Bold/BeVietnamPro_700Bold.ttf"];
const resolve = createRequire(import.meta.url).resolve;

/** The files of our own font: what is drawn here never depends on the fonts of a machine. */
export const fontFiles = (): string[] => FONTS.map((name) => resolve(`@expo-google-fonts/be-vietnam-pro/${name}`));

/** The largest thing drawn is a frame of 2,048 × 2,048. */
const MOST_DRAWN_PIXELS = 2048 * 2048;

/**
 * Draws an SVG, `width` pixels wide. Text is set in Be Vietnam Pro; nothing is fetched. The height follows from what
 * the SVG says, so it is looked at before a pixel is drawn: 1 × 100,000 would take 20 GB.
 * @throws Error for what is no SVG, or would be larger than we draw
 */
async function draw(svg: string, width: number) {
  // loaded when the first drawing is asked for
  const { Resvg } = await import("@resvg/resvg-js");
  const drawing = new Resvg(svg.normalize("NFC"), {
    fitTo: { mode: "width", value: width },
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: "Be Vietnam Pro" },
  });
  const height = Math.ceil((width * drawing.height) / drawing.width);
  if (!(width * height <= MOST_DRAWN_PIXELS)) throw new Error(`a drawing of ${width} × ${height} is too large`);
  return drawing.render();
}

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

/** Text as it may stand in an SVG. */
export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
