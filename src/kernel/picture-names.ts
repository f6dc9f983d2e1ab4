/** What a file is that is none of the pictures we read, by its first bytes, and what its owner does about it. */
export interface OtherKind {
  called: string;
  todo: string;
}

const SAVE_AS = "Mở ảnh trên máy, chọn Lưu thành (Save As) loại JPEG hoặc PNG";
const PHONE =
  "Chụp màn hình ảnh đó rồi gửi ảnh chụp; hoặc trên iPhone vào Cài đặt › Camera › Định dạng, chọn “Tương thích nhất” rồi chụp lại";
const NO_PICTURE = "Vui lòng chọn tệp ảnh";

/** Brands of the container that HEIC, AVIF and film share. */
const BRANDS: readonly [brand: RegExp, OtherKind][] = [
  [/^(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1)/, { called: "ảnh HEIC của iPhone", todo: PHONE }],
  [/^(?:avif|avis)/, { called: "ảnh AVIF", todo: SAVE_AS }],
  [/^crx /, { called: "ảnh thô (RAW) của máy ảnh", todo: SAVE_AS }],
  [/^/, { called: "phim (MP4, MOV)", todo: NO_PICTURE }],
];

const HEADS: readonly [head: RegExp, OtherKind][] = [
  [/^GIF8/, { called: "ảnh GIF", todo: SAVE_AS }],
  [/^BM/, { called: "ảnh BMP", todo: SAVE_AS }],
  [/^(?:II\*\0|MM\0\*|II\+\0)/, { called: "ảnh TIFF hoặc ảnh thô (RAW)", todo: SAVE_AS }],
  [/^8BPS/, { called: "tệp Photoshop (PSD)", todo: "Trong Photoshop chọn Xuất (Export) loại PNG" }],
  [/^(?:\u00ff\n|\0\0\0\u000cJXL )/, { called: "ảnh JPEG XL", todo: SAVE_AS }],
  [/^\0\0\0\u000cjP {2}/, { called: "ảnh JPEG 2000", todo: SAVE_AS }],
  [/^\0\0\u0001\0/, { called: "biểu tượng ICO", todo: SAVE_AS }],
  [
    /^(?:%!PS|\u00c5\u00d0\u00d3\u00c6)/,
    { called: "tệp EPS, Illustrator", todo: "Trong phần mềm vẽ chọn Xuất (Export) loại PNG" },
  ],
  [/^%PDF/, { called: "PDF", todo: "Mở PDF, xuất trang cần dùng thành ảnh PNG hoặc JPEG" }],
  [/^PK\u0003\u0004/, { called: "tệp nén hoặc tệp văn phòng", todo: NO_PICTURE }],
  [/^\u00d0\u00cf\u0011\u00e0/, { called: "tệp văn phòng đời cũ", todo: NO_PICTURE }],
  [/^\u001f\u008b/, { called: "tệp nén", todo: NO_PICTURE }],
  [/^(?:ID3|\u00ff[\u00e2-\u00fb]|OggS|RIFF....WAVE)/s, { called: "âm thanh", todo: NO_PICTURE }],
  [/^(?:RIFF....AVI |\u001aE\u00df\u00a3)/s, { called: "phim", todo: NO_PICTURE }],
];

/** undefined when the bytes are none that anybody knows. */
function otherKind(bytes: Buffer): OtherKind | undefined {
  const head = bytes.toString("latin1", 0, 64);
  if (head.slice(4, 8) === "ftyp") return BRANDS.find(([brand]) => brand.test(head.slice(8)))?.[1];
  const known = HEADS.find(([one]) => one.test(head))?.[1];
  if (known) return known;
  const start = bytes
    .toString("utf8", 0, 1000)
    .replace(/^\ufeff/, "")
    .trimStart();
  if (/^<(?:\?xml|!--|!doctype svg|svg)/i.test(start) && /<svg[\s>]|^<\?xml|doctype svg/i.test(start))
    return { called: "hình vẽ SVG", todo: "Trong phần mềm vẽ chọn Xuất (Export) loại PNG" };
  if (/^<(?:!doctype html|html)/i.test(start))
    return { called: "một trang mạng", todo: "Mở ảnh trên trang đó, bấm giữ hoặc bấm chuột phải rồi chọn Lưu ảnh" };
  return undefined;
}

/** "tệp này là ảnh HEIC của iPhone. Chụp màn hình …" */
export function namedOther(bytes: Buffer): string {
  if (bytes.length === 0) return "tệp này rỗng. Vui lòng chọn lại tệp";
  const other = otherKind(bytes);
  return other
    ? `tệp này là ${other.called}. ${other.todo}, rồi gửi lại`.replace(`${NO_PICTURE}, rồi gửi lại`, NO_PICTURE)
    : "tệp này không phải ảnh hoặc đã hỏng. Vui lòng mở thử trên máy, lưu lại rồi gửi lần nữa";
}
