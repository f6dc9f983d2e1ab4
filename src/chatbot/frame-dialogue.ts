import { withParents } from "../units/unit.store.ts";
import { randomUUID } from "node:crypto";
import { addWish, findFrame, listRunning } from "../frames/frame.store.ts";
import { clip } from "../kernel/vietnamese.ts";
import type { Answer, Steps, Turn } from "./dialogue-step.ts";

const running = async (turn: Turn) => {
  const now = turn.deps.clock.now();
  return listRunning(await withParents(turn.unit._id, now), now);
};

/** Frames in chat: where to make one on the phone; where a campaign allows it, a photo sent here comes back framed. */
export const frameSteps: Steps = {
  async start(turn) {
    const frames = await running(turn);
    if (frames.length === 0) return { words: `Hiện ${turn.unit.office} chưa có khung ảnh nào.`, next: "" };
    const own = `Ông/Bà ghép khung ngay trên máy, ảnh không rời khỏi máy: ${turn.deps.publicUrl}/mini/${turn.unit._id}/khung`;
    const open = frames.filter((frame) => frame.chat);
    const [only] = open;
    if (!only) return { words: own, next: "" };
    if (open.length === 1) return askPhoto(String(only._id), only.title, own);
    return {
      words: `${own}\nHoặc gửi ảnh vào đây để ghép hộ. Ông/Bà chọn khung:`,
      buttons: open
        .slice(0, 5)
        .map((frame) => ({ title: clip(frame.title, 90), command: `chon ${String(frame._id)}` })),
      next: "chon",
    };
  },
  async chon(turn) {
    const frame = (await running(turn)).find((one) => one.chat && String(one._id) === turn.text);
    return frame ? askPhoto(turn.text, frame.title, "") : again(turn);
  },
  async anh(turn) {
    const frame = await findFrame(turn.said["frame"] ?? "");
    const now = turn.deps.clock.now();
    if (!frame?.chat || frame.state !== "published" || frame.endsAt <= now) return again(turn);
    if (turn.image === "")
      return {
        words: "Ông/Bà gửi một ảnh vào đây, hoặc bấm Thôi.",
        buttons: [{ title: "Thôi", command: "huy" }],
        next: "anh",
      };
    const id = randomUUID();
    await addWish({
      _id: id,
      campaignId: String(frame._id),
      unitCode: turn.unit._id,
      oaId: turn.oaId,
      userId: turn.userId,
      appUserId: turn.appUserId,
      url: turn.deps.box.seal(turn.image),
      state: "waiting",
      at: now,
    });
    await turn.deps.enqueuePhoto(id);
    return { words: "Đã nhận ảnh, kênh đang ghép khung và gửi lại ngay. Ảnh không được lưu.", next: "" };
  },
  async huy() {
    return { words: "Đã thôi. Khi cần, Ông/Bà nhắn “khung ảnh”.", next: "" };
  },
};

const askPhoto = (id: string, title: string, own: string): Answer => ({
  words: `${own === "" ? "Ông/Bà" : `${own}\nHoặc Ông/Bà`} gửi một ảnh vào đây, kênh ghép khung “${clip(title, 150)}” rồi gửi lại. Kênh không lưu ảnh; riêng Zalo vẫn giữ bản chat của Zalo.`,
  buttons: [{ title: "Thôi", command: "huy" }],
  next: "anh",
  said: { frame: id },
});

const again = (turn: Turn): Promise<Answer> =>
  frameSteps["start"]?.({ ...turn, text: "", said: {} }) ??
  Promise.resolve({ words: "Ông/Bà nhắn “khung ảnh” để bắt đầu lại.", next: "" });
