import { strFromU8, unzipSync } from "fflate";

/** Reads an office file back the way a stranger would: unpacked, and its XML walked by a parser of its own. */
export async function unpack(content: AsyncIterable<Uint8Array>): Promise<Record<string, string>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(Buffer.concat(chunks)))).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
}

const plainXml = (text: string): string =>
  text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, "&");

const textOf = (xml: string): string =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:br\/>/g)]
    .map((match) => (match[0] === "<w:br/>" ? "\n" : plainXml(match[1] ?? "")))
    .join("");

/** Tables of a document as rows of cells. */
export const tablesOf = (documentXml: string): string[][][] =>
  [...documentXml.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)].map(([table]) =>
    [...table.matchAll(/<w:tr(?: [^>]*)?>.*?<\/w:tr>/gs)].map(([row]) =>
      [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => textOf(cell)),
    ),
  );

export const paragraphsOf = (documentXml: string): string[] =>
  [...documentXml.matchAll(/<w:p(?: [^>]*)?>.*?<\/w:p>/gs)].map(([paragraph]) => textOf(paragraph));
