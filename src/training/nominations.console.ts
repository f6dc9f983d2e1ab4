import { toString as toSvg } from "qrcode";
import { z } from "zod";
import { type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import type { PaperDeps } from "./class-papers.ts";
import { certificateCode } from "./certificate.ts";
import { hasEntered } from "./class.store.ts";
import { ownSeat } from "./find-seat.ts";
import { tellApplied } from "./hear-back.ts";
import { presentClass } from "./present.ts";
import { nominate, ticketOf } from "./steer-class.ts";
import { typedCode } from "./ticket.ts";

const text = (most: number) => z.string().max(most).default("");

/** What a unit does with its own seats: no other unit's row is seen. */
export function nominationRoutes(deps: PaperDeps): ConsoleRoute[] {
  return [
    route({
      method: "post",
      path: "/tap-huan/:id/cu-nguoi",
      may: "classes.nominate",
      body: z.object({ seat: text(200), name: text(200), post: text(200) }),
      async handle(context) {
        const { seat: seatId, name, post } = context.body;
        const { course } = await ownSeat(context, seatId);
        const done = await nominate(deps, course, seatId, { name, post });
        await context.audit("class-nominated", course.title);
        return redirect(
          "/console/tap-huan",
          done === "replaced" ? "Đã thay người. Vé cũ hết hiệu lực." : "Đã cử người dự lớp.",
        );
      },
    }),
    route({
      method: "get",
      path: "/tap-huan/:id/giay-moi",
      may: "classes.nominate",
      query: z.object({ cho: text(200) }),
      async handle(context) {
        const { course, seat } = await ownSeat(context, context.query.cho);
        if (!seat || seat.ticket === "") throw notFound("người được cử");
        const code = await ticketOf(deps, course, seat);
        const name = deps.box.open(seat.name);
        // who did not come has no certificate; who came is known for 90 days
        const certified = course.state === "reported" && (await hasEntered(String(course._id), seat.ticket));
        return page("training/invitation", `Giấy mời: ${course.title}`, {
          ...presentClass(course),
          objectives: course.objectives,
          agenda: course.agenda,
          venue: course.venue,
          mapUrl: course.mapUrl,
          name,
          unitName: seat.unitName,
          paper: `/console/tap-huan/${String(course._id)}/giay-chung-nhan.pdf?cho=${encodeURIComponent(seat._id)}`,
          file: `/console/tap-huan/${String(course._id)}/giay-moi.docx?cho=${encodeURIComponent(seat._id)}`,
          code,
          typed: typedCode(seat.ticket),
          picture: await toSvg(code, { type: "svg", errorCorrectionLevel: "M", version: 6, margin: 4 }),
          certificate: certified ? await certificateCode(deps.quiz, String(course._id), name) : "",
        });
      },
    }),
    route({
      method: "post",
      path: "/tap-huan/:id/ap-dung",
      may: "classes.nominate",
      body: z.object({ seat: text(200), note: text(2000) }),
      async handle(context) {
        const { course } = await ownSeat(context, context.body.seat);
        await tellApplied(deps, course, context.body.seat, context.body.note);
        await context.audit("class-applied", course.title);
        return redirect("/console/tap-huan", "Đã ghi kết quả áp dụng.");
      },
    }),
  ];
}
