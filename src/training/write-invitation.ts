import { AlignmentType, ImageRun, Paragraph } from "docx";
import { toBuffer } from "qrcode";
import {
  centred,
  footBlocks,
  headBlocks,
  packForm,
  paragraph,
  section,
  titleRule,
} from "../reports/administrative-form.ts";
import type { Course } from "./class.model.ts";

export interface InvitationFile {
  course: Pick<Course, "title" | "objectives" | "agenda" | "venue" | "mapUrl">;
  days: string;
  when: string;
  name: string;
  unitName: string;
  code: string;
  /** for a hand to type where no camera reads the picture */
  typed: string;
  office: string;
  place: string;
  at: Date;
}

const QR_PIXELS = 190;

/** The invitation with the nominee's own QR code, under NĐ 30/2020; its number and day are given by the clerk. */
export async function writeInvitation(file: InvitationFile): Promise<Buffer> {
  const { course } = file;
  const picture = await toBuffer(file.code, { errorCorrectionLevel: "M", version: 6, margin: 4, scale: 8 });
  const head = {
    skin: "state" as const,
    parent: "",
    organ: file.office,
    symbol: "GM-SVHTTDL",
    number: 0,
    place: file.place,
    at: file.at,
    undated: true as const,
  };
  const venue = course.venue === "" ? "sẽ báo sau" : course.venue;
  const children = [
    headBlocks(head),
    centred(""),
    centred("GIẤY MỜI", { bold: true }),
    centred(`Dự ${course.title}`, { bold: true }),
    titleRule(),
    paragraph(`Kính mời Ông/Bà ${file.name}, ${file.unitName}, dự ${course.title}.`),
    ...course.objectives.map((one) => paragraph(`- ${one}`)),
    paragraph(`Thời gian: ${file.days} ngày, ${file.when}.`),
    paragraph(`Địa điểm: ${venue}${course.mapUrl === "" ? "" : ` (bản đồ: ${course.mapUrl})`}.`),
    ...course.agenda.map((one, n) =>
      paragraph(`${n + 1}. ${one.title}${one.speaker === "" ? "" : `, ${one.speaker}`}`),
    ),
    paragraph("Ông/Bà mang theo mã dưới đây để vào lớp./."),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [new ImageRun({ type: "png", data: picture, transformation: { width: QR_PIXELS, height: QR_PIXELS } })],
    }),
    centred(`Mã gõ tay: ${file.typed}`),
    footBlocks({ title: "GIÁM ĐỐC", name: "" }, ["- Như trên;", "- Lưu: VT."]),
  ];
  return packForm(file.office, course.title, [section(children, false, true)]);
}
