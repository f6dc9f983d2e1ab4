/** How a script writes numbers by place: its figures, and what stands for ten, a hundred, a thousand. */
interface Counting {
  /** 0 to 9 */
  figures: string;
  units: readonly [string, string, string];
  /** "一十", not "十" */
  oneOfTens: boolean;
  /** "一百", not "百" */
  oneOfHundreds: boolean;
  /** what stands for places left out: "一百零一"; "" where nothing does */
  gap: string;
}

const MOST = 9999;

function counted({ figures, units, oneOfTens, oneOfHundreds, gap }: Counting): (n: number) => string {
  const all = [...figures];
  return (n) => {
    if (n < 1 || n > MOST) return String(n);
    let text = "";
    let left = false;
    for (const place of [3, 2, 1, 0]) {
      const figure = Math.floor(n / 10 ** place) % 10;
      if (figure === 0) {
        left ||= text !== "";
        continue;
      }
      if (left) text += gap;
      left = false;
      // "十一" for eleven, but "一百一十一" within a larger number
      const named = place === 0 || figure > 1 || (place === 1 ? oneOfTens || (n > 99 && gap !== "") : oneOfHundreds);
      text += (named ? (all[figure] ?? "") : "") + (place > 0 ? (units[place - 1] ?? "") : "");
    }
    return text;
  };
}

/** Figures one by one: 10 is "一〇". */
function digitByDigit(figures: string): (n: number) => string {
  const all = [...figures];
  return (n) => String(n).replace(/\d/g, (digit) => all[Number(digit)] ?? digit);
}
/** The signs of a row, each once; beyond it figures. */
function signs(row: string): (n: number) => string {
  const all = [...row];
  return (n) => all[n - 1] ?? String(n);
}

const STEMS = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES = "子丑寅卯辰巳午未申酉戌亥";
const HAN = ["十", "百", "千"] as const;
const KOREAN_ONES = ["", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"];
const KOREAN_TENS = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"];
const aThousand: Counting = {
  figures: "零一二三四五六七八九",
  units: HAN,
  oneOfTens: false,
  oneOfHundreds: true,
  gap: "零",
};
/** Below a hundred counted, above it figure by figure. */
const upToHundred =
  (zero: string) =>
  (n: number): string =>
    n < 100 ? counted(aThousand)(n) : digitByDigit(`${zero}一二三四五六七八九`)(n);

/** Lists of ISO 29500-1 §17.18.59 in the scripts of East Asia and of Thailand. */
export const EAST_ASIAN: Readonly<Record<string, (n: number) => string>> = {
  chineseCounting: upToHundred("○"),
  taiwaneseCounting: upToHundred("○"),
  chineseCountingThousand: counted(aThousand),
  taiwaneseCountingThousand: counted(aThousand),
  japaneseCounting: counted({ ...aThousand, oneOfHundreds: false, gap: "" }),
  koreanCounting: counted({
    figures: "영일이삼사오육칠팔구",
    units: ["십", "백", "천"],
    oneOfTens: false,
    oneOfHundreds: false,
    gap: "",
  }),
  chineseLegalSimplified: counted({
    figures: "零壹贰叁肆伍陆柒捌玖",
    units: ["拾", "佰", "仟"],
    oneOfTens: true,
    oneOfHundreds: true,
    gap: "零",
  }),
  ideographLegalTraditional: counted({
    figures: "零壹貳參肆伍陸柒捌玖",
    units: ["拾", "佰", "仟"],
    oneOfTens: true,
    oneOfHundreds: true,
    gap: "零",
  }),
  japaneseLegal: counted({
    figures: "零壱弐参四伍六七八九",
    units: ["拾", "百", "阡"],
    oneOfTens: true,
    oneOfHundreds: true,
    gap: "",
  }),
  ideographDigital: digitByDigit("〇一二三四五六七八九"),
  japaneseDigitalTenThousand: digitByDigit("〇一二三四五六七八九"),
  taiwaneseDigital: digitByDigit("○一二三四五六七八九"),
  koreanDigital: digitByDigit("영일이삼사오육칠팔구"),
  koreanDigital2: digitByDigit("零一二三四五六七八九"),
  koreanLegal: (n) =>
    n > 0 && n < 100 ? `${KOREAN_TENS[Math.floor(n / 10)] ?? ""}${KOREAN_ONES[n % 10] ?? ""}` : String(n),
  ideographTraditional: signs(STEMS),
  ideographZodiac: signs(BRANCHES),
  ideographZodiacTraditional: (n) =>
    n > 0 ? `${STEMS.charAt((n - 1) % 10)}${BRANCHES.charAt((n - 1) % 12)}` : String(n),
  ganada: signs("가나다라마바사아자차카타파하"),
  chosung: signs("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
  aiueoFullWidth: signs("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"),
  aiueo: signs("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
  irohaFullWidth: signs(
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
  ),
  iroha: signs("ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"),
  thaiLetters: signs("กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"),
};
