import { formatDate } from "../kernel/dates.ts";
import { AppError } from "../kernel/errors.ts";
import { clip } from "../kernel/vietnamese.ts";
import { takeRequest } from "../requests/take-request.ts";
import type { Answer, Said, Steps, Turn } from "./dialogue-step.ts";

/** A report in chat: what, where, yes. It may come with a picture; who wrote is answered in chat. */
export const requestSteps: Steps = {
  async start(turn) {
    return {
      words: `${turn.unit.office} nhận phản ánh. Ông/Bà cho biết việc gì? (Nhắn bằng chữ, có thể gửi kèm ảnh sau.)\nCháy nổ, tai nạn, thiên tai: gọi ngay 114, 113, 115, 112.`,
      next: "viec",
    };
  },
  async viec(turn) {
    if (turn.kind !== "" || turn.text.trim().length < 5)
      return { words: "Ông/Bà vui lòng nhắn bằng chữ việc cần phản ánh.", next: "viec" };
    return {
      words: "Việc này ở đâu? (thôn, đoạn đường, mốc dễ thấy)",
      buttons: [{ title: "Không ghi nơi", command: "noi" }],
      next: "noi",
      said: { ...turn.said, what: turn.text.trim() },
    };
  },
  async noi(turn) {
    const said: Said =
      turn.image === "" ? { ...turn.said, where: turn.text.trim() } : { ...turn.said, picture: turn.image };
    if (turn.image !== "")
      return {
        words: "Đã nhận ảnh. Việc này ở đâu?",
        buttons: [{ title: "Không ghi nơi", command: "noi" }],
        next: "noi",
        said,
      };
    return {
      words: `Việc: “${clip(said["what"] ?? "", 600)}”\nNơi: ${said["where"] || "không ghi"}\nÔng/Bà gửi thêm ảnh nếu có, rồi bấm gửi. Xã trả lời ngay tại đây; chỉ cán bộ xử lý đọc được.`,
      buttons: [
        { title: "Gửi phản ánh", command: "gui" },
        { title: "Không gửi", command: "huy" },
      ],
      next: "anh",
      said,
    };
  },
  async anh(turn) {
    if (turn.image === "")
      return {
        words: "Ông/Bà bấm “Gửi phản ánh” để gửi, hoặc gửi thêm ảnh.",
        buttons: [
          { title: "Gửi phản ánh", command: "gui" },
          { title: "Không gửi", command: "huy" },
        ],
        next: "anh",
      };
    return {
      words: "Đã nhận ảnh.",
      buttons: [
        { title: "Gửi phản ánh", command: "gui" },
        { title: "Không gửi", command: "huy" },
      ],
      next: "anh",
      said: { ...turn.said, picture: turn.image },
    };
  },
  gui: send,
  async huy() {
    return { words: "Đã bỏ, không gửi gì. Khi cần, Ông/Bà nhắn “phản ánh”.", next: "" };
  },
};

async function send(turn: Turn): Promise<Answer> {
  const { what = "", where = "", picture = "" } = turn.said;
  try {
    const taken = await takeRequest(turn.deps, {
      unitCode: turn.unit._id,
      channel: "chat",
      what,
      where,
      contact: "",
      picture,
      once: `chat:${turn.key}`,
      rateBy: `zalo:${turn.oaId}:${turn.userId}`,
      reach: { oaId: turn.oaId, userId: turn.userId },
    });
    return {
      words: taken.way
        ? `${taken.way}\nMã theo dõi: ${taken.code}.`
        : `Đã nhận phản ánh. Mã theo dõi: ${taken.code}. ${turn.unit.office} trả lời trước ${formatDate(taken.dueAt)}, ngay tại đây.`,
      next: "",
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { words: [error.message, ...Object.values(error.fields)].join(". "), next: "viec", said: {} };
  }
}
