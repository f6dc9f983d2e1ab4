import { toSpoken } from "../../voice/spoken/spoken-form.ts";
import { linesIn } from "./lines-in.ts";

/** A text per line → what a voice would say, and what no rule is sure of: `[? …]` in `out`, named in `unknown`. */
export async function* trySpeech(bytes: Buffer): AsyncGenerator<object> {
  for await (const text of linesIn(bytes)) {
    const { spoken, unknown } = toSpoken(text);
    yield { text, out: spoken, ...(unknown.length > 0 ? { unknown: unknown.map(({ token }) => token) } : {}) };
  }
}
