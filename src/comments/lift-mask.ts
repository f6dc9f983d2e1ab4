import type { Person } from "../content/item.model.ts";
import { findDraft } from "../drafts/draft.store.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { findPii, maskPii, PII_NAMES } from "../kernel/pii.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { type Comment, type LiftedMask, WORD_FIELDS } from "./comment.model.ts";
import { findComment } from "./comment.store.ts";
import { changeByOffice } from "./office-deed.ts";
import type { CommentBox, CommentWords } from "./seal-box.ts";
import type { SteerDeps } from "./steer-comment.ts";

type Field = LiftedMask["field"];

/** Words of a comment as others read them: personal data covered, except where a clerk found that it is none. */
export function coverWords(words: CommentWords, comment: Pick<Comment, "lifted">): Record<Field, string> {
  const cover = (field: Field): string =>
    maskPii(
      words[field] ?? "",
      (comment.lifted ?? []).filter((one) => one.field === field),
    );
  return { text: cover("text"), reason: cover("reason"), gist: cover("gist"), amendment: cover("amendment") };
}

/** A covered place, as the clerk who asked for this one comment sees it. */
export interface ShownMask {
  field: Field;
  from: number;
  to: number;
  name: string;
  words: string;
  liftedBy: string;
  why: string;
}

export function masksOf(box: CommentBox, comment: Comment): ShownMask[] {
  if (comment.body === "") return [];
  const words = box.openWords(comment.body);
  return WORD_FIELDS.flatMap((field) =>
    findPii(words[field] ?? "").map(({ kind, from, to }) => {
      const lifted = (comment.lifted ?? []).find((one) => one.field === field && one.from <= from && to <= one.to);
      return {
        field,
        from,
        to,
        name: PII_NAMES[kind],
        words: (words[field] ?? "").slice(from, to),
        liftedBy: lifted?.by.name ?? "",
        why: lifted?.reason ?? "",
      };
    }),
  );
}

/** A clerk takes a wrong mask away, with a reason; the log of the draft says that it happened. The words stay as they were. */
export async function liftMask(
  deps: SteerDeps,
  draftId: string,
  id: string,
  given: { field: Field; from: number; to: number; reason: string },
  by: Person,
): Promise<void> {
  if ((await findDraft(draftId))?.state === "sealed") throw conflict("Dự thảo đã có báo cáo, không bỏ che được nữa.");
  const comment = await findComment(draftId, id);
  if (!comment) throw notFound("ý kiến này");
  const reason = nfc(given.reason.trim()).slice(0, 500);
  if (reason === "") throw invalid({ reason: "Cần ghi vì sao đây không phải thông tin riêng" });
  const { field, from, to } = given;
  const there = masksOf(deps.comments, comment).find(
    (mask) => mask.field === field && mask.from === from && mask.to === to,
  );
  if (!there) throw conflict("Chỗ che này không còn. Vui lòng tải lại.");
  if (there.liftedBy !== "") return;
  const lifted = [
    ...(comment.lifted ?? []),
    { field, from, to, reason, by: { id: by.id, name: by.name }, at: deps.clock.now() },
  ];
  const unchanged = { [`lifted.${comment.lifted?.length ?? 0}`]: { $exists: false } };
  if (!(await changeByOffice(deps, comment, { lifted }, "mask-lifted", unchanged)))
    throw conflict("Ý kiến này vừa được thay đổi. Vui lòng tải lại.");
}
