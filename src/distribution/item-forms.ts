import type { Item } from "../content/item.model.ts";
import { composeMessage } from "../content/rules.ts";
import { formatDuration, formatOfficialDate } from "../kernel/dates.ts";
import { eachGrapheme, graphemes, nfc, withoutMarks } from "../kernel/vietnamese.ts";
import { LIMITS } from "../zalo/messages.ts";
import { BANNER, NETWORKS, SMS, SYLLABLES_A_MINUTE } from "./networks.ts";

type Words = Pick<Item, "kind" | "details" | "title" | "text" | "pictureAlt" | "source" | "sourceClass" | "pictureId">;

export interface ItemForm {
  key: string;
  name: string;
  text: string;
  count: number;
  /** 0 where there is none */
  limit: number;
  /** what is good to know: minutes, parts, that it was shortened, where the limit is from */
  note: string;
  /** "" or what to do about it */
  problem: string;
}

/** As far as whole sentences go within the limit; else whole words, and then it says that it goes on. */
export function shorten(text: string, limit: number): string {
  const tidy = nfc(text.trim());
  if (graphemes(tidy) <= limit) return tidy;
  const sentences = tidy.match(/[^.!?…\n]+(?:[.!?…]+|\n|$)\s*/gu) ?? [tidy];
  let kept = "";
  for (const sentence of sentences) {
    if (graphemes((kept + sentence).trim()) > limit) break;
    kept += sentence;
  }
  if (kept.trim() !== "") return kept.trim();
  let words = "";
  for (const word of tidy.split(/\s+/)) {
    const next = words === "" ? word : `${words} ${word}`;
    if (graphemes(next) > limit - 1) break;
    words = next;
  }
  return words === "" ? `${[...eachGrapheme(tidy)].slice(0, Math.max(0, limit - 1)).join("")}…` : `${words}…`;
}

const syllables = (text: string): number => text.split(/[\s/–-]+/u).filter((one) => /[\p{L}\p{N}]/u.test(one)).length;
export const readingSeconds = (text: string): number => Math.round((syllables(text) / SYLLABLES_A_MINUTE) * 60);

/** How many messages a text is billed as, with marks and without. */
export function smsParts(text: string): number {
  const plain = /^[\u0020-\u007e\n]*$/.test(text);
  const [alone, part] = plain ? [SMS.plainAlone, SMS.plainPart] : [SMS.alone, SMS.part];
  const letters = text.length;
  return letters <= alone ? 1 : Math.ceil(letters / part);
}

const sentence = (text: string): string => (/[.!?…]$/u.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/**
 * Every form of one item, as each place takes it (domain.md S0-10, S0-11, S3-06, S3-25). The words are the item's; a
 * form only shortens by whole sentences, and names source and issuer wherever there is room.
 */
export function formsOf(item: Words, office: string, on: Date, urgent = false): ItemForm[] {
  const [title, text] = [nfc(item.title.trim()), nfc(item.text.trim())];
  const foot = `Nguồn: ${item.source || office}. Ban hành: ${office}, ${formatOfficialDate(on)}.`;
  const form = (key: string, name: string, body: string, limit: number, note = ""): ItemForm => {
    const count = graphemes(body);
    const problem = limit > 0 && count > limit ? `Dài ${count} ký tự, nhiều nhất ${limit}. Rút gọn nội dung` : "";
    return { key, name, text: body, count, limit, note, problem };
  };
  const within = (limit: number): { body: string; cut: boolean } => {
    const whole = [title, text, foot].filter((one) => one !== "").join("\n\n");
    if (graphemes(whole) <= limit) return { body: whole, cut: false };
    const name = `Nguồn: ${office}.`;
    const room = limit - graphemes(`${title}\n\n\n\n${name}`);
    if (room < 40) return { body: shorten(`${sentence(title)} ${text}`, limit), cut: true };
    return { body: [title, shorten(text, room), name].join("\n\n"), cut: true };
  };
  const opening = urgent ? "Thông báo khẩn." : "Kính thưa bà con.";
  const script = [
    opening,
    sentence(title),
    text,
    `Nội dung do ${office} cung cấp.`,
    urgent ? "Xin nhắc lại." : "Trân trọng cảm ơn bà con đã lắng nghe.",
  ];
  if (urgent) script.push(sentence(title), text);
  const radio = script.join("\n\n");
  const sms = withoutMarks(shorten(`${office}: ${sentence(title)} ${text}`, SMS.plainPart * SMS.mostParts));
  const parts = smsParts(sms);
  return [
    form("oa", "Bài OA", `${title}\n\n${text}\n\n${foot}`, 0),
    form("chat", "Tin nhắn OA", composeMessage(item, office, on), LIMITS.text),
    form("loa", "Lời phát thanh", radio, 0, `đọc khoảng ${formatDuration(readingSeconds(radio) * 1000)}`),
    form(
      "cong",
      "Trang thông tin điện tử",
      `${title}\n\n${shorten(text, 200)}\n\n${text}\n\n${foot}`,
      0,
      "đoạn đầu là sapo",
    ),
    ...NETWORKS.map(({ key, name, limit, titleLimit, source }) => {
      const { body, cut } = within(limit);
      const short =
        titleLimit && graphemes(title) > titleLimit ? `tiêu đề rút còn “${shorten(title, titleLimit)}”` : "";
      return form(
        key,
        name,
        body,
        limit,
        [cut ? "đã rút theo câu" : "", short, source].filter((one) => one !== "").join("; "),
      );
    }),
    form("sms", "Tin nhắn viễn thông", sms, SMS.plainPart * SMS.mostParts, `${parts} tin, không dấu`),
    form("banner", "Chữ chạy, banner cổng", shorten(title, BANNER), BANNER),
  ];
}
