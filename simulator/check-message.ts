/** What Zalo refuses in a message (OpenAPI sheet §2.1, §2.2). Lengths in graphemes after NFC. */
const segmenter = new Intl.Segmenter("vi", { granularity: "grapheme" });
const length = (text: unknown): number => [...segmenter.segment(String(text ?? "").normalize("NFC"))].length;

export interface Checked {
  code: number;
  message: string;
  text: string;
  imageId: string;
  /** token of an uploaded file */
  fileToken: string;
  buttons: { title: string; type: string; payload: unknown }[];
  articles: string[];
  elements: Record<string, unknown>[];
}

const BUTTON_TYPES = new Set(["oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.sms", "oa.open.phone"]);

export function checkMessage(raw: unknown, tooLong: number): Checked {
  const out: Checked = {
    code: 0,
    message: "Success",
    text: "",
    imageId: "",
    fileToken: "",
    buttons: [],
    articles: [],
    elements: [],
  };
  const refuse = (code: number, message: string): Checked => ({ ...out, code, message });
  if (typeof raw !== "object" || raw === null) return refuse(-201, "message is invalid!");
  const message = raw as Record<string, unknown>;
  out.text = String(message["text"] ?? "");
  if (length(out.text) > 2000) return refuse(tooLong, "Parameter exceeds allowable limit");
  const attachment = message["attachment"] as Record<string, unknown> | undefined;
  if (!attachment) return out.text.trim() === "" ? refuse(-201, "text is invalid!") : out;
  const payload = (attachment["payload"] ?? {}) as Record<string, unknown>;
  if (attachment["type"] === "file") {
    out.fileToken = typeof payload["token"] === "string" ? payload["token"] : "";
    // a file has no words beside it
    if (out.text !== "") return refuse(-201, "message is invalid!");
    return out.fileToken ? out : refuse(-201, "token is invalid!");
  }
  if (attachment["type"] !== "template") return refuse(-201, "attachment.type is invalid!");
  const buttons = payload["buttons"];
  if (Array.isArray(buttons)) {
    if (buttons.length > 5) return refuse(-210, "Parameter exceeds allowable limit");
    for (const button of buttons as Record<string, unknown>[]) {
      if (!BUTTON_TYPES.has(String(button["type"]))) return refuse(-201, "Button action type is invalid");
      if (length(button["title"]) === 0 || length(button["title"]) > 100)
        return refuse(-201, "button.title is invalid!");
      if (String(button["type"]).startsWith("oa.query") && length(button["payload"]) > 1000)
        return refuse(-201, "button.payload is invalid!");
      out.buttons.push({ title: String(button["title"]), type: String(button["type"]), payload: button["payload"] });
    }
  }
  const elements = payload["elements"];
  if (Array.isArray(elements)) {
    if (elements.length > 5) return refuse(-210, "Parameter exceeds allowable limit");
    for (const element of elements as Record<string, unknown>[]) {
      if (element["media_type"] === "article") out.articles.push(String(element["attachment_id"]));
      else if (element["media_type"] === "image" || element["media_type"] === "gif") {
        if (Boolean(element["url"]) === Boolean(element["attachment_id"]))
          return refuse(-201, "attachment_id is invalid!");
        out.imageId = String(element["attachment_id"] ?? element["url"]);
      } else if (payload["template_type"] === "list" || payload["template_type"] === "request_user_info") {
        if (length(element["title"]) > 100) return refuse(-201, "title is invalid!");
        if (length(element["subtitle"]) > 500) return refuse(-201, "subtitle is invalid!");
        out.elements.push(element);
      }
    }
  }
  if (!out.text.trim() && !out.imageId && out.articles.length === 0 && out.elements.length === 0)
    return refuse(-201, "text is invalid!");
  return out;
}
