import { type Answer, sentenceOf } from "./answer.ts";
import { ask, type Question, SERVER } from "./ask.ts";
import { renewSession, session } from "./session.ts";

export { beginSession, hasSession } from "./session.ts";

/** Where a public file of the server is fetched from. */
export const fileUrl = (path: string): string => `${SERVER}${path}`;

/** An answer that is not what was asked for. `offline`: nobody was reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly fields: Record<string, string>;
  constructor(status: number, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.fields = fields;
  }
  get offline(): boolean {
    return this.status === 0;
  }
  /** all of it, for a person */
  get sentence(): string {
    return sentenceOf(this);
  }
}

const NOT_ANSWERED = "Rất xin lỗi Ông/Bà, hệ thống chưa trả lời được. Vui lòng thử lại sau ít phút.";

function valueOf<T>(answer: Answer): T {
  if (answer.kind === "ok") return answer.value as T;
  if (answer.kind === "no") throw new ApiError(answer.status, answer.message, answer.fields);
  if (answer.why === "strange") throw new ApiError(502, NOT_ANSWERED);
  throw new ApiError(0, answer.why === "slow" ? "Mạng chậm, chưa có trả lời." : "Đang mất mạng.");
}

/** Asked under the session there is; when that is over, once more under a new one, or as somebody without Zalo. */
async function askAsMe(question: Question): Promise<Answer> {
  const used = session()?.token ?? "";
  const answer = await ask({ ...question, session: used });
  if (used === "" || answer.kind !== "no" || answer.status !== 401) return answer;
  await renewSession(used);
  return ask({ ...question, session: session()?.token ?? "" });
}

export const get = async <T>(path: string): Promise<T> => valueOf(await askAsMe({ method: "GET", path }));
export const post = async <T>(path: string, body: unknown): Promise<T> =>
  valueOf(await askAsMe({ method: "POST", path, body }));
