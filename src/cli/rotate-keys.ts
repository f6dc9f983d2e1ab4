import { DialogueModel } from "../chatbot/dialogue.model.ts";
import { type Comment, CommentModel } from "../comments/comment.model.ts";
import { createCommentBox } from "../comments/seal-box.ts";
import type { Core } from "../compose.ts";
import { DraftModel } from "../drafts/draft.model.ts";
import { createSecretBox, createMarker } from "../kernel/crypto.ts";
import { listAllOfficials, setTotpSeed } from "../officials/official.store.ts";
import { DataRequestModel } from "../own-data/data-request.model.ts";
import { type CitizenRequest, RequestModel } from "../requests/request.model.ts";
import { RequestPictureModel } from "../requests/request-picture.ts";
import { createRequestBox } from "../requests/take-request.ts";
import { QuestionModel } from "../townhalls/townhall.model.ts";
import { listOas, resealTokens } from "../zalo/oa.store.ts";

interface Reach {
  oaId: string;
  userId: string;
}

/**
 * Seals everything anew under the key of the environment. Marks of people are made again from what is sealed beside
 * them; the mark of a person's data requests cannot be, so those rows lead to nobody afterwards. Marks of likeness stay:
 * what was grouped stays grouped, new comments group among themselves. Run again after a cut it goes on with the rest.
 */
export async function rotateKeys(core: Core, oldKey: string): Promise<Record<string, number>> {
  const old = createSecretBox(oldKey);
  const count = { tokens: 0, officials: 0, drafts: 0, comments: 0, requests: 0 };
  for (const oa of await listOas()) {
    const again = (sealed: string): string => core.box.seal(old.open(sealed));
    await resealTokens(oa._id, again(oa.accessToken), again(oa.refreshToken));
    count.tokens += 2;
  }
  for (const official of await listAllOfficials())
    if (official.totpSeed) {
      await setTotpSeed(String(official._id), core.box.seal(old.open(official.totpSeed)));
      count.officials += 1;
    }
  for (const draft of await DraftModel.find({ rateKey: { $ne: "" } })
    .lean()
    .exec()) {
    await DraftModel.updateOne({ _id: draft._id }, { $set: { rateKey: core.box.seal(old.open(draft.rateKey)) } });
    count.drafts += 1;
  }
  count.comments = await resealComments(core, oldKey);
  count.requests = await resealRequests(core, oldKey);
  // half-said dialogues are asked for again
  await DialogueModel.deleteMany({});
  const mark = createMarker(oldKey);
  if (mark("probe") !== core.mark("probe")) await DataRequestModel.updateMany({}, { $set: { owner: "" } });
  return count;
}

async function resealComments(core: Core, oldKey: string): Promise<number> {
  const { box: old } = createCommentBox(oldKey);
  const { box, mark } = core.comments;
  let n = 0;
  const sealed = { $or: [{ body: { $gt: "" } }, { signed: { $gt: "" } }] };
  for await (const row of CommentModel.find(sealed).lean<Comment>().cursor()) {
    const again = (text: string): string => (text === "" ? "" : box.seal(old.open(text)));
    const owner = row.signed === "" ? undefined : (JSON.parse(old.open(row.signed)) as Reach);
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
    await QuestionModel.updateOne({ _id: row._id }, { $set: { body: box.seal(old.open(row.body)) } });
    n += 1;
  }
  return n;
}

async function resealRequests(core: Core, oldKey: string): Promise<number> {
  const { box: old } = createRequestBox(oldKey);
  const { box, mark } = core.requests;
  let n = 0;
  for await (const row of RequestModel.find().lean<CitizenRequest>().cursor()) {
    const reach = row.reach === "" ? undefined : (JSON.parse(old.open(row.reach)) as Reach);
    await RequestModel.updateOne(
      { _id: row._id },
      {
        $set: {
          body: box.seal(old.open(row.body)),
          reach: reach ? box.seal(JSON.stringify(reach)) : "",
          owner: reach ? mark(`owner:${reach.oaId}:${reach.userId}`) : "",
        },
      },
    );
    n += 1;
  }
  for await (const row of RequestPictureModel.find().lean().cursor())
    await RequestPictureModel.updateOne({ _id: row._id }, { $set: { sealed: box.seal(old.open(row.sealed)) } });
  for await (const row of DataRequestModel.find({ words: { $gt: "" } })
    .lean()
    .cursor())
    await DataRequestModel.updateOne({ _id: row._id }, { $set: { words: box.seal(old.open(row.words)) } });
  return n;
}
