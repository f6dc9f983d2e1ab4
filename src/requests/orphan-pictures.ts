import { type Clock, days } from "../kernel/clock.ts";
import { dropPicture, KEPT, listUnproved, noteNamed } from "./request-picture.ts";
import { findByOnce } from "./request.store.ts";
import { openWords, type RequestBox } from "./take-request.ts";

/**
 * A picture is tied to a report before the report is stored. Where the machine ended in between, or the same report was
 * stored with another picture, nothing names it and nothing would ever take it away: it goes like any that no report
 * named within a day. Each picture is looked at once. Returns how many went.
 */
export async function purgeOrphanPictures(deps: { clock: Clock; requests: RequestBox }): Promise<number> {
  let gone = 0;
  for await (const { _id, report } of listUnproved(new Date(deps.clock.now().getTime() - days(1)))) {
    const request = await findByOnce(report);
    if (request && openWords(deps.requests, request).picture === `${KEPT}${_id}`) await noteNamed(_id);
    else {
      await dropPicture(`${KEPT}${_id}`);
      gone += 1;
    }
  }
  return gone;
}
