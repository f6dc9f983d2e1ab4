import { tidyCode } from "../kernel/crypto.ts";
import { receiptsAmong } from "./comment.store.ts";
import { receiptOf } from "./rules.ts";

/** Fourteen letters and figures as a code is printed, or as people copy it. */
const CODE = /(?<![\p{L}\d])[a-z]{2}(?:[-–\s]?[a-z\d]{4}){3}(?![\p{L}\d])/giu;
export const COVERED = "[mã tra cứu góp ý]";

/**
 * Words as they may be stored beside a name: a receipt code of a comment in them would be the way from the person to an
 * anonymous comment. Codes of anything else stay.
 */
export async function coverReceipts(text: string): Promise<string> {
  const receipts = new Map<string, string>();
  for (const [written] of text.matchAll(CODE)) {
    const code = tidyCode(written);
    if (code !== "") receipts.set(written, receiptOf(code));
  }
  const known = await receiptsAmong([...new Set(receipts.values())]);
  return text.replace(CODE, (written) => (known.has(receipts.get(written) ?? "") ? COVERED : written));
}
