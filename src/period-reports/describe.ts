import { formatDate, formatNumber, formatTime } from "../kernel/dates.ts";
import type { Skin } from "../drafts/draft.model.ts";
import { issuer } from "../reports/form-words.ts";
import type { Unit } from "../units/unit.model.ts";
import { plainValue, shownValue, type Value } from "./field-value.ts";
import { type Field, fieldsOf, type Form, isSummed } from "./form.ts";
import type { Figure } from "./figures.ts";
import type { ReportPeriod } from "./period.model.ts";
import type { ReportFile, Sheet } from "./report-file.ts";
import type { RollupLine, UnitValues } from "./roll-up.ts";
import { dayWords, dueWords, type Tally } from "./rules.ts";
import { type Seal, type SealedValue, sealedValues } from "./seal.ts";
import { STANDING_WORDS } from "./standings.ts";

/** Who issues a file, and where. */
export interface Issuer {
  unit: Unit | null;
  above: Unit | null;
  skin: Skin;
  at: Date;
}
export const placeOf = (unit: Unit | null): string =>
  (unit?.name ?? "").replace(/^(Xã|Phường|Đặc khu|Thị trấn)\s+/u, "");
export const headOf = ({ unit, above, skin, at }: Issuer) => ({
  skin,
  parent: skin === "party" ? "" : (above?.office ?? ""),
  organ: issuer(skin, unit),
  at,
});
const spanWords = (period: ReportPeriod): string =>
  `Số liệu từ ngày ${dayWords(period.from)} đến hết ngày ${dayWords(period.cutoff)}; hạn gửi ${dueWords(period)}.`;

/** Sections of a form with what was sealed under their codes; what the form has no field for follows. */
function partsOf(form: Form, values: readonly SealedValue[]) {
  const of = new Map(values.map((one) => [one.code, one]));
  const known = new Set(fieldsOf(form).map(({ code }) => code));
  const parts = form.sections.map(({ title, fields }) => ({
    title,
    values: fields.flatMap(({ code }) => of.get(code) ?? []),
  }));
  const rest = values.filter(({ code }) => !known.has(code));
  return rest.length > 0 ? [...parts, { title: "Chỉ tiêu của bản mẫu khác", values: rest }] : parts;
}
const noteOf = ({ kind, fact, value, reason }: SealedValue): string =>
  fact !== null && fact !== value ? `Số liệu ghi nhận ${shownValue({ kind }, fact)}; ${reason}` : "";

/** What a unit's report says: as it was sealed, or as it stands. */
export function unitFile(
  { period, form, figures }: { period: ReportPeriod; form: Form; figures: readonly Figure[] },
  seal: Seal | undefined,
  by: Issuer,
): ReportFile {
  const values = seal?.values ?? sealedValues(figures);
  const parts = partsOf(form, values);
  const proof = seal
    ? `Nộp lúc ${formatTime(seal.at)} ngày ${formatDate(seal.at)}${seal.n > 1 ? `, bổ sung lần ${seal.n - 1}` : ""}. Mã niêm phong SHA-256: ${seal.hash}`
    : "Bản chưa nộp, dùng để xem trước.";
  return {
    ...headOf(by),
    place: placeOf(by.unit),
    symbol: by.skin === "party" ? "-BC/ĐU" : "BC-UBND",
    title: period.title,
    opening: [spanWords(period), ...(period.wish === "" ? [] : [period.wish])],
    parts: parts
      .map(({ title, values: own }) => ({
        head: title,
        rows: own
          .filter(({ kind }) => kind !== "text")
          .map((one) => ({ label: one.label, value: shownValue(one, one.value), note: noteOf(one) })),
      }))
      .filter(({ rows }) => rows.length > 0),
    tables: [],
    closing: values
      .filter(({ kind, value }) => kind === "text" && value !== null)
      .map(({ label, value }) => ({ head: label.toUpperCase(), lines: String(value).split("\n") })),
    annex: null,
    signer: by.skin === "party" ? "T/M ĐẢNG ỦY\nBÍ THƯ" : "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    receivers: [`- ${by.above?.office ?? "Sở"};`, "- Lưu: VT."],
    proof,
  };
}

const WHO = [
  { name: "TT", width: 800 },
  { name: "Đơn vị", width: 5200 },
  { name: "Tình trạng", width: 3600 },
  { name: "Mã niêm phong", width: 4600 },
];
export const saidWords = ({ said }: Pick<RollupLine, "said">): string =>
  Object.entries(said)
    .map(([word, n]) => `${word}: ${n}`)
    .join("; ");

/** The department's roll-up, with who reported and who did not. */
export function rollupFile(
  period: ReportPeriod,
  {
    form,
    tally,
    units,
    lines,
  }: { form: Form; tally: Tally; units: readonly UnitValues[]; lines: readonly RollupLine[] },
  hash: string,
  by: Issuer,
): ReportFile {
  const of = new Map(lines.map((one) => [one.code, one]));
  const shown = (field: Field) => of.get(field.code);
  const n = (value: number): string => formatNumber(value);
  return {
    ...headOf(by),
    place: by.unit?.province.replace(/^(Tỉnh|Thành phố)\s+/u, "") ?? "",
    symbol: "BC-SVHTTDL",
    title: `Tổng hợp ${period.title}`,
    opening: [
      spanWords(period),
      `Tổng số đơn vị phải báo cáo: ${n(tally.expected)}; đúng hạn: ${n(tally.onTime)} (trong đó báo cáo trên HTTT nguồn: ${n(tally.source)}); muộn: ${n(tally.late)}; chưa có: ${n(tally.missing)}.`,
    ],
    parts: form.sections
      .map(({ title, fields }) => ({
        head: title,
        rows: fields.flatMap((field) => {
          const line = shown(field);
          if (!line || field.kind === "text") return [];
          return [
            {
              label: field.label,
              value: isSummed(field.kind) ? shownValue(field, line.sum) : saidWords(line),
              note: `${n(line.n)} đơn vị`,
            },
          ];
        }),
      }))
      .filter(({ rows }) => rows.length > 0),
    tables: [],
    closing: [],
    annex: {
      head: "PHỤ LỤC: TÌNH TRẠNG BÁO CÁO CỦA CÁC ĐƠN VỊ",
      columns: WHO,
      rows: units.map(({ name, tier, standing, hash: own }, k) => [
        String(k + 1),
        tier === "" ? name : `${name} (${tier})`,
        STANDING_WORDS[standing].word,
        own.slice(0, 16),
      ]),
    },
    signer: "GIÁM ĐỐC",
    receivers: ["- Cục Thông tin cơ sở và Thông tin đối ngoại;", "- Lưu: VT."],
    proof: hash === "" ? "Bản chưa chốt, dùng để xem trước." : `Mã niêm phong SHA-256: ${hash}`,
  };
}

/** A unit's figures as a sheet: code, name, figure, what the records gave, why it was corrected. */
export const unitSheets = (values: readonly SealedValue[], hash: string): Sheet[] => [
  {
    name: "Báo cáo",
    widths: [20, 50, 18, 18, 50],
    rows: [
      ["Mã", "Chỉ tiêu", "Số báo cáo", "Số liệu ghi nhận", "Lý do sửa"],
      ...values.map((one) => [one.code, one.label, cellOf(one, one.value), cellOf(one, one.fact), one.reason]),
      proofRow(hash),
    ],
  },
];
/** The last row of a sheet: what proves it, or that nothing does. */
const proofRow = (hash: string): string[] =>
  hash === "" ? ["", "Chưa niêm phong, dùng để xem trước"] : ["", "Mã niêm phong SHA-256", hash];
const cellOf = (field: { kind: Field["kind"] }, value: Value): string | number | null =>
  isSummed(field.kind) ? plainValue(field, value) : value === null ? null : shownValue(field, value);

/** The roll-up as sheets: sums, and every unit's figure under its code. */
export function rollupSheets(lines: readonly RollupLine[], units: readonly UnitValues[], hash: string): Sheet[] {
  const summed = lines.filter(({ kind }) => isSummed(kind));
  const valueOf = (unit: UnitValues, line: RollupLine): string | number | null => {
    const value = unit.values.find(({ code }) => code === line.code)?.value ?? null;
    return plainValue(line, value);
  };
  return [
    {
      name: "Tổng hợp",
      widths: [20, 50, 18, 14],
      rows: [
        ["Mã", "Chỉ tiêu", "Cộng", "Số đơn vị"],
        ...lines
          .filter(({ kind }) => kind !== "text")
          .map((line) => [
            line.code,
            line.label,
            isSummed(line.kind) ? plainValue(line, line.sum) : saidWords(line),
            line.n,
          ]),
        proofRow(hash),
      ],
    },
    {
      name: "Theo đơn vị",
      widths: [16, 30, 26, ...summed.map(() => 14)],
      rows: [
        ["Mã đơn vị", "Đơn vị", "Tình trạng", ...summed.map(({ code }) => code)],
        ...units.map((unit) => [
          unit.code,
          unit.name,
          STANDING_WORDS[unit.standing].word,
          ...summed.map((line) => valueOf(unit, line)),
        ]),
        ["", "Cộng", "", ...summed.map((line) => plainValue(line, line.sum))],
      ],
    },
  ];
}
