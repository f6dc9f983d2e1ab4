import type { Position } from "../drafts/position.ts";
import { formatDate } from "../kernel/dates.ts";
import type { Answer, Choice, Turn as TurnOf } from "../kernel/dialogue/dialogue.ts";
import { clip, fold } from "../kernel/vietnamese.ts";
import { isStance, type Stance, STANCE_NAMES, STANCES } from "./comment.model.ts";
import { confirmation } from "./comment-look.ts";
import { namedIn } from "./find-place.ts";

/** A draft that takes opinions: in its time, or after it and before its report. */
export interface DraftChoice {
  id: string;
  title: string;
  version: number;
  closeAt: Date | null;
  late: boolean;
}
export interface CommentWorld {
  /** those in their time first */
  drafts: readonly DraftChoice[];
  draft: DraftChoice | undefined;
  positions: readonly Position[];
}

type Turn = TurnOf<CommentWorld>;
const WHOLE: Choice = { title: "Toàn văn dự thảo", command: "vi-tri toan-van" };
const DRAFTS_A_PAGE = 4;

/** The last look, as the step that waits for the yes. */
export const look = (turn: Turn): Answer => ({
  ...confirmation(turn.said, turn.office),
  next: "xac-nhan",
  said: turn.said,
});

export function askDraft(turn: Turn, from: number): Answer {
  const { drafts } = turn.world;
  const shown = drafts.slice(from, from + DRAFTS_A_PAGE);
  const next = from + DRAFTS_A_PAGE;
  return {
    words: `${heardOpinion(turn)}Có ${drafts.length} dự thảo đang lấy ý kiến. Ông/Bà chọn một dự thảo, hoặc nhắn vài chữ trong tên:`,
    quoted: turn.said["text"] ? [clip(turn.said["text"], 600)] : [],
    buttons: [
      ...shown.map(({ id, title, late }) => ({
        title: clip(late ? `${title} (đã hết hạn)` : title, 90),
        command: `du-thao ${id}`,
      })),
      ...(drafts.length > DRAFTS_A_PAGE
        ? [
            {
              title: next < drafts.length ? "Xem dự thảo khác" : "Về đầu danh sách",
              command: `them ${next < drafts.length ? next : 0}`,
            },
          ]
        : []),
    ],
    next: "du-thao",
    said: turn.said,
  };
}

const heardOpinion = ({ said }: Pick<Turn, "said">): string =>
  said["text"] ? `Đã ghi lời của Ông/Bà: “${clip(said["text"], 600)}”\n` : "";

export function askPlace(turn: Turn, draft: DraftChoice): Answer {
  const until = draft.closeAt ? `, đến hết ngày ${formatDate(draft.closeAt)}` : "";
  const late = draft.late ? " Đã hết hạn; ý kiến gửi bây giờ được lưu và tính riêng là gửi muộn." : "";
  const { text } = turn.said;
  const own = draft.id === turn.world.draft?.id ? namedIn(turn.world.positions, text ?? "") : [];
  return {
    words: `Góp ý “${clip(draft.title, 200)}”${until}.${late}\n${heardOpinion(turn)}${text ? "Lời này cho mục nào?" : "Ông/Bà muốn góp ý cho mục nào?"} Nhắn số mục (ví dụ P3.2), vài chữ trong mục, hoặc chọn toàn văn.\nGóp ý ở đây là ẩn danh: kênh xoá lời nhắn sau khi Ông/Bà xác nhận, nhật ký kỹ thuật hết sau 24 giờ, bản sao lưu sau 30 ngày. Riêng Zalo vẫn giữ bản chat của Zalo. Nhắn THÔI để dừng.`,
    quoted: [...(text ? [clip(text, 600)] : []), ...own.map(titleOf)],
    buttons: [
      ...own.slice(0, 3).map(placeButton),
      WHOLE,
      ...(turn.world.drafts.length > 1 ? [{ title: "Dự thảo khác", command: "them 0" }] : []),
    ],
    next: "vi-tri",
    said: { ...turn.said, draft: draft.id },
  };
}

const titleOf = (one: Position): string => clip(`${one.code} ${one.text}`, 90);
const placeButton = (one: Position): Choice => ({ title: titleOf(one), command: `vi-tri ${one.id}` });

export const choosePlace = (turn: Turn, found: readonly Position[], opinion: boolean): Answer => ({
  words: opinion
    ? `${heardOpinion(turn)}Lời này cho mục nào? Nhắn số mục, hoặc chọn toàn văn.`
    : found.length === 0
      ? "Chưa tìm thấy mục này. Ông/Bà nhắn số mục (ví dụ P3.2), vài chữ trong mục, hoặc chọn toàn văn."
      : "Ông/Bà chọn một mục:",
  buttons: [...found.slice(0, 4).map(placeButton), WHOLE],
  quoted: [...found.map(titleOf), ...(turn.said["text"] ? [clip(turn.said["text"], 600)] : [])],
  next: "vi-tri",
  said: turn.said,
  ...(found.length === 0 && !opinion ? { missed: true as const } : {}),
});

export const STANCE = {
  words: "Ông/Bà vui lòng bấm một trong bốn nút, hoặc nhắn số 1 đến 4.",
  buttons: STANCES.map((stance) => ({ title: STANCE_NAMES[stance], command: `huong ${stance}` })),
};
/** What people say for each of the four; a sentence that says more is an opinion. */
const STANCE_WORDS: readonly [RegExp, Stance][] = [
  [/^(?:toi |chau |em )?(?:tan thanh|dong y|nhat tri|ung ho|dong tinh)(?: mot phan| 1 phan)(?: a| thoi)?$/, "mot-phan"],
  [
    /^(?:toi |chau |em )?(?:khong|ko|k|chua) (?:tan thanh|dong y|nhat tri|ung ho)(?: a| dau)?$|^(?:toi )?phan doi$/,
    "khong-tan-thanh",
  ],
  [/^(?:toi |chau |em )?(?:hoan toan )?(?:tan thanh|dong y|nhat tri|ung ho|dong tinh)(?: a| nhe)?$/, "tan-thanh"],
  [/^(?:chi )?gop y(?: thoi)?$/, "gop-y"],
];
export const stanceOf = (text: string): Stance | undefined =>
  isStance(text) ? text : STANCE_WORDS.find(([pattern]) => pattern.test(fold(text)))?.[1];

export const isWhole = (text: string): boolean => /^toan[- ]van( du thao)?$/.test(fold(text));

export function askStance(turn: Turn, draft: DraftChoice, position: Position | undefined): Answer {
  const heard = turn.said["text"];
  // the words that were shown are those that are answered, also when another version comes meanwhile
  const said = {
    ...turn.said,
    draft: draft.id,
    position: position?.id ?? "",
    place: position?.code ?? "Toàn văn",
    version: String(draft.version),
  };
  const { stance = "" } = turn.said;
  if (isStance(stance) && !turn.said["place"])
    return heard ? look({ ...turn, said }) : askWords({ ...turn, said }, stance);
  return {
    words: `${
      position ? `${position.code}: “${clip(position.text, 400)}”` : "Toàn văn dự thảo."
    }\n${heard ? `Lời đã ghi: “${clip(heard, 600)}”\n` : ""}Ý kiến của Ông/Bà?`,
    quoted: [...(position ? [clip(position.text, 400)] : []), ...(heard ? [clip(heard, 600)] : [])],
    buttons: STANCE.buttons,
    next: "huong",
    said,
  };
}

const LIMIT = "tối đa 5.000 ký tự, nhắn nhiều lần cũng được";
export const askWords = (turn: Turn, stance: Stance): Answer => ({
  words:
    stance === "gop-y"
      ? `Ông/Bà nhắn nội dung góp ý (${LIMIT}).`
      : `Đã chọn: ${STANCE_NAMES[stance]}. Ông/Bà nhắn thêm nội dung, lý do (${LIMIT}); hoặc bỏ qua bước này.`,
  buttons: stance === "gop-y" ? [] : [{ title: "Không ghi thêm", command: "noi-dung" }],
  next: "noi-dung",
  said: { ...turn.said, stance },
});
