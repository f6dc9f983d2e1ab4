import { z } from "zod";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatMoment } from "../kernel/dates.ts";
import { invalid, notFound } from "../kernel/errors.ts";
import { may as mayDo } from "../kernel/grant.ts";
import { holds } from "../kernel/scope.ts";
import { fold } from "../kernel/vietnamese.ts";
import { findFile } from "./agenda.store.ts";
import type { Course } from "./class.model.ts";
import { seatsOfUnit } from "./class.store.ts";
import {
  answerForSpeaker,
  attachFile,
  ESTIMATE,
  fileId,
  inviteSpeaker,
  noteBeside,
  planTopic,
  speakerMark,
} from "./steer-agenda.ts";
import { type ClassDeps, mustFindCourse } from "./steer-class.ts";

const saidOf = (answer = ""): string => (answer === "yes" ? "đã nhận lời" : answer === "no" ? "không nhận" : "");
/** A header holds no Vietnamese letters. */
const plainName = (name: string): string => {
  const [, words = "", ending = ""] = /^(.*)\.([a-z]+)$/i.exec(name) ?? [];
  return `${fold(words).replace(/[^a-z0-9]+/g, "-") || "tep"}.${ending.toLowerCase()}`;
};
const topic = z.object({ n: z.coerce.number().int().min(0).max(200) });

/** Nội dung: who speaks on what, whether they said yes, what learners get; what reviewers wrote. */
export function agendaRoutes(deps: ClassDeps & { mark(text: string): string; publicUrl: string }): ConsoleRoute[] {
  const load = async (context: RouteContext): Promise<Course> => {
    const course = await mustFindCourse(context.params["id"] ?? "");
    if (!holds(context.me.scope, course.unitCode)) throw notFound("lớp này");
    return course;
  };
  const back = (course: Course, note: string) => redirect(`/console/tap-huan/${String(course._id)}/noi-dung`, note);
  const shownTopic = (course: Course, now: Date) => (row: Course["agenda"][number], n: number) => ({
    n,
    ...row,
    invited: row.invitedAt ? formatMoment(row.invitedAt, now) : "",
    said: saidOf(row.answer),
    answer: row.answer ?? "",
    reason: row.reason ?? "",
    link: row.invitedAt
      ? `${deps.publicUrl}/cong-khai/lop/${String(course._id)}/bao-cao-vien/${speakerMark(deps.mark, course, n)}`
      : "",
  });
  const deed = <B extends { n: number }>(
    path: string,
    body: z.ZodType<B>,
    action: string,
    work: (course: Course, given: B) => Promise<unknown>,
    note: string,
  ): ConsoleRoute =>
    route({
      method: "post",
      path: `/tap-huan/:id/noi-dung/${path}`,
      may: "classes.edit",
      body,
      async handle(context) {
        const course = await load(context);
        await work(course, context.body);
        await context.audit(action, course.title);
        return back(course, note);
      },
    });
  return [
    route({
      method: "get",
      path: "/tap-huan/:id/noi-dung",
      may: "classes.view",
      async handle(context) {
        const course = await load(context);
        const id = String(course._id);
        const canEdit = mayDo(context.me, "classes.edit", { unitCode: course.unitCode, classId: id });
        return page("training/agenda", `Nội dung: ${course.title}`, {
          id,
          title: course.title,
          open: canEdit && course.state !== "reported",
          approved: course.state !== "draft",
          estimate: course.estimate ?? "",
          minutes: course.agenda.reduce((sum, one) => sum + one.minutes, 0),
          topics: course.agenda.map(shownTopic(course, context.now)),
          notes: (course.notes ?? []).map((one) => ({
            text: one.text,
            who: one.by.name,
            at: formatMoment(one.at, context.now),
          })),
        });
      },
    }),
    deed(
      "bao-cao-vien",
      topic.extend({ speaker: z.string().max(300).default(""), minutes: z.coerce.number().catch(0) }),
      "class-topic-planned",
      (course, { n, ...given }) => planTopic(course, n, given),
      "Đã ghi báo cáo viên và số phút.",
    ),
    deed(
      "moi",
      topic,
      "class-speaker-invited",
      (course, { n }) => inviteSpeaker(deps, course, n),
      "Đã ghi lời mời. Gửi liên kết trả lời cho báo cáo viên.",
    ),
    deed(
      "tra-loi",
      topic.extend({ answer: z.string().max(10).default(""), reason: z.string().max(500).default("") }),
      "class-speaker-answered",
      (course, { n, answer, reason }) => answerForSpeaker(course, n, answer, reason),
      "Đã ghi trả lời của báo cáo viên.",
    ),
    route({
      method: "post",
      path: "/tap-huan/:id/noi-dung/tep",
      may: "classes.edit",
      file: "file",
      body: z.object({ slot: z.string().regex(/^(\d{1,3}|du-toan)$/) }),
      async handle(context) {
        const course = await load(context);
        if (!context.file) throw invalid({ file: "Chọn tệp" });
        await attachFile(deps, course, context.body.slot, context.file);
        await context.audit("class-file-attached", course.title);
        return back(course, "Đã đính kèm tệp.");
      },
    }),
    route({
      method: "post",
      path: "/tap-huan/:id/y-kien",
      may: "classes.view",
      body: z.object({ text: z.string().max(5000).default("") }),
      async handle(context) {
        const course = await load(context);
        await noteBeside(deps, course, context.body.text, byMe(context));
        await context.audit("class-noted", course.title);
        return back(course, "Đã ghi ý kiến. Ý kiến chỉ hiện trong đơn vị tổ chức.");
      },
    }),
    route({
      method: "get",
      path: "/tap-huan/:id/tep/:slot",
      may: "classes.view",
      async handle(context) {
        const course = await mustFindCourse(context.params["id"] ?? "");
        const slot = context.params["slot"] ?? "";
        const isOwn = holds(context.me.scope, course.unitCode);
        // what learners get goes to the units that send them; the estimate stays with who made it
        const takesPart =
          slot !== ESTIMATE && (await seatsOfUnit(context.me.scope)).some((one) => one.classId === String(course._id));
        const file = isOwn || takesPart ? await findFile(fileId(course, slot)) : null;
        if (!file) throw notFound("tệp này của lớp");
        return { kind: "file", name: plainName(file.name), type: file.type, body: file.bytes };
      },
    }),
  ];
}
