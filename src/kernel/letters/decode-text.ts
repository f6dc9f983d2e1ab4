import { invalid } from "../errors.ts";
import { READERS, type Scheme } from "./code-tables.ts";
import { bestScheme } from "./best-scheme.ts";
import { vietnameseShare } from "./vietnamese-share.ts";

/** Text of a plain file and, where its letters are not Unicode, the table they were read by. */
export interface Decoded {
  text: string;
  /** letters as a program without the table shows them; "" when the file is Unicode */
  original: string;
  scheme: Scheme | "CP1258" | "";
}

const READS = 0.85;

/** What Windows has at 0x80–0x9F; Node's own decoder of that name gives control letters there. */
const UPPER = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const windowsLetters = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (letter) => UPPER.charAt(letter.charCodeAt(0) - 0x80));

/**
 * Bytes of a text file → text. Unicode by its marks or its form; then the old Vietnamese tables, by which of them makes
 * words of it.
 * @throws AppError 422 when no table does
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const unicode = asUnicode(bytes);
  if (unicode !== undefined) return oldInUnicode(unicode);
  const original = windowsLetters(bytes);
  const composed = new TextDecoder("windows-1258").decode(bytes).normalize("NFC");
  const best = bestScheme(original);
  const [byMarks, byTable] = [vietnameseShare(composed), best?.share ?? 0];
  if (byMarks.words > 0 && byMarks.share >= READS && byMarks.share >= byTable)
    return { text: composed, original, scheme: "CP1258" };
  if (best && byTable >= READS) return { text: READERS[best.scheme](original), original, scheme: best.scheme };
  throw invalid({
    file: "Không đọc được bảng mã chữ của tệp văn bản này. Vui lòng mở bằng Word hoặc Notepad, chọn Lưu thành (Save As) với mã UTF-8, rồi tải lên lại",
  });
}

function asUnicode(bytes: Uint8Array): string | undefined {
  const marks: readonly (readonly [string, readonly number[]])[] = [
    ["utf-16le", [0xff, 0xfe]],
    ["utf-16be", [0xfe, 0xff]],
    ["utf-8", [0xef, 0xbb, 0xbf]],
  ];
  const marked = marks.find(([, mark]) => mark.every((byte, n) => bytes[n] === byte))?.[0];
  const name = marked ?? (zerosAt(bytes, 1) ? "utf-16le" : zerosAt(bytes, 0) ? "utf-16be" : "utf-8");
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Every other byte mostly zero: UTF-16 whose mark is missing. */
function zerosAt(bytes: Uint8Array, from: number): boolean {
  const sample = bytes.subarray(0, 2000);
  let zeros = 0;
  for (let at = from; at < sample.length; at += 2) if (sample[at] === 0) zeros += 1;
  return sample.length > 8 && zeros > sample.length * 0.25;
}

/** Old letters that some program saved as Unicode without reading them. */
function oldInUnicode(text: string): Decoded {
  const raw = vietnameseShare(text);
  if (raw.words < 4 || raw.share >= 0.7) return { text, original: "", scheme: "" };
  const best = bestScheme(text);
  if (!best || best.share < READS || best.share < raw.share + 0.2) return { text, original: "", scheme: "" };
  return { text: READERS[best.scheme](text), original: text, scheme: best.scheme };
}
