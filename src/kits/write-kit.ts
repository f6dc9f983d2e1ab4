import { toString as toSvg } from "qrcode";
import { Readable } from "node:stream";
import { formatDate } from "../kernel/dates.ts";
import { escapeXml } from "../kernel/render-svg.ts";
import { rowOf } from "../kernel/table.ts";
import { inMinutes } from "../voice/length.ts";
import { readKitFile } from "./kit.store.ts";
import type { Manifest, ManifestPart, SignedManifest } from "./sign-manifest.ts";

type Carried = Extract<ManifestPart, { withdrawn: null }>;
/** What is still carried; what was taken back is in no second way. */
export const carriedOf = ({ parts }: Manifest): Carried[] => parts.flatMap((part) => (part.withdrawn ? [] : [part]));

export const qrOf = async (address: string): Promise<string> => {
  const svg = await toSvg(address, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
};

/** How a part of the kit is shown: where its picture and its sound are. */
interface Places {
  picture(hash: string): string;
  /** "" where no sound goes along */
  audio(hash: string): string;
}

const paragraphs = (text: string): string =>
  text
    .split(/\n+/)
    .filter((line) => line.trim() !== "")
    .map((line) => `<p>${escapeXml(line)}</p>`)
    .join("");

function section(part: Carried, places: Places): string {
  const { title, text, source, office, picture, audio } = part;
  const image = picture ? `<img src="${places.picture(picture.hash)}" alt="${escapeXml(picture.alt)}">` : "";
  const address = audio ? places.audio(audio.hash) : "";
  const sound =
    audio && address !== ""
      ? `<p>${escapeXml(audio.label)}, ${inMinutes(audio.seconds)}</p><audio controls preload="none" src="${address}" aria-label="Nghe: ${escapeXml(title)}"></audio>`
      : "";
  return `<section><h2>${escapeXml(title)}</h2>${image}${paragraphs(text)}${sound}<p class="source">Nguồn: ${escapeXml(source || office)}. Nội dung do ${escapeXml(office)} cung cấp.</p></section>`;
}

const STYLE =
  "body{font:18px/1.55 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:16px;color:#1a2330;background:#fff}img{max-width:100%;height:auto}audio{width:100%}h1{font-size:1.5rem}h2{font-size:1.25rem}.source,.until{color:#4a5462}.qr img{width:150px}dt{font-weight:700}section{border-top:1px solid #c9d1dc;break-inside:avoid-page}";
/** Seven days after it was made a copy shows nothing either: what was taken back since it cannot know. */
const hides = (expires: string): string =>
  `if(+new Date>Date.parse(${JSON.stringify(expires)})){document.querySelector("main").innerHTML="<h1>Cần mở mạng để kiểm tra</h1><p>Bản chép này đã quá 7 ngày. Mở lại liên kết của Ông/Bà để lấy bản mới.</p>"}`;

/** The kit as one page that needs nothing else but what `places` lead to. */
async function kitHtml(manifest: Manifest, places: Places): Promise<string> {
  const { title, version, office, points, questions, links, issued, expires } = manifest;
  const say = points.map((line) => `<li>${escapeXml(line)}</li>`).join("");
  const asked = questions.map((one) => `<dt>${escapeXml(one.question)}</dt><dd>${escapeXml(one.answer)}</dd>`).join("");
  const codes = await Promise.all(
    links.map(
      async ({ name, url }) =>
        `<p class="qr"><img src="${await qrOf(url)}" alt="Mã QR: ${escapeXml(name)}"><br>${escapeXml(name)}: <a href="${escapeXml(url)}">${escapeXml(url)}</a></p>`,
    ),
  );
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeXml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeXml(title)}</h1><p class="until">${escapeXml(office)} · bản ${version} · chép ngày ${formatDate(new Date(issued))}, dùng đến ${formatDate(new Date(expires))}; sau đó cần mở mạng để kiểm tra.</p>
${say === "" ? "" : `<section><h2>Ý chính khi tuyên truyền</h2><ul>${say}</ul></section>`}
${carriedOf(manifest)
  .map((part) => section(part, places))
  .join("\n")}
${asked === "" ? "" : `<section><h2>Bà con hay hỏi</h2><dl>${asked}</dl></section>`}
<section><h2>Góp ý, phản ánh</h2>${codes.join("")}</section></main><script>${hides(expires)}</script></body></html>
`;
}

/** One file that opens by itself, from a memory card or a message: pictures within, no sound. */
export async function oneFile(unitCode: string, manifest: Manifest): Promise<Buffer> {
  const pictures = new Map<string, string>();
  for (const { picture } of carriedOf(manifest)) {
    const file = picture && (await readKitFile(unitCode, picture.hash));
    if (file) pictures.set(picture.hash, `data:${file.mimeType};base64,${file.bytes.toString("base64")}`);
  }
  const places = { picture: (hash: string) => pictures.get(hash) ?? "", audio: () => "" };
  return Buffer.from(await kitHtml(manifest, places));
}

const ENDS: Readonly<Record<string, string>> = { "image/jpeg": "jpg", "audio/mpeg": "mp3" };

/** Everything in one ZIP: a page to open, pictures, sounds, and the signed manifest; a file at a time, never all in memory. */
export async function writeZip(unitCode: string, manifest: Manifest, signed: SignedManifest, withSound: boolean) {
  const { ZipFile } = await import("yazl");
  const zip = new ZipFile();
  const at = new Date(manifest.issued);
  const nameOf = (hash: string, type: string) => `tep/${hash}.${rowOf(ENDS, type) ?? "bin"}`;
  const places = {
    picture: (hash: string) => nameOf(hash, "image/jpeg"),
    audio: (hash: string) => (withSound ? nameOf(hash, "audio/mpeg") : ""),
  };
  zip.addBuffer(Buffer.from(await kitHtml(manifest, places)), "mo-tep-nay.html", { mtime: at });
  zip.addBuffer(Buffer.from(JSON.stringify(signed)), "ban-ke-co-chu-ky.json", { mtime: at });
  const wanted = new Map<string, string>();
  for (const { picture, audio } of carriedOf(manifest)) {
    if (picture) wanted.set(picture.hash, places.picture(picture.hash));
    if (audio && withSound) wanted.set(audio.hash, places.audio(audio.hash));
  }
  for (const [hash, name] of wanted)
    zip.addReadStreamLazy(name, { mtime: at, compress: false }, (give) => {
      readKitFile(unitCode, hash).then(
        (file) =>
          file ? give(null, Readable.from([file.bytes])) : give(new Error(`no file ${hash}`), Readable.from([])),
        (error: unknown) => give(error, Readable.from([])),
      );
    });
  zip.end();
  return Readable.from(zip.outputStream) as AsyncIterable<Uint8Array>;
}
