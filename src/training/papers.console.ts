import { z } from "zod";
import { type ConsoleRoute, route } from "../kernel/console-route.ts";
import { certificateFile, invitationFile, type PaperDeps } from "./class-papers.ts";
import { ownSeat, seatOfClass } from "./find-seat.ts";

/** What is printed for a seat, by the name it is asked for. */
const PAPERS = { "giay-moi.docx": invitationFile, "giay-chung-nhan.pdf": certificateFile } as const;
const seatAsked = z.object({ cho: z.string().max(200).default("") });

/** The papers of a seat: a unit's own, and every seat's for the department, as offices without an account need them. */
export const papersRoutes = (deps: PaperDeps): ConsoleRoute[] =>
  Object.entries(PAPERS).flatMap(([name, write]) => [
    route({
      method: "get",
      path: `/tap-huan/:id/${name}`,
      may: "classes.nominate",
      query: seatAsked,
      async handle(context) {
        const { course, seat } = await ownSeat(context, context.query.cho);
        return write(deps, course, seat, context.now);
      },
    }),
    route({
      method: "get",
      path: `/tap-huan/:id/cho/:seat/${name}`,
      may: "classes.edit",
      async handle(context) {
        const { course, seat } = await seatOfClass(context, context.params["seat"] ?? "");
        return write(deps, course, seat, context.now);
      },
    }),
  ]);
