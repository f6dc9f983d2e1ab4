import { type ConsoleRoute, page, route } from "../kernel/console-route.ts";
import { formatDuration } from "../kernel/dates.ts";
import { findOaOfUnit, listOas } from "../zalo/oa.store.ts";
import { isReady, type Readiness } from "./health.ts";

export interface StatusDeps {
  securityLevel: string;
  queues(): Promise<
    { name: string; waiting: number; active: number; delayed: number; failed: number; oldestMs: number }[]
  >;
  readiness(): Promise<Readiness>;
}

const QUEUE_NAMES: Readonly<Record<string, string>> = {
  inbox: "Tin vừa tới từ Zalo",
  events: "Đang xử lý tin tới",
  answers: "Trả lời người dân",
  broadcasts: "Gửi tin theo đợt",
  upkeep: "Đồng bộ, đọc tên",
};
const PART_NAMES: Readonly<Record<string, string>> = {
  redis: "Hàng đợi (Redis)",
  mongodb: "Cơ sở dữ liệu (MongoDB)",
  queues: "Các hàng đợi đang chạy",
};

/** Tình trạng dịch vụ: depth and age of queues, last synchronisation, security level as a label (S2-21). */
export function statusRoutes(deps: StatusDeps): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/dich-vu",
      may: "status.view",
      async handle({ me, now }) {
        const [queues, readiness, own] = await Promise.all([
          deps.queues(),
          deps.readiness(),
          findOaOfUnit(me.unitCode),
        ]);
        const oas = own ? [own] : (await listOas()).slice(0, 200);
        return page("web/status", "Tình trạng dịch vụ", {
          ok: isReady(readiness),
          parts: Object.entries(readiness).map(([key, part]) => ({
            name: PART_NAMES[key] ?? key,
            ok: part.ok,
            note: part.note,
          })),
          queues: queues.map((queue) => ({
            ...queue,
            title: QUEUE_NAMES[queue.name] ?? queue.name,
            oldest: queue.oldestMs > 0 ? formatDuration(queue.oldestMs) : "–",
          })),
          oas: oas.map((oa) => ({
            name: oa.name,
            connected: oa.state === "connected",
            lastEventAt: oa.lastEventAt,
            sync: oa.sync,
          })),
          securityLevel: deps.securityLevel,
          now,
        });
      },
    }),
  ];
}
