import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { days } from "../kernel/clock.ts";
import { type ConsoleRoute, page, route, type SignedIn } from "../kernel/console-route.ts";
import { formatDate, formatTime } from "../kernel/dates.ts";
import type { AuditLine } from "./audit-log.model.ts";
import { findAudit, findAuditHead, MOST_LINES } from "./audit-log.store.ts";
import { verifyAudit } from "./verify-audit.ts";
import { ROLE_NAMES } from "./rules.ts";
import { rowOf } from "../kernel/table.ts";
import { matching, searchWords } from "../kernel/search-terms.ts";
import type { Scope } from "../kernel/scope.ts";

const PAGE_SIZE = 50;
/** The hash of a line in the short form people compare. */
const short = (hash: string | undefined): string => (hash ?? "").slice(0, 8).toUpperCase();
const filters = z.object({
  ngay: z
    .string()
    .regex(/^(\d{4}-\d{2}-\d{2})?$/)
    .catch(""),
  nguoi: z.string().max(120).default(""),
  viec: z.string().max(60).default(""),
  tim: searchWords,
  trang: z.coerce.number().int().min(1).catch(1),
});
type Filters = z.infer<typeof filters>;

/** Nhật ký: who did what, newest first; a day, a person, a deed; CSV of what is filtered. */
export function auditLogRoutes(deps: {
  clock: Clock;
  unitsOf(scope: Scope): Promise<{ code: string }[]>;
  /** every deed of the rooms in words */
  deedWords(): Readonly<Record<string, string>>;
}): ConsoleRoute[] {
  const actionName = (action: string): string => rowOf(deps.deedWords(), action) ?? action;
  const details = (line: AuditLine): string =>
    Object.entries(line.details ?? {})
      .map(([key, value]) => `${key}: ${value}`)
      .join(" · ");
  /** `since`: the oldest line that was looked at, where there were more than may be looked at. */
  const read = async (
    { scope, role }: SignedIn,
    query: Filters,
  ): Promise<{ lines: AuditLine[]; since: Date | null }> => {
    const now = deps.clock.now();
    // a search goes back as far as lines are kept; the index bounds it by unit and time
    const back = query.tim === "" ? 30 : 365;
    const from = query.ngay ? new Date(`${query.ngay}T00:00:00+07:00`) : new Date(now.getTime() - days(back));
    const to = query.ngay ? new Date(from.getTime() + days(1)) : new Date(now.getTime() + days(1));
    const units = await deps.unitsOf(scope);
    const seen = await findAudit({
      // tries at accounts that do not exist belong to no unit: the administrator sees them
      unitCodes: [...units.map((unit) => unit.code), ...(role === "sys_admin" ? [""] : [])],
      from,
      to,
      name: query.nguoi || undefined,
      action: query.viec || undefined,
    });
    const lines = matching(seen, query.tim, (line) =>
      [line.name, actionName(line.action), line.object, details(line)].join(" "),
    );
    return { lines, since: seen.length === MOST_LINES ? (seen.at(-1)?.at ?? null) : null };
  };
  return [
    route({
      method: "get",
      path: "/nhat-ky",
      may: "audit.view",
      query: filters,
      async handle({ me, query }) {
        const { lines, since } = await read(me, query);
        const pages = Math.max(1, Math.ceil(lines.length / PAGE_SIZE));
        const current = Math.min(query.trang, pages);
        const rows = lines.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE).map((line) => ({
          ...line,
          roleName: rowOf(ROLE_NAMES, line.role) ?? line.role,
          actionName: actionName(line.action),
          details: details(line),
          hash: short(line.hash),
        }));
        const marks = await findAuditHead(me.scope.unit);
        const address = new URLSearchParams({ ngay: query.ngay, nguoi: query.nguoi, viec: query.viec, tim: query.tim });
        return page("officials/audit-log", "Nhật ký", {
          rows,
          total: lines.length,
          since,
          chain: marks ? { n: marks.n, hash: short(marks.hash) } : null,
          query,
          filtered: Boolean(query.ngay || query.nguoi || query.viec || query.tim),
          people: [...new Set(lines.map((line) => line.name))].map((name) => ({
            name,
            selected: name === query.nguoi,
          })),
          actions: Object.entries(deps.deedWords()).map(([key, name]) => ({ key, name, selected: key === query.viec })),
          page: current,
          pages,
          previous: current > 1 ? current - 1 : 0,
          next: current < pages ? current + 1 : 0,
          address: address.toString(),
        });
      },
    }),
    route({
      method: "get",
      path: "/nhat-ky/kiem-tra",
      may: "audit.view",
      async handle({ me }) {
        const { n, lines, head, problems } = await verifyAudit(me.scope.unit);
        return page("officials/audit-check", "Kiểm tra nhật ký", { n, lines, head, problems: problems.length });
      },
    }),
    route({
      method: "get",
      path: "/nhat-ky.csv",
      may: "audit.view",
      query: filters,
      async handle({ me, query }) {
        const cell = (text: string): string =>
          `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
        const { lines, since } = await read(me, query);
        const body = [
          ["Số", "Lúc", "Ai", "Vai trò", "Việc", "Đối tượng", "Chi tiết", "Nơi đăng nhập", "Mã băm"],
          ...lines.map((line) => [
            String(line.n ?? ""),
            `${formatDate(line.at)} ${formatTime(line.at)}`,
            line.name,
            rowOf(ROLE_NAMES, line.role) ?? line.role,
            actionName(line.action),
            line.object,
            details(line),
            line.ip,
            line.hash ?? "",
          ]),
          ...(since ? [[`Việc nhiều quá: tệp chỉ tới ${formatDate(since)} ${formatTime(since)}`]] : []),
        ]
          .map((row) => row.map(cell).join(","))
          .join("\r\n");
        return {
          kind: "file",
          name: "nhat-ky.csv",
          type: "text/csv; charset=utf-8",
          body: Buffer.from(`\uFEFF${body}\r\n`, "utf8"),
        };
      },
    }),
  ];
}
