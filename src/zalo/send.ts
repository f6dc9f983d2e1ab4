import type { Log } from "../kernel/logger.ts";
import type { Caller } from "./call.ts";
import { meaningOf } from "./error-meanings.ts";
import type { Judge } from "./ask-gate.ts";
import { buildMessage, type Outgoing, wordsOfMessage } from "./messages.ts";
import type { Oa } from "./oa.model.ts";
import { rememberApiVersion } from "./oa.store.ts";
import { NO_ACCESS, outcomeOf, type SendOutcome } from "./send-outcome.ts";
import type { Tokens } from "./tokens.ts";
import { isVisitor, recipientOf, wordsTo } from "./visitor.ts";
import { ZaloError } from "./zalo-error.ts";

/** A broadcast sends one and the same message to everybody: it is checked and built once. */
function createBuild(): (outgoing: Outgoing) => Record<string, unknown> {
  const built = new WeakMap<Outgoing, Record<string, unknown>>();
  return (outgoing) => {
    const message = built.get(outgoing) ?? buildMessage(outgoing);
    built.set(outgoing, message);
    return message;
  };
}

/** Messages to one person: consultation (§2.2) and template (§2.5). */
export function createSender({ call }: Caller, { keptIn }: Judge, { tokens, log }: { tokens: Tokens; log: Log }) {
  const build = createBuild();

  /**
   * Sends one consultation message. v3 or v2 is what the OA was learned to take; the other is tried once when
   * Zalo says so, which is safe because the first was refused.
   * @param reserved true when the caller has taken a turn from the limits already
   */
  async function sendMessage(oaId: string, userId: string, outgoing: Outgoing, reserved = false): Promise<SendOutcome> {
    const kept = await keptIn(oaId, outgoing, wordsOfMessage(outgoing), outgoing.quoted);
    if (kept) return kept;
    const web = isVisitor(userId);
    if (web && (outgoing.imageAttachmentId ?? outgoing.fileToken) !== undefined) return NO_FILES_ON_THE_WEB;
    const message = web ? { text: wordsTo(userId, outgoing) } : build(outgoing);
    const data = { recipient: recipientOf(userId), message };
    const access = await tokens.access(oaId);
    if (access.kind === "no-access") return NO_ACCESS;
    return orNoAccess(() => (web ? sendToVisitor(oaId, data, reserved) : sendByVersion(access.oa, data, reserved)));
  }

  /** Visitors are answered by the one call there is for them, whatever the OA. */
  async function sendToVisitor(oaId: string, data: unknown, reserved: boolean): Promise<SendOutcome> {
    const request = { method: "post", url: "/v2.0/oa/message", data, headers: JSON_BODY };
    return outcomeOf(await call(oaId, request, reserved), log);
  }

  async function sendByVersion(oa: Oa, data: unknown, reserved: boolean): Promise<SendOutcome> {
    let version = oa.apiVersion;
    for (let attempt = 0; ; attempt += 1) {
      const url = version === "v3" ? "/v3.0/oa/message/cs" : "/v2.0/oa/message";
      const reply = await call(oa._id, { method: "post", url, data, headers: JSON_BODY }, reserved && attempt === 0);
      const wrongVersion = reply.kind === "error" && meaningOf(reply.code).next === "switch-version";
      if (!wrongVersion || attempt > 0) return outcomeOf(reply, log);
      version = version === "v3" ? "v2" : "v3";
      oa.apiVersion = version;
      await rememberApiVersion(oa._id, version);
      log.info({ action: "api-version-learned", oaId: oa._id, version }, "message API learned for this OA");
    }
  }

  /** Sends an approved ZBS template to one person by UID (§2.5); needs no open window. */
  async function sendTemplate(
    oaId: string,
    userId: string,
    templateId: string,
    data: Record<string, string>,
    reserved = true,
  ): Promise<SendOutcome> {
    const kept = await keptIn(oaId, data, Object.values(data));
    if (kept) return kept;
    const body = { user_id: userId, template_id: templateId, template_data: data };
    const request = { method: "post", url: "/v3.0/oa/message/template", data: body, headers: JSON_BODY };
    return orNoAccess(async () => outcomeOf(await call(oaId, request, reserved), log));
  }

  return { sendMessage, sendTemplate };
}

const NO_FILES_ON_THE_WEB: SendOutcome = {
  kind: "failed",
  reason: "bad-request",
  phrase: "Khách trên web chỉ nhận được chữ. Nhắn bằng chữ, hoặc mời khách nhắn qua Zalo",
  stopsOa: false,
};
const JSON_BODY = { "Content-Type": "application/json" };

/** An OA whose access ended while a message was on its way: an outcome, not an error. */
async function orNoAccess(send: () => Promise<SendOutcome>): Promise<SendOutcome> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof ZaloError && error.meaning === "no-access") return NO_ACCESS;
    throw error;
  }
}
