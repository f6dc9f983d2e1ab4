import { createServer } from "node:http";

/** Just enough of Zalo for one day in this process: takes messages, and says whose access token it is. */
export interface FakeZalo {
  url: string;
  /** the newest command of a button with this title that somebody was shown */
  buttonOf(userId: string, title: string): string;
  /** all that somebody was told */
  textsTo(userId: string): string;
  /** the newest receipt code somebody was told */
  codeOf(userId: string): string;
  close(): void;
}

export async function startFakeZalo(): Promise<FakeZalo> {
  const shown = new Map<string, string>();
  const codes = new Map<string, string>();
  const texts = new Map<string, string>();
  let sent = 0;
  const answer = (path: string, token: string, body: string): unknown => {
    if (path.startsWith("/v2.0/me"))
      return { id: token.split(":")[0], name: decodeURIComponent(token.split(":")[1] ?? "") };
    if (!path.includes("message")) return { error: 0, data: {} };
    const { recipient, message } = JSON.parse(body) as {
      recipient: { user_id: string };
      message: { text?: string; attachment?: { payload: { buttons?: { title: string; payload: string }[] } } };
    };
    for (const { title, payload } of message.attachment?.payload.buttons ?? [])
      shown.set(`${recipient.user_id} ${title}`, payload);
    texts.set(recipient.user_id, `${texts.get(recipient.user_id) ?? ""}\n---\n${message.text ?? ""}`);
    const code = /SM(?:-\w{4}){3}/.exec(message.text ?? "")?.[0];
    if (code) codes.set(recipient.user_id, code);
    sent += 1;
    return { error: 0, message: "Success", data: { message_id: `sent-${sent}`, user_id: recipient.user_id } };
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString("utf8");
    });
    request.on("end", () => {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(answer(request.url ?? "", String(request.headers["access_token"] ?? ""), body)));
    });
  });
  // longer than a busy machine lets a kept connection wait
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    buttonOf: (userId, title) => shown.get(`${userId} ${title}`) ?? "",
    textsTo: (userId) => texts.get(userId) ?? "",
    codeOf: (userId) => codes.get(userId) ?? "",
    close: () => void server.close(),
  };
}
