import type { Conversation } from "../chatbot/conversation.model.ts";
import { listTyping } from "../console/kept-words.store.ts";
import type { Officer } from "./steer-conversation.ts";

/** A page asks for news every five seconds: whoever did not for so long has left it. */
const LOOKS_MS = 20_000;
/** Typed words are put by every twenty seconds. */
const TYPES_MS = 45_000;

/** What colleagues do with this conversation right now, in the words of the page. */
export async function othersAt(
  { _id, lookedAt = {} }: Conversation,
  colleagues: readonly Officer[],
  me: string,
  now: Date,
): Promise<{ typing: string; looking: string }> {
  const others = colleagues.filter(({ id }) => id !== me);
  const rows = await listTyping(`/console/hop-thu/${String(_id)}/tra-loi`, new Date(now.getTime() - TYPES_MS));
  const typing = others.filter(({ id }) => rows.some(({ officialId }) => officialId === id));
  const looking = others.filter(
    ({ id }) => !typing.some((one) => one.id === id) && now.getTime() - (lookedAt[id]?.getTime() ?? 0) < LOOKS_MS,
  );
  const names = (all: readonly Officer[]): string => all.map(({ name }) => name).join(", ");
  return { typing: names(typing), looking: names(looking) };
}
