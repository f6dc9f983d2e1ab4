import { Types } from "mongoose";
import { BroadcastModel, emptyRun, noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { findBroadcast } from "../../src/broadcasts/broadcast.store.ts";
import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { rowId } from "../../src/broadcasts/ledger-ranges.ts";
import { hashLedger } from "../../src/broadcasts/prove-broadcast.ts";
import { fingerprintOf } from "../../src/broadcasts/rules.ts";
import { verifyBroadcast } from "../../src/broadcasts/verify-broadcast.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { change, raw, remove, walk } from "../support/tamper.ts";
import { testSettings } from "../support/settings.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const clock = { at: new Date("2026-06-05T08:00:00+07:00"), now: () => clock.at };

openStore(settings);

test("a broadcast: every tampering is named", async () => {
  const _id = new Types.ObjectId();
  const id = String(_id);
  const now = clock.now();
  const states = ["accepted", "accepted", "seen", "failed", "skipped", "unknown"] as const;
  const rows = states.map((s, n) => ({
    _id: rowId(id, n),
    b: _id,
    u: `10${n}`,
    s,
    at: now,
    ...(n > 2 ? { r: "blocked" } : {}),
  }));
  const counts = { ...noCounts(), accepted: 2, seen: 1, failed: 1, skipped: 1, unknown: 1 };
  const content = {
    itemId: "i",
    kind: "tin" as const,
    details: {} as never,
    title: "Tin",
    body: "Lời",
    source: "UBND",
    pictureId: "",
    pictureAlt: "",
    pictureSha: "",
    message: "Tin\n\nLời",
    authorId: "writer",
    authorName: "A",
  };
  const plan = {
    ...emptyRun(),
    unitCode: "sao-mai",
    oaId: "1",
    title: "Tin",
    contents: [content],
    channel: "personal" as const,
    audience: EVERYBODY,
    audienceName: "",
    createdBy: { id: "writer", name: "A" },
    createdAt: now,
    startedAt: now,
    state: "done" as const,
    total: 6,
    chunks: 1,
    unlisted: false,
    counts,
    reasons: { "failed:blocked": 1, "skipped:blocked": 1, "unknown:blocked": 1 },
  };
  await BroadcastModel.create({ ...plan, _id });
  const stored = await findBroadcast(id);
  if (!stored) throw new Error("no broadcast");
  const fingerprint = fingerprintOf(stored);
  const approvals = [{ by: { id: "leader", name: "B" }, at: now, fingerprint }];
  await BroadcastModel.updateOne({ _id }, { $set: { fingerprint, approvals } });
  await raw(LedgerModel).insertMany(rows as never);
  const whole = await findBroadcast(id);
  const printed = whole ? await hashLedger(whole) : "";
  const verify = async (): Promise<string[]> => {
    const broadcast = await findBroadcast(id);
    return broadcast ? (await verifyBroadcast(broadcast, printed)).problems : ["gone"];
  };
  const row = (n: number) => ({ _id: rowId(id, n) });
  await walk(
    [
      ["a result", change(LedgerModel, row(3), { $set: { s: "accepted" } }), /accepted: 3 rows, 2 counted/],
      [
        "a reason",
        change(LedgerModel, row(3), { $set: { r: "quota-used" } }),
        /reason failed:quota-used: 1 rows, 0 counted/,
      ],
      ["a person", change(LedgerModel, row(0), { $set: { u: "999" } }), /ledger: .* printed/],
      ["a person twice", change(LedgerModel, row(1), { $set: { u: "100" } }), /a person twice/],
      ["a row removed", remove(LedgerModel, row(5)), /total: 5 rows, 6 frozen/],
      ["counts", change(BroadcastModel, { _id }, { $set: { "counts.seen": 9 } }), /seen: 1 rows, 9 counted/],
      ["the total", change(BroadcastModel, { _id }, { $set: { total: 7 } }), /total: 6 rows, 7 frozen/],
      ["the words", change(BroadcastModel, { _id }, { $set: { "contents.0.body": "Khác" } }), /plan: words/],
      [
        "the channel",
        change(BroadcastModel, { _id }, { $set: { channel: "article" } }),
        /plan: words, audience, channel/,
      ],
      [
        "an approval",
        change(BroadcastModel, { _id }, { $set: { "approvals.0.fingerprint": "x" } }),
        /given to another fingerprint/,
      ],
      [
        "an author's approval",
        change(BroadcastModel, { _id }, { $set: { "approvals.0.by.id": "writer" } }),
        /by an author/,
      ],
      ["no approval", change(BroadcastModel, { _id }, { $set: { approvals: [] } }), /0 persons, 1 are needed/],
      [
        "the fingerprint taken away",
        change(BroadcastModel, { _id }, { $set: { fingerprint: "", "contents.0.body": "Khác", approvals: [] } }),
        /no fingerprint says what was approved/,
      ],
      [
        "said to be a part of another",
        change(
          BroadcastModel,
          { _id },
          { $set: { parentId: String(new Types.ObjectId()), "contents.0.body": "Khác" } },
        ),
        /the whole it is a part of is not there/,
      ],
    ],
    verify,
  );
});
