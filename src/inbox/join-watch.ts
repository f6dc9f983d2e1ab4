import { meet } from "../chatbot/handle-message.ts";
import type { ChatDeps, Inbound } from "../chatbot/inbound.ts";
import { hours } from "../kernel/clock.ts";
import type { Clock } from "../kernel/clock.ts";
import { randomCode } from "../kernel/crypto.ts";
import { fold } from "../kernel/vietnamese.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Officer } from "./steer-conversation.ts";
import { keepCode, takeCode } from "./watcher.store.ts";

/** A code is typed within so long, once. */
export const CODE_HOURS = 1;

/** A code of eight letters for one official; the one before it works no more. */
export async function makeWatchCode({ clock }: { clock: Clock }, unitCode: string, me: Officer): Promise<string> {
  const code = randomCode(8);
  await keepCode({ _id: me.id, unitCode, name: me.name }, code, new Date(clock.now().getTime() + hours(CODE_HOURS)));
  return code;
}

const watchCodeIn = (text: string): string | undefined => /^truc ([a-z2-9]{8})$/.exec(fold(text))?.[1]?.toUpperCase();

/** An official typed the code of the page into the OA's chat: from now on this Zalo account is told who waits. */
export async function joinWatch(deps: ChatDeps, inbound: Inbound): Promise<boolean> {
  const code = watchCodeIn(inbound.text);
  if (code === undefined) return false;
  const { unitCode, oaId, userId } = inbound;
  const joined = await takeCode(unitCode, code, { oaId, userId, now: deps.clock.now() });
  if (!joined) return false;
  await meet(deps, inbound);
  const office = (await findUnit(unitCode))?.office ?? "";
  await deps.zalo.sendMessage(oaId, userId, {
    text: `Đã nhận: ${joined.name} được báo qua Zalo này khi có người chờ ${office} trả lời, trong giờ trực. Nhắn bất kỳ lời nào vào đây ít nhất 7 ngày một lần để Zalo còn cho báo.`,
  });
  return true;
}
