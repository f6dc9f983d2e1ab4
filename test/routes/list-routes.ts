import type { Express } from "express";

interface Layer {
  route?: { path: unknown; methods: Record<string, boolean> };
  handle: unknown;
  /** what `use` was given; "/" without a path */
  rawPath: unknown;
}
const layersOf = (router: unknown): Layer[] =>
  (typeof router === "function" || typeof router === "object") && router !== null && "stack" in router
    ? (router as { stack: Layer[] }).stack
    : [];

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Every route of the composed app as "POST /console/…", read from its routers and from no table of ours. */
export function listRoutes(app: Express): string[] {
  const found: string[] = [];
  const walk = (layers: Layer[], at: string): void => {
    for (const { route, handle, rawPath } of layers) {
      if (route) {
        const { methods } = route;
        const named = methods["_all"] ? METHODS : Object.keys(methods);
        for (const method of named) found.push(`${method.toUpperCase()} ${at}${String(route.path)}`);
      } else if (layersOf(handle).length > 0) {
        if (typeof rawPath !== "string") throw new Error(`a router stands under ${String(rawPath)}: walk it here, too`);
        walk(layersOf(handle), rawPath === "/" ? at : at + rawPath);
      }
    }
  };
  walk(layersOf(app.router), "");
  return found.toSorted();
}
