/**
 * What a Vietnamese syllable looks like. A word's key is its letters with the tone at the end ("hòa" and "hoà" are
 * both `hoa2`), so that spelling habits that mean nothing make no difference (domain.md §4.5).
 */
const ONSETS = /^(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?/;
const RHYMES = new Set(
  (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây " +
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu " +
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc op ot " +
    "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh uôc uôi uôm uôn uông uôt ui um un ung " +
    "uơ up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu ưm " +
    "y yêm yên yêng yêt yêu ych ynh yt yn êng"
  ).split(" "),
);
/** The same rhymes as they look without any mark: what people type who use none. */
const BARE_RHYMES = new Set([...RHYMES].map((rhyme) => bareLetters(rhyme)));

const TONES = "\u0301\u0300\u0309\u0303\u0323";

/** Letters with hat, horn and bar but without tone, and the tone: 0 none, 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng. */
export function splitTone(word: string): { letters: string; tone: number } {
  let tone = 0;
  const letters = word.normalize("NFD").replace(/[\u0300\u0301\u0303\u0309\u0323]/g, (mark) => {
    tone = TONES.indexOf(mark) + 1;
    return "";
  });
  return { letters: letters.normalize("NFC"), tone };
}

function bareLetters(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
}

/** "lý" is "lí" and "quý" is "quí": two spellings of one word. */
const oneSpelling = (letters: string): string => letters.replace(/^([bcdđghklmnpqrstvx]+|qu)y$/, "$1i");

/** Lower-case word → its key. */
export function keyOf(word: string): string {
  const { letters, tone } = splitTone(word);
  return oneSpelling(letters) + (tone === 0 ? "" : String(tone));
}

const rhymeOf = (letters: string): string => letters.replace(ONSETS, "");
const CLOSED = /[cpt]$|ch$/;

/** Whether lower-case letters, told apart from their tone, can be a Vietnamese syllable. */
export function isSyllable(letters: string, tone = 0): boolean {
  const known = RHYMES.has(rhymeOf(letters)) || (letters.startsWith("gi") && RHYMES.has(letters.slice(1)));
  return known && !(CLOSED.test(letters) && [2, 3, 4].includes(tone));
}

/** Whether bare letters can be a syllable typed without marks. */
export const looksLikeSyllable = (plain: string): boolean =>
  BARE_RHYMES.has(rhymeOf(plain)) || (plain.startsWith("gi") && BARE_RHYMES.has(plain.slice(1)));

/** The tone stands on the vowel with hat or horn, else on the middle of three or before a last consonant, else on the first. */
export function withTone(letters: string, tone: number): string {
  const mark = TONES[tone - 1];
  if (mark === undefined) return letters;
  const at = placeOfTone(letters);
  return (letters.slice(0, at + 1) + mark + letters.slice(at + 1)).normalize("NFC");
}

function placeOfTone(letters: string): number {
  const first = letters.length - rhymeOf(letters).length;
  const start = first === letters.length ? letters.length - 1 : first;
  const vowels = [...letters].flatMap((letter, n) => (n >= start && /[aăâeêioôơuưy]/.test(letter) ? [n] : []));
  const dressed = vowels.filter((n) => /[ăâêôơư]/.test(letters[n] ?? ""));
  const closed = /[^aăâeêioôơuưy]$/.test(letters);
  return dressed.at(-1) ?? (vowels.length === 3 || closed ? vowels[1] : vowels[0]) ?? vowels[0] ?? start;
}
