import mongoose from "mongoose";
import { runLine } from "../../queues/workers/handle-line.worker.ts";
import { eventKeyOf, eventSchema } from "../../src/zalo/events.ts";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { openConversation, setState } from "../../src/chatbot/conversation.store.ts";
import { findUnsent, markStaleMessagesUnknown } from "../../src/chatbot/delivery.store.ts";
import { deliverMessage } from "../../src/chatbot/deliver-message.ts";
import { DialogueModel } from "../../src/chatbot/dialogue.model.ts";
import { sayAgainWhatIsSilent } from "../../src/chatbot/say-again.ts";
import { finishForgotten, sayAgainInDialogues, settleDialogues } from "../../src/chatbot/settle-dialogues.ts";
import { settleReplies } from "../../src/chatbot/settle-replies.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { recordOnce } from "../../src/citizens/inbound-event.store.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { acceptDeps, type Core, playDeps, requestDeps } from "../../src/compose.ts";
import { hours, minutes } from "../../src/kernel/clock.ts";
import { RequestModel } from "../../src/requests/request.model.ts";
import { eraseDeps } from "../../src/rooms.ts";
import type { Outgoing } from "../../src/zalo/messages.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";

const UNIT = "sao-mai";
export const TALK_OA = "388613280878808645";

/** What a person or an officer does next. */
export type Act =
  | { does: "says"; text: string }
  | { does: "sends"; kind: "image" | "location" | "sticker"; text?: string }
  | { does: "presses"; n: number }
  | { does: "takes-over" }
  | { does: "hands-back" };

const PAYLOADS = {
  image: { url: "https://photo.zadn.vn/x.jpg" },
  location: { coordinates: { latitude: "10.772622", longitude: "106.698233" } },
  sticker: { id: "1" },
};

/** One OA without Zalo: what is said is kept, and echoed when it is asked for. */
export class Talks {
  readonly told: { user: string; text: string; buttons: { title: string; payload: unknown }[] }[] = [];
  private queue: string[] = [];
  private seq = 0;
  private ahead = 0;
  private readonly core: Core;
  constructor(core: Core) {
    this.core = core;
  }

  private readonly clock = { now: (): Date => new Date(Date.now() + this.ahead) };
  deps() {
    const { core, clock } = this;
    return {
      ...playDeps(core),
      ...acceptDeps(core),
      ...requestDeps(core),
      ...eraseDeps(core),
      clock,
      log: core.log,
      publicUrl: "https://xa.example",
      countEvent: () => undefined,
      countSend: () => undefined,
      patienceMs: minutes(2),
      doorGoodSince: () => Promise.resolve(new Date(Date.now() - hours(1))),
      enqueuePhoto: () => Promise.resolve(),
      enqueueName: () => Promise.resolve(),
      enqueueAttachment: () => Promise.resolve(),
      enqueueDelivery: (id: string) => Promise.resolve(void this.queue.push(id)),
      zalo: {
        sendMessage: (_oa: string, user: string, { text, buttons = [] }: Outgoing) => {
          this.told.push({ user, text, buttons });
          return Promise.resolve({ kind: "accepted" as const, messageId: `m${this.told.length}` });
        },
        deleteUserInfo: () => Promise.resolve(undefined as never),
      },
    };
  }
  of = (user: string): string[] =>
    this.told.filter((one) => one.user === user).map(({ text }) => text.replace(/\b[A-Z]{2}(?:-\w{4}){3}/g, "MÃ"));

  /** Records what was done, as the ingest does. */
  async record(user: string, act: Act): Promise<void> {
    if (act.does === "takes-over" || act.does === "hands-back") return this.officer(user, act.does);
    this.seq += 1;
    const last = this.told.filter((one) => one.user === user).at(-1);
    const text =
      act.does === "presses"
        ? String(last?.buttons[act.n % Math.max(1, last.buttons.length)]?.payload ?? "#menu")
        : (act.text ?? "");
    const kind = act.does === "sends" ? act.kind : "text";
    const attachments = act.does === "sends" ? [{ type: act.kind, payload: PAYLOADS[act.kind] }] : undefined;
    const event = {
      event_name: `user_send_${kind}`,
      app_id: "1",
      sender: { id: user },
      recipient: { id: TALK_OA },
      user_id_by_app: `app${user}`,
      message: { msg_id: `${user}-${this.seq}`, text, ...(attachments ? { attachments } : {}) },
      timestamp: String(Date.now()),
    };
    await recordOnce([
      {
        _id: eventKeyOf(eventSchema.parse(event)),
        name: event.event_name,
        oaId: TALK_OA,
        body: this.core.box.seal(JSON.stringify(event)),
        state: "recorded",
        why: "",
        line: `line-${user}`,
        seq: String(this.seq).padStart(8, "0"),
        tries: 0,
        receivedAt: new Date(),
        handledAt: null,
      },
    ]);
  }

  private async officer(user: string, does: "takes-over" | "hands-back"): Promise<void> {
    const { _id } = await openConversation({ unitCode: UNIT, oaId: TALK_OA, userId: user }, new Date());
    if (does === "takes-over")
      await setState(String(_id), ["bot", "waiting", "officer"], "officer", { id: "o", name: "Cán bộ A" });
    else await setState(String(_id), ["officer", "waiting"], "bot", null);
  }

  /** One run of a worker: the line, and what it left to deliver. */
  async run(user: string): Promise<void> {
    await runLine(this.deps(), `line-${user}`);
    for (let id = this.queue.shift(); id !== undefined; id = this.queue.shift()) await deliverMessage(this.deps(), id);
  }

  /** After a cut: the line again, then echoes and the sweeps of the minutes after. */
  async recover(user: string): Promise<void> {
    await this.run(user);
    const echoes = this.told.map((one, n) => ({ userId: one.user, text: one.text, messageId: `m${n + 1}` }));
    await markStaleMessagesUnknown(new Date(Date.now() + 1000));
    await settleReplies(TALK_OA, echoes);
    await settleDialogues(this.core.box, TALK_OA, echoes);
    this.ahead += minutes(10);
    await OaModel.updateOne({ _id: TALK_OA }, { $set: { lastEchoAt: this.clock.now() } });
    const deps = this.deps();
    await finishForgotten(deps, this.clock.now());
    await sayAgainInDialogues(deps);
    await sayAgainWhatIsSilent(deps, [{ _id: TALK_OA, lastEchoAt: this.clock.now() }]);
    for (const { _id } of await findUnsent(this.clock.now())) this.queue.push(String(_id));
    await this.run(user);
  }

  /** What is there of a person, ids and times apart. */
  async standing(user: string) {
    const [row, conversation, citizen, messages] = await Promise.all([
      DialogueModel.findById(`${TALK_OA}:${user}`).lean(),
      ConversationModel.findOne({ oaId: TALK_OA, userId: user }).lean(),
      CitizenModel.findOne({ oaId: TALK_OA, userId: user }).lean(),
      MessageModel.find({ userId: user }).sort({ _id: 1 }).lean(),
    ]);
    return {
      told: this.of(user).toSorted(),
      dialogue: row ? [row.kind, row.step, row.due ?? false, this.core.box.open(row.said)] : [],
      state: conversation?.state,
      urgent: Boolean(conversation?.urgentSince),
      receiving: citizen?.receiving,
      stored: messages
        .map(({ author, text, state }) => `${author} ${author === "bot" ? state : ""} ${text}`)
        .toSorted(),
    };
  }
}

export const countAll = async (): Promise<number[]> => [
  await CommentModel.countDocuments({ channel: "chat" }),
  await RequestModel.countDocuments(),
];

/** The database answers again after a cut. */
export async function back(heal: () => void): Promise<void> {
  heal();
  for (let n = 0; ; n += 1)
    try {
      await mongoose.connection.db?.admin().ping();
      return;
    } catch (error) {
      if (n > 20) throw error;
    }
}
