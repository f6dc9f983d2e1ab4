import { days, hours } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { formatTime } from "../kernel/dates.ts";
import { fillForm, showWords } from "./fill-form.ts";
import type { KeptWhy, KeptWords } from "./kept-words.model.ts";
import { keepWords, listKept } from "./kept-words.store.ts";
import { type Typed, worthKeeping } from "./typed.ts";

const KEPT_MS: Readonly<Record<KeptWhy, number>> = { session: hours(1), typing: days(3) };

export interface Form {
  officialId: string;
  page: string;
  action: string;
  typed: Typed;
}

/** Seals what was typed for the same person. @returns whether there was something to keep and it is kept */
export async function keepTyped(box: SecretBox, form: Form, why: KeptWhy, now: Date): Promise<boolean> {
  const typed = worthKeeping(form.typed);
  if (typed === undefined) return false;
  const { officialId, page, action } = form;
  const until = new Date(now.getTime() + KEPT_MS[why]);
  return keepWords({ officialId, page, action, why, sealed: box.seal(JSON.stringify(typed)), at: now, until });
}

const sentenceOf = ({ why, at }: KeptWords): string =>
  why === "session"
    ? `Phiên đã hết trước khi gửi nên việc lúc ${formatTime(at)} chưa được làm. Chữ đã gõ nằm lại đây; Ông/Bà xem lại rồi bấm gửi.`
    : `Chữ gõ dở, hệ thống giữ lúc ${formatTime(at)}, đã được đưa lại vào biểu mẫu.`;

/** The page with the words that this person typed on it before; the page itself when there are none. */
export async function bringBack(
  box: SecretBox,
  markup: string,
  at: { officialId: string; page: string; now: Date },
): Promise<string> {
  let page = markup;
  for (const kept of await listKept(at.officialId, at.page, at.now)) {
    const filling = {
      action: kept.action,
      typed: JSON.parse(box.open(kept.sealed)) as Typed,
      errors: {},
      message: sentenceOf(kept),
      changed: false,
      keptOn: at.page,
    };
    page = fillForm(page, filling) ?? showWords(page, filling);
  }
  return page;
}
