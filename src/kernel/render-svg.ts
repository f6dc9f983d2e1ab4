import { createRequire } from "node:module";

const FONTS = ["400Regular/BeVietnamPro_400Regular.ttf", "700Bold/BeVietnamPro_700Bold.ttf"];
const resolve = createRequire(import.meta.url).resolve;

/** The files of our own font: what is drawn here never depends on the fonts of a machine. */
export const fontFiles = (): string[] => FONTS.map((name) => resolve(`@expo-google-fonts/be-vietnam-pro/${name}`));

/**
 * Draws an SVG to a transparent PNG, `width` pixels wide. Text is set in Be Vietnam Pro; nothing is fetched.
 * @throws Error for what is no SVG
 */
export async function renderSvg(svg: string, width: number): Promise<Buffer> {
  // loaded when the first drawing is asked for
  const { Resvg } = await import("@resvg/resvg-js");
  const drawing = new Resvg(svg.normalize("NFC"), {
    fitTo: { mode: "width", value: width },
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: "Be Vietnam Pro" },
  });
  return Buffer.from(drawing.render().asPng());
}

/** Text as it may stand in an SVG. */
export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
