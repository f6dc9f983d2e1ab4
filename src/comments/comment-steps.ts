import { findPosition } from "../drafts/rules.ts";
import type { Answer, Said, Steps, Turn as TurnOf } from "../kernel/dialogue/dialogue.ts";
import { clip, fold } from "../kernel/vietnamese.ts";
import { asksBack } from "../reading/asks-back.ts";
import { isStance } from "./comment.model.ts";
import {
  askDraft,
  askPlace,
  askStance,
  askWords,
  choosePlace,
  type CommentWorld,
  type DraftChoice,
  isWhole,
  look,
  STANCE,
  stanceOf,
} from "./comment-asks.ts";
import { addedTo, DROPPED, thanks, withoutAdded } from "./comment-look.ts";
import { namedIn, placesIn } from "./find-place.ts";
import { isComment, MOST_TEXT, saysSomething } from "./rules.ts";
import { tellsOpinion, wordsIn } from "./tells-opinion.ts";

type Turn = TurnOf<CommentWorld>;
/** Words that name no place of the draft and are more than a search are an opinion. */
const LEAST_WORDS_OF_AN_OPINION = 6;

export const commentSteps: Steps<CommentWorld> = {
  /** Whoever said the opinion at once is asked only where it belongs and which way it points. */
  start(turn) {
    return begin({ ...turn, said: tellsOpinion(turn.text) ? { text: clip(turn.text.trim(), MOST_TEXT) } : {} });
  },
  "du-thao"(turn) {
    if (turn.world.drafts.length === 0) return gone(turn);
    const named = turn.world.draft ?? draftNamed(turn);
    if (named) return askPlace(turn, named);
    const stance = stanceOf(turn.text);
    if (stance && stance !== "gop-y") return askDraft({ ...turn, said: { ...turn.said, stance } }, 0);
    const kept = keepOpinion(turn);
    return { ...askDraft(kept, 0), ...(kept === turn ? { missed: true as const } : {}) };
  },
  them: (turn) => askDraft(turn, Number(turn.text) || 0),
  "vi-tri"(turn) {
    const { draft, positions } = turn.world;
    if (!draft) return gone(turn);
    if (turn.kind !== "" && turn.text === "") return wordsOnly(turn, askPlace(turn, draft));
    if (turn.unasked && !findPosition(positions, turn.text.trim())) return askPlace(keepOpinion(turn), draft);
    if (isWhole(turn.text)) return askStance(turn, draft, undefined);
    const stance = stanceOf(turn.text);
    if (stance && stance !== "gop-y")
      return { ...askPlace(turn, draft), said: { ...turn.said, draft: draft.id, stance } };
    const exact = findPosition(positions, turn.text.trim()) ?? onlyOne(namedIn(positions, turn.text));
    if (exact) return askStance(turn, draft, exact);
    const found = placesIn(positions, turn.text);
    const opinion = wordsIn(turn.text) >= LEAST_WORDS_OF_AN_OPINION;
    const kept = opinion ? keepOpinion(turn) : turn;
    const [only] = found;
    if (found.length === 1 && only) return askStance(kept, draft, only);
    return choosePlace(kept, found, opinion);
  },
  huong(turn) {
    const stance = stanceOf(turn.text);
    if (stance) return turn.said["text"] ? look({ ...turn, said: { ...turn.said, stance } }) : askWords(turn, stance);
    if (isWhole(turn.text) && turn.world.draft) return askStance(turn, turn.world.draft, undefined);
    if (turn.kind !== "" && turn.text === "") return wordsOnly(turn, { ...STANCE, next: "huong" });
    if (wordsIn(turn.text) < 2 || asksBack(turn.text)) return { ...STANCE, next: "huong", missed: true };
    const { said } = keepOpinion(turn);
    return {
      words: `Đã ghi lời của Ông/Bà: “${clip(said["text"] ?? "", 600)}”\nLời này theo hướng nào?`,
      quoted: [clip(said["text"] ?? "", 600)],
      buttons: STANCE.buttons,
      next: "huong",
      said,
    };
  },
  "noi-dung"(turn) {
    const stance = turn.said["stance"] ?? "";
    if (!isStance(stance)) return gone(turn);
    if (turn.kind !== "" && turn.text === "")
      return wordsOnly(turn, { words: "Ông/Bà nhắn nội dung góp ý.", next: "" });
    if (turn.text !== "" && fold(turn.text) !== "" && asksBack(turn.text))
      return { ...askWords(turn, stance), missed: true };
    if (!isComment(stance, turn.text))
      return { words: "", effect: { name: "note-empty", args: {} }, next: "chua-co-loi" };
    return look({ ...turn, said: { ...withoutAdded(turn.said), text: turn.text.trim(), left: turn.kind } });
  },
  "chua-co-loi": () => ({
    words: "Tin này chưa có nội dung góp ý. Ông/Bà vui lòng nhắn vài chữ.",
    next: "noi-dung",
    missed: true,
  }),
  /** Words where a button is waited for are the rest of the opinion: taken, shown, and taken out again with one tap. */
  "xac-nhan"(turn) {
    if (turn.kind !== "" && turn.text === "") return wordsOnly(turn, look(turn));
    if (!saysSomething(turn.text) || asksBack(turn.text)) return { ...look(turn), missed: true };
    return look({ ...turn, said: addedTo(turn.said, turn.text) });
  },
  "bo-them"(turn) {
    const { before, text = "", ...said } = turn.said;
    return look({ ...turn, said: { ...said, text: before ?? text } });
  },
  gui: (turn) => send(turn, {}),
  hoi: (turn) => send(turn, { kind: "question" }),
  ten: (turn) => send(turn, { signed: "yes" }),
  /** what the office answered to the yes; a refusal leaves the words where they are */
  "da-gui"(turn) {
    const refused = turn.outcome?.refused;
    if (refused === undefined) return { words: thanks(turn), next: "" };
    const again = look(turn);
    return { ...again, words: `${refused}\nLời của Ông/Bà vẫn được giữ ở đây.\n\n${again.words}` };
  },
  huy: () => DROPPED,
  sua: (turn) => ({
    words: `Ông/Bà nhắn lại nội dung góp ý (tối đa ${MOST_TEXT / 1000}.000 ký tự).`,
    next: "noi-dung",
    said: turn.said,
  }),
};

const send = (turn: Turn, args: Said): Answer =>
  isStance(turn.said["stance"] ?? "") && turn.said["draft"]
    ? { words: "", effect: { name: "send", args }, next: "da-gui" }
    : gone(turn);

const begin = (turn: Turn): Answer => {
  const { drafts, draft } = turn.world;
  if (drafts.length === 0) return noDraft(turn);
  return draft ? askPlace(turn, draft) : askDraft(turn, 0);
};

/** What was typed and can go nowhere is told back: it is gone with the dialogue. */
function noDraft({ office, said: { text = "" } }: Turn): Answer {
  const own = clip(text, 1200);
  const lost = text === "" ? "" : `\nLời Ông/Bà đã nhắn chưa gửi đi được: “${own}”\nÔng/Bà chép lại nếu cần.`;
  return {
    words: `Hiện ${office} không có dự thảo nào đang lấy ý kiến.${lost} Ông/Bà có thể gặp cán bộ để trao đổi.`,
    ...(text === "" ? {} : { quoted: [own] }),
    buttons: [{ title: "Gặp cán bộ", command: "#can-bo" }],
    next: "",
  };
}

/** A button of before, or a draft that takes nothing any more: begun anew, with what was typed until now. */
function gone(turn: Turn): Answer {
  const { text } = keepOpinion(turn).said;
  return begin({ ...turn, said: text ? { text } : {} });
}

const wordsOnly = (turn: Turn, again: Answer): Answer => ({
  ...again,
  words:
    turn.kind === "tin thoại"
      ? "Kênh chưa nghe được tin thoại. Ông/Bà vui lòng nhắn lại bằng chữ điều vừa nói."
      : `Góp ý nhận bằng chữ, nên ${turn.kind} vừa gửi không kèm được. Ông/Bà nhắn bằng chữ; muốn gửi ảnh một việc, nhắn “phản ánh”.`,
  next: again.next === "" ? "noi-dung" : again.next,
  missed: true,
});

const keepOpinion = (turn: Turn): Turn =>
  wordsIn(turn.text) < 2 || asksBack(turn.text) ? turn : { ...turn, said: addedTo(turn.said, turn.text) };

function draftNamed({ text, world }: Turn): DraftChoice | undefined {
  const found = placesIn(
    world.drafts.map((draft) => ({ ...draft, text: draft.title })),
    text,
  );
  return found.length === 1 ? found[0] : undefined;
}

const onlyOne = <T>(found: readonly T[]): T | undefined => (found.length === 1 ? found[0] : undefined);
