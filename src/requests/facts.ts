import { formatDate } from "../kernel/dates.ts";
import { type Fact, factOfRows, type FactRow, type Span } from "../kernel/fact.ts";
import type { Whose } from "../kernel/scope.ts";
import { type CitizenRequest, STATE_NAMES } from "./request.model.ts";
import { listBetween } from "./request.store.ts";

/** Answered by the end of the span; an accusation is shown its way when it comes. */
const isAnswered = ({ state, answeredAt }: CitizenRequest, { to }: Span): boolean =>
  state === "redirected" || (answeredAt !== null && answeredAt < to);
const inTime = (row: CitizenRequest, span: Span): boolean =>
  isAnswered(row, span) && (row.answeredAt === null || row.answeredAt <= row.dueAt);

/** Of those received in the span, so that received = answered + open in every one of them. Nobody's words stand here. */
const fact = (code: string, name: string, holds: (row: CitizenRequest, span: Span) => boolean): Fact =>
  factOfRows({ code: `requests.${code}`, name, noun: "phản ánh" }, async (whose: Whose, span) =>
    (await listBetween(whose, span.from, span.to))
      .filter((row) => holds(row, span))
      .map(
        (row): FactRow => ({
          id: String(row._id),
          at: row.receivedAt,
          unit: row.unitCode,
          title: `Phản ánh nhận ngày ${formatDate(row.receivedAt)}, ${STATE_NAMES[row.state].toLowerCase()}`,
          n: 1,
          path: `/console/phan-anh/${String(row._id)}`,
        }),
      ),
  );

export const requestFacts: readonly Fact[] = [
  fact("received", "Phản ánh đã nhận", () => true),
  fact("answered", "Phản ánh đã trả lời, hướng dẫn", isAnswered),
  fact("open", "Phản ánh đang xử lý", (row, span) => !isAnswered(row, span)),
  fact("in-time", "Phản ánh trả lời đúng hạn", inTime),
];
