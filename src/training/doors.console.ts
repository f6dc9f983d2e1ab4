import { toString as toSvg } from "qrcode";
import { z } from "zod";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import type { Course } from "./class.model.ts";
import { listSeats } from "./class.store.ts";
import { listBrought, listDoors, revokeDoor } from "./door.store.ts";
import { presentDoor, twiceUsed, waitingGroups } from "./present-doors.ts";
import { takesEntries } from "./rules.ts";
import { addDoor } from "./serve-door.ts";
import { settleEntries } from "./settle-entries.ts";
import { type ClassDeps, mustFindCourse } from "./steer-class.ts";

const many = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]);

/** Soát vé: the phones of a class, what they brought that waits for a person, tickets that came twice. */
export function doorsRoutes(deps: ClassDeps & { publicUrl: string }): ConsoleRoute[] {
  const load = async (context: RouteContext): Promise<Course> => {
    const course = await mustFindCourse(context.params["id"] ?? "");
    if (!holds(context.me.scope, course.unitCode)) throw notFound("lớp này");
    return course;
  };
  const back = (course: Course, note: string) => redirect(`/console/tap-huan/${String(course._id)}/cua`, note);
  return [
    route({
      method: "get",
      path: "/tap-huan/:id/cua",
      may: "classes.edit",
      async handle(context) {
        const course = await load(context);
        const id = String(course._id);
        const [doors, brought, seats] = await Promise.all([listDoors(id), listBrought(id), listSeats(id)]);
        const address = `${deps.publicUrl}/cong-khai/lop/${id}/cua`;
        const shown = doors.map((one) => presentDoor(deps, one, brought, context.now));
        return page("training/doors", `Soát vé: ${course.title}`, {
          id,
          title: course.title,
          open: takesEntries(course),
          address,
          doors: await Promise.all(
            shown.map(async (one) => ({
              ...one,
              // after the sign "#" nothing is sent anywhere: the code stays between the two screens
              picture: one.code === "" ? "" : await toSvg(`${address}#${one.code}`, { type: "svg", margin: 2 }),
            })),
          ),
          waiting: waitingGroups(deps, seats, brought, context.now),
          twice: twiceUsed(deps, seats, brought, context.now),
        });
      },
    }),
    route({
      method: "post",
      path: "/tap-huan/:id/cua",
      may: "classes.edit",
      body: z.object({ name: z.string().max(200).default("") }),
      async handle(context) {
        const course = await load(context);
        await addDoor(deps, course, context.body.name, byMe(context));
        await context.audit("class-door-added", course.title);
        return back(course, "Đã tạo mã đăng ký. Mở trang cửa trên máy soát vé rồi nhập mã trong 30 phút.");
      },
    }),
    route({
      method: "post",
      path: "/tap-huan/:id/cua/:door/thu-hoi",
      may: "classes.edit",
      async handle(context) {
        const course = await load(context);
        const [id, door] = [String(course._id), context.params["door"] ?? ""];
        const known = (await listDoors(id)).find((one) => one._id === door);
        if (!known) throw notFound("máy này của lớp");
        if (!(await revokeDoor(door, id, context.now))) throw conflict(`Máy cửa ${known.name} đã thu hồi.`);
        await context.audit("class-door-revoked", course.title);
        return back(course, "Đã thu hồi máy. Lượt máy gửi từ bây giờ chờ Ông/Bà xem.");
      },
    }),
    route({
      method: "post",
      path: "/tap-huan/:id/cua/luot",
      may: "classes.edit",
      body: z.object({ entry: many, what: z.enum(["nhan", "bo"]) }),
      mostFields: 3000,
      async handle(context) {
        const course = await load(context);
        // what came too late for the report is put away, and not counted
        if (context.body.what === "nhan" && !takesEntries(course))
          throw conflict("Lớp đã chốt báo cáo nên số có mặt không đổi nữa. Ghi lượt này vào hồ sơ lớp nếu cần.");
        const state = context.body.what === "nhan" ? "in" : "refused";
        const { n, faults } = await settleEntries(deps, course, context.body.entry, state);
        await context.audit("class-entries-settled", course.title, { "số lượt": n });
        const left = faults.length > 0 ? ` Chưa tính ${faults.length} lượt: ${faults.join("; ")}.` : "";
        return back(
          course,
          state === "in" ? `Đã tính ${n} lượt có mặt.${left}` : `Đã bỏ ${n} lượt, không tính có mặt.`,
        );
      },
    }),
  ];
}
