import { commandOf } from "../../chatbot/commands.ts";
import type { Meaning } from "../../reading/intents.ts";
import { meaningsOf } from "../../reading/meaning.ts";
import { readMessage } from "../../reading/read-message.ts";
import { linesIn } from "./lines-in.ts";

/**
 * Lines `text<TAB>intent|intent[<TAB>kind]` → what each is read as, and at the end the score. A line is right when what it
 * is read as, first of all, is one of those it may be.
 */
export async function* tryChat(bytes: Buffer): AsyncGenerator<object> {
  let [lines, right, asked] = [0, 0, 0];
  const kinds = new Map<string, { lines: number; right: number }>();
  for await (const line of linesIn(bytes)) {
    if (line === "") continue;
    const [text = "", wanted = "", kind = ""] = line.split("\t");
    const command = commandOf(text);
    const reading = readMessage(command ? "" : text);
    const meanings: Meaning[] = command ? [command.intent] : meaningsOf(reading);
    const got = meanings[0] ?? "unknown";
    const isRight = wanted.split("|").includes(got);
    lines += 1;
    right += Number(isRight);
    asked += Number(got === "ask");
    const of = kinds.get(kind) ?? { lines: 0, right: 0 };
    kinds.set(kind, { lines: of.lines + 1, right: of.right + Number(isRight) });
    yield { text, wanted, got, right: isRight, also: meanings.slice(1), because: reading.because };
  }
  const byKind = [...kinds].filter(([kind]) => kind !== "");
  yield {
    lines,
    right,
    score: lines === 0 ? 0 : Math.round((right / lines) * 10_000) / 10_000,
    ask: asked,
    ...(byKind.length > 0 ? { byKind: Object.fromEntries(byKind) } : {}),
  };
}
