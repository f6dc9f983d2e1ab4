import { type ConsoleRoute, route, type RouteContext } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { certificateFile, invitationFile, type PaperDeps } from "./class-papers.ts";
import { findSeat } from "./class.store.ts";
import { mustFindCourse } from "./steer-class.ts";

/** What the department prints for each seat: offices without an account get theirs from here. */
export function papersRoutes(deps: PaperDeps): ConsoleRoute[] {
  const find = async (context: RouteContext) => {
    const course = await mustFindCourse(context.params["id"] ?? "");
    if (!holds(context.me.scope, course.unitCode)) throw notFound("lớp này");
    return { course, seat: await findSeat(String(course._id), context.params["seat"] ?? "") };
  };
  return [
    route({
      method: "get",
      path: "/tap-huan/:id/cho/:seat/giay-moi.docx",
      may: "classes.edit",
      async handle(context) {
        const { course, seat } = await find(context);
        return invitationFile(deps, course, seat, context.now);
      },
    }),
    route({
      method: "get",
      path: "/tap-huan/:id/cho/:seat/giay-chung-nhan.pdf",
      may: "classes.edit",
      async handle(context) {
        const { course, seat } = await find(context);
        return certificateFile(deps, course, seat, context.now);
      },
    }),
  ];
}
