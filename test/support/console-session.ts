import { OfficialModel } from "../../src/officials/official.model.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { PASSWORD, TOTP_SEED } from "./world.ts";

/** A signed-in official without a browser: pages read and forms posted as a browser would. */
export class ConsoleSession {
  private readonly cookies = new Map<string, string>();
  private csrf = "";
  private readonly base: string;
  private readonly userAgent: string;
  constructor(base: string, userAgent = "node") {
    this.base = base;
    this.userAgent = userAgent;
  }

  /** Cookies as a browser would keep them, for a window of the same person. */
  forBrowser = (): { name: string; value: string; domain: string; path: string; httpOnly: boolean }[] =>
    [...this.cookies].map(([name, cookie]) => {
      const [pair = "", ...more] = cookie.split("; ");
      return {
        name,
        value: pair.slice(name.length + 1),
        domain: new URL(this.base).hostname,
        path: /^path=(.*)$/i.exec(more.find((one) => /^path=/i.test(one)) ?? "")?.[1] ?? "/",
        httpOnly: more.some((one) => /^httponly$/i.test(one)),
      };
    });

  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(`${this.base}${path}`, {
      ...init,
      redirect: "manual",
      headers: {
        ...(init.headers as Record<string, string>),
        cookie: [...this.cookies.values()].map((cookie) => cookie.split(";")[0]).join("; "),
        accept: "text/html",
        "user-agent": this.userAgent,
      },
    });
    for (const one of answer.headers.getSetCookie()) {
      this.cookies.set(one.split("=")[0] ?? "", one);
    }
    return answer;
  }

  private async token(path: string): Promise<string> {
    const page = await (await this.ask(path)).text();
    return /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
  }

  /** The page of the log-in has its own tests: here only its form is sent. */
  async enter(email: string): Promise<void> {
    await OfficialModel.updateOne({ email }, { $set: { "totpSteps.login": 0 } });
    const code = currentCode(TOTP_SEED, new Date());
    const fields = { _csrf: await this.token("/console/dang-nhap"), email, password: PASSWORD, code };
    const answer = await this.ask("/console/dang-nhap", { method: "POST", body: new URLSearchParams(fields) });
    if (answer.status !== 303) throw new Error(`not logged in: ${answer.status}`);
    // one for the whole session; pages read side by side before there is one would each make their own
    this.csrf = await this.token("/console/toi");
  }

  /** Posts a form with one file in it. */
  async upload(
    action: string,
    file: { field: string; name: string; bytes: Buffer },
    fields: Readonly<Record<string, string | string[]>>,
  ): Promise<{ status: number; text: string }> {
    const form = new FormData();
    form.set("_csrf", this.csrf);
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
    form.set(file.field, new Blob([Uint8Array.from(file.bytes)]), file.name);
    const answer = await this.ask(action, { method: "POST", body: form });
    return { status: answer.status, text: await answer.text() };
  }

  /** Posts bytes that only claim to be a form. */
  async post(action: string, body: Buffer, type: string): Promise<{ status: number; text: string }> {
    const headers = { "content-type": type, "x-csrf-token": this.csrf };
    const answer = await this.ask(action, { method: "POST", headers, body: Uint8Array.from(body) });
    return { status: answer.status, text: await answer.text() };
  }
}
