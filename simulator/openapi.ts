import { createHmac } from "node:crypto";
import { BEHAVIOURS } from "./behaviours.ts";
import { type Checked, checkMessage } from "./check-message.ts";
import { type Call, json, parse } from "./http.ts";
import { checkLimits, limitOf } from "./limits.ts";
import { accept, gate } from "./send.ts";
import { newId, type SimState } from "./state.ts";
import type { WebhookSender } from "./webhooks.ts";
import type { Answer, Inner } from "./answer.ts";
import { no, ok } from "./replies.ts";
import { upload } from "./uploads.ts";
import { listUsers, userDetail, tag } from "./people.ts";
import { broadcast, createArticle, verifyArticle, viewsOf } from "./articles.ts";
type Handler = (inner: Inner) => Answer | Promise<Answer>;

const NOTHING: Checked = {
  code: 0,
  message: "Success",
  text: "",
  imageId: "",
  fileToken: "",
  buttons: [],
  articles: [],
  elements: [],
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One entrance for every OpenAPI path: token, proof, package, limits, then the path's own rules. */
export async function openapi(state: SimState, sender: WebhookSender, call: Call): Promise<void> {
  const handler = HANDLERS[`${call.method} ${call.path}`];
  if (!handler) return json(call.response, no(404, "Empty api"));
  const { settings } = state;
  if (settings.SIM_API_DELAY_MS > 0) await pause(settings.SIM_API_DELAY_MS);
  state.count("api-calls");
  const token = String(call.headers["access_token"] ?? "");
  const row = state.access.get(token);
  if (!row || row.accessExpires < state.now()) return json(call.response, no(-216, "Access token is invalid"));
  const proof = call.headers["appsecret_proof"];
  if (proof && proof !== createHmac("sha256", settings.SIM_APP_SECRET).update(token).digest("hex"))
    return json(call.response, no(-242, "Invalid appsecret_proof provided in the API argument"));
  const oa = state.oas.get(row.oaId);
  if (!oa) return json(call.response, no(-205, "Offical Account is not exist"));
  const free = call.path === "/v2.0/oa/getoa";
  if (!free && limitOf(oa) === 0)
    return json(call.response, no(-224, "The OA needs to upgrade OA Tier Package to use this feature"));
  const { refusal, headers } = free ? { refusal: undefined, headers: {} } : checkLimits(state, oa);
  if (refusal) return json(call.response, refusal, headers);
  const answer = await handler({
    state,
    sender,
    oa,
    call,
    body: parse(call.body),
    data: parse(Buffer.from(call.query.get("data") ?? "{}")),
  });
  if (answer === "gone") call.request.socket.destroy();
  else json(call.response, answer, headers);
}

async function sendTo(inner: Inner, version: "v2" | "v3"): Promise<Answer> {
  const { state, sender, oa, body } = inner;
  const recipient = (body["recipient"] ?? {}) as Record<string, unknown>;
  const checked = checkMessage(body["message"], state.settings.SIM_TEXT_TOO_LONG);
  if (version === "v2" && recipient["target"]) return broadcast(inner, checked);
  if (version === "v2" && recipient["anonymous_id"] !== undefined) return sendToVisitor(inner, recipient, checked);
  if (version === "v3" && oa.type === 4 && state.settings.SIM_STATE_AGENCY_V3 === "refuse")
    return no(-235, "This API does not support this type of OA");
  if (version === "v2" && oa.type === 2)
    return no(-240, "MessageV2 API has been shut down, please switch to MessageV3");
  if (checked.code !== 0) return no(checked.code, checked.message);
  if (checked.imageId && !/^https?:/.test(checked.imageId) && !state.readUpload(checked.imageId))
    return no(-100, "attachment_id was expired");
  if (checked.fileToken && !checked.fileToken.startsWith("f")) return no(-201, "token is invalid!");
  if (checked.fileToken && !state.readUpload(checked.fileToken)) return no(-100, "attachment_id was expired");
  const resident = oa.residents.get(String(recipient["user_id"] ?? ""));
  const code = gate(state, oa, resident);
  if (code !== 0 || !resident) {
    state.count(`refused${code}`);
    return no(
      code,
      code === -32
        ? "Your OA reached limit call api"
        : code === -230
          ? "User has not interacted with the OA in the past 7 days"
          : "Send message failed",
    );
  }
  const magic = BEHAVIOURS[resident.magic];
  if (magic?.slowMs) await pause(magic.slowMs);
  if (magic?.http) {
    inner.call.response.statusCode = magic.http;
    inner.call.response.end("<html>bad gateway</html>");
    return "gone";
  }
  const id = accept(state, sender, oa, resident, checked);
  if (magic?.loseAnswer) return "gone";
  return ok({
    message_id: id,
    user_id: resident.id,
    sent_time: String(state.now()),
    ...(state.settings.SIM_QUOTA_IN_REPLY === "on" ? { quota: { quota_type: "reply", remain: "8", total: "8" } } : {}),
  });
}

/** A visitor of a web page, without Zalo: both ids are needed, and there are no buttons (OpenAPI sheet §2.7). */
function sendToVisitor({ state, oa }: Inner, recipient: Record<string, unknown>, checked: Checked): Answer {
  const [visitor, conversation] = [String(recipient["anonymous_id"]), String(recipient["conversation_id"] ?? "")];
  if (visitor === "" || conversation === "") return no(-201, "recipient is invalid!");
  if (checked.code !== 0) return no(checked.code, checked.message);
  if (checked.buttons.length > 0) return no(-201, "attachment.type is invalid!");
  const id = newId();
  state.outbox.push({
    oaId: oa.id,
    userId: `${visitor}/${conversation}`,
    messageId: id,
    text: checked.text,
    at: state.now(),
  });
  return ok({ message_id: id, anonymous_id: visitor, conversation_id: conversation });
}

/** An approved template by UID: no window is asked; template ids starting with 9 are of the kind that cannot go by UID. */
function sendTemplate({ state, sender, oa, body }: Inner): Answer {
  const template = String(body["template_id"] ?? "");
  const data = (body["template_data"] ?? {}) as Record<string, unknown>;
  if (!/^\d{3,}$/.test(template)) return no(-201, "template_id is invalid!");
  if (template.startsWith("9")) return no(-249, "Template does not support send via UID");
  const resident = oa.residents.get(String(body["user_id"] ?? ""));
  const code = gate(state, oa, resident);
  if (!resident || (code !== 0 && code !== -230 && code !== -232)) return no(code, "Send message failed");
  const text = Object.values(data).map(String).join("\n");
  const id = accept(state, sender, oa, resident, { ...NOTHING, text: `[Tin theo mẫu ${template}]\n${text}` });
  return ok({ message_id: id, user_id: resident.id, sent_time: String(state.now()) });
}

function quota({ oa, body }: Inner): Answer {
  if (body["user_id"]) {
    const r = oa.residents.get(String(body["user_id"]));
    return r
      ? ok({
          last_interaction: String(r.lastInteraction),
          promotion: { daily_remain: 1, daily_total: 1, monthly_remain: 4, monthly_total: 4 },
        })
      : no(-201, "user_id is invalid!");
  }
  const total = oa.package === "Comprehensive" ? 2000 : 500;
  return ok([
    {
      asset_id: newId(),
      product_type: "cs",
      quota_type: "sub_quota",
      valid_through: "31/12/2026",
      total,
      remain: total,
    },
  ]);
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  "POST /v3.0/oa/message/cs": (inner) => sendTo(inner, "v3"),
  "POST /v2.0/oa/message": (inner) => sendTo(inner, "v2"),
  "POST /v3.0/oa/message/template": sendTemplate,
  "POST /v3.0/oa/message/transaction": () => no(-209, "Not supported this api"),
  "POST /v3.0/oa/message/promotion": () => no(-209, "Not supported this api"),
  "POST /v2.0/oa/upload/image": (inner) => upload(inner, "image", 1_048_576, /^image\/(jpe?g|png)$/),
  "POST /v2.0/oa/upload/gif": (inner) => upload(inner, "gif", 5_242_880, /^image\/gif$/),
  "POST /v2.0/oa/upload/file": (inner) => upload(inner, "file", 5_242_880, /pdf|msword|wordprocessingml/),
  "GET /v3.0/oa/user/getlist": listUsers,
  "GET /v3.0/oa/user/detail": userDetail,
  "POST /v3.0/oa/user/update": ({ oa, body }) =>
    oa.residents.has(String(body["user_id"])) ? no(0, "Success") : no(-201, "user_id is invalid!"),
  "POST /v2.0/oa/deletefollowerinfo": ({ oa, body }) =>
    oa.residents.has(String(body["user_id"])) ? no(0, "Success") : no(-201, "user_id is invalid!"),
  "GET /v2.0/oa/getoa": ({ oa }) =>
    ok({
      oaid: oa.id,
      name: oa.name,
      description: "",
      oa_alias: "",
      is_verified: true,
      oa_type: oa.type,
      cate_name: oa.type === 4 ? "Cơ quan nhà nước" : "Doanh nghiệp",
      num_follower: [...oa.residents.values()].filter((r) => r.follows).length,
      avatar: "",
      cover: "",
      package_name: oa.package,
      package_valid_through_date: "31/12/2026",
      package_auto_renew_date: "",
      linked_ZCA: "",
    }),
  "POST /v2.0/oa/tag/tagfollower": (inner) => tag(inner, true),
  "POST /v2.0/oa/tag/rmfollowerfromtag": (inner) => tag(inner, false),
  "POST /v2.0/oa/tag/rmtag": ({ oa, body }) => {
    for (const r of oa.residents.values()) r.tags = r.tags.filter((t) => t !== body["tag_name"]);
    return ok({});
  },
  "GET /v2.0/oa/tag/gettagsofoa": ({ oa }) => ok([...new Set([...oa.residents.values()].flatMap((r) => r.tags))]),
  "GET /v2.0/oa/conversation": ({ oa, data }) => {
    const count = Number(data["count"] ?? 10);
    const resident = oa.residents.get(String(data["user_id"] ?? ""));
    if (count > 10) return no(-210, "Parameter exceeds allowable limit");
    return ok(
      (resident?.messages ?? [])
        .slice(-count)
        .toReversed()
        .map((m) => ({
          message_id: m.id,
          src: m.from === "oa" ? 0 : 1,
          time: m.at,
          type: m.image ? "photo" : "text",
          message: m.text,
        })),
    );
  },
  "POST /v2.0/article/create": createArticle,
  "POST /v2.0/article/update": createArticle,
  "POST /v2.0/article/verify": verifyArticle,
  "POST /v2.0/article/remove": ({ oa, body }) =>
    oa.articles.delete(String(body["id"])) ? no(0, "Success") : no(-201, "id is invalid!"),
  "GET /v2.0/article/getslice": ({ oa, call }) => {
    const limit = Number(call.query.get("limit") ?? 10);
    if (!/^(normal|video)$/.test(call.query.get("type") ?? ""))
      return no(-201, "type accept only 2 value normal and video.");
    if (limit > 10) return no(-210, "Parameter exceeds allowable limit");
    const all = [...oa.articles.values()];
    return ok({
      total: all.length,
      medias: all
        .slice(Number(call.query.get("offset") ?? 0))
        .slice(0, limit)
        .map((a) => ({
          id: a.id,
          title: a.title,
          status: "show",
          create_date: a.createdAt,
          total_view: 0,
          total_share: 0,
        })),
    });
  },
  "GET /v2.0/article/getdetail": ({ oa, call }) => {
    const article = oa.articles.get(call.query.get("id") ?? "");
    return article
      ? ok({
          id: article.id,
          title: article.title,
          body: article.body,
          create_date: article.createdAt,
          total_view: viewsOf(oa, article.title),
          total_share: 0,
        })
      : no(-201, "id is invalid!");
  },
  "POST /v3.0/oa/quota/message": quota,
  "POST /v2.0/oa/quota/message": ({ body }) => ok({ type: String(body["type"] ?? "active"), remain: 8, total: 8 }),
};
