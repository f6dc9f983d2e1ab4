import { linesOfText } from "./plan-text.ts";

/** The parts all five plans share (S4-03), in their order. */
export interface Skeleton {
  title: string;
  bases: string;
  aims: string;
  when: string;
  content: string;
  money: string;
  work: string;
  receivers: string;
  signer: string;
}
export const NO_SKELETON: Skeleton = {
  title: "",
  bases: "",
  aims: "",
  when: "",
  content: "",
  money: "",
  work: "",
  receivers: "",
  signer: "",
};

export const SKELETON_PARTS: readonly { key: keyof Skeleton; name: string; hint: string; rows: number }[] = [
  { key: "bases", name: "Căn cứ", hint: "mỗi dòng một căn cứ", rows: 4 },
  { key: "aims", name: "Mục đích, yêu cầu", hint: "mỗi dòng một ý", rows: 4 },
  { key: "when", name: "Thời gian, địa điểm", hint: "mỗi dòng một ý", rows: 3 },
  { key: "content", name: "Nội dung, nhiệm vụ", hint: "có thể đánh số 1., 1.1., a)", rows: 8 },
  { key: "money", name: "Kinh phí thực hiện", hint: "nguồn, không ghi phép tính", rows: 2 },
  {
    key: "work",
    name: "Tổ chức thực hiện",
    hint: "mỗi đơn vị một mục: 1. Phòng …, bên dưới mỗi dòng một việc",
    rows: 8,
  },
  { key: "receivers", name: "Nơi nhận", hint: "mỗi dòng một nơi, mục đích trong ngoặc: (để b/c)", rows: 4 },
];

export interface Around {
  parent: string;
  organ: string;
  symbol: string;
  place: string;
  year: number;
  kindWord: string;
  signerTitle: string;
}

const rowsOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((one) => one.trim())
    .filter(Boolean);
const LABELLED = /^(?:[-–+•]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]+\.)\s/u;
const points = (text: string): string[] => rowsOf(text).map((one) => (LABELLED.test(one) ? one : `- ${one}`));
const ROMAN = ["I", "II", "III", "IV", "V", "VI"];

/** What was filled in → the plan's lines; an empty part leaves no heading behind, and no number is given before it is issued. */
export function linesFrom(given: Skeleton, around: Around): string[] {
  const parts: [string, string[]][] = [
    ["MỤC ĐÍCH, YÊU CẦU", points(given.aims)],
    ["THỜI GIAN, ĐỊA ĐIỂM", points(given.when)],
    ["NỘI DUNG", points(given.content)],
    ["KINH PHÍ THỰC HIỆN", rowsOf(given.money)],
    ["TỔ CHỨC THỰC HIỆN", points(given.work)],
  ];
  const filled = parts.filter(([, rows]) => rows.length > 0);
  const bases = rowsOf(given.bases).map((one) =>
    /^(?:Căn cứ|Thực hiện|Theo|Xét)(?!\p{L})/u.test(one) ? one : `Căn cứ ${one}`,
  );
  return linesOfText(
    [
      around.parent,
      around.organ.toUpperCase(),
      `Số:           /${around.symbol}`,
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
      "Độc lập - Tự do - Hạnh phúc",
      `${around.place}, ngày         tháng        năm ${around.year}`,
      around.kindWord,
      given.title.trim(),
      ...bases,
      ...filled.flatMap(([name, rows], n) => [`${ROMAN[n]}. ${name}`, ...rows]),
      "Nơi nhận:",
      ...rowsOf(given.receivers).map((one) => (one.startsWith("-") ? one : `- ${one}`)),
      around.signerTitle,
      given.signer.trim(),
    ]
      .filter((one) => one !== "")
      .join("\n"),
  );
}
