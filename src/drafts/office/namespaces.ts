import { rowOf } from "../../kernel/table.ts";
/** Names as the readers call them, by the address a file binds them to: transitional and strict OOXML, OpenDocument. */
const PREFIX_OF: Readonly<Record<string, string>> = {
  "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
  "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
  "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
  "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
  "http://purl.oclc.org/ooxml/officeDocument/math": "m",
  "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
  "http://purl.oclc.org/ooxml/drawingml/main": "a",
  "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
  "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
  "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
  "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
  "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
  "http://purl.oclc.org/ooxml/drawingml/chart": "c",
  "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
  "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
  "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
  "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
  "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
  "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
  "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
  "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
  "urn:schemas-microsoft-com:vml": "v",
  "urn:schemas-microsoft-com:office:office": "o",
  "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
  "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
  "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
  "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
  "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
  "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
  "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
  "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
  "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
  "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
  "http://www.w3.org/1999/xlink": "xlink",
  "http://www.w3.org/1998/Math/MathML": "math",
  "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
};

/** Noise that every paragraph of Word carries and nothing here asks for. */
const SKIPPED = /^(?:w:rsid|w14:|w15:|w16|xml:space$|xmlns)/;

/**
 * What the prefixes of a file stand for at one place of it. Each name is looked up once: a draft has some dozen names and
 * a hundred thousand elements.
 */
export class Scope {
  /** addresses by the prefixes of the file, "" for the default */
  private readonly addresses: Readonly<Record<string, string>>;
  private readonly elements = new Map<string, string>();
  private readonly attributes = new Map<string, string>();

  constructor(addresses: Readonly<Record<string, string>> = {}) {
    this.addresses = addresses;
  }

  /** What holds within an element of these attributes. */
  within(attributes: Readonly<Record<string, string>>): Scope {
    const names = Object.keys(attributes).filter((name) => name === "xmlns" || name.startsWith("xmlns:"));
    if (names.length === 0) return this;
    const added = names.map((name) => [name === "xmlns" ? "" : name.slice(6), attributes[name] ?? ""] as const);
    return new Scope({ ...this.addresses, ...Object.fromEntries(added) });
  }

  element(name: string): string {
    const known = this.elements.get(name) ?? this.canonical(name);
    this.elements.set(name, known);
    return known;
  }

  /** @returns "" for one that nobody here asks for */
  attribute(name: string): string {
    let known = this.attributes.get(name);
    if (known === undefined) {
      // the default address holds for elements only
      known = SKIPPED.test(name) ? "" : name.includes(":") ? this.canonical(name) : name;
      this.attributes.set(name, known);
    }
    return known;
  }

  /**
   * A name under the readers' own prefix. One whose address is unknown, or that is bound to none, keeps the prefix it
   * has: a small program's file may say `w:p` without saying what `w` is.
   */
  private canonical(name: string): string {
    const colon = name.indexOf(":");
    const known = rowOf(PREFIX_OF, rowOf(this.addresses, colon < 0 ? "" : name.slice(0, colon)) ?? "");
    return known === undefined ? name : `${known}:${name.slice(colon + 1)}`;
  }
}
