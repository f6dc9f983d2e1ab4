import { rowOf } from "./table.ts";
/**
 * Raw Telex typing ("gops ys: neen cos") read as it was meant ("góp ý: nên có"), for showing beside the original only
 * (domain.md §4.5: a citizen's words are never rewritten).
 */
const MARKED: Readonly<Record<string, string>> = {
  a: "áàảãạ",
  ă: "ắằẳẵặ",
  â: "ấầẩẫậ",
  e: "éèẻẽẹ",
  ê: "ếềểễệ",
  i: "íìỉĩị",
  o: "óòỏõọ",
  ô: "ốồổỗộ",
  ơ: "ớờởỡợ",
  u: "úùủũụ",
  ư: "ứừửữự",
  y: "ýỳỷỹỵ",
};
const TONES = "sfrxj";
const VOWELS = /[aăâeêioôơuưy]/;
const SYLLABLE =
  /^(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?[aăâeêioôơuưy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?$/;

/** One word; undefined when it is no Telex syllable or nothing would change. */
function readWord(word: string): string | undefined {
  const lower = word.toLowerCase();
  let tone = -1;
  let base = lower.replace(/dd/g, "đ").replace(/aa/g, "â").replace(/ee/g, "ê").replace(/oo/g, "ô");
  base = base
    .replace(/uow|uwow/g, "ươ")
    .replace(/aw/g, "ă")
    .replace(/ow/g, "ơ")
    .replace(/uw/g, "ư");
  const marked = /^(.*[aăâeêioôơuưy][a-zđ]*?)([sfrxj])([a-z]*)$/.exec(base);
  if (marked && !/[sfrxj]/.test(marked[3] ?? "")) {
    tone = TONES.indexOf(marked[2] ?? "");
    base = `${marked[1] ?? ""}${marked[3] ?? ""}`;
  }
  if (!SYLLABLE.test(base)) return undefined;
  const read = tone < 0 ? base : putTone(base, tone);
  return read === lower ? undefined : read;
}

/** The mark stands on the vowel with a hat or horn, else on the middle of three, else before the last one. */
function putTone(syllable: string, tone: number): string {
  const letters = [...syllable];
  const first = /^(?:qu|gi(?=[aăâeêioôơuưy]))/.test(syllable) ? 2 : 0;
  const vowels = letters.flatMap((letter, n) => (n >= first && VOWELS.test(letter) ? [n] : []));
  const dressed = vowels.filter((n) => /[ăâêôơư]/.test(letters[n] ?? ""));
  const closed = /[^aăâeêioôơuưy]$/.test(syllable);
  const at = dressed.at(-1) ?? (vowels.length === 3 || closed ? vowels[1] : vowels[0]) ?? vowels[0];
  if (at === undefined) return syllable;
  letters[at] = rowOf(MARKED, letters[at] ?? "")?.charAt(tone) ?? letters[at] ?? "";
  return letters.join("");
}

/** The reading of a whole text, or undefined when it carries marks already or fewer than two words look like Telex. */
export function readTelex(text: string): string | undefined {
  if (/[^\u0000-\u007f]/.test(text.normalize("NFC"))) return undefined;
  let changed = 0;
  const read = text.replace(/[A-Za-z]+/g, (word) => {
    const found = readWord(word);
    if (found === undefined) return word;
    changed += 1;
    return /^[A-Z]/.test(word) ? found.charAt(0).toUpperCase() + found.slice(1) : found;
  });
  return changed >= 2 ? read : undefined;
}
