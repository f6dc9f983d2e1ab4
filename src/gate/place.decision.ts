import { defineDecision, oneKey } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { conflict } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { sixDigits } from "../officials/six-digits.ts";
import type { Place } from "./place.model.ts";
import { decideAllowed, findPlace } from "./place.store.ts";
import { readPlace } from "./read-place.ts";

export interface PlaceDeps {
  clock: Clock;
  box: SecretBox;
}

/** A unit may point to a place from now on: by somebody of the department who did not propose it. */
export const placeApproval = defineDecision<Place, PlaceDeps>({
  name: "place",
  what: "đề xuất này",
  may: "places.approve",
  sixDigits,
  keys: oneKey,
  given: ({ state, allowed }) => (state === "approved" && allowed ? [allowed] : []),
  notBy: ({ proposedBy }) => [proposedBy.id],
  notByWords: "Người đề xuất không tự duyệt. Cần một người khác ở Sở.",
  async load(_, whose, id) {
    const place = await findPlace(id);
    return place && holds(whose, place.unitCode) ? place : null;
  },
  isOpen: ({ state }) => state === "proposed",
  closedWords: "Đề xuất này không còn chờ duyệt. Vui lòng xem lại danh sách.",
  covers: ({ host, path, unitCode, why, proposedBy }) => ({
    "Địa chỉ": host + path,
    "Đơn vị": unitCode,
    "Lý do đề xuất": why,
    "Người đề xuất": proposedBy.name,
  }),
  check(_, { host, path }) {
    // proposed before what may be allowed was told more closely
    const read = readPlace(host + path);
    if ("problem" in read) throw conflict(`${read.problem}.`);
  },
  apply: (_, place, __, { by, at, fingerprint }) => decideAllowed(place, { by, at, fingerprint }),
});
