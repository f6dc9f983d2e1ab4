import type { SignedIn } from "../kernel/console-route.ts";
import { formatDate } from "../kernel/dates.ts";
import { listShown } from "./item.store.ts";

const MOST = 100;

/** Items of the unit and of those above it that people could read: what a correction may be about. */
export const listCorrectable = async ({ me, now }: { me: Pick<SignedIn, "scope">; now: Date }, chosen: string) =>
  (await Promise.all([me.scope, ...me.scope.above].map((whose) => listShown(whose, now, MOST))))
    .flat()
    .filter(({ kind }) => kind !== "dinh-chinh")
    .map(({ _id, title, approval }) => ({
      value: String(_id),
      name: `${title}, ${formatDate(approval?.at ?? now)}`,
      selected: String(_id) === chosen,
    }));
