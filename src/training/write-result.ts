import { formatDate, formatNumber } from "../kernel/dates.ts";
import {
  centred,
  footBlocks,
  headBlocks,
  heading,
  packForm,
  paragraph,
  section,
  titleRule,
} from "../reports/administrative-form.ts";
import type { Course } from "./class.model.ts";
import { scoresOf } from "./rules.ts";

export interface ResultFile {
  course: Pick<
    Course,
    "title" | "objectives" | "startsAt" | "venue" | "money" | "figures" | "scores" | "questions" | "agenda" | "halfDays"
  >;
  office: string;
  place: string;
  symbol: string;
  at: Date;
}

/** What the report says, line by line; the figures are the frozen ones. */
export function resultLines({ course }: Pick<ResultFile, "course">): { head: string; lines: string[] }[] {
  const { figures } = course;
  const when = course.startsAt ? `ngày ${formatDate(course.startsAt)}` : "";
  const n = (value: number): string => formatNumber(value);
  const score = scoresOf(course.scores);
  const open = course.questions.filter((one) => one.answer === "");
  return [
    { head: "I. MỤC ĐÍCH", lines: course.objectives },
    {
      head: "II. KẾT QUẢ",
      lines: [
        `Lớp học ${String(course.halfDays / 2).replace(".", ",")} ngày${when === "" ? "" : `, ${when}`}${course.venue === "" ? "" : `, tại ${course.venue}`}, ${course.agenda.length} nội dung.`,
        ...(figures
          ? [
              `Số người được mời: ${n(figures.invited)}; đã cử: ${n(figures.nominated)}; chưa cử: ${n(figures.invited - figures.nominated)}; thay người: ${n(figures.replaced)}.`,
              `Có mặt: ${n(figures.present)}; vắng: ${n(figures.absent)}; cộng ${n(figures.present + figures.absent)}.`,
              ...figures.groups.map(
                (one) => `${one.name}: mời ${n(one.invited)}, cử ${n(one.nominated)}, có mặt ${n(one.present)}.`,
              ),
            ]
          : []),
        score
          ? `Đánh giá của học viên: ${n(score.n)} lượt, điểm trung bình ${score.mean.toFixed(2).replace(".", ",")} trên 5.`
          : "Đánh giá của học viên: dưới 5 lượt, không nêu.",
      ],
    },
    ...(open.length > 0 ? [{ head: "III. CÂU HỎI CHƯA TRẢ LỜI", lines: open.map((one) => `- ${one.text}`) }] : []),
    ...(course.money === "" ? [] : [{ head: `${open.length > 0 ? "IV" : "III"}. KINH PHÍ`, lines: [course.money] }]),
  ];
}

/** The result report under NĐ 30/2020. */
export async function writeResult(file: ResultFile): Promise<Buffer> {
  const parts = resultLines(file);
  const last = parts.at(-1)?.lines.length ?? 0;
  const children = [
    headBlocks({
      skin: "state",
      parent: "",
      organ: file.office,
      symbol: file.symbol,
      number: 0,
      place: file.place,
      at: file.at,
    }),
    centred(""),
    centred("BÁO CÁO", { bold: true }),
    centred(`Kết quả tổ chức ${file.course.title}`, { bold: true }),
    titleRule(),
    ...parts.flatMap(({ head, lines }, k) => [
      heading(head),
      ...lines.map((line, n) =>
        paragraph(k === parts.length - 1 && n === last - 1 ? `${line.replace(/[.\s/]+$/, "")}./.` : line),
      ),
    ]),
    centred(""),
    footBlocks({ title: "GIÁM ĐỐC", name: "" }, ["- Như trên;", "- Lưu: VT."]),
  ];
  return packForm(file.office, file.course.title, [section(children, false, true)]);
}
