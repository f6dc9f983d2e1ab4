import { formatDate, formatNumber, formatTime } from "../kernel/dates.ts";
import { isDepartment } from "../units/kinds.ts";
import { headOf, type Issuer, placeOf } from "./describe.ts";
import type { FinalLine, FinalReport } from "./gather-final.ts";
import type { ReportFile, Sheet } from "./report-file.ts";

/** What it is counted from; nobody sealed it, so that no hash stands on it. */
const proofWords = ({ at, units }: FinalReport): string =>
  `Lập lúc ${formatTime(at)} ngày ${formatDate(at)} từ số liệu ghi nhận của ${formatNumber(units.length)} đơn vị; chưa niêm phong.`;

const cells = ({ name, n, total }: FinalLine, k: number): string[] => [
  String(k + 1),
  name,
  ...n.map(formatNumber),
  formatNumber(total),
];

/** The final report of a campaign in the administrative form: a column for each of its three stages. */
export function finalFile(report: FinalReport, by: Issuer): ReportFile {
  const { campaign, stages, topics, lines, units } = report;
  const columns = [
    { name: "TT", width: 700 },
    { name: "Chỉ tiêu", width: 3655 },
    ...stages.map(({ name }) => ({ name, width: 1300 })),
    { name: "Cộng", width: 1100 },
  ];
  return {
    ...headOf(by),
    place: isDepartment(by.unit ?? undefined)
      ? (by.unit?.province.replace(/^(Tỉnh|Thành phố)\s+/u, "") ?? "")
      : placeOf(by.unit),
    symbol: isDepartment(by.unit ?? undefined) ? "BC-SVHTTDL" : "BC-UBND",
    title: `Tổng kết ${campaign.name}`,
    opening: [
      ...stages.map(({ name, words }) => `${name}: ${words}.`),
      `Tổng hợp từ số liệu ghi nhận của ${formatNumber(units.length)} đơn vị; mỗi ngày tính ở một giai đoạn.`,
    ],
    parts: [],
    tables: [
      ...(topics.length > 0
        ? [{ head: "1. Tin, bài đã duyệt đăng theo chủ đề của chiến dịch", columns, rows: topics.map(cells) }]
        : []),
      {
        head: `${topics.length > 0 ? 2 : 1}. Hoạt động của các đơn vị trong ngày của từng giai đoạn`,
        columns,
        rows: lines.map(cells),
      },
    ],
    closing: [],
    annex: null,
    signer: isDepartment(by.unit ?? undefined) ? "GIÁM ĐỐC" : "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    receivers: [`- ${by.above?.office ?? "Như trên"};`, "- Lưu: VT."],
    proof: proofWords(report),
  };
}

/** The same as sheets, and every unit's figures stage by stage. */
export function finalSheets(report: FinalReport): Sheet[] {
  const { stages, topics, lines, units } = report;
  const names = stages.map(({ name }) => name);
  const table = (of: readonly FinalLine[]) => of.map(({ code, name, n, total }) => [code, name, ...n, total]);
  return [
    {
      name: "Tổng kết",
      widths: [22, 50, 16, 16, 16, 14],
      rows: [
        ["Mã", "Chỉ tiêu", ...names, "Cộng"],
        ...table(topics),
        ...table(lines),
        ["", "Ngày", ...stages.map(({ words }) => words)],
        ["", proofWords(report)],
      ],
    },
    ...stages.map(({ name }, k) => ({
      name: `${k + 1}. ${name}`.replace(/[[\]:*?/\\]/g, " ").slice(0, 31),
      widths: [16, 30, ...lines.map(() => 14)],
      rows: [
        ["Mã đơn vị", "Đơn vị", ...lines.map((one) => one.name)],
        ...units.map((unit) => [unit.code, unit.name, ...lines.map(({ code }) => unit.figures[code]?.[k] ?? 0)]),
        ["", "Cộng", ...lines.map(({ n }) => n[k] ?? 0)],
      ],
    })),
  ];
}

/** The same by codes, for another system. */
export const finalData = ({ campaign, stages, topics, lines, units, at }: FinalReport) => ({
  kind: "loa-so/tong-ket-chien-dich/1",
  campaign: { id: String(campaign._id), name: campaign.name, unit: campaign.unitCode },
  at,
  stages: stages.map(({ key, name, words, spans }) => ({ key, name, words, spans })),
  topics,
  lines,
  units,
});
