import { AppError } from "../kernel/errors.ts";
import { type PublicPage, publicPage } from "../kernel/public-page.ts";
import type { Course, Seat } from "./class.model.ts";
import { tellApplied } from "./hear-back.ts";
import { presentClass } from "./present.ts";
import { type ClassDeps, mustFindCourse, nominate, seatByMark } from "./steer-class.ts";

type Body = Readonly<Record<string, string>>;

/** What the holder of a seat's link is shown: who holds it names somebody and reads nobody's name. */
const seatData = (course: Course, seat: Seat) => ({
  title: course.title,
  unitName: seat.unitName,
  named: seat.ticket !== "",
  open: course.state !== "reported",
  when: presentClass(course).when,
  called: (seat.called ?? []).length > 0 && course.state === "open",
  applies: course.state === "reported" && seat.ticket !== "",
  applied: seat.applied !== null,
  done: "",
  problems: [] as string[],
  typed: { name: "", post: "", note: "" },
});

/** Two things can be done here: to name somebody, and after the class to tell what came of it. */
async function press(deps: ClassDeps, course: Course, seat: Seat, body: Body): Promise<string> {
  if (body["note"] !== undefined) {
    await tellApplied(deps, course, seat._id, body["note"].slice(0, 2000));
    return "Đã ghi kết quả áp dụng.";
  }
  const done = await nominate(deps, course, seat._id, { name: body["name"] ?? "", post: body["post"] ?? "" });
  return done === "replaced" ? "Đã thay người. Vé cũ hết hiệu lực." : "Đã cử người dự lớp.";
}

/** The page of an office without an account, by a link that opens its own seat. */
export function seatPages(deps: ClassDeps & { mark(text: string): string }): PublicPage[] {
  const path = "/lop/:id/cu-nguoi/:mark";
  const find = async (params: Readonly<Record<string, string>>) => {
    const course = await mustFindCourse(params["id"] ?? "");
    return { course, seat: await seatByMark(deps.mark, course, params["mark"] ?? "") };
  };
  const shown = (data: ReturnType<typeof seatData>, status = 200) => ({
    kind: "page" as const,
    view: "training/seat",
    title: data.title,
    status,
    data,
  });
  return [
    publicPage({
      path,
      async handle({ params }) {
        const { course, seat } = await find(params);
        return shown(seatData(course, seat));
      },
    }),
    publicPage({
      method: "post",
      path,
      async handle({ params, body }) {
        const { course, seat } = await find(params);
        try {
          const done = await press(deps, course, seat, body);
          return shown({ ...seatData(course, (await find(params)).seat), done });
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          const problems = Object.values(error.fields);
          const typed = {
            name: (body["name"] ?? "").slice(0, 200),
            post: (body["post"] ?? "").slice(0, 200),
            note: (body["note"] ?? "").slice(0, 2000),
          };
          const said = problems.length > 0 ? problems : [error.message];
          return shown({ ...seatData(course, seat), typed, problems: said }, error.status);
        }
      },
    }),
  ];
}
