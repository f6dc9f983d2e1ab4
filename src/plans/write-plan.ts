import type { FileChild } from "docx";
import { parseLocal } from "../kernel/dates.ts";
import {
  centred,
  footBlocks,
  headBlocks,
  packForm,
  paragraph,
  section,
  titleRule,
} from "../reports/administrative-form.ts";
import type { PlanReading } from "./reading.ts";

export interface PlanFile {
  reading: Pick<PlanReading, "head" | "places" | "recipients" | "signer">;
  title: string;
  kind: string;
  office: string;
  place: string;
  /** "" while it is not issued */
  number: string;
  day: string;
  /** its year is printed while there is no day */
  madeAt: Date;
}

const KIND_WORDS = new Map([
  ["KH", "KẾ HOẠCH"],
  ["HD", "HƯỚNG DẪN"],
]);

/** The body: what stands between the title and the receivers, in the words of the text. */
function bodyOf(places: PlanReading["places"], title: string): FileChild[] {
  const first = places.findIndex(
    (one) => one.heading || /^(?:Căn cứ|Thực hiện|Theo|Xét|Kính gửi)(?!\p{L})/u.test(one.words),
  );
  const end = places.findIndex((one) => one.words.startsWith("Nơi nhận"));
  const rows = places.slice(Math.max(0, first), end < 0 ? places.length : end).filter((one) => one.words !== title);
  return rows.map((one, n) => {
    const text = n === rows.length - 1 ? `${one.text.replace(/[.\s/]+$/, "")}./.` : one.text;
    return paragraph(text, { bold: one.heading && one.depth < 2, italics: one.words.startsWith("Căn cứ") });
  });
}

/** The plan in the administrative form (NĐ 30/2020): number and day stay open until it is issued. */
export async function writePlan(plan: PlanFile): Promise<Buffer> {
  const { head, places, recipients, signer } = plan.reading;
  const [digits = "", ...symbol] = plan.number.split("/");
  const at = parseLocal(plan.day);
  const form = {
    skin: "state" as const,
    parent: head.parent,
    organ: head.organ || plan.office,
    symbol: symbol.join("/") || head.symbol.replace(/^[/-]/, "") || `${plan.kind}-UBND`,
    number: Number(digits) || 0,
    place: head.place || plan.place,
    at: at ?? plan.madeAt,
    ...(at ? {} : { undated: true as const }),
  };
  const word = KIND_WORDS.get(plan.kind);
  const children = [
    headBlocks(form),
    centred(""),
    ...(word ? [centred(word, { bold: true })] : []),
    centred(word ? plan.title : `V/v ${plan.title}`, { bold: word !== undefined }),
    titleRule(),
    ...bodyOf(places, plan.title),
    centred(""),
    footBlocks(
      signer,
      recipients.map(({ name, purpose }) => `- ${name}${purpose === "" ? "" : ` (${purpose})`};`),
    ),
  ];
  return packForm(plan.office, plan.title, [section(children, false, true)]);
}
