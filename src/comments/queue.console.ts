import { z } from "zod";
import { aboutOf, listPlaces, type Place } from "../drafts/list-places.ts";
import { type ConsoleRoute, page, route } from "../kernel/console-route.ts";
import { listAnswers } from "./answer.store.ts";
import { unanswered } from "./answer-position.ts";
import { loadDraft, pageBase, WHOLE } from "./comment-pages.ts";
import { STANCE_NAMES, STANCES } from "./comment.model.ts";
import { listAppealed, tally } from "./comment.store.ts";
import { listIntakes } from "./intake.store.ts";
import { countUnseen, unseenByPlace } from "./published.store.ts";
import { hidingLeans, isCounted } from "./rules.ts";
import { LOOK_DAYS, lookDue } from "./show-opinions.ts";

interface Line {
  questions: number;
  unseen: number;
  hidden: number;
  open: boolean;
}
const FILTERS = ["tat-ca", "chua-tra-loi", "cau-hoi", "cho-xem", "bi-an"] as const;
/** What somebody works through; by what is left to do, never by what people think. */
const WORK: Readonly<Record<(typeof FILTERS)[number], { name: string; holds(line: Line): boolean }>> = {
  "tat-ca": { name: "Tất cả", holds: () => true },
  "chua-tra-loi": { name: "Chưa trả lời", holds: (line) => line.open },
  "cau-hoi": { name: "Có câu hỏi", holds: (line) => line.questions > 0 },
  "cho-xem": { name: "Chờ xem", holds: (line) => line.unseen > 0 },
  "bi-an": { name: "Có ý kiến ẩn", holds: (line) => line.hidden > 0 },
};

/** Góp ý: the clerk's queue by place, in the order of the draft. */
export const queueRoutes = (): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/du-thao/:id/gop-y",
    may: "comments.read",
    query: z.object({ loc: z.string().max(20).catch("").default("") }),
    async handle(context) {
      const draft = await loadDraft(context);
      const id = String(draft._id);
      const [rows, places, answers, intakes, appeals, unseen, [waiting]] = await Promise.all([
        tally(id),
        listPlaces(draft),
        listAnswers(id),
        listIntakes(id),
        listAppealed(id),
        unseenByPlace(id),
        countUnseen([id]),
      ]);
      const open = unanswered(places, rows, answers);
      const line = (place: string, code: string, text: string, position?: Place) => {
        const here = rows.filter((row) => row.position === place);
        const old = new Set(here.map((row) => row.version).filter((n) => aboutOf(draft, position, n).note !== ""));
        const sum = (holds: (row: (typeof rows)[number]) => boolean): number =>
          here.filter(holds).reduce((n, row) => n + row.n, 0);
        return {
          place: place || WHOLE,
          code,
          text: text.length > 120 ? `${text.slice(0, 120)}…` : text,
          opinions: sum(isCounted),
          questions: sum((row) => row.kind === "question" && row.state === "kept"),
          hidden: sum((row) => row.state === "hidden"),
          late: sum((row) => row.late && row.state === "kept"),
          earlier:
            place !== "" && position?.version === draft.version
              ? sum((row) => isCounted(row) && old.has(row.version))
              : 0,
          unseen: unseen.get(place) ?? 0,
          open: open.includes(place),
        };
      };
      const all = [line("", "Toàn văn", draft.title), ...places.map((one) => line(one.id, one.code, one.text, one))];
      const lines = all.filter((one) => one.opinions + one.questions + one.hidden + one.late > 0);
      const loc = FILTERS.find((one) => one === context.query.loc) ?? "tat-ca";
      const rates = STANCES.map((stance) => ({
        stance,
        hidden: rows.filter((row) => row.stance === stance && row.state === "hidden").reduce((n, row) => n + row.n, 0),
        total: rows
          .filter((row) => row.stance === stance && row.state !== "withdrawn")
          .reduce((n, row) => n + row.n, 0),
      }));
      return page("comments/queue", `Ý kiến: ${draft.title}`, {
        ...pageBase(draft, context),
        lines: lines.filter(WORK[loc].holds),
        filters: FILTERS.map((value) => ({
          value,
          name: WORK[value].name,
          n: lines.filter(WORK[value].holds).length,
          chosen: value === loc,
        })),
        total: lines.reduce((n, one) => n + one.opinions, 0),
        unanswered: open.length,
        appeals,
        unseen: {
          n: waiting?.n ?? 0,
          overdue: waiting?.days.filter((day) => lookDue(day) < context.now).length ?? 0,
          days: LOOK_DAYS,
        },
        intakes: intakes.map((one) => ({ ...one, meeting: one.kind === "meeting" })),
        leans: hidingLeans(rates),
        rates: rates.map((rate) => ({ ...rate, name: STANCE_NAMES[rate.stance] })),
      });
    },
  }),
];
