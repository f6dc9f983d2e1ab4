import type { RouteContext } from "../kernel/console-route.ts";
import { officeOf } from "./decide-item.ts";
import { findItem, type ItemFields } from "./item.store.ts";
import { NO_DETAILS } from "./kinds.ts";

const ASKED_ANEW = { id: "", version: 0, state: "draft", returned: null } as const;
const empty: ItemFields = {
  kind: "tin",
  details: NO_DETAILS,
  belongings: [],
  title: "",
  text: "",
  pictureId: "",
  pictureAlt: "",
  source: "",
  sourceClass: "",
};

/** The words of an earlier item, to go on from; else an empty page that knows whose source it is. */
async function beginning({ me }: Pick<RouteContext, "me">, from: string): Promise<ItemFields> {
  const earlier = from === "" ? null : await findItem(me.scope, from);
  if (!earlier) return { ...empty, source: await officeOf(me.scope.unit) };
  const { kind, details, belongings, title, text, pictureId, pictureAlt, source, sourceClass } = earlier;
  // what was true of that day's text, and whose consent, is asked anew
  const kept = { ...details, privatePeople: "" as const, consentNote: "" };
  delete kept.embargoAt;
  return { kind, details: kept, belongings, title, text, pictureId, pictureAlt, source, sourceClass };
}

/** What the page for a new item begins with. @param from an earlier one of the unit's; "" for none */
export const beginItem = async (context: Pick<RouteContext, "me">, from: string) => ({
  ...ASKED_ANEW,
  ...(await beginning(context, from)),
});
