import { type Clock, days } from "../kernel/clock.ts";
import type { CitizenRequest } from "./request.model.ts";
import { dropPicture } from "./request-picture.ts";
import { eraseOwner, listByOwner, replaceBody, streamEndedBefore } from "./request.store.ts";
import { openWords, type RequestBox } from "./take-request.ts";

/** Words, contact, picture and answer of a report are kept this many days after it ended. */
export const KEEP_DAYS = 365;

interface Deps {
  requests: RequestBox;
}

/** Forgets what ended long ago. Rows, states and dates stay, so that every count comes out as before. Returns how many. */
export async function purgeRequests(deps: Deps & { clock: Clock }): Promise<number> {
  let purged = 0;
  for await (const request of streamEndedBefore(new Date(deps.clock.now().getTime() - days(KEEP_DAYS)))) {
    await forgetWords(deps, request);
    purged += 1;
  }
  return purged;
}

/**
 * Somebody wants to be forgotten. What has ended goes whole; of what still has to be seen to, the office keeps the
 * matter and the place, and loses the contact, the picture and the way back to the person.
 */
export async function forgetRequester(deps: Deps, owner: string): Promise<void> {
  for (const request of await listByOwner(owner)) {
    if (request.state === "answered" || request.state === "redirected") {
      await forgetWords(deps, request);
      continue;
    }
    const { what, where, picture } = openWords(deps.requests, request);
    await dropPicture(picture);
    const left = deps.requests.box.seal(JSON.stringify({ what, where, contact: "", picture: "" }));
    await replaceBody(request._id, { body: left });
  }
  await eraseOwner(owner);
}

/** The picture first: a row cut off in between is found again by its words. */
async function forgetWords(deps: Deps, request: CitizenRequest): Promise<void> {
  await dropPicture(openWords(deps.requests, request).picture);
  await replaceBody(request._id, { body: "", answer: "", reach: "", owner: "" });
}
