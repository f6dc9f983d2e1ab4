import { formatDate } from "../kernel/dates.ts";
import { AppError } from "../kernel/errors.ts";
import { clip } from "../kernel/vietnamese.ts";
import type { Reading } from "../reading/read-message.ts";
import { takeRequest } from "../requests/take-request.ts";
import type { Answer, Said, Steps, Turn } from "./dialogue-step.ts";

/** Words of the wish itself: "tôi muốn phản ánh một việc" says nothing yet. */
const WISH = new Set(
  "toi tui em chau con minh nha xa muon xin cho gui bao phan anh khieu nai to cao mot vai viec chuyen cai voi a nhe duoc khong hoi can co chut it ve".split(
    " ",
  ),
);
const LEAST_WORDS_OF_A_MATTER = 3;
const tellsMatter = ({ text }: Reading): boolean =>
  text.words.filter(({ plain }) => !WISH.has(plain)).length >= LEAST_WORDS_OF_A_MATTER;

const askWhere = (turn: Turn): Answer => ({
  words: `Việc: “${clip(turn.text.trim(), 300)}”\nViệc này ở đâu? (thôn, đoạn đường, mốc dễ thấy)`,
  buttons: [{ title: "Không ghi nơi", command: "noi" }],
  next: "noi",
  said: { ...turn.said, what: turn.text.trim() },
});

/** A report in chat: what, where, yes. It may come with a picture; who wrote is answered in chat. */
export const requestSteps: Steps = {
  /** whoever told the whole matter at once is asked for the place; "phản ánh" alone is asked what it is about */
  async start(turn) {
    if (tellsMatter(turn.reading)) return askWhere(turn);
    return {
      words: `${turn.unit.office} nhận phản ánh. Ông/Bà cho biết việc gì? (Nhắn bằng chữ, có thể gửi kèm ảnh sau.)\nCháy nổ, tai nạn, thiên tai: gọi ngay 114, 113, 115, 112.`,
      next: "viec",
    };
  },
  async viec(turn) {
    if (turn.kind !== "" || turn.text.trim().length < 5)
      return { words: "Ông/Bà vui lòng nhắn bằng chữ việc cần phản ánh.", next: "viec" };
    return askWhere(turn);
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
      quoted: [clip(said["what"] ?? "", 600), said["where"] ?? ""],
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
