import { clip, graphemes } from "../kernel/vietnamese.ts";
import { LIMITS } from "./messages.ts";

/**
 * Somebody who chats on a web page without Zalo. Zalo gives them an id and their conversation another, and an answer needs
 * both (zalo/webhook.md §4.7): together they are the id under which the house talks with them.
 */
const MARK = "web~";

export const visitorId = (anonymousId: string, conversationId: string): string =>
  anonymousId === "" ? "" : `${MARK}${anonymousId}~${conversationId}`;
export const isVisitor = (userId: string): boolean => userId.startsWith(MARK);

/** How Zalo is told to whom. */
export function recipientOf(userId: string): Record<string, string> {
  if (!isVisitor(userId)) return { user_id: userId };
  const [, anonymousId = "", conversationId = ""] = userId.split("~");
  return { anonymous_id: anonymousId, conversation_id: conversationId };
}

/** A page of the web shows no buttons: they are written out, and their number presses them. */
export function withButtonsInWords(text: string, buttons: readonly { title: string }[] = []): string {
  if (buttons.length === 0) return text;
  const list = `\n\n${buttons.map(({ title }, n) => `${n + 1}. ${title}`).join("\n")}\nNhắn số để chọn.`;
  return shortened(text, LIMITS.text - graphemes(list)) + list;
}

/** Cut before its last part: that is the label of automatic replies (safeguard 25). */
function shortened(text: string, most: number): string {
  if (graphemes(text) <= most) return text;
  const last = text.lastIndexOf("\n\n");
  const label = last < 0 ? "" : text.slice(last);
  return graphemes(label) < most
    ? clip(text.slice(0, text.length - label.length), most - graphemes(label)) + label
    : clip(text, most);
}

/** The words as they reach somebody, and as Zalo echoes them. */
export const wordsTo = (
  userId: string,
  { text, buttons }: { text: string; buttons?: readonly { title: string }[] | undefined },
) => (isVisitor(userId) ? withButtonsInWords(text, buttons) : text);
