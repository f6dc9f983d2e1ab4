import { escapeXml } from "../kernel/render-svg.ts";

/** Sizes a frame is drawn in, pixels a side. */
export const SIZES = [1080, 2048] as const;
export type FrameSize = (typeof SIZES)[number];

export type UnitNames = Record<"xa" | "don-vi" | "tinh", string>;

/** A unit's names in place of the placeholders, as text and never as markup. */
export function fillIn(svg: string, names: UnitNames): string {
  return svg
    .replaceAll("{{xa}}", escapeXml(names.xa))
    .replaceAll("{{don-vi}}", escapeXml(names["don-vi"]))
    .replaceAll("{{tinh}}", escapeXml(names.tinh));
}
