import { hostBridge } from "../host/bridge.ts";

/** On Zalo's host the server stands elsewhere; in a browser the page comes from it. */
const SERVER: string = (import.meta.env["VITE_API_URL"] as string | undefined) ?? "";
const BASE = `${SERVER}/api/v1`;
/** Where a public file of the server is fetched from. */
export const fileUrl = (path: string): string => `${SERVER}${path}`;

/** An answer that is not what was asked for. `offline`: nobody was reached; what was written stays on the phone. */
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
}

let session = "";

async function request<T>(method: "GET" | "POST", path: string, body?: unknown, bearer = ""): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`${BASE}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(session === "" ? {} : { "X-Session": session }),
        ...(bearer === "" ? {} : { Authorization: `Bearer ${bearer}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, "Đang mất mạng.");
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  const error = (answer as { error?: { message?: string; fields?: Record<string, string> } } | null)?.error;
  throw new ApiError(
    response.status,
    error?.message ?? "Rất xin lỗi Ông/Bà, hệ thống chưa trả lời được. Vui lòng thử lại sau ít phút.",
    error?.fields,
  );
}

/** Sends a picture as it is; the server makes it small and forgets what the camera wrote into it. */
export async function postPicture(path: string, file: File): Promise<string> {
  const response = await fetch(`${BASE}${path}`, {
    method: "POST",
    headers: { "Content-Type": file.type, ...(session === "" ? {} : { "X-Session": session }) },
    body: file,
  }).catch(() => {
    throw new ApiError(0, "Đang mất mạng.");
  });
  const answer = (await response.json().catch(() => null)) as {
    picture?: string;
    error?: { message?: string; fields?: Record<string, string> };
  } | null;
  if (response.ok && answer?.picture) return answer.picture;
  throw new ApiError(response.status, answer?.error?.message ?? "Ảnh này chưa gửi được.", answer?.error?.fields);
}

export const get = <T>(path: string): Promise<T> => request<T>("GET", path);
export const post = <T>(path: string, body: unknown): Promise<T> => request<T>("POST", path, body);

let logIn: Promise<boolean> | undefined;

/** Begins a session when Zalo vouches for the person; false in a plain browser, or when the person said no. */
export function beginSession(): Promise<boolean> {
  logIn ??= (async () => {
    const token = await (await hostBridge()).identityToken();
    if (!token) return false;
    try {
      session = (await request<{ session: string }>("POST", "/session", {}, token)).session;
      return true;
    } catch {
      logIn = undefined;
      return false;
    }
  })();
  return logIn;
}
export const hasSession = (): boolean => session !== "";
