import { formatMoment } from "../kernel/dates.ts";
import type { Sentence } from "./ticket.ts";

/** The door's five sentences, the same on a phone and here. */
export function saidAtDoor(sentence: Sentence, now: Date): string {
  if (sentence.kind === "forged") return "Vé này không do Sở cấp.";
  if (sentence.kind === "other-class") return "Vé này của lớp khác.";
  if (sentence.kind === "revoked")
    return `Vé này đã được thay${sentence.at ? ` từ ${formatMoment(sentence.at, now)}` : ""}.`;
  if (sentence.kind === "already-in") return `Đã vào rồi, ${formatMoment(sentence.at, now)}, cửa ${sentence.door}.`;
  return `Mời vào: ${sentence.name}, ${sentence.unit}.`;
}
