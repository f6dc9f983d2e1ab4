import { formatOfficialDate } from "../kernel/dates.ts";
import type { SheetItem } from "../quizzes/draw-certificate.ts";

export interface PracticeCertificate {
  office: string;
  name: string;
  /** titles of the tasks that were done */
  tasks: readonly string[];
  hints: number;
  at: Date;
}
const [INK, TEAL, GREY] = ["#1a2330", "#0a5c66", "#4a5462"];

/** What is drawn as PDF, A4 landscape: whose tasks, which, with how many hints. It compares nobody with anybody. */
export const practiceSheet = ({ office, name, tasks, hints, at }: PracticeCertificate) => ({
  kind: "sheet" as const,
  title: "Giấy chứng nhận đã tập trên OA thử",
  author: office,
  items: [
    { text: office, face: "sans bold", size: 36, colour: TEAL, gap: 26 },
    { text: "Giấy chứng nhận", face: "sans bold", size: 76, colour: TEAL, gap: 20 },
    { text: "đã tập trên OA thử, với người dân giả", face: "sans", size: 32, colour: INK, gap: 22 },
    { text: name, face: "sans bold", size: 64, colour: INK, gap: 22 },
    { text: `làm xong ${tasks.length} bài, mở ${hints} gợi ý`, face: "sans bold", size: 34, colour: INK, gap: 14 },
    ...tasks.map((text): SheetItem => ({ text, face: "sans", size: 26, colour: INK, gap: 4 })),
    { text: `Ngày ${formatOfficialDate(at)} theo đồng hồ của nhà tập`, face: "sans", size: 24, colour: GREY, gap: 0 },
  ] satisfies SheetItem[],
});
