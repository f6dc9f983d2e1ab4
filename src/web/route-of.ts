import type { Request } from "express";

/**
 * The pattern of the route that was asked for, for logs: what stands in its place may open an account
 * ("/loi-moi/:token") or a turn of a contest. Where no route was reached, the first part of the path alone.
 */
export function routeOf(request: Pick<Request, "path" | "route">): string {
  const pattern: unknown = (request.route as { path?: unknown } | undefined)?.path;
  return typeof pattern === "string" ? pattern : `/${request.path.split("/")[1] ?? ""}`;
}
