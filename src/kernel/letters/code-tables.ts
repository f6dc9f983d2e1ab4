/**
 * Vietnamese before Unicode: the same bytes, shown with other letters by a font. Word keeps them as the letters Windows
 * has at these places, so that a table from letters to letters reads them.
 */
export const SCHEMES = ["TCVN3 (ABC)", "VNI", "VPS"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** Pairs of an old and a new letter, in the order of bytes (TCVN 5712:1993; the capitals with tones are of its full set). */
const TCVN3 =
  "€À\u0081Ả‚ÃƒÁ„Ạ…Ặ†Ậ‡ÈˆẺ‰ẼŠÉ‹ẸŒỆ\u008dÌŽỈ\u008fĨ\u0090Í‘Ị’Ò“Ỏ”Õ•Ó–Ọ—Ộ˜Ờ™ỞšỠ›ỚœỢ\u009dÙžỦŸŨ" +
  "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\u00adư®đ¯ẰµàμÀ¶ả·ã¸á¹ạºẲ»ằ¼ẳ½ẵ¾ắ¿Ẵ" +
  "ÀẮÁẦÂẨÃẪÄẤÅỀÆặÇầÈẩÉẫÊấËậÌèÍỂÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ×ìØỉÙỄÚẾÛỒÜĩÝíÞịßò" +
  "àỔáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùðỖñủòũóúôụõừö\u1eed÷ữøứùựúỳûỷüỹýýþỵÿỐ";

const VPS =
  "ààááäảããåạââÀầÃấÄẩÅẫÆậæă¢ằ¡ắ£ẳ¤ẵ¥ặÇđèèééÈẻëẽËẹêêŠề‰ế‹ểÍễŒệììííÌỉïĩÎịòòóóÕỏõõ†ọôôÒồÓố°ổ‡ỗ¶ộÖơ©ờ§ớªở«ỡ®ợùùúúûủÛũøụÜưØừÙứºử»ữ¿ựÿỳšý›ỷÏỹœỵ" +
  "€ÀÁÁ\u0081Ả‚ÃÂÂ„ẦƒẤ…ẨˆĂŽẰ\u008dẮ\u008fẲðẴñĐ×ÈÉÉÞẺþẼÊÊ“Ề\u0090Ế”Ể•ễµÌ´Í·Ỉ¸Ĩ¼Ò¹Ó½Ỏ¾ÕÔÔ—Ồ–Ố˜Ổ™Ỗ÷ƠžỜ\u009dỚŸỞ¦Ỡ¨ÙÚÚÑỦ¬ŨÐƯ¯Ừ\u00adỨ±Ử²ỲÝÝýỶ³Ỹ";

const pairs = (table: string): ReadonlyMap<string, string> => {
  const letters = [...table];
  return new Map(letters.flatMap((old, n) => (n % 2 === 0 ? [[old, letters[n + 1] ?? old] as const] : [])));
};
// the Greek letter stands for the micro sign where a program took one for the other
const tcvn3 = new Map([...pairs(TCVN3), ["μ", "à"]]);
const vps = pairs(VPS);

/** VNI writes a vowel and its mark as two letters; some single letters stand for others. */
const VNI_ALONE: Readonly<Record<string, string>> = {
  í: "í",
  ì: "ì",
  æ: "ỉ",
  ó: "ĩ",
  ò: "ị",
  ô: "ơ",
  ö: "ư",
  î: "ỵ",
  ñ: "đ",
};
const TONES: Readonly<Record<string, string>> = { ù: "\u0301", ø: "\u0300", û: "\u0309", õ: "\u0303", ï: "\u0323" };
const CIRCUMFLEX: Readonly<Record<string, string>> = {
  â: "",
  á: "\u0301",
  à: "\u0300",
  å: "\u0309",
  ã: "\u0303",
  ä: "\u0323",
};
const BREVE: Readonly<Record<string, string>> = {
  ê: "",
  é: "\u0301",
  è: "\u0300",
  ú: "\u0309",
  ü: "\u0303",
  ë: "\u0323",
};
const own = (table: Readonly<Record<string, string>>, letter: string): string | undefined =>
  Object.hasOwn(table, letter) ? table[letter] : undefined;

/** A vowel and the letter behind it, when that is its mark. */
function withMark(vowel: string, mark: string): string | undefined {
  const base = own({ ô: "ơ", ö: "ư" }, vowel) ?? vowel;
  const tone = own(TONES, mark);
  if (tone !== undefined && /^[aeouyơư]$/.test(base)) return `${base}${tone}`;
  const round = own(CIRCUMFLEX, mark);
  if (round !== undefined && /^[aeo]$/.test(base)) return `${base}\u0302${round}`;
  const breve = own(BREVE, mark);
  return breve !== undefined && base === "a" ? `a\u0306${breve}` : undefined;
}

function readVni(text: string): string {
  let out = "";
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    const small = letter.toLowerCase();
    const pair = withMark(small, text.charAt(at + 1).toLowerCase());
    const read = pair ?? own(VNI_ALONE, small) ?? small;
    if (pair !== undefined) at += 1;
    out += letter === small ? read : read.toUpperCase();
  }
  return out.normalize("NFC");
}

const byTable =
  (table: ReadonlyMap<string, string>) =>
  (text: string): string =>
    text.replace(/[^\u0000-\u007f]/g, (letter) => table.get(letter) ?? letter);

export const READERS: Readonly<Record<Scheme, (text: string) => string>> = {
  "TCVN3 (ABC)": byTable(tcvn3),
  VNI: readVni,
  VPS: byTable(vps),
};

/** The scheme a font was made for; capitals of TCVN3 are small letters in a font of capitals. */
export function schemeOfFont(font: string): { scheme: Scheme; capitals: boolean } | undefined {
  if (/^\.Vn/i.test(font)) return { scheme: "TCVN3 (ABC)", capitals: font.endsWith("H") };
  if (/^VNI[- ]/i.test(font)) return { scheme: "VNI", capitals: false };
  return /^VPS[- ]/i.test(font) ? { scheme: "VPS", capitals: false } : undefined;
}
