import { isUnderEmbargo } from "../content/kinds.ts";
import type { Person } from "../content/item.model.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { graphemes } from "../kernel/vietnamese.ts";
import { findUnit } from "../units/unit.store.ts";
import type { ZaloClient } from "../zalo/client.ts";
import { LIMITS, type Outgoing } from "../zalo/messages.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { addTest } from "./broadcast.store.ts";
import { MOST_TESTERS } from "./rules.ts";

const MARK = "[Gửi thử, chưa phát cho bà con]\n\n";

/**
 * Sends the message as planned to at most five colleagues who asked for drafts. Only to people who registered by the
 * unit's code, never to residents. Returns how many Zalo took.
 */
export async function sendTest(
  deps: {
    clock: Clock;
    zalo: Pick<ZaloClient, "sendMessage" | "uploadImage">;
    readPicture(id: string): Promise<{ bytes: Buffer; mimeType: "image/jpeg" | "image/png" } | null>;
  },
  broadcast: Broadcast,
  chosen: number[],
  by: Person,
): Promise<{ sent: number; refused: string[] }> {
  const unit = await findUnit(broadcast.unitCode);
  const people = [...new Set(chosen)].flatMap((n) => unit?.testers[n] ?? []);
  if (people.length === 0) throw invalid({ tester: "Chọn ít nhất một đồng nghiệp" });
  if (people.length > MOST_TESTERS) throw invalid({ tester: `Gửi thử cho tối đa ${MOST_TESTERS} người` });
  if (broadcast.state !== "draft") throw conflict("Đợt gửi này không còn là bản nháp.");
  const silent = broadcast.contents.find(({ details }) => isUnderEmbargo(details, deps.clock.now()));
  if (silent)
    throw conflict(`Thông cáo “${silent.title}” còn cấm đăng nên không gửi thử ra Zalo. Xem ở khung Xem trước.`);
  const outgoing: Outgoing[] = [];
  for (const content of broadcast.contents) {
    const marked = graphemes(MARK + content.message) <= LIMITS.text ? MARK + content.message : content.message;
    const picture = content.pictureId ? await deps.readPicture(content.pictureId) : null;
    outgoing.push({
      text: marked,
      ...(picture
        ? { imageAttachmentId: await deps.zalo.uploadImage(broadcast.oaId, picture.bytes, picture.mimeType) }
        : {}),
    });
  }
  let sent = 0;
  const refused: string[] = [];
  for (const person of people) {
    const outcomes = [];
    for (const message of outgoing) outcomes.push(await deps.zalo.sendMessage(broadcast.oaId, person.userId, message));
    const bad = outcomes.find((outcome) => outcome.kind !== "accepted");
    if (bad) refused.push(`${person.name}: ${bad.kind === "failed" ? bad.phrase : "chưa rõ đã gửi hay chưa"}`);
    else sent += 1;
  }
  await addTest(String(broadcast._id), { by, at: deps.clock.now(), people: sent });
  return { sent, refused };
}
