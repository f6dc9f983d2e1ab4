import { rowOf } from "../../kernel/table.ts";
import { FOREIGN } from "./foreign.ts";
import { isSayable } from "./sayable.ts";

/** Units of measure, longest first where one begins like another. Case matters: "mW" and "MW" are two things. */
export const UNIT: Readonly<Record<string, string>> = {
  "%": "phần trăm",
  "‰": "phần nghìn",
  "°C": "độ xê",
  ºC: "độ xê",
  "℃": "độ xê",
  "°": "độ",
  º: "độ",
  km: "ki lô mét",
  Km: "ki lô mét",
  KM: "ki lô mét",
  km2: "ki lô mét vuông",
  "km²": "ki lô mét vuông",
  hm: "héc tô mét",
  dm: "đề xi mét",
  cm: "xen ti mét",
  cm2: "xen ti mét vuông",
  "cm²": "xen ti mét vuông",
  cm3: "xen ti mét khối",
  "cm³": "xen ti mét khối",
  mm: "mi li mét",
  mm2: "mi li mét vuông",
  "mm²": "mi li mét vuông",
  m: "mét",
  m2: "mét vuông",
  "m²": "mét vuông",
  m3: "mét khối",
  "m³": "mét khối",
  ha: "héc ta",
  kg: "ki lô gam",
  Kg: "ki lô gam",
  KG: "ki lô gam",
  g: "gam",
  mg: "mi li gam",
  µg: "mi cờ rô gam",
  μg: "mi cờ rô gam",
  l: "lít",
  L: "lít",
  ml: "mi li lít",
  mL: "mi li lít",
  kW: "ki lô oát",
  kWh: "ki lô oát giờ",
  KWh: "ki lô oát giờ",
  kwh: "ki lô oát giờ",
  kWp: "ki lô oát đỉnh",
  MW: "mê ga oát",
  MWh: "mê ga oát giờ",
  W: "oát",
  kV: "ki lô vôn",
  V: "vôn",
  kVA: "ki lô vôn am pe",
  Hz: "héc",
  MHz: "mê ga héc",
  GHz: "ghi ga héc",
  dB: "đề xi ben",
  MB: "mê ga bai",
  GB: "ghi ga bai",
  KB: "ki lô bai",
  TB: "tê ra bai",
  Mbps: "mê ga bít một giây",
  giây: "giây",
  s: "giây",
  đ: "đồng",
  "₫": "đồng",
  VNĐ: "đồng",
  VND: "đồng",
  vnđ: "đồng",
  đồng: "đồng",
  USD: "đô la Mỹ",
  US$: "đô la Mỹ",
  EUR: "ơ rô",
  tr: "triệu",
  trđ: "triệu đồng",
  trd: "triệu đồng",
  tỷ: "tỷ",
  tỉ: "tỷ",
  triệu: "triệu",
  nghìn: "nghìn",
  ngàn: "nghìn",
  "triệu đồng": "triệu đồng",
  "tỷ đồng": "tỷ đồng",
  "tỉ đồng": "tỷ đồng",
  "nghìn đồng": "nghìn đồng",
  "ngàn đồng": "nghìn đồng",
  tấn: "tấn",
  tạ: "tạ",
  yến: "yến",
  lít: "lít",
  mét: "mét",
  độ: "độ",
  phút: "phút",
  giờ: "giờ",
  ngày: "ngày",
  tuần: "tuần",
  tháng: "tháng",
  quý: "quý",
  năm: "năm",
};

/** What is counted; with a slash behind it, "lượt/tuần" is "lượt một tuần". "Xã/phường" is no rate. */
export const COUNTED =
  "học sinh|bác sĩ|lao động|đại biểu|nhân khẩu|sản phẩm|ý kiến|hồ sơ|ngày công|người|hộ|lượt|lần|cuộc|buổi|bài|tin|suất|con|cây|xe|ca|chuyến|cháu|em|giường|mũi|liều|điểm|vụ|đợt|cặp|bộ|gói|phiếu|câu|trang|tiết|chai|bao|thùng|túi|cái|chiếc|quả|công|bữa|viên|bình|bát";

const escape = (unit: string): string => unit.replaceAll(/[$]/g, "\\$");
export const UNIT_PATTERN = Object.keys(UNIT)
  .toSorted((a, b) => b.length - a.length)
  .map(escape)
  .join("|");

const KINDS = [
  /(?:mét|mi li mét)$/u,
  /vuông$|héc ta/u,
  /khối$|lít/u,
  /gam$|tạ|tấn|yến/u,
  /giây$|phút|giờ|ngày|tuần|tháng|quý|năm/u,
  /đồng|triệu|nghìn|tỷ/u,
  /phần trăm|phần nghìn/u,
  /oát$/u,
];
/** "500 m – 1 km" is a stretch, "220V-50Hz" is not. */
export function isOneKind(a: string, b: string): boolean {
  const [first, second] = [rowOf(UNIT, a) ?? a, rowOf(UNIT, b) ?? b];
  return first === second || KINDS.some((kind) => kind.test(first) && kind.test(second));
}

const MONEY_OR_TIME = /đồng|đ$|^đ|VN|USD|US|EUR|^tr|tỷ|tỉ|triệu|nghìn|ngàn|%|‰|giây|phút|giờ|ngày|tuần|tháng|quý|năm/u;
const isMeasure = (unit: string): boolean => rowOf(UNIT, unit) !== undefined && !MONEY_OR_TIME.test(unit);
/** "km/h" is "trên giờ", a price and a count are "một": "đồng một mét khối", "lượt một tuần". */
export function perOf(unit: string, per: string): string | undefined {
  const word = rowOf(PER, per) ?? rowOf(UNIT, per) ?? rowOf(FOREIGN, per) ?? (isSayable(per) ? per : undefined);
  const onEach =
    (isMeasure(unit) && !/^(?:tháng|năm|tuần|quý)$/.test(per)) || (isMeasure(per) && !MONEY_OR_TIME.test(unit));
  return word && `${onEach && !isCounted(per) ? "trên" : "một"} ${word}`;
}
const isCounted = (word: string): boolean => COUNTED.split("|").includes(word) || word === "khẩu";
const PER: Readonly<Record<string, string>> = { h: "giờ", s: "giây", p: "phút", l: "lít", L: "lít" };
