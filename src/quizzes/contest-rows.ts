import { redirect, type RouteContext, type RouteResult } from "../kernel/console-route.ts";
import type { Contest } from "./contest.model.ts";
import { loadContest } from "./prepare-contest.ts";

/** The contest that a row of the console names. */
export const contestOf = (context: RouteContext): Promise<Contest> =>
  loadContest(context.me.scope, context.params["id"] ?? "");

export const toContest = (context: RouteContext, note: string): RouteResult =>
  redirect(`/console/thi/${context.params["id"]}`, note);
