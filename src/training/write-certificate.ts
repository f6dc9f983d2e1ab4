import { formatOfficialDate } from "../kernel/dates.ts";
import type { SheetItem } from "../quizzes/draw-certificate.ts";

export interface ClassCertificate {
  office: string;
  title: string;
  name: string;
  unitName: string;
  days: string;
  when: string;
  code: string;
  checkUrl: string;
  at: Date;
}
const [INK, BLUE, GREY] = ["#1a2330", "#13284a", "#4a5462"];

export const certificateItems = (words: ClassCertificate): SheetItem[] => [
  { text: words.office, face: "sans bold", size: 40, colour: BLUE, gap: 36 },
  { text: "Giấy chứng nhận", face: "sans bold", size: 84, colour: BLUE, gap: 30 },
  { text: "cấp cho Ông/Bà", face: "sans", size: 34, colour: INK, gap: 20 },
  { text: words.name, face: "sans bold", size: 72, colour: INK, gap: 14 },
  { text: words.unitName, face: "sans", size: 38, colour: INK, gap: 26 },
  { text: `đã dự ${words.title}`, face: "sans bold", size: 38, colour: INK, gap: 12 },
  { text: `${words.days} ngày, ${words.when}`, face: "sans", size: 32, colour: INK, gap: 60 },
  { text: `Ngày ${formatOfficialDate(words.at)}`, face: "sans", size: 30, colour: INK, gap: 30 },
  { text: `Mã kiểm tra: ${words.code}`, face: "sans bold", size: 32, colour: INK, gap: 10 },
  { text: words.checkUrl, face: "sans", size: 26, colour: GREY, gap: 0 },
];

/** What is drawn as PDF, A4 landscape: who came, which class, and the code that is checked against both. */
export const certificateSheet = (words: ClassCertificate) => ({
  kind: "sheet" as const,
  title: `Giấy chứng nhận: ${words.title}`,
  author: words.office,
  items: certificateItems(words),
});
