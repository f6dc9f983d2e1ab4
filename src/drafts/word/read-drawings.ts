import { allOf, type Element, elementsOf, isElement, textOf } from "../office/parse-xml.ts";
import type { Piece } from "./piece.ts";

/** Elements of a name that stand in no other of the same name: a text box within a text box is read with the outer one. */
function outermost(element: Element, name: string): Element[] {
  const found: Element[] = [];
  const walk = (at: Element): void => {
    for (const child of at.children) {
      if (!isElement(child)) continue;
      if (child.name === name) found.push(child);
      else if (child.name === "mc:AlternateContent") {
        const chosen = alternativeOf(child);
        if (chosen) walk(chosen);
      } else walk(child);
    }
  };
  walk(element);
  return found;
}

const holdsWords = (element: Element): boolean =>
  ["w:t", "a:t", "m:t", "w:tab", "w:br"].some((name) => allOf(element, name).length > 0);

/** One of several ways to say the same: the first that holds words, else the first. Never two. */
export function alternativeOf(element: Element): Element | undefined {
  const choices = elementsOf(element).filter((one) => one.name === "mc:Choice" || one.name === "mc:Fallback");
  return choices.find(holdsWords) ?? choices[0];
}

/** A drawing: its text boxes as paragraphs of their own, its pictures, charts and objects as something to look at. */
export function readDrawing(element: Element, out: Piece[]): void {
  if (isHidden(element)) return;
  for (const blocks of outermost(element, "w:txbxContent")) out.push({ kind: "box", blocks });
  for (const shape of allOf(element, "v:textpath")) {
    const text = shape.attributes["string"] ?? "";
    if (text.trim() !== "") out.push({ kind: "box", blocks: plainBox([text]) });
  }
  if (allOf(element, "w:txbxContent").length === 0) {
    const lines = allOf(element, "a:p").map((one) => allOf(one, "a:t").map(textOf).join(""));
    if (lines.some((line) => line.trim() !== "")) out.push({ kind: "box", blocks: plainBox(lines) });
  }
  for (const what of doubtsOf(element)) out.push({ kind: "doubt", what, text: describe(element) });
}

const plainBox = (lines: readonly string[]): Element => ({
  name: "w:txbxContent",
  attributes: {},
  children: lines.map((line) => ({
    name: "w:p",
    attributes: {},
    children: [{ name: "w:r", attributes: {}, children: [{ name: "w:t", attributes: {}, children: [line] }] }],
  })),
});

/** "Selection pane": somebody switched the drawing off. */
const isHidden = (element: Element): boolean =>
  /^(?:1|true|on)$/.test(allOf(element, "wp:docPr")[0]?.attributes["hidden"] ?? "") ||
  elementsOf(element).some(({ attributes }) => /visibility:\s*hidden/i.test(attributes["style"] ?? ""));

const describe = (element: Element): string => {
  const named = allOf(element, "wp:docPr")[0]?.attributes;
  return (
    named?.["descr"] ||
    named?.["title"] ||
    allOf(element, "v:imagedata")[0]?.attributes["o:title"] ||
    named?.["name"] ||
    ""
  );
};

/** What graphic frames hold that is read or named above. */
const KNOWN_KIND = /\/(?:picture|chart|chartex|diagram|wordprocessing(?:Shape|Group|Canvas)|lockedCanvas)$/;

function* doubtsOf(element: Element): Generator<string> {
  const object = allOf(element, "o:OLEObject")[0]?.attributes["ProgID"];
  if (object !== undefined)
    yield /equation|mathtype/i.test(object)
      ? "Công thức của chương trình khác không đọc được, cần gõ lại bằng chữ"
      : `Đối tượng nhúng (${object}) không đọc được`;
  else if (allOf(element, "pic:pic").length + allOf(element, "v:imagedata").length > 0)
    yield "Hình ảnh: chữ trong hình không đọc được";
  const kinds = allOf(element, "a:graphicData").map((one) => one.attributes["uri"] ?? "");
  if (kinds.some((uri) => /\/chart(?:ex)?$/.test(uri)) || allOf(element, "c:chart").length > 0)
    yield "Biểu đồ không đọc được";
  if (allOf(element, "dgm:relIds").length > 0) yield "Sơ đồ SmartArt: chữ trong sơ đồ không đọc được";
  for (const uri of kinds)
    if (uri !== "" && !KNOWN_KIND.test(uri)) yield `Đối tượng “${uri.slice(uri.lastIndexOf("/") + 1)}” không đọc được`;
}
