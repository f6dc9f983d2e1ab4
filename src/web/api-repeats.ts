import type { Request, RequestHandler, Response } from "express";
import type { ApiRoute } from "../kernel/api-route.ts";
import type { Clock } from "../kernel/clock.ts";

type Repeat = NonNullable<ApiRoute["repeat"]>;

/**
 * A phone that lost an answer sends the same key again, and again. What is known by the key is answered before any
 * allowance is touched; only what is new goes on to the limit and the deed. The same key twice at once waits for its
 * first, so that two sends in one second are counted as one as well.
 */
export function repeats(
  deps: { clock: Clock },
  repeat: Repeat,
  read: (request: Request) => unknown,
  limit: RequestHandler,
): RequestHandler {
  const running = new Map<string, Promise<void>>();
  return async (request, response, next) => {
    const body = quietly(() => read(request));
    const key = keyOf(body);
    if (key === "") return limit(request, response, next);
    const line = `${request.path} ${key}`;
    for (let first = running.get(line); first; first = running.get(line)) await first;
    running.set(
      line,
      ended(response).then(() => void running.delete(line)),
    );
    const params = request.params as Record<string, string>;
    const known = await repeat({ params, body, now: deps.clock.now() });
    if (known !== undefined) return void response.json(known);
    limit(request, response, next);
  };
}

/** What cannot be read is refused later, and counted. */
function quietly(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const keyOf = (body: unknown): string =>
  typeof body === "object" && body !== null && "key" in body && typeof body.key === "string" ? body.key : "";

/** Answered, or given up by its sender. */
const ended = (response: Response): Promise<void> =>
  response.destroyed ? Promise.resolve() : new Promise((resolve) => response.once("close", () => resolve()));
