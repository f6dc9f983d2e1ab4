import { AppError } from "../kernel/errors.ts";
import { type PublicPage, publicPage } from "../kernel/public-page.ts";
import { presentClass } from "./present.ts";
import { answerForSpeaker, topicByMark } from "./steer-agenda.ts";

/** A speaker's own answer, by a link that opens one topic and ends when somebody else is asked. */
export function speakerPages(deps: { mark(text: string): string }): PublicPage[] {
  const path = "/lop/:id/bao-cao-vien/:mark";
  const find = (params: Record<string, string>) => topicByMark(deps.mark, params["id"] ?? "", params["mark"] ?? "");
  const shown = (
    { course, row }: Awaited<ReturnType<typeof find>>,
    more: { done?: string; problems?: string[]; reason?: string },
    status = 200,
  ) => {
    const { title, days, when } = presentClass(course);
    const answered =
      row.answer === "yes" ? "Ông/Bà đã nhận lời." : row.answer === "no" ? "Ông/Bà đã báo không nhận." : "";
    const topic = { speaker: row.speaker, topic: row.title, minutes: row.minutes, venue: course.venue };
    const data = { ...topic, title, days, when, done: answered, problems: [], reason: row.reason ?? "", ...more };
    return { kind: "page" as const, view: "training/speaker", title: "Mời báo cáo viên", status, data };
  };
  return [
    publicPage({ path, handle: async ({ params }) => shown(await find(params), {}) }),
    publicPage({
      method: "post",
      path,
      async handle({ params, body }) {
        const found = await find(params);
        const reason = (body["reason"] ?? "").slice(0, 500);
        try {
          await answerForSpeaker(found.course, found.n, body["answer"] ?? "", reason);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          const problems = Object.values(error.fields);
          return shown(found, { reason, problems: problems.length > 0 ? problems : [error.message] }, error.status);
        }
        return shown(await find(params), { done: "Đã ghi trả lời. Trân trọng cảm ơn Ông/Bà." });
      },
    }),
  ];
}
