import sharp from "sharp";

/**
 * sharp, reading SVG as well. The product forbids it that for its whole process (kernel/open-picture.ts), and a test
 * process is also that of the files before it.
 */
export function readingSvg(): typeof sharp {
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  return sharp;
}
