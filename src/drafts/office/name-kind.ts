import { invalid } from "../../kernel/errors.ts";
import type { Package } from "./open-package.ts";

const SAVE =
  "Vui lòng mở tệp bằng Word hoặc LibreOffice, chọn Lưu thành (Save As), kiểu “Word Document (.docx)”, rồi tải lên tệp mới";

const startsWith = (bytes: Uint8Array, text: string, from = 0): boolean =>
  [...text].every((letter, n) => bytes[from + n] === letter.charCodeAt(0));
const holds = (bytes: Uint8Array, text: string): boolean => Buffer.from(bytes).includes(Buffer.from(text, "utf16le"));

/** Kinds of file people take for a Word document, by their first bytes, and what to do with each. */
const KINDS: readonly { is(bytes: Uint8Array): boolean; say: string }[] = [
  { is: (bytes) => startsWith(bytes, "{\\rtf"), say: `Đây là tệp RTF, không phải tệp Word .docx. ${SAVE}` },
  {
    is: (bytes) => startsWith(bytes, "%PDF") || Buffer.from(bytes.subarray(0, 1024)).includes("%PDF-"),
    say: "Đây là tệp PDF, chữ trong đó không còn là các đoạn để góp ý. Vui lòng lấy tệp Word gốc (.docx); nếu không có, mở PDF bằng Word (Tệp > Mở), kiểm tra lại chữ, rồi chọn Lưu thành kiểu “Word Document (.docx)”",
  },
  {
    is: (bytes) => isCompound(bytes) && holds(bytes, "EncryptedPackage"),
    say: "Tệp Word này được đặt mật khẩu. Vui lòng mở bằng Word, vào Tệp > Thông tin > Bảo vệ tài liệu, bỏ mật khẩu, lưu lại rồi tải lên",
  },
  {
    is: (bytes) => isCompound(bytes) && (holds(bytes, "Workbook") || holds(bytes, "PowerPoint Document")),
    say: `Đây là tệp Excel hoặc PowerPoint kiểu cũ, không phải văn bản. Vui lòng chép nội dung sang Word, lưu kiểu .docx, rồi tải lên`,
  },
  { is: (bytes) => isCompound(bytes), say: `Đây là tệp Word kiểu cũ (.doc), chưa đọc được. ${SAVE}` },
  {
    is: (bytes) => isMarkup(bytes, /<w:wordDocument|<pkg:package/),
    say: `Đây là tệp Word dạng XML, chưa đọc được. ${SAVE}`,
  },
  {
    is: (bytes) => isMarkup(bytes, /<office:document[\s>]/),
    say: `Đây là tệp OpenDocument dạng XML (.fodt), chưa đọc được. ${SAVE}`,
  },
  {
    is: (bytes) => isMarkup(bytes, /<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]/i),
    say: `Đây là trang web (HTML), không phải tệp Word .docx. ${SAVE}`,
  },
  {
    is: (bytes) => /^MIME-Version:|^From: <Saved by/im.test(head(bytes, 200)),
    say: `Đây là trang web đóng gói (MHT), không phải tệp Word .docx. ${SAVE}`,
  },
  { is: (bytes) => isMarkup(bytes, /<\?xml/), say: `Đây là tệp XML, không phải tệp Word .docx. ${SAVE}` },
  {
    is: (bytes) =>
      (bytes[0] === 0xff && bytes[1] === 0xd8) ||
      startsWith(bytes, "PNG", 1) ||
      startsWith(bytes, "GIF8") ||
      startsWith(bytes, "RIFF") ||
      startsWith(bytes, "II*") ||
      startsWith(bytes, "MM\u0000*") ||
      startsWith(bytes, "ftyp", 4),
    say: "Đây là ảnh hoặc bản chụp, không có chữ để đọc. Chỉ nhận tệp Word (.docx), OpenDocument (.odt) hoặc văn bản thường (.txt)",
  },
  {
    is: (bytes) => startsWith(bytes, "Rar!") || startsWith(bytes, "7z\u00bc\u00af"),
    say: "Đây là tệp nén. Vui lòng giải nén, rồi tải lên tệp Word (.docx) ở trong",
  },
];

const isCompound = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
const head = (bytes: Uint8Array, most: number): string => {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(utf16 ? "utf-16le" : "utf-8").decode(bytes.subarray(0, most)).trimStart();
};
/** Begins as markup does and says so within its first lines. */
const isMarkup = (bytes: Uint8Array, says: RegExp): boolean => {
  const text = head(bytes, 4000);
  return text.startsWith("<") && says.test(text);
};

/** @throws AppError 422 naming what the file is and how to save it as one that is read */
export function refuseKnownKinds(bytes: Uint8Array): void {
  const kind = KINDS.find((one) => one.is(bytes));
  if (kind) throw invalid({ file: kind.say });
}

const ARCHIVES: readonly (readonly [RegExp, string])[] = [
  [/^xl\//, "Đây là bảng tính Excel, không phải văn bản. Vui lòng chép bảng sang Word, lưu kiểu .docx, rồi tải lên"],
  [
    /^ppt\//,
    "Đây là tệp trình chiếu PowerPoint, không phải văn bản. Vui lòng chép nội dung sang Word, lưu kiểu .docx, rồi tải lên",
  ],
  [
    /^Index\/.*\.iwa$|^index\.xml$/,
    `Đây là tệp Pages của Apple. Vui lòng mở bằng Pages, chọn Xuất ra (Export) > Word, rồi tải lên tệp .docx`,
  ],
];
const OTHER = "Chỉ nhận tệp Word (.docx), OpenDocument (.odt) hoặc văn bản thường (.txt)";

/** What an archive is that holds no document: said as far as it can be told. */
export function otherArchive(parts: Package, mimetype: string): string {
  if (/opendocument\.(?:spreadsheet|presentation|graphics)/.test(mimetype))
    return "Đây là bảng tính, trình chiếu hoặc hình vẽ OpenDocument, không phải văn bản. Vui lòng chép nội dung sang văn bản, lưu kiểu .docx, rồi tải lên";
  return ARCHIVES.find(([shape]) => parts.names().some((name) => shape.test(name)))?.[1] ?? OTHER;
}
