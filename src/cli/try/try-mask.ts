import { maskPii } from "../../kernel/pii.ts";
import { nfc } from "../../kernel/vietnamese.ts";
import { linesIn } from "./lines-in.ts";

/** A text per line → the same with personal data masked. */
export async function* tryMask(bytes: Buffer): AsyncGenerator<object> {
  for await (const text of linesIn(bytes)) yield { text, out: maskPii(nfc(text)) };
}
