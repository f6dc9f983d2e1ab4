import { defineDecision, oneKey } from "../decisions/decision.ts";
import { refusalOf } from "../gate/pass-gate.ts";
import { formatLocal } from "../kernel/dates.ts";
import { conflict } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import type { TownHall } from "./townhall.model.ts";
import { decideTownHall, findTownHall } from "./townhall.store.ts";

/** An open meeting is announced and takes questions: by another person than who planned it. */
export const townHallPublication = defineDecision<TownHall>({
  name: "townhall",
  what: "cuộc đối thoại này",
  may: "drafts.publish",
  sixDigits: null,
  keys: oneKey,
  given: ({ decided }) => (decided ? [decided] : []),
  notBy: ({ createdBy }) => [createdBy.id],
  notByWords: "Người lập cuộc đối thoại không tự duyệt công bố.",
  async load(_, whose, id) {
    const hall = await findTownHall(id);
    return hall && holds(whose, hall.unitCode) ? hall : null;
  },
  isOpen: ({ state }) => state === "editing",
  closedWords: "Cuộc đối thoại này đã công bố.",
  covers: (hall) => ({
    "Tên cuộc đối thoại": hall.title,
    "Giới thiệu": hall.about,
    "Địa điểm": hall.place,
    "Giờ tổ chức": formatLocal(hall.heldAt),
    "Thôi nhận câu hỏi": formatLocal(hall.closesAt),
  }),
  async check({ clock }, hall) {
    const refusal = await refusalOf(hall.unitCode, [hall.title, hall.about, hall.place], clock.now());
    if (refusal !== "") throw conflict(`${refusal}.`);
    if (hall.closesAt <= clock.now()) throw conflict("Đã quá giờ nhận câu hỏi. Lập lại cuộc đối thoại với giờ khác.");
  },
  apply: (_, hall, __, { by, at, fingerprint }) => decideTownHall(hall, { by, at, fingerprint }),
});
