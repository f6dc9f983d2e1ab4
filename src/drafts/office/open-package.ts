import { allOf, type Element, parseXml } from "./parse-xml.ts";

/** Parts of an office file by name, read as XML when somebody asks. */
export interface Package {
  has(name: string): boolean;
  names(): string[];
  /** a part that is plain text, cut where nobody reads on */
  text(name: string): string | undefined;
  /** undefined when there is no such part */
  read(name: string, drop?: ReadonlySet<string>): Element | undefined;
}

/** What takes a mark at the beginning off. */
const UTF_8 = new TextDecoder();

/** @param parts those that were looked into (`look-into-document.ts`), by the names they have in the file */
export function openPackage(parts: ReadonlyMap<string, Uint8Array>): Package {
  const names = [...parts.keys()];
  // Word asks for parts without looking at capitals
  const byName = new Map(names.map((name) => [name.toLowerCase(), name]));
  const find = (name: string): Uint8Array | undefined => parts.get(byName.get(name.toLowerCase()) ?? "");
  return {
    has: (name) => find(name) !== undefined,
    names: () => names,
    text: (name) => {
      const part = find(name);
      return part && UTF_8.decode(part.subarray(0, 2000));
    },
    read(name, drop) {
      const part = find(name);
      return part && parseXml(UTF_8.decode(part), drop);
    },
  };
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
