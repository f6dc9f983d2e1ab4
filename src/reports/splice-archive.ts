import { Readable } from "node:stream";
import { strFromU8, unzipSync } from "fflate";
import yazl from "yazl";

/** Rows that take the place of one marked element of a part of an office file. */
export interface Splice {
  /** text inside the element that is replaced */
  marker: string;
  /** name of the element: `w:tr`, `row` */
  element: string;
  rows: AsyncIterable<string>;
}

/**
 * An office file made from a small skeleton (built by a library that knows the format) into which any number of rows
 * flows: nothing but the skeleton and one row is held. Parts without a splice are copied.
 * @param splices by name of the part, in the order they stand in it
 * @throws Error when a marker is not there exactly once: a report with a missing table must not come out
 */
export function spliceArchive(skeleton: Uint8Array, splices: Readonly<Record<string, readonly Splice[]>>): Readable {
  const archive = new yazl.ZipFile();
  const output = archive.outputStream as Readable;
  for (const [name, bytes] of Object.entries(unzipSync(skeleton))) {
    const wanted = splices[name];
    if (!wanted) {
      archive.addBuffer(Buffer.from(bytes), name);
      continue;
    }
    const parts = cut(strFromU8(bytes), wanted);
    const stream = Readable.from(join(parts, wanted), { objectMode: false });
    stream.on("error", (error) => output.destroy(error));
    archive.addReadStream(stream, name);
  }
  archive.end();
  return output;
}

/** The text around the marked elements: one piece more than there are splices. */
function cut(xml: string, splices: readonly Splice[]): string[] {
  const pieces: string[] = [];
  let rest = xml;
  for (const { marker, element } of splices) {
    const at = rest.indexOf(marker);
    if (at < 0 || rest.indexOf(marker, at + 1) >= 0) throw new Error(`marker ${marker} must stand there once`);
    const close = `</${element}>`;
    const from = Math.max(rest.lastIndexOf(`<${element} `, at), rest.lastIndexOf(`<${element}>`, at));
    const to = rest.indexOf(close, at) + close.length;
    if (from < 0 || to < close.length) throw new Error(`marker ${marker} stands in no ${element}`);
    pieces.push(rest.slice(0, from));
    rest = rest.slice(to);
  }
  return [...pieces, rest];
}

const CHUNK = 65_536;

async function* join(pieces: string[], splices: readonly Splice[]): AsyncGenerator<Buffer> {
  let waiting = "";
  for (const [n, piece] of pieces.entries()) {
    waiting += piece;
    for await (const row of splices[n]?.rows ?? []) {
      waiting += row;
      if (waiting.length < CHUNK) continue;
      yield Buffer.from(waiting);
      waiting = "";
    }
  }
  yield Buffer.from(waiting);
}

/** Text for XML: escaped, and without characters XML cannot hold (an office program would refuse the file). */
export const xmlText = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
