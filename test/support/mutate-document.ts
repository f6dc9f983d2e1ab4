import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

/** A number 0 to 1 from the one before it: a run can be done again by its seed. */
export type Random = () => number;
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const below = (random: Random, most: number): number => Math.floor(random() * most);
const oneOf = <T>(random: Random, all: readonly T[]): T | undefined => all[below(random, all.length)];

/** Numbers, words and elements that readers trip over. */
const NUMBERS = ["0", "-1", "1e15", "500000000", "NaN", "Infinity", "2147483648", "", "0x10", "1.5", "99999"];
const PIECES = [
  "<w:la>lạ</w:la>",
  '<w:br w:type="page"/>',
  "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
  '<w:fldChar w:fldCharType="begin"/>',
  '<w:fldChar w:fldCharType="end"/>',
  '<w:numPr><w:ilvl w:val="9"/><w:numId w:val="9999"/></w:numPr>',
  '<w:footnoteReference w:id="99"/>',
  '<text:s text:c="999999"/>',
  "<text:list><text:list-item/></text:list>",
  "<text:note/>",
  "&#0;",
  "&#x10FFFF;",
  "&lạ;",
  "<![CDATA[ ]]>",
  "<!-- -->",
  "]]>",
  "\u0000",
  "\ud800",
  "<w:p>".repeat(400),
];

const WHOLE =
  /<(w:p|w:r|w:t|w:tr|w:tc|w:tbl|w:pPr|w:rPr|w:lvl|w:style|w:num|w:abstractNum|text:p|text:h|text:span|text:list-item|text:list-level-style-number|table:table-row|style:style)(?: [^>]*)?>.*?<\/\1>/gs;

/** A change that leaves the XML well formed, mostly: of an attribute, of an empty element, of a whole one. */
function changeMeaning(xml: string, random: Random): string {
  const tag = oneOf(random, [...xml.matchAll(/<[a-z][^>]{0,2000}>/gi)]);
  const leaf = oneOf(random, [...xml.matchAll(/<[a-z][^>]{0,2000}\/>/gi)]);
  const wholes = [...xml.matchAll(WHOLE)];
  const [whole, other] = [oneOf(random, wholes), oneOf(random, wholes)];
  const put = (found: RegExpExecArray | undefined, inside: string): string =>
    found ? xml.slice(0, found.index) + inside + xml.slice(found.index + found[0].length) : xml;
  const number = (): string => `="${oneOf(random, NUMBERS)}"`;
  const changes: readonly (() => string)[] = [
    () => put(tag, (tag?.[0] ?? "").replace(/="[^"]*"/, number)),
    () => put(leaf, (leaf?.[0] ?? "").replace(/="[^"]*"/, number)),
    () => put(tag, (tag?.[0] ?? "").replace(/ [\w:-]+="[^"]*"/, "")),
    () => put(leaf, ""),
    () => put(leaf, `${leaf?.[0]}${leaf?.[0]}`),
    () => put(leaf, (leaf?.[0] ?? "").replace(/:\w+/, ":la")),
    () => put(whole, ""),
    () => put(whole, `${whole?.[0]}${whole?.[0]}`),
    () => put(whole, other?.[0] ?? ""),
    () => put(whole, `${oneOf(random, PIECES)}${whole?.[0]}`),
    () => xml.replace(/\d+(?=")/, oneOf(random, NUMBERS) ?? ""),
  ];
  return oneOf(random, changes)?.() ?? xml;
}

/** A change that mostly breaks the XML: a tag or a stretch taken out, doubled, moved, cut off. */
function changeForm(xml: string, random: Random): string {
  const tags = [...xml.matchAll(/<[^>]{1,2000}>/g)];
  const tag = oneOf(random, tags);
  const at = tag?.index ?? 0;
  const end = at + (tag?.[0].length ?? 0);
  const other = oneOf(random, tags)?.index ?? 0;
  const [from, to] = at < other ? [at, other] : [other, at];
  const changes: readonly string[] = [
    xml.slice(0, at) + xml.slice(end),
    xml.slice(0, end) + xml.slice(at),
    xml.slice(0, from) + xml.slice(to),
    xml.slice(0, to) + xml.slice(from, Math.min(to, from + 20_000)) + xml.slice(to),
    xml.slice(from, to) + xml.slice(0, from) + xml.slice(to),
    xml.slice(0, at),
    xml.slice(0, at) + oneOf(random, PIECES) + xml.slice(at),
  ];
  return oneOf(random, changes) ?? xml;
}

function changeBytes(bytes: Buffer, random: Random): Buffer {
  const at = below(random, bytes.length);
  const size = 1 + below(random, 40);
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, at + size), bytes.subarray(at + size)];
  const changes: readonly Buffer[][] = [
    [before, Buffer.alloc(part.length, below(random, 256)), after],
    [before, after],
    [before, part, part, after],
    [before],
    [before, Buffer.from([...part].map((byte) => byte ^ (1 << below(random, 8)))), after],
  ];
  return Buffer.concat(oneOf(random, changes) ?? []);
}

/** A real file changed in one to four places: its bytes, or the texts within it. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  const times = 1 + below(random, 4);
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!zipped || random() < 0.15) {
    let changed = bytes;
    for (let n = 0; n < times; n += 1) changed = changeBytes(changed, random);
    return changed;
  }
  const parts = unzipSync(bytes);
  const change = random() < 0.85 ? changeMeaning : changeForm;
  for (let n = 0; n < times; n += 1) {
    const name = random() < 0.6 ? mainOf(parts) : (oneOf(random, Object.keys(parts)) ?? "");
    const part = parts[name];
    if (part && /\.(?:xml|rels)$/.test(name)) parts[name] = strToU8(change(strFromU8(part), random));
    if (random() < 0.02) delete parts[name];
  }
  return Buffer.from(zipSync(parts, { level: 1 }));
}

const mainOf = (parts: Readonly<Record<string, Uint8Array>>): string =>
  Object.keys(parts).find((name) => /(?:^|\/)(?:document|content)\.xml$/.test(name)) ?? "";
