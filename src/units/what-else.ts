import type { Fault } from "./unit-columns.ts";

const KNOWN: readonly [head: RegExp, called: string][] = [
  [/^PK\u0003\u0004/, "Excel .xlsx"],
  [/^\u00d0\u00cf\u0011\u00e0/, "Excel .xls"],
  [/^%PDF/, "PDF"],
  [/^\s*<(?:!doctype|html|table|\?xml)/i, "HTML/XML"],
];

/** What a file is that is no text, by its first bytes. */
export function whatElse(file: Uint8Array): Fault | undefined {
  const head = Buffer.from(file.subarray(0, 64)).toString("latin1");
  const called = KNOWN.find(([one]) => one.test(head))?.[1];
  return called === undefined
    ? undefined
    : {
        vi: `Tệp này là ${called}. Mở bằng Excel, chọn Lưu thành (Save As) loại “CSV UTF-8” rồi tải lên lại`,
        en: `this is ${called}; save it as CSV UTF-8`,
      };
}
