import { resealInbox } from "../../queues/inbox.ts";
import { DialogueModel } from "../chatbot/dialogue.model.ts";
import { RefusalSecretModel } from "../citizens/refusals.ts";
import { resealBody, streamBodies } from "../citizens/inbound-event.store.ts";
import { type Comment, CommentModel } from "../comments/comment.model.ts";
import { createCommentBox } from "../comments/seal-box.ts";
import type { Core } from "../compose.ts";
import { dropAllKept } from "../console/kept-words.store.ts";
import { createMarker, createSecretBox, type SecretBox } from "../kernel/crypto.ts";
import { listAllOfficials, resealTotp } from "../officials/official.store.ts";
import { DataRequestModel } from "../own-data/data-request.model.ts";
import { PlayerSecretModel } from "../quizzes/player-marks.ts";
import { PlayerModel } from "../quizzes/turn.model.ts";
import { type CitizenRequest, RequestModel } from "../requests/request.model.ts";
import { RequestPictureModel } from "../requests/request-picture.ts";
import { createRequestBox } from "../requests/take-request.ts";
import { QuestionModel } from "../townhalls/townhall.model.ts";
import { listOas, resealTokens } from "../zalo/oa.store.ts";

interface Reach {
  oaId: string;
  userId: string;
}

/** From one key to another. What is empty stays empty; what the new key holds already is left as it is. */
function between(old: SecretBox, fresh: SecretBox) {
  const open = (sealed: string): string => (fresh.holds(sealed) ? fresh : old).open(sealed);
  return {
    reach: (sealed: string): Reach | undefined => (sealed === "" ? undefined : (JSON.parse(open(sealed)) as Reach)),
    again: (sealed: string): string => (sealed === "" || fresh.holds(sealed) ? sealed : fresh.seal(old.open(sealed))),
  };
}

/**
 * Seals everything anew under the key of the environment. Marks of people are made again from what is sealed beside
 * them; the mark of a person's data requests cannot be, so those rows lead to nobody afterwards. Marks of likeness stay:
 * what was grouped stays grouped, new comments group among themselves. Run again after a cut it goes on with the rest.
 */
export async function rotateKeys(core: Core, oldKey: string): Promise<Record<string, number>> {
  const { again } = between(createSecretBox(oldKey), core.box);
  const count = { tokens: 0, officials: 0, comments: 0, requests: 0, quizzes: 0, events: 0 };
  for (const oa of await listOas()) {
    await resealTokens(oa._id, again(oa.accessToken), again(oa.refreshToken));
    count.tokens += 2;
  }
  for (const official of await listAllOfficials())
    if (official.totpSeed || official.invitation?.totpSeed) {
      const pending = again(official.invitation?.totpSeed ?? "");
      await resealTotp(String(official._id), { totpSeed: again(official.totpSeed), pending });
      count.officials += 1;
    }
  count.comments = await resealComments(core, oldKey);
  count.requests = await resealRequests(core, oldKey);
  count.quizzes = await resealQuizzes(again);
  for await (const event of streamBodies()) await resealBody(event._id, again(event.body ?? ""));
  count.events = await resealInbox(core.redis, core.prefix, again);
  // half-said dialogues are asked for again; words half typed lie here for three days at most
  await DialogueModel.deleteMany({});
  await dropAllKept();
  const mark = createMarker(oldKey);
  if (mark("probe") !== core.mark("probe")) await DataRequestModel.updateMany({}, { $set: { owner: "" } });
  return count;
}

/** The players' secret, that of refusals, and the contacts of winners; codes and marks stay as they are. */
async function resealQuizzes(again: (text: string) => string): Promise<number> {
  let n = 0;
  for (const row of await RefusalSecretModel.find().lean().exec())
    await RefusalSecretModel.updateOne({ _id: row._id }, { $set: { sealed: again(row.sealed) } });
  for (const row of await PlayerSecretModel.find().lean().exec()) {
    await PlayerSecretModel.updateOne({ _id: row._id }, { $set: { sealed: again(row.sealed) } });
    n += 1;
  }
  for await (const row of PlayerModel.find({ claim: { $gt: "" } })
    .lean()
    .cursor()) {
    await PlayerModel.updateOne({ _id: row._id }, { $set: { claim: again(row.claim) } });
    n += 1;
  }
  return n;
}

async function resealComments(core: Core, oldKey: string): Promise<number> {
  const { box, mark } = core.comments;
  const { reach, again } = between(createCommentBox(oldKey).box, box);
  let n = 0;
  const sealed = { $or: [{ body: { $gt: "" } }, { signed: { $gt: "" } }, { appeal: { $ne: null } }] };
  for await (const row of CommentModel.find(sealed).lean<Comment>().cursor()) {
    const owner = reach(row.signed);
    await CommentModel.updateOne(
      { _id: row._id },
      {
        $set: {
          body: again(row.body),
          signed: again(row.signed),
          owner: owner ? mark("owner", `${owner.oaId}:${owner.userId}`) : "",
          ...(row.appeal ? { "appeal.words": again(row.appeal.words) } : {}),
        },
      },
    );
    n += 1;
  }
  for await (const row of QuestionModel.find().lean().cursor()) {
    await QuestionModel.updateOne({ _id: row._id }, { $set: { body: again(row.body) } });
    n += 1;
  }
  return n;
}

async function resealRequests(core: Core, oldKey: string): Promise<number> {
  const { box, mark } = core.requests;
  const { reach, again } = between(createRequestBox(oldKey).box, box);
  let n = 0;
  for await (const row of RequestModel.find().lean<CitizenRequest>().cursor()) {
    const owner = reach(row.reach);
    await RequestModel.updateOne(
      { _id: row._id },
      {
        $set: {
          body: again(row.body),
          reach: again(row.reach),
          owner: owner ? mark(`owner:${owner.oaId}:${owner.userId}`) : "",
        },
      },
    );
    n += 1;
  }
  for await (const row of RequestPictureModel.find().lean().cursor())
    await RequestPictureModel.updateOne({ _id: row._id }, { $set: { sealed: again(row.sealed) } });
  for await (const row of DataRequestModel.find({ words: { $gt: "" } })
    .lean()
    .cursor())
    await DataRequestModel.updateOne({ _id: row._id }, { $set: { words: again(row.words) } });
  return n;
}
