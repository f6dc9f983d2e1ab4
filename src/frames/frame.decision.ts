import { randomBytes } from "node:crypto";
import { defineDecision, nobody, oneKey } from "../decisions/decision.ts";
import { refusalOf } from "../gate/pass-gate.ts";
import { formatLocal } from "../kernel/dates.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { decideFrame, findFrame, type FrameHead } from "./frame.store.ts";
import type { FrameDeps } from "./prepare-frame.ts";

/** What the approver looked at (domain.md §3.5): both, or it does not open. */
export interface FrameLook {
  /** flag and emblem, if any, are drawn rightly */
  emblem: boolean;
  /** what must be read stands inside the circle */
  circle: boolean;
}

/** A frame opens: the picture that was looked at (its hash), its rules and its time. */
export const frameApproval = defineDecision<FrameHead, FrameDeps, FrameLook>({
  name: "frame",
  what: "khung ảnh này",
  may: "frames.approve",
  sixDigits: null,
  keys: oneKey,
  given: ({ approved }) => (approved ? [{ fingerprint: "", ...approved }] : []),
  notBy: ({ submittedBy }) => (submittedBy ? [submittedBy.id] : nobody()),
  notByWords: "Người trình không tự duyệt.",
  async load(_, whose, id) {
    const frame = await findFrame(id);
    return frame && holds(whose, frame.unitCode) ? frame : null;
  },
  isOpen: ({ state, submittedBy }) => state === "waiting" && submittedBy !== null,
  closedWords: "Khung không còn chờ duyệt.",
  covers: (frame) => ({
    "Tên khung": frame.title,
    "Thể lệ": frame.rules,
    "Bắt đầu": formatLocal(frame.startsAt),
    "Kết thúc": formatLocal(frame.endsAt),
    "Ghép hộ trong chat": frame.chat ? "có" : "không",
    "Tệp khung": frame.masterHash,
  }),
  async check(deps, frame, look) {
    const refusal = await refusalOf(frame.unitCode, [frame.title, frame.rules], deps.clock.now());
    if (refusal !== "") throw conflict(`${refusal}. Trả lại để người soạn sửa.`);
    if (frame.endsAt <= deps.clock.now()) throw conflict("Khung đã hết hạn. Trả lại để chọn giờ khác.");
    if (!look.emblem || !look.circle) throw invalid({ look: "Cần đánh dấu đã xem cả hai mục trước khi duyệt" });
  },
  apply: (deps, frame, _, { by, at, fingerprint }) =>
    decideFrame(frame, {
      approved: { by, at, masterHash: frame.masterHash, fingerprint },
      countKey: deps.box.seal(randomBytes(32).toString("base64")),
      updatedAt: at,
    }),
});
