import { defineDialogue, type Steps } from "../kernel/dialogue/dialogue.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { clip } from "../kernel/vietnamese.ts";
import { shownAt } from "../units/scope-of.ts";
import { isVisitor } from "../zalo/visitor.ts";
import { addWish, listRunning } from "./frame.store.ts";

export interface FrameTalkDeps {
  clock: Clock;
  publicUrl: string;
  box: SecretBox;
  /** asks for a photo to be framed by a worker */
  enqueuePhoto(wishId: string): Promise<void>;
}
interface FrameWorld {
  frames: readonly { id: string; title: string; chat: boolean }[];
  /** where one makes one's own */
  own: string;
}
const STOP = { title: "Thôi", command: "huy" };

const running = async (unitCode: string, now: Date) => listRunning(await shownAt(unitCode, now), now);

const steps: Steps<FrameWorld> = {
  start({ world: { frames, own }, office, image }) {
    if (frames.length === 0) return { words: `Hiện ${office} chưa có khung ảnh nào.`, next: "" };
    const told = `Ông/Bà ghép khung ngay trên máy, ảnh không rời khỏi máy: ${own}`;
    const open = frames.filter(({ chat }) => chat);
    const [only] = open;
    if (!only) return { words: told, next: "" };
    if (open.length === 1) return image === "" ? askPhoto(only, told) : take(only.id, image);
    return {
      words: `${told}\nHoặc gửi ảnh vào đây để ghép hộ. Ông/Bà chọn khung:`,
      buttons: open.slice(0, 5).map(({ id, title }) => ({ title: clip(title, 90), command: `chon ${id}` })),
      next: "chon",
      said: image === "" ? {} : { image },
    };
  },
  chon(turn) {
    const { text, world, said, image } = turn;
    const chosen = world.frames.find(({ chat, id }) => chat && id === text.trim());
    const photo = image || (said["image"] ?? "");
    if (!chosen) return { ...begin({ ...turn, image: photo }), missed: true };
    return photo === "" ? askPhoto(chosen, "") : take(chosen.id, photo);
  },
  anh(turn) {
    const frame = turn.world.frames.find(({ chat, id }) => chat && id === turn.said["frame"]);
    if (!frame) return begin(turn);
    if (turn.image !== "") return take(frame.id, turn.image);
    return { words: "Ông/Bà gửi một ảnh vào đây, hoặc bấm Thôi.", buttons: [STOP], next: "anh", missed: true };
  },
  "da-nhan": ({ outcome }) => ({
    words: outcome?.refused ?? "Đã nhận ảnh, kênh đang ghép khung và gửi lại ngay. Ảnh không được lưu.",
    next: "",
  }),
  huy: () => ({ words: "Đã thôi. Khi cần, Ông/Bà nhắn “khung ảnh”.", next: "" }),
};

const begin: Steps<FrameWorld>[string] = (turn) =>
  steps["start"]?.({ ...turn, text: "", said: {} }) ?? { words: "Ông/Bà nhắn “khung ảnh” để bắt đầu lại.", next: "" };

const take = (frame: string, image: string) => ({
  words: "",
  effect: { name: "frame-photo", args: { frame, image } },
  next: "da-nhan",
});

const askPhoto = ({ id, title }: { id: string; title: string }, own: string) => ({
  words: `${own === "" ? "Ông/Bà" : `${own}\nHoặc Ông/Bà`} gửi một ảnh vào đây, kênh ghép khung “${clip(title, 150)}” rồi gửi lại. Kênh không lưu ảnh; riêng Zalo vẫn giữ bản chat của Zalo.`,
  buttons: [STOP],
  next: "anh",
  said: { frame: id },
});

/** Frames in chat: where to make one on the phone; where a campaign allows it, a photo sent here comes back framed. */
export const frameDialogue = defineDialogue<FrameWorld, FrameTalkDeps>({
  kind: "khung",
  title: "việc ghép khung ảnh",
  waits: { chon: {}, anh: { no: "huy" } },
  opens: async (_, unitCode, now) => (await running(unitCode, now)).length > 0,
  async look({ clock, publicUrl }, { party: { unitCode, userId } }) {
    const frames = await running(unitCode, clock.now());
    return {
      frames: frames.map(({ _id, title, chat }) => ({ id: String(_id), title, chat: chat && !isVisitor(userId) })),
      own: `${publicUrl}/mini/${unitCode}/khung`,
    };
  },
  steps,
  effects: {
    async "frame-photo"({ box, clock, enqueuePhoto }, { party, args, key }) {
      const { oaId, userId, appUserId, unitCode } = party;
      const { frame: campaignId = "", image = "" } = args;
      const url = box.seal(image);
      await addWish({
        _id: key,
        campaignId,
        unitCode,
        oaId,
        userId,
        appUserId,
        url,
        state: "waiting",
        at: clock.now(),
      });
      await enqueuePhoto(key);
      return {};
    },
  },
});
