import { z } from "zod";
import { decide, lookOf } from "../decisions/decide.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { parseLocal } from "../kernel/dates.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { may as mayDo } from "../kernel/grant.ts";
import { holds, ownAndBelow } from "../kernel/scope.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import { findUnit, findUnits } from "../units/unit.store.ts";
import type { PaperDeps } from "./class-papers.ts";
import { agendaOf, blankFor, classForm, postsOf, rows } from "./class-form.ts";
import { classApproval } from "./class.decision.ts";
import type { Course, Group, Seat } from "./class.model.ts";
import { addQuestion, findCourses, listCourses, listEntries, listSeats, seatsOfUnit } from "./class.store.ts";
import { countWaiting } from "./door.store.ts";
import { readNomineesTask, writeResultTask } from "./class.tasks.ts";
import { nominationRoutes } from "./nominations.console.ts";
import { presentClass, presentSeat, saidAtDoor, shownScore } from "./present.ts";
import { boardsOf, FEWEST_ANSWERS, figuresOf, quotaWarning, takesEntries } from "./rules.ts";
import {
  callNamed,
  letIn,
  mustFindCourse,
  openClass,
  planClass,
  remind,
  reportClass,
  seatMark,
  startClass,
} from "./steer-class.ts";
import { takeNominees } from "./take-nominees.ts";

type ClassesDeps = PaperDeps & { mark(text: string): string };
const text = (most: number) => z.string().max(most).default("");

/** Tập huấn: classes of a department, the board of who is named, the door with a network, the report. */
export function classesRoutes(deps: ClassesDeps): ConsoleRoute[] {
  /** of the own department; or one the own unit has a seat in */
  const load = async (context: RouteContext): Promise<Course> => {
    const course = await mustFindCourse(context.params["id"] ?? "");
    if (!holds(context.me.scope, course.unitCode)) throw notFound("lớp này");
    return course;
  };
  const back = (course: Course, note: string) => redirect(`/console/tap-huan/${String(course._id)}`, note);
  const deed = (
    path: string,
    action: string,
    work: (course: Course) => Promise<unknown>,
    note: (done: unknown) => string,
  ): ConsoleRoute =>
    route({
      method: "post",
      path: `/tap-huan/:id/${path}`,
      may: "classes.edit",
      async handle(context) {
        const course = await load(context);
        const done = await work(course);
        await context.audit(action, course.title);
        return back(course, note(done));
      },
    });
  const linkOf = (id: string, seat: Seat): string =>
    seat.unitCode === "" ? `/cong-khai/lop/${id}/cu-nguoi/${seatMark(deps.mark, seat)}` : "";
  return [
    route({
      method: "get",
      path: "/tap-huan",
      may: "classes.view",
      async handle(context) {
        const own = await listCourses(context.me.scope);
        const seats = await seatsOfUnit(context.me.scope);
        const sent = await findCourses([...new Set(seats.map((one) => one.classId))]);
        return page("training/list", "Tập huấn", {
          classes: own.map(presentClass),
          sent: sent
            .filter((one) => !holds(context.me.scope, one.unitCode))
            .map((one) => ({
              ...presentClass(one),
              seats: seats.filter((seat) => seat.classId === String(one._id)).map((seat) => presentSeat(deps, seat)),
              open: one.state === "open" || one.state === "running",
            })),
          canEdit: context.me.permissions.includes("classes.edit"),
          canNominate: context.me.permissions.includes("classes.nominate"),
        });
      },
    }),
    route({
      method: "get",
      path: "/tap-huan/moi",
      may: "classes.edit",
      query: z.object({ ke_hoach: text(40) }),
      handle: async (context) => page("training/new", "Lập lớp", await blankFor(context, context.query.ke_hoach)),
    }),
    route({
      method: "post",
      path: "/tap-huan/moi",
      may: "classes.edit",
      body: classForm,
      async handle(context) {
        if (context.body.startsAt !== "" && !parseLocal(context.body.startsAt))
          throw invalid({ startsAt: "Ngày học chưa đúng, ví dụ 04/12/2026 lúc 07:30" });
        const { communes, communePosts, offices, officePosts, objectives, startsAt, ...given } = context.body;
        const { topic, speaker, minutes, document, ...fields } = given;
        const agenda = agendaOf({ topic, speaker, minutes, document });
        const below =
          communes === "1" ? await findUnits(ownAndBelow(context.me.scope).slice(context.me.scope.own.length)) : [];
        const groups: Group[] = [
          {
            key: "so",
            name: "Sở, ban, ngành",
            units: rows(offices).map((name) => ({ code: "", name })),
            each: 1,
            posts: postsOf(officePosts),
          },
          {
            key: "xa",
            name: "Xã, phường",
            units: below
              .map((one) => ({ code: one._id, name: one.name }))
              .toSorted((a, b) => byVietnamese(a.name, b.name)),
            each: 1,
            posts: postsOf(communePosts),
          },
        ].filter((one) => one.units.length > 0);
        const id = await planClass(
          deps,
          context.me.scope,
          {
            ...fields,
            groups,
            objectives: rows(objectives),
            startsAt: parseLocal(startsAt) ?? null,
            agenda,
          },
          byMe(context),
        );
        await context.audit("class-planned", fields.title);
        const warning = quotaWarning(groups, fields.capacity);
        return redirect(`/console/tap-huan/${id}`, `Đã lập lớp, chờ phê duyệt.${warning === "" ? "" : ` ${warning}`}`);
      },
    }),
    route({
      method: "get",
      path: "/tap-huan/:id",
      may: "classes.view",
      async handle(context) {
        const course = await load(context);
        const id = String(course._id);
        const [seats, entries, seen] = await Promise.all([
          listSeats(id),
          listEntries(id),
          lookOf(classApproval, id, course, context.now),
        ]);
        const waiting = await countWaiting(id);
        const thing = { unitCode: course.unitCode, classId: id };
        const figures =
          course.figures ??
          figuresOf(
            course.groups,
            seats,
            entries.map(({ _id, ...one }) => ({ id: _id, ...one })),
          );
        return page("training/view", course.title, {
          ...presentClass(course),
          course,
          warning: quotaWarning(course.groups, course.capacity),
          boards: boardsOf(course.groups, seats).map((one) => ({
            ...one,
            rows: seats
              .filter((seat) => seat.group === one.key)
              .map((seat) => presentSeat(deps, seat, linkOf(id, seat))),
          })),
          missing: figures.invited - figures.nominated,
          figures,
          waiting,
          doors: takesEntries(course) || waiting > 0,
          score: shownScore(course.scores),
          fewest: FEWEST_ANSWERS,
          seen,
          canEdit: mayDo(context.me, "classes.edit", thing),
          canApprove: mayDo(context.me, "classes.approve", thing) && seen !== "",
          mine: course.author.id === context.me.id,
        });
      },
    }),
    route({
      method: "post",
      path: "/tap-huan/:id/phe-duyet",
      may: classApproval.may,
      body: z.object({ seen: z.string().max(80).default("") }),
      async handle(context) {
        const course = await load(context);
        const press = {
          unitCode: course.unitCode,
          id: String(course._id),
          seen: context.body.seen,
          by: byMe(context),
          wish: undefined,
        };
        await decide(classApproval, deps, press);
        await context.audit("class-approved", course.title);
        return back(course, "Đã phê duyệt. Điều phối mở đăng ký khi sẵn sàng.");
      },
    }),
    deed("mo-dang-ky", "class-opened", openClass, () => "Đã mở đăng ký. Các đơn vị thấy lớp ở trang Tập huấn."),
    deed("dien-ra", "class-started", startClass, () => "Lớp đang diễn ra. Soát vé được từ bây giờ."),
    deed("bao-cao", "class-reported", reportClass, () => "Đã chốt số liệu báo cáo kết quả."),
    deed(
      "nhac",
      "class-reminded",
      (course) => remind(deps, course),
      (n) =>
        n === 0 ? "Hôm nay đã nhắc rồi. Nhắc lại được từ ngày mai." : `Đã nhắc ${String(n)} đơn vị chưa cử người.`,
    ),
    deed(
      "nhac-hoc-vien",
      "class-called",
      (course) => callNamed(deps, course),
      (n) =>
        n === 0
          ? "Hôm nay đã nhắc rồi. Nhắc lại được từ ngày mai."
          : `Đã nhắc ${String(n)} người được cử, qua trang Hôm nay của đơn vị.`,
    ),
    route({
      method: "post",
      path: "/tap-huan/:id/danh-sach",
      may: "classes.edit",
      file: "file",
      async handle(context) {
        const course = await load(context);
        if (!context.file) throw invalid({ file: "Cần chọn tệp danh sách (.xlsx hoặc .csv)" });
        const done = await takeNominees(deps, course, await deps.outside.run(readNomineesTask, context.file.bytes));
        await context.audit("class-nominated", course.title, { "ghi mới": done.named, thay: done.replaced });
        return back(course, `Đã ghi ${done.named} tên mới, thay ${done.replaced}, giữ nguyên ${done.same}.`);
      },
    }),
    route({
      method: "post",
      path: "/tap-huan/:id/cau-hoi",
      may: "classes.edit",
      body: z.object({ text: text(1000), answer: text(3000) }),
      async handle(context) {
        const course = await load(context);
        if (course.state !== "running")
          throw conflict("Ghi được câu hỏi khi lớp đang diễn ra, trước khi chốt báo cáo.");
        if (context.body.text.trim() === "") throw invalid({ text: "Ghi câu hỏi" });
        if (!(await addQuestion(String(course._id), context.body)))
          throw conflict("Lớp đã ghi đủ số câu hỏi hoặc vừa chốt báo cáo.");
        await context.audit("class-question", course.title);
        return back(
          course,
          context.body.answer === ""
            ? "Đã ghi câu hỏi; chưa trả lời thì nêu trong báo cáo."
            : "Đã ghi câu hỏi và trả lời.",
        );
      },
    }),
    route({
      method: "post",
      path: "/tap-huan/:id/soat-ve",
      may: "classes.edit",
      body: z.object({
        code: text(300),
        door: text(60),
        event: z
          .string()
          .regex(/^[\w-]{8,60}$/)
          .catch(""),
      }),
      async handle(context) {
        const course = await load(context);
        const event = context.body.event || crypto.randomUUID();
        const sentence = await letIn(deps, course, { code: context.body.code, door: context.body.door || "A", event });
        return back(course, saidAtDoor(sentence, context.now));
      },
    }),
    route({
      method: "get",
      path: "/tap-huan/:id/bao-cao.docx",
      may: "classes.view",
      async handle(context) {
        const course = await load(context);
        if (!course.figures) throw notFound("báo cáo của lớp này");
        const unit = await findUnit(course.unitCode);
        const file = {
          course,
          office: unit?.office ?? "",
          place: unit?.province.replace(/^Tỉnh\s+/u, "") ?? "",
          symbol: "BC-SVHTTDL",
          at: context.now,
        };
        const body = Buffer.from(await deps.outside.run(writeResultTask, file));
        const type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        return { kind: "file", name: "bao-cao-lop.docx", type, body };
      },
    }),
    ...nominationRoutes(deps),
  ];
}
