import { z } from "zod";
import { findPicture } from "../content/item.store.ts";
import type { PictureDeps } from "../content/prepare-picture.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { invalid, notFound } from "../kernel/errors.ts";
import { holds, ownAndAbove } from "../kernel/scope.ts";
import { editedFrom, questionParts } from "./edited.ts";
import { writeGift } from "./gift.ts";
import { importQuestions, type ImportedQuestions } from "./import-questions.ts";
import type { Question } from "./question.model.ts";
import { countQuestions, findQuestion, listCategories, listQuestions, readSound } from "./question.store.ts";
import { MOST_OPTIONS, type QuestionDraft } from "./question-faults.ts";
import { writeQuestionsTask, writeTemplateTask } from "./quiz.tasks.ts";
import { dropQuestion, saveQuestion, tickQuestion } from "./save-question.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PER_PAGE = 30;
const MOST_EXPORT = 5000;
const LETTERS = "ABCDEF";
const list = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));
const form = z.object({
  category: z.string().max(80).default(""),
  text: z.string().max(2000).default(""),
  options: list.default([]),
  right: list.default([]),
  why: z.string().max(2000).default(""),
  sourceTitle: list.default([]),
  sourceUrl: list.default([]),
  pictureAlt: z.string().max(300).default(""),
  transcript: z.string().max(2000).default(""),
  without: z.string().default(""),
  edited: z.string().max(80).default(""),
});
type Form = z.infer<typeof form>;
const search = z.object({ nhom: z.string().max(80).default(""), trang: z.coerce.number().int().min(1).default(1) });

/** A form's rows, the empty ones at the end left out; the letters of right answers point at the rows as they stood. */
function draftOf(body: Form): QuestionDraft {
  const options = body.options.map((one) => one.trim());
  while (options.at(-1) === "") options.pop();
  return {
    category: body.category,
    text: body.text,
    options,
    // what is no number names no option, and the question is refused for it
    right: body.right.map((one) => (/^\d{1,2}$/.test(one) ? Number(one) : -1)),
    why: body.why,
    sources: body.sourceTitle.map((title, n) => ({ title, url: body.sourceUrl[n] ?? "" })),
    pictureAlt: body.pictureAlt,
    transcript: body.transcript,
  };
}

const EMPTY: QuestionDraft = {
  category: "",
  text: "",
  options: [],
  right: [],
  why: "",
  sources: [],
  pictureAlt: "",
  transcript: "",
};

/** What a sheet holds of a question, without what the bank knows besides. */
const bare = ({
  category,
  text,
  options,
  right,
  why,
  sources,
  pictureAlt,
  transcript,
}: QuestionDraft): QuestionDraft => ({
  category,
  text,
  options,
  right,
  why,
  sources,
  pictureAlt,
  transcript,
});

const valuesOf = (draft: QuestionDraft) => ({
  ...draft,
  rows: Array.from({ length: MOST_OPTIONS }, (_, n) => ({
    n,
    letter: LETTERS[n],
    text: draft.options[n] ?? "",
    right: draft.right.includes(n),
  })),
  sourceRows: Array.from({ length: Math.max(2, draft.sources.length) }, (_, n) => ({
    number: n + 1,
    title: draft.sources[n]?.title ?? "",
    url: draft.sources[n]?.url ?? "",
  })),
});

/** Ngân hàng câu hỏi: write, check, bring in, take out. */
export function questionsRoutes(deps: PictureDeps): ConsoleRoute[] {
  const canEdit = (context: RouteContext): boolean => context.me.permissions.includes("quizzes.edit");
  const listPage = async (context: RouteContext, imported?: ImportedQuestions) => {
    const { nhom, trang } = search.parse(context.query);
    const banks = ownAndAbove(context.me.scope);
    const filter = { category: nhom };
    const [questions, total, categories] = await Promise.all([
      listQuestions(banks, filter, (trang - 1) * PER_PAGE, PER_PAGE),
      countQuestions(banks, filter),
      listCategories(banks),
    ]);
    return page("quizzes/questions", "Ngân hàng câu hỏi", {
      questions: questions.map((one) => ({
        id: String(one._id),
        text: one.text,
        category: one.category,
        ticked: one.tick !== null,
        own: holds(context.me.scope, one.unitCode),
        sources: one.sources.length,
        version: one.version,
      })),
      total,
      categories,
      category: nhom,
      canEdit: canEdit(context),
      at: trang,
      before: trang - 1,
      next: trang * PER_PAGE < total ? trang + 1 : 0,
      imported: imported && { ...imported, left: imported.refused.length },
    });
  };
  const editPage = (context: RouteContext, question: Question | null, draft: QuestionDraft) =>
    page("quizzes/question", question ? "Câu hỏi" : "Câu hỏi mới", {
      id: question ? String(question._id) : "",
      question,
      own: question?.unitCode === undefined || holds(context.me.scope, question.unitCode),
      values: valuesOf(draft),
      edited: question ? editedFrom(questionParts(question)) : "",
      canEdit: canEdit(context),
    });
  const load = async (context: RouteContext): Promise<Question> => {
    const found = await findQuestion(ownAndAbove(context.me.scope), context.params["id"] ?? "");
    if (!found) throw notFound("câu hỏi này");
    return found;
  };
  const save = (context: RouteContext<Form>, id: string): Promise<string> =>
    saveQuestion(
      deps,
      context.me.scope,
      draftOf(context.body),
      byMe(context),
      { media: context.file, without: context.body.without === "1" },
      id,
      context.body.edited,
    );
  const exportable = async (context: RouteContext): Promise<Question[]> => {
    const { nhom } = search.parse(context.query);
    await context.audit("questions-exported", nhom || "tất cả");
    return listQuestions(ownAndAbove(context.me.scope), { category: nhom }, 0, MOST_EXPORT);
  };
  return [
    route({
      method: "get",
      path: "/thi/cau-hoi",
      may: "quizzes.view",
      query: search,
      handle: (context) => listPage(context),
    }),
    route({
      method: "get",
      path: "/thi/cau-hoi/moi",
      may: "quizzes.edit",
      handle: async (context) => editPage(context, null, EMPTY),
    }),
    route({
      method: "post",
      path: "/thi/cau-hoi/moi",
      may: "quizzes.edit",
      file: "media",
      body: form,
      handle: async (context) => {
        const id = await save(context, "");
        await context.audit("question-saved", context.body.text.slice(0, 80));
        return redirect(`/console/thi/cau-hoi/${id}`, "Đã lưu câu hỏi. Đối chiếu hai nguồn rồi xác nhận.");
      },
    }),
    route({
      method: "get",
      path: "/thi/cau-hoi/tai.xlsx",
      may: "quizzes.view",
      query: search,
      async handle(context) {
        const body = Buffer.from(await deps.outside.run(writeQuestionsTask, (await exportable(context)).map(bare)));
        return { kind: "file", name: "cau-hoi.xlsx", type: XLSX, body };
      },
    }),
    route({
      method: "get",
      path: "/thi/cau-hoi/tai.gift",
      may: "quizzes.view",
      query: search,
      async handle(context) {
        const body = Buffer.from(writeGift(await exportable(context)));
        return { kind: "file", name: "cau-hoi.gift.txt", type: "text/plain; charset=utf-8", body };
      },
    }),
    route({
      method: "get",
      path: "/thi/cau-hoi/tep-mau.xlsx",
      may: "quizzes.view",
      async handle() {
        const body = Buffer.from(await deps.outside.run(writeTemplateTask, undefined));
        return { kind: "file", name: "mau-cau-hoi.xlsx", type: XLSX, body };
      },
    }),
    route({
      method: "post",
      path: "/thi/cau-hoi/nhap",
      may: "quizzes.edit",
      file: "file",
      handle: async (context) => {
        const made = await importQuestions(deps, context.me.scope, context.file, byMe(context));
        const counts = { "số câu": made.taken, "đã có": made.known, "không nhập": made.refused.length };
        await context.audit("questions-imported", context.file?.name ?? "", counts);
        if (made.refused.length + made.notes.length > 0) return listPage(context, made);
        const known = made.known > 0 ? `, ${made.known} câu đã có từ trước` : "";
        return redirect(
          "/console/thi/cau-hoi",
          `Đã nhập ${made.taken} câu hỏi${known}. Mỗi câu cần xác nhận trước khi dùng.`,
        );
      },
    }),
    route({
      method: "get",
      path: "/thi/cau-hoi/:id",
      may: "quizzes.view",
      async handle(context) {
        const question = await load(context);
        return editPage(context, question, question);
      },
    }),
    route({
      method: "get",
      path: "/thi/cau-hoi/:id/tep",
      may: "quizzes.view",
      async handle(context) {
        const { unitCode, pictureId, soundId } = await load(context);
        const file = soundId === "" ? await findPicture(unitCode, pictureId) : await readSound(unitCode, soundId);
        if (!file) throw notFound("tệp này");
        return { kind: "image", type: file.mimeType, body: Buffer.from(file.bytes) };
      },
    }),
    route({
      method: "post",
      path: "/thi/cau-hoi/:id",
      may: "quizzes.edit",
      file: "media",
      body: form,
      handle: async (context) => {
        const id = await save(context, context.params["id"] ?? "");
        await context.audit("question-saved", context.body.text.slice(0, 80));
        return redirect(`/console/thi/cau-hoi/${id}`, "Đã lưu câu hỏi.");
      },
    }),
    route({
      method: "post",
      path: "/thi/cau-hoi/:id/xac-nhan",
      may: "quizzes.edit",
      body: z.object({ version: z.coerce.number().int(), checked: z.string().default("") }),
      handle: async (context) => {
        const id = context.params["id"] ?? "";
        if (context.body.checked !== "1") throw invalid({ checked: "Cần đánh dấu đã đối chiếu cả hai nguồn" });
        await tickQuestion(deps, context.me.scope, id, context.body.version, byMe(context));
        await context.audit("question-ticked", id, { bản: context.body.version });
        return redirect(`/console/thi/cau-hoi/${id}`, "Đã xác nhận. Câu hỏi dùng được trong cuộc thi.");
      },
    }),
    route({
      method: "post",
      path: "/thi/cau-hoi/:id/bo",
      may: "quizzes.edit",
      async handle(context) {
        await dropQuestion(context.me.scope, context.params["id"] ?? "");
        await context.audit("question-retired", context.params["id"] ?? "");
        return redirect("/console/thi/cau-hoi", "Đã bỏ câu hỏi khỏi ngân hàng. Cuộc thi đã khoá vẫn giữ bản của mình.");
      },
    }),
  ];
}
