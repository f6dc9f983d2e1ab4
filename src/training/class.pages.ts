import { z } from "zod";
import { invalid, notFound } from "../kernel/errors.ts";
import { type PublicPage, publicPage } from "../kernel/public-page.ts";
import { type Certifier, isCertified } from "./certificate.ts";
import { findCourse } from "./class.store.ts";
import { evaluate } from "./hear-back.ts";
import { takesEntries } from "./rules.ts";
import { type ClassDeps, mustFindCourse } from "./steer-class.ts";

/** What needs no log-in: an answer about a class, which carries nobody's name, and the check of a certificate. */
export const classPages = (deps: ClassDeps & { quiz: Certifier }): PublicPage[] => {
  const find = async (id: string) => {
    const course = await findCourse(id);
    if (!course || (course.state !== "running" && course.state !== "reported")) throw notFound("lớp này");
    return course;
  };
  return [
    publicPage({
      path: "/lop/:id/cua",
      async handle({ params }) {
        // who opens it learns the class's title; names come with a code. After the report it stands for phones to let go
        const course = await mustFindCourse(params["id"] ?? "");
        if (!takesEntries(course) && course.state !== "reported")
          throw notFound("cửa của lớp này: lớp chưa mở đăng ký");
        const data = { id: String(course._id), title: course.title };
        return { kind: "page", view: "training/door", title: `Soát vé: ${course.title}`, data };
      },
    }),
    publicPage({
      path: "/lop/:id",
      query: z.object({ xong: z.string().max(5).default("") }),
      async handle({ params, query }) {
        const course = await find(params["id"] ?? "");
        return {
          kind: "page",
          view: "training/public",
          title: course.title,
          data: { id: String(course._id), title: course.title, done: query.xong !== "", checked: "", problem: "" },
        };
      },
    }),
    publicPage({
      method: "post",
      path: "/lop/:id",
      async handle({ params, body }) {
        const course = await find(params["id"] ?? "");
        const id = String(course._id);
        const shown = (data: Record<string, unknown>, status = 200) => ({
          kind: "page" as const,
          view: "training/public",
          title: course.title,
          status,
          data: { id, title: course.title, done: false, checked: "", problem: "", ...data },
        });
        if (body["code"] !== undefined) {
          const given = { classId: id, name: (body["name"] ?? "").slice(0, 200), code: body["code"].slice(0, 60) };
          const holds = await isCertified(deps.quiz, given);
          return shown({ checked: holds ? "yes" : "no" });
        }
        const score = Number(body["score"] ?? "");
        if (!(score >= 1 && score <= 5))
          return shown({ problem: invalid({ score: "Chọn từ 1 đến 5" }).fields["score"] }, 422);
        await evaluate(course, score);
        return shown({ done: true });
      },
    }),
  ];
};
