import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { abstractNum, docx, lvl, num, odt } from "../test/support/docx-file.ts";
import { say } from "./support.ts";

const PARAGRAPHS = 5000;
const WORDS =
  "Ủy ban nhân dân xã phối hợp với Mặt trận Tổ quốc và các thôn tuyên truyền vận động bà con tham gia góp ý vào dự thảo kế hoạch phát triển kinh tế văn hóa xã hội giai đoạn hai nghìn không trăm hai sáu".split(
    " ",
  );

/** Words of a paragraph; `version` changes one of them in every third paragraph. */
const words = (n: number, version: number): string[] =>
  Array.from({ length: 12 }, (_, k) => {
    const changed = version > 1 && n % 3 === 0 && k === 5 ? version : 0;
    return `${WORDS[(n + k + changed) % WORDS.length]} ${WORDS[(n * 7 + k * k) % WORDS.length]} `;
  });

/** As Word writes it: three levels of a list, a dozen runs a paragraph, each with its properties. */
function wordFile(version: number): Buffer {
  const run = (text: string): string =>
    `<w:r w:rsidRPr="00A12B34"><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
  const body = Array.from(
    { length: PARAGRAPHS },
    (_, n) =>
      `<w:p w:rsidR="00A12B34"><w:pPr><w:numPr><w:ilvl w:val="${n % 3}"/><w:numId w:val="1"/></w:numPr><w:spacing w:before="120"/><w:jc w:val="both"/></w:pPr>${words(n, version).map(run).join("")}</w:p>`,
  ).join("");
  const levels = lvl(0, "decimal", "Điều %1.") + lvl(1, "decimal", "%2.") + lvl(2, "lowerLetter", "%3)");
  return docx({ body, numbering: abstractNum(0, levels) + num(1, 0) });
}

const openFile = (): Buffer =>
  odt(
    `<text:list text:style-name="L">${Array.from(
      { length: PARAGRAPHS },
      (_, n) =>
        `<text:list-item><text:p>${words(n, 1)
          .map((one) => `<text:span text:style-name="T1">${one}</text:span>`)
          .join("")}</text:p></text:list-item>`,
    ).join("")}</text:list>`,
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>',
  );

interface Measured {
  count: number;
  wall: number;
  cpu: number;
  memory: number;
}
const measure = (...args: string[]): Measured =>
  JSON.parse(execFileSync(process.execPath, ["bench/one-document.mjs", ...args], { encoding: "utf8" })) as Measured;
const figure = ({ wall, cpu, memory }: Measured): string =>
  `${(wall / 1000).toFixed(1)} s (${(cpu / 1000).toFixed(1)} s CPU), ${Math.round(memory)} MB`;

/** A draft of the largest size allowed, read in a process of its own, against unpacking it and counting its elements. */
export async function benchDocuments(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "loa-bench-"));
  const write = (name: string, bytes: Buffer): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const [one, two, open] = [write("1.docx", wordFile(1)), write("2.docx", wordFile(2)), write("1.odt", openFile())];
  const floor = measure("floor", one);
  say("DOCX of 5,000 paragraphs, 60,000 runs: unpacked, elements counted", figure(floor));
  const read = measure("read", one);
  say("  read into places", `${figure(read)}; ratio ${(read.cpu / floor.cpu).toFixed(1)}`, "3 s, 300 MB");
  say("ODT of 5,000 paragraphs read into places", figure(measure("read", open)), "3 s, 300 MB");
  say("5,000 places matched with a version of which a third changed", figure(measure("match", one, two)), "10 s");
  rmSync(folder, { recursive: true });
}
