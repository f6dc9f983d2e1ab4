import { readFileSync } from "node:fs";
import { checkMaster } from "../../src/frames/check-master.ts";
import { EXAMPLE_FRAME } from "../../src/frames/example-frame.ts";
import { lookIntoSvg } from "../../src/frames/look-into-svg.ts";
import { renderPixels } from "../../src/kernel/render-svg.ts";
import { doubled, svg } from "../support/hostile.ts";

const D = "M0 0h1080v1080H0zM540 60a480 480 0 1 0 0 960 480 480 0 0 0 0-960z";
const ring = (attributes: string) => `<path fill-rule="evenodd" d="${D}" ${attributes}/>`;
const file = (name: string) => readFileSync(`test/fixtures/cases/frames/${name}.svg`);
/** Red, green, blue, see-through of a corner. */
async function corner(bytes: Buffer): Promise<number[]> {
  const { pixels, width } = await renderPixels(bytes.toString(), 108);
  return [...pixels.subarray((3 * width + 3) * 4, (3 * width + 3) * 4 + 4)];
}
const RED = [200, 16, 46, 255];

const ILLUSTRATOR = Buffer.from(`<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px"
	 viewBox="0 0 1080 1080" style="enable-background:new 0 0 1080 1080;" xml:space="preserve">
<style type="text/css">
	/* layers */
	.st0{clip-path:url(#SVGID_2_);fill:url(#SVGID_3_);}
	.st1{font-family:'MyriadPro-Bold';}
	.st2{opacity:0.9;enable-background:new    ;}
</style>
<metadata><sfw xmlns="http://ns.adobe.com/SaveForWeb/1.0/"><slices></slices></sfw></metadata>
<g><defs><rect id="SVGID_1_" width="1080" height="1080"/></defs><clipPath id="SVGID_2_"><use xlink:href="#SVGID_1_" style="overflow:visible;"/></clipPath>
<linearGradient id="SVGID_3_" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="1080" y2="0"><stop offset="0" style="stop-color:#C8102E"/><stop offset="1" style="stop-color:#C8102E"/></linearGradient>
${ring('class="st0"')}</g><text transform="matrix(1 0 0 1 400 1050)" class="st1 st2">{{xa}}</text></svg>`);

const INKSCAPE = Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="1080" height="1080" viewBox="0 0 285.75 285.75" version="1.1" id="svg5" inkscape:version="1.2" sodipodi:docname="khung.svg"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg"
   xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:zoom="0.7"><inkscape:grid type="xygrid"/></sodipodi:namedview>
  <defs id="defs2"><symbol id="sao"><path d="M0 0h9v9z"/></symbol><pattern id="cham" width="20" height="20" patternUnits="userSpaceOnUse"><rect width="20" height="20" fill="#c8102e"/></pattern></defs>
  <metadata id="m"><rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format></cc:Work></rdf:RDF></metadata>
  <g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1" transform="scale(0.26458)">${ring('style="fill:url(#cham);-inkscape-stroke:none"')}<use xlink:href="#sao" x="5" y="1050"/></g></svg>`);

const FIGMA =
  Buffer.from(`<svg width="1080" height="1080" viewBox="0 0 1080 1080" fill="none" xmlns="http://www.w3.org/2000/svg">
<g filter="url(#filter0_d_1_2)">${ring('fill="#C8102E"')}</g>
<defs><filter id="filter0_d_1_2" x="-4" y="0" width="1088" height="1088" filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB">
<feFlood flood-opacity="0" result="BackgroundImageFix"/><feColorMatrix in="SourceAlpha" type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0" result="hardAlpha"/>
<feOffset dy="4"/><feGaussianBlur stdDeviation="2"/><feComposite in2="hardAlpha" operator="out"/><feColorMatrix type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0.25 0"/>
<feBlend mode="normal" in2="BackgroundImageFix" result="effect1_dropShadow_1_2"/><feBlend mode="normal" in="SourceGraphic" in2="effect1_dropShadow_1_2" result="shape"/></filter></defs></svg>`);

const CANVA =
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="1080" zoomAndPan="magnify" viewBox="0 0 810 809.999993" height="1080" preserveAspectRatio="xMidYMid meet" version="1.0">
<defs><g/><clipPath id="c"><path d="M 0 0 L 810 0 L 810 810 L 0 810 Z" clip-rule="nonzero"/></clipPath></defs><g clip-path="url(#c)"><g transform="scale(0.75)">${ring('fill="#c8102e" fill-opacity="1"')}</g></g></svg>`);

const SWITCH = svg(
  `<switch><foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/" x="0" y="0" width="1" height="1"/><g>${ring('fill="#c8102e"')}</g></switch>`,
);
const PREFIXED = Buffer.from(
  `<svg:svg xmlns:svg="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080"><svg:path fill="#c8102e" fill-rule="evenodd" d="${D}"/></svg:svg>`,
);

test.each<[string, Buffer]>([
  ["Illustrator, the small case", file("81-svg-illustrator")],
  ["Figma, the small case", Buffer.from(file("83-svg-figma-filter").toString())],
  ["Illustrator, with its document type, style sheet and metadata", ILLUSTRATOR],
  ["Illustrator's switch", SWITCH],
  ["Inkscape, with its own elements, a symbol and a pattern", INKSCAPE],
  ["Figma's shadow", FIGMA],
  ["Canva", CANVA],
  ["an editor that names every element svg:", PREFIXED],
  [
    "a sheet in CDATA with a font that is not used",
    svg(
      `<style><![CDATA[@font-face{font-family:A;src:url(data:font/woff2;base64,AA)} .a,.b{fill:#c8102e}]]></style>${ring('class="b"')}`,
    ),
  ],
])("%s is drawn in its colours", async (_name, bytes) => {
  expect(await checkMaster(bytes)).toBe("svg");
  const drawn = await corner(bytes);
  for (const [n, value] of RED.entries()) expect(Math.abs((drawn[n] ?? 0) - value)).toBeLessThanOrEqual(4);
});

test("the example frame is one, and carries the names", async () => {
  expect(await checkMaster(Buffer.from(EXAMPLE_FRAME))).toBe("svg");
  for (const name of ["xa", "don-vi", "tinh"]) expect(EXAMPLE_FRAME).toContain(`{{${name}}}`);
});

const said = (bytes: Buffer) =>
  checkMaster(bytes).then(
    () => "",
    (error: { fields: Record<string, string> }) => Object.values(error.fields).join(),
  );
test.each<[string, Buffer, string]>([
  [
    "entities of Illustrator",
    Buffer.from('<!DOCTYPE svg [<!ENTITY ns "http://a">]><svg xmlns="http://www.w3.org/2000/svg"/>'),
    "DOCTYPE",
  ],
  ["noise that takes long", svg('<filter id="f"><feTurbulence baseFrequency="0.9"/></filter>'), "<feTurbulence>"],
  ["a script under another prefix", svg('<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>'), "<script>"],
  ["HTML inside", svg("<g><foreignObject/></g>"), "<foreignObject>"],
  [
    "a picture fetched by the sheet",
    svg('<style>.a{fill:url("https://a.example/b")}</style><path class="a"/>'),
    "phần tử <style>",
  ],
  [
    "masks that the sheet lays on one another",
    svg(`<style>.m rect{mask:url(#m)}</style><mask id="m"><path/></mask><g class="m">${"<rect/>".repeat(60)}</g>`),
    "40 lớp",
  ],
  [
    "a mask that uses itself by the sheet",
    svg('<style>.a{mask:url(#m)}</style><mask id="m"><rect class="a"/></mask><rect class="a"/>'),
    "chính nó",
  ],
  [
    "filters without end",
    svg(`<filter id="f">${"<feOffset/>".repeat(50)}</filter><g filter="url(#f)"><path d="M0 0h9v9z"/></g>`),
    "40 lớp",
  ],
  ...[
    ['[data-a=".b"]{opacity:.5}', 'data-a=".b"'],
    ['g [data-a="a{.b"]{opacity:.5}', 'data-a="a{.b"'],
    ['path{font-family:"}";opacity:.5}', ""],
    ['[a="/*"]{fill:red} path{opacity:.5} [a="*/"]{fill:red}', ""],
    ["path:not(.b){opacity:.5}", ""],
    ["path{opacity:50%}", ""],
    ["", 'style="/* */opacity:5e-1"'],
    ["", 'opacity="50%"'],
  ].map(([sheet = "", one = ""]): [string, Buffer, string] => [
    `see-through by ${sheet}${one}`,
    svg(`<style>${sheet}</style><g>${`<path d="M0 0h9v9z" ${one}/>`.repeat(50)}</g>`),
    "40 lớp",
  ]),
  [
    "symbols that double",
    svg(doubled(20, 2).replaceAll("<g ", "<symbol ").replaceAll("</g>", "</symbol>")),
    "20.000 phần tử",
  ],
])("%s is refused with the way to export it rightly", async (_name, bytes, words) => {
  const why = await said(bytes);
  expect(why).toContain(words);
  expect(why).toMatch(/PNG nền trong suốt 2048/);
});

test("what is as opaque as ever is no layer", () => {
  const path = '<path class="a" style="opacity: 1.0" opacity="100%"/>';
  expect(lookIntoSvg(svg(`<style>.a{opacity:1 !important}</style>${path.repeat(50)}`).toString())).toEqual([]);
});

test("what is never drawn need not be known, and costs nothing", () => {
  expect(
    lookIntoSvg(
      svg(`<metadata><a:b xmlns:a="x"><image href="http://a"/></a:b></metadata><title>Khung</title>`).toString(),
    ),
  ).toEqual([]);
});
