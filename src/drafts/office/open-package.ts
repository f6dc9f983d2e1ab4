import { strFromU8, unzipSync } from "fflate";
import { invalid } from "../../kernel/errors.ts";
import { tooMuch } from "./limits.ts";
import { allOf, type Element, parseXml } from "./parse-xml.ts";

/** Parts of an office file by name, unpacked and read as XML when somebody asks. */
export interface Package {
  has(name: string): boolean;
  names(): string[];
  /** a part that is plain text, cut where nobody reads on */
  text(name: string): string | undefined;
  /** undefined when there is no such part */
  read(name: string, drop?: ReadonlySet<string>): Element | undefined;
}

const MOST_BYTES = 32_000_000;
const MOST_PARTS = 3000;
/** "&amp;" a million times is no draft; each costs the parser a step. */
const MOST_REFERENCES = 400_000;

const WANTED = /(?:\.xml|\.rels|^mimetype)$/i;

/**
 * Opens a ZIP of XML parts; pictures and the like are not unpacked.
 * @throws AppError 422 for a broken or encrypted archive, or one that unpacks to more than a draft can be
 */
export function openPackage(bytes: Uint8Array): Package {
  const parts = unpack(bytes);
  const names = Object.keys(parts);
  // Word asks for parts without looking at capitals
  const byName = new Map(names.map((name) => [name.toLowerCase(), name]));
  const find = (name: string): Uint8Array | undefined => parts[byName.get(name.toLowerCase()) ?? ""];
  return {
    has: (name) => find(name) !== undefined,
    names: () => names,
    text: (name) => {
      const part = find(name);
      return part && strFromU8(part.subarray(0, 2000));
    },
    read(name, drop) {
      const part = find(name);
      return part && parseXml(decodeXml(part), drop);
    },
  };
}

function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  let unpacked = 0;
  let count = 0;
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(bytes, {
      filter: (file) => {
        count += 1;
        const wanted = WANTED.test(file.name) && count <= MOST_PARTS;
        if (wanted) unpacked += file.originalSize;
        return wanted && unpacked <= MOST_BYTES;
      },
    });
  } catch {
    throw invalid({ file: "Tệp bị hỏng, không mở được. Vui lòng mở bằng Word, lưu lại rồi tải lên lần nữa" });
  }
  if (count > MOST_PARTS) throw tooMuch(`Tệp có hơn ${MOST_PARTS} phần`);
  if (unpacked > MOST_BYTES) throw tooMuch(`Tệp mở ra hơn ${MOST_BYTES / 1_000_000} MB`);
  return parts;
}

/** XML is UTF-8, or UTF-16 with its mark. @throws AppError 422 for one that is mostly references */
function decodeXml(part: Uint8Array): string {
  const utf16 =
    part[0] === 0xff && part[1] === 0xfe ? "utf-16le" : part[0] === 0xfe && part[1] === 0xff ? "utf-16be" : "";
  const xml = utf16 === "" ? strFromU8(part) : new TextDecoder(utf16).decode(part);
  let references = 0;
  for (let at = xml.indexOf("&"); at >= 0; at = xml.indexOf("&", at + 1)) references += 1;
  if (references > MOST_REFERENCES) throw tooMuch(`Tệp có ${references} ký hiệu thay thế`);
  return xml.replace(/^\uFEFF/, "");
}

/** Targets of a part's relations, by the last word of their kind ("styles", "numbering", "footnotes"). */
export interface Relations {
  ofKind(kind: string): string | undefined;
}

/** @param part name of the part, "" for the package itself */
export function relationsOf(parts: Package, part: string): Relations {
  const slash = part.lastIndexOf("/");
  const folder = slash < 0 ? "" : part.slice(0, slash + 1);
  const rels = parts.read(`${folder}_rels/${part.slice(slash + 1)}.rels`);
  const byKind = new Map<string, string>();
  for (const rel of [...allOf(rels, "rel:Relationship"), ...allOf(rels, "Relationship")]) {
    const { Type = "", Target = "", TargetMode = "" } = rel.attributes;
    if (TargetMode === "External") continue;
    const target = Target.startsWith("/") ? Target.slice(1) : resolve(folder, Target);
    byKind.set(Type.slice(Type.lastIndexOf("/") + 1), target);
  }
  return { ofKind: (kind) => byKind.get(kind) };
}

function resolve(folder: string, target: string): string {
  const path: string[] = [];
  for (const step of `${folder}${target}`.split("/"))
    if (step === "..") path.pop();
    else if (step !== "." && step !== "") path.push(step);
  return path.join("/");
}

const MAIN =
  /(?:wordprocessingml\.(?:document|template)|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml$|ms-word\.(?:document|template)\.macroEnabled/i;

/** Name of the part that holds a Word document's text, however it is called; undefined when it is none. */
export function mainPartOf(parts: Package): string | undefined {
  const named = relationsOf(parts, "").ofKind("officeDocument");
  if (named && parts.has(named) && isDocument(parts, named)) return named;
  for (const one of overridesOf(parts)) {
    const { PartName = "", ContentType = "" } = one.attributes;
    if (MAIN.test(ContentType) && parts.has(PartName.slice(1))) return PartName.slice(1);
  }
  return parts.has("word/document.xml") ? "word/document.xml" : undefined;
}

const overridesOf = (parts: Package): Element[] => {
  const types = parts.read("[Content_Types].xml");
  return [...allOf(types, "ct:Override"), ...allOf(types, "Override")];
};

/** A spreadsheet's main part is an "officeDocument", too. */
const isDocument = (parts: Package, name: string): boolean => {
  const type = overridesOf(parts).find((one) => one.attributes["PartName"]?.toLowerCase() === `/${name}`.toLowerCase());
  return type === undefined || /word/i.test(type.attributes["ContentType"] ?? "word");
};
