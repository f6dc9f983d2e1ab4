import { z } from "zod";
import { type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { holds } from "../kernel/scope.ts";
import { piecesOf } from "./phrase-blanks.ts";
import type { Phrase } from "./phrase.model.ts";
import { type PhraseDeps, phraseFor, phrasesFor, removePhrase, writePhrase } from "./write-phrase.ts";

const body = z.object({
  title: z.string().max(400).default(""),
  text: z.string().max(6000).default(""),
  shared: z.string().default(""),
});

/** Câu mẫu: sentences officers answer with; the department writes its own for every commune below it. */
export function phrasesRoutes(deps: PhraseDeps): ConsoleRoute[] {
  const rowOf = ({ _id, title, text, by }: Phrase) => ({ id: String(_id), title, by, pieces: piecesOf(text) });
  return [
    route({
      method: "get",
      path: "/cau-mau",
      may: "content.write",
      async handle({ me }) {
        const { own, unit, above } = await phrasesFor(me);
        return page("inbox/phrases", "Câu mẫu", {
          groups: [
            { name: "Của tôi", rows: own.map(rowOf), mine: true },
            { name: "Của đơn vị", rows: unit.map(rowOf), mine: true },
            { name: "Của Sở", rows: above.map(rowOf), mine: false },
          ].filter(({ rows }) => rows.length > 0),
        });
      },
    }),
    route({
      method: "get",
      path: "/cau-mau/:id",
      may: "content.write",
      async handle({ me, params }) {
        const { _id, title, text, ownerId, unitCode } = await phraseFor(me, params["id"] ?? "");
        const mine = holds(me.scope, unitCode);
        return page("inbox/phrase", "Sửa câu mẫu", {
          id: String(_id),
          phraseTitle: title,
          text,
          own: ownerId !== "",
          mine,
        });
      },
    }),
    route({
      method: "post",
      path: "/cau-mau",
      may: "content.write",
      body,
      async handle({ me, body: { title, text, shared }, audit }) {
        await writePhrase(deps, me, { title, text, shared: shared !== "" });
        await audit("phrase-written", title);
        return redirect("/console/cau-mau", "Đã thêm câu mẫu.");
      },
    }),
    route({
      method: "post",
      path: "/cau-mau/:id",
      may: "content.write",
      body,
      async handle({ me, params, body: { title, text }, audit }) {
        await writePhrase(deps, me, { title, text, shared: false }, params["id"] ?? "");
        await audit("phrase-written", title);
        return redirect("/console/cau-mau", "Đã lưu câu mẫu.");
      },
    }),
    route({
      method: "post",
      path: "/cau-mau/:id/bo",
      may: "content.write",
      async handle({ me, params, audit }) {
        await removePhrase(me, params["id"] ?? "");
        await audit("phrase-dropped", params["id"] ?? "");
        return redirect("/console/cau-mau", "Đã bỏ câu mẫu.");
      },
    }),
  ];
}
