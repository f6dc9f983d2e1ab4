import { isBlank, nextWord, type PiiSpan, type Token, words, wordsBefore } from "./pii-tokens.ts";

/** Where somebody lives, and by which plate a vehicle is known; with marks and without. */
/** What an address stands after: "ở số 7", "nhà 48/6", "địa chỉ: 12 Lê Lợi". */
const AT = words("o tai ngu tru nha chi dc truoc canh gan dien tu den toi sau ben la sn tro thue");
/** What a house number is followed by. */
const LANES = words("ngo ngach hem kiet alley lane");
const STREETS = words("duong pho dai");
const QUARTERS = words("thon xom ap to tdp khu ban buon lang khoi doi kp phum soc");
/** "đường giao thông", "đường bê tông": no name of a street. */
const NO_STREET = words("giao lien be nong sa xa di day bo sat ray nhua moi dat thuy bi hong ngap cua nay nao");
const UNITS = words("xa phuong thon to tinh huyen quan khu ap ban nguoi ho ngay thang nam");

/** "nhà máy số 3", "nhà văn hóa số 2" are nobody's home. */
const NO_HOME = words("may van thau nuoc khach hang tre truong xuong kho ga");

interface House {
  first: number;
  last: number;
}

/** 48/6/3/1 has four parts; lanes of lanes end somewhere, too. */
const MOST_PARTS = 5;

/** 12, 12A, 48/6/3, 15A/2: the place of its last token, or undefined. */
function houseNumber(tokens: readonly Token[], at: number): number | undefined {
  if (tokens[at]?.kind !== "digits" || (tokens[at]?.text.length ?? 9) > 4) return undefined;
  let last = at;
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const letter = tokens[last + 1];
    if (letter?.kind === "word" && /^[A-Za-z]$/.test(letter.text)) last += 1;
    const next = tokens[last + 2];
    if (tokens[last + 1]?.text !== "/" || next?.kind !== "digits" || next.text.length > 4) break;
    last += 2;
  }
  const after = tokens[last + 1];
  // "5000 m3", "12/5/2024", "31/2024/QH15"
  return after?.kind === "word" || after?.kind === "digits" || after?.text === "/" ? undefined : last;
}

const skipBlanks = (tokens: readonly Token[], at: number): number => {
  let n = at;
  while (n < at + 3 && (isBlank(tokens[n]) || tokens[n]?.text === ":" || tokens[n]?.text === ".")) n += 1;
  return n;
};

/** Lanes that follow a house number belong to it: "số 9 ngách 12/35 ngõ 4". */
function withLanes(tokens: readonly Token[], last: number, deep = 0): number {
  if (deep > MOST_PARTS) return last;
  const lane = nextWord(tokens, last + 1);
  if (!lane || !LANES.has(lane.word.plain)) return last;
  const number = houseNumber(tokens, skipBlanks(tokens, lane.at + 1));
  return number === undefined ? last : withLanes(tokens, number, deep + 1);
}

const LEADS = words("so nha sn ngo ngach hem kiet can phong");

/** A house at a word that leads to its number: số, số nhà, nhà số, SN, ngõ … số, căn hộ, phòng … nhà. */
export function houseAtWord(tokens: readonly Token[], at: number): House | undefined {
  const word = tokens[at]?.plain ?? "";
  if (word === "k") return byK(tokens, at);
  if (word === "number" || (word === "no" && /^no$/i.test(tokens[at]?.text ?? ""))) return inEnglish(tokens, at);
  if (!LEADS.has(word)) return undefined;
  const second = nextWord(tokens, at + 1);
  const pair = second && isBlank(tokens[at + 1]) ? `${word} ${second.word.plain}` : word;
  if (pair === "so nha" || pair === "nha so") return second && numbered(tokens, at, second.at + 1);
  if (word === "sn") return numbered(tokens, at, at + 1);
  if (word === "so") return afterSo(tokens, at);
  if (LANES.has(word)) return laneFirst(tokens, at);
  if (word === "can" || word === "phong") return flat(tokens, at);
  return undefined;
}

/** "K45/12 Ông Ích Khiêm": the lane that is a K in the towns of the middle. */
function byK(tokens: readonly Token[], at: number): House | undefined {
  if (tokens[at - 1]?.kind === "digits" || tokens[at - 1]?.kind === "word") return undefined;
  const last = houseNumber(tokens, at + 1);
  if (last === undefined || tokens[at + 2]?.text !== "/") return undefined;
  const placed = wordsBefore(tokens, at, 3).some((word) => HOMES.has(word)) && nextWord(tokens, last + 1) !== undefined;
  return placed || isNamed(tokens, last) || leadsToPlace(tokens, last) ? { first: at, last } : undefined;
}

const HOMES = words("o nha tai giao ve kiet dc");

/** "number 27, alley 5, Tran Phu street" */
function inEnglish(tokens: readonly Token[], at: number): House | undefined {
  const house = numbered(tokens, at, at + 1);
  if (!house) return undefined;
  const after = tokens.slice(house.last + 1, house.last + 10).filter(({ kind }) => kind === "word");
  const road = after.findIndex(({ plain }) => ROADS.has(plain));
  const street = road > 0 && after.slice(0, road).every(({ text }) => /^\p{Lu}/u.test(text));
  const inLane = tokens.slice(at, house.last).some(({ plain }) => plain === "alley" || plain === "lane");
  return street || inLane ? house : undefined;
}
const ROADS = words("street road avenue");

function numbered(tokens: readonly Token[], first: number, after: number): House | undefined {
  const last = houseNumber(tokens, skipBlanks(tokens, after));
  return last === undefined ? undefined : { first, last: withLanes(tokens, last) };
}

/** "số 12": a house only where people live ("ở số 12") or where a lane, street or quarter follows a word for a place. */
function afterSo(tokens: readonly Token[], at: number): House | undefined {
  const house = numbered(tokens, at, at + 1);
  if (!house) return undefined;
  const [before = ""] = wordsBefore(tokens, at, 1);
  const begins =
    tokens[at - 1] === undefined || [",", ":", "\n", "("].includes(tokens[at - 1]?.text ?? "") || before === "";
  const placed =
    AT.has(before) ||
    (begins && !tokens.slice(Math.max(0, at - 2), at).some((token) => token.kind === "word")) ||
    afterComma(tokens, at);
  const near = wordsBefore(tokens, at, 5);
  const lives = near.some((word, n) => word === "nha" && !NO_HOME.has(near[n - 1] ?? ""));
  if (!placed && !lives) return undefined;
  return leadsToPlace(tokens, house.last) ||
    tokens[house.last]?.plain !== tokens[houseNumber(tokens, skipBlanks(tokens, at + 1)) ?? -1]?.plain
    ? house
    : undefined;
}

const afterComma = (tokens: readonly Token[], at: number): boolean =>
  [",", ":", "("].includes((isBlank(tokens[at - 1]) ? tokens[at - 2] : tokens[at - 1])?.text ?? "");

/** What follows is a lane, a quarter, or a street that has a name. */
function leadsToPlace(tokens: readonly Token[], last: number): boolean {
  const next = nextWord(tokens, last + 1);
  if (!next) return false;
  const { plain } = next.word;
  if (LANES.has(plain) || QUARTERS.has(plain)) return true;
  if (!STREETS.has(plain)) return false;
  const name = nextWord(tokens, next.at + 1);
  return name === undefined ? tokens[next.at + 2]?.kind === "digits" : !NO_STREET.has(name.word.plain);
}

/** "kiệt 84 số 3", "ngõ 15, nhà 7" */
function laneFirst(tokens: readonly Token[], at: number): House | undefined {
  const lane = houseNumber(tokens, skipBlanks(tokens, at + 1));
  if (lane === undefined) return undefined;
  const next = nextWord(tokens, lane + 1);
  if (!next) return undefined;
  if (next.word.plain === "so" || next.word.plain === "nha") {
    const house = houseAtWord(tokens, next.at) ?? numbered(tokens, next.at, next.at + 1);
    return house && { first: at, last: house.last };
  }
  return undefined;
}

/** "căn 1204 tòa B2", "phòng 302 nhà số 18" */
function flat(tokens: readonly Token[], at: number): House | undefined {
  const second = nextWord(tokens, at + 1);
  const start = tokens[at]?.plain === "can" && second?.word.plain === "ho" ? second.at + 1 : at + 1;
  const number = houseNumber(tokens, skipBlanks(tokens, start));
  if (number === undefined) return undefined;
  const next = nextWord(tokens, number + 1);
  const lane = withLanes(tokens, number);
  if (lane > number) return { first: at, last: lane };
  const house = next && ["toa", "chung", "block", "nha", "khu"].includes(next.word.plain);
  if (!house) return start > at + 1 ? { first: at, last: number } : undefined;
  if (next.word.plain === "nha") {
    const after = nextWord(tokens, next.at + 1);
    const so = after?.word.plain === "tro" ? nextWord(tokens, after.at + 1)?.at : after?.at;
    const lodging = houseAtWord(tokens, next.at) ?? (so === undefined ? undefined : numbered(tokens, so, so + 1));
    return { first: at, last: lodging?.last ?? number };
  }
  const name = tokens[next.at + 2];
  const named = next.word.plain === "toa" && name !== undefined && /^[A-Z]$/i.test(name.text);
  return { first: at, last: named ? next.at + (tokens[next.at + 3]?.kind === "digits" ? 3 : 2) : number };
}

/** "ở 48/6/3 đường Lê Lợi", "địa chỉ: 12 Trần Phú": a number by itself after a word for living somewhere. */
export function houseAtNumber(tokens: readonly Token[], at: number): House | undefined {
  const last = houseNumber(tokens, at);
  if (last === undefined) return undefined;
  const [before = "", second = ""] = wordsBefore(tokens, at, 2);
  const lives = ["o", "tai", "ngu", "dc", "nha", "tru"].includes(before) || (before === "chi" && second === "dia");
  const sent = isSentTo(tokens, at, last);
  if (!lives && !sent && !isLettered(tokens, at, last, before)) return undefined;
  const next = nextWord(tokens, last + 1);
  if (!next) return undefined;
  const street = STREETS.has(next.word.plain) || LANES.has(next.word.plain);
  return sent || (street && leadsToPlace(tokens, last)) || (lives && isNamed(tokens, last))
    ? { first: at, last: withLanes(tokens, last) }
    : undefined;
}
/** "312A đường Lê Lợi"; "quốc lộ 1A đường tránh" is a road. */
const isLettered = (tokens: readonly Token[], at: number, last: number, before: string): boolean =>
  last === at + 1 && (tokens[at]?.text.length ?? 0) >= 2 && tokens[at - 1]?.kind !== "word" && !ROUTES.has(before);
const ROUTES = words("lo ql tl dt tuyen cau lop doan duong km to khu");
/** "giao về 23/4 Nguyễn Trãi"; "về 23/4 Hà Nội" and "đến 30/4 Chợ Mới" are days. */
function isSentTo(tokens: readonly Token[], at: number, last: number): boolean {
  if (tokens[at + 1]?.text !== "/") return false;
  const [before = "", second = ""] = wordsBefore(tokens, at, 2);
  const isDay = last === at + 2 && Number(tokens[at]?.text) <= 31 && Number(tokens[last]?.text) <= 12;
  const sent =
    SENT.has(before) ||
    (!isDay && REACHED.has(before)) ||
    (before === "hang" && SENT.has(second)) ||
    (OURS.has(before) && second === "nha");
  const next = nextWord(tokens, last + 1);
  const third = next && nextWord(tokens, next.at + 1);
  if (!sent || !third || TOWNS.has(`${next.word.plain} ${third.word.plain}`)) return false;
  return isNamed(tokens, last) || FAMILIES.has(next.word.plain);
}
const SENT = words("giao ve ship toi");
const REACHED = words("den ghe qua");
const OURS = words("toi minh em anh chi");
/** Streets are named after people, also where nobody types capitals. */
const FAMILIES = words("nguyen tran phan hoang huynh ngo dang bui");
const TOWNS: ReadonlySet<string> = new Set(
  "ha noi,da nang,sai gon,quang nam,quang ngai,quang tri,quang binh,viet nam,hai phong,can tho,ho chi".split(","),
);

/** Two words with capitals follow: the name of a street. */
function isNamed(tokens: readonly Token[], last: number): boolean {
  const next = nextWord(tokens, last + 1);
  const third = next && nextWord(tokens, next.at + 1);
  return next !== undefined && isName(next.word) && third !== undefined && isName(third.word);
}
const isName = (word: Token): boolean => /^\p{Lu}\p{Ll}+$/u.test(word.text.normalize("NFC")) && !UNITS.has(word.plain);

/** "từ nhà số 2 đến nhà số 20": a stretch of a street is nobody's home. */
export function isRange(tokens: readonly Token[], { first, last }: House): boolean {
  const [before, ...more] = wordsBefore(tokens, first, 8);
  const next = nextWord(tokens, last + 1)?.word.plain ?? "";
  return (before === "tu" && TO.has(next)) || (before !== undefined && TO.has(before) && more.includes("tu"));
}
const TO = words("den toi");

const VEHICLE = words("xe bien bks bs oto moto so");

/** 29A-123.45, 47B1 234.56, 59x1-12345, 74-K1 6382 */
export function plateAt(tokens: readonly Token[], at: number): House | undefined {
  const province = tokens[at];
  if (province?.kind !== "digits" || !/^[1-9]\d$/.test(province.text)) return undefined;
  if (["/", ".", "-", ","].includes(tokens[at - 1]?.text ?? "") || tokens[at - 1]?.kind === "word") return undefined;
  let n = at + 1;
  if (tokens[n]?.text === "-" || isBlank(tokens[n])) n += 1;
  const series = tokens[n];
  if (series?.kind !== "word" || !/^[A-Za-zĐđ]{1,2}$/.test(series.text)) return undefined;
  const apart = n > at + 1;
  n += 1;
  const seriesDigit = tokens[n]?.kind === "digits" && tokens[n]?.text.length === 1;
  if (seriesDigit) n += 1;
  if (["-", ".", " ", "\u00a0"].includes(tokens[n]?.text ?? "")) n += 1;
  const tail = tokens[n];
  if (tail?.kind !== "digits") return undefined;
  const dotted =
    tail.text.length === 3 &&
    [".", " "].includes(tokens[n + 1]?.text ?? "") &&
    tokens[n + 2]?.text.length === 2 &&
    tokens[n + 2]?.kind === "digits";
  const last = dotted ? n + 2 : n;
  if (!dotted && !/^\d{4,5}$/.test(tail.text)) return undefined;
  if (tokens[last + 1]?.kind === "word" || tokens[last + 1]?.text === "/") return undefined;
  const known = wordsBefore(tokens, at, 6).some((word) => VEHICLE.has(word));
  const plain = /^[A-ZĐ]+$/.test(series.text) && !apart && (dotted || tail.text.length === 5);
  return known || plain ? { first: at, last } : undefined;
}

/** An e-mail address around the place of its "@". */
export function emailAt(text: string, at: number): Pick<PiiSpan, "from" | "to"> | undefined {
  let from = at;
  if (text[from - 1] === " " && /[\p{L}\d]/u.test(text[from - 2] ?? "")) from -= 1;
  const gap = from !== at;
  const start = from;
  while (from > 0 && start - from < 64 && /[\p{L}\p{M}\d._%+-]/u.test(text[from - 1] ?? "")) from -= 1;
  const domain = /^ ?[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63})+/u.exec(text.slice(at + 1, at + 200))?.[0];
  if (from === start || domain === undefined || (gap && !/[\d._]/.test(text.slice(from, start)))) return undefined;
  // "mail:hoa@…" and a full stop that ends the sentence before are no part of it
  while (/[._%+-]/.test(text[from] ?? "")) from += 1;
  return { from, to: at + 1 + domain.replace(/[.-]+$/, "").length };
}
