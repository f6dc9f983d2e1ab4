import type { ConsoleRoute } from "../kernel/console-route.ts";
import type { CommentsConsoleDeps } from "./comment-pages.ts";
import { oneCommentRoutes } from "./one.console.ts";
import { placeRoutes } from "./place.console.ts";
import { queueRoutes } from "./queue.console.ts";

/** Góp ý: the clerk's queue by place, one comment, one place; in this order, because a place may be called anything. */
export const commentsRoutes = (deps: CommentsConsoleDeps): ConsoleRoute[] => [
  ...queueRoutes(),
  ...oneCommentRoutes(deps),
  ...placeRoutes(deps),
];
