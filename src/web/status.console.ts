import { z } from "zod";
import type { Why } from "../citizens/inbound-event.model.ts";
import { countSetAside, decideWaiting } from "../citizens/inbound-event.store.ts";
import { type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { days } from "../kernel/clock.ts";
import { conflict } from "../kernel/errors.ts";
import { listFindings } from "../upkeep/finding.store.ts";
import { formatDuration } from "../kernel/dates.ts";
import { ownOf } from "../kernel/scope.ts";
import { isDepartment } from "../units/kinds.ts";
import { findUnit } from "../units/unit.store.ts";
import { listOas, listOasOf } from "../zalo/oa.store.ts";
import { isReady, type Readiness } from "./health.ts";
import { rowOf } from "../kernel/table.ts";
import { zaloNotices } from "./zalo-notices.ts";

export interface StatusDeps {
  securityLevel: string;
  queueFacts(): Promise<
    { name: string; waiting: number; active: number; delayed: number; failed: number; oldestMs: number }[]
  >;
  readiness(): Promise<Readiness>;
  /** every finding of the rooms' sweeps in words */
  findingWords(): Readonly<Record<string, string>>;
}

const QUEUE_NAMES: Readonly<Record<string, string>> = {
  "inbox-residents": "Tin người dân vừa tới từ Zalo",
  "inbox-receipts": "Zalo báo đã nhận, đã xem",
  "inbox-mini-app": "Mini App báo về",
  receipts: "Báo nhận tới trước câu trả lời của Zalo",
  pictures: "Ghép ảnh, đọc ảnh",
  events: "Đang xử lý tin tới",
  answers: "Trả lời người dân",
  urgent: "Tin khẩn cấp",
  broadcasts: "Gửi tin theo đợt",
  upkeep: "Đồng bộ, đọc tên",
};
const PART_NAMES: Readonly<Record<string, string>> = {
  redis: "Hàng đợi (Redis)",
  sessions: "Phiên đăng nhập (Redis)",
  mongodb: "Cơ sở dữ liệu (MongoDB)",
  queues: "Các hàng đợi đang chạy",
};

const WHY_NAMES: Readonly<Record<Why, string>> = {
  "": "",
  unreadable: "không đọc được",
  failed: "xử lý nhiều lần không xong",
  "unknown-name": "loại chưa dùng tới",
  "too-old": "tới muộn hơn 48 giờ",
};

/** Tình trạng dịch vụ: depth and age of queues, last synchronisation, security level as a label (S2-21). */
export function statusRoutes(deps: StatusDeps): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/dich-vu",
      may: "status.view",
      async handle({ me, now }) {
        const [queues, readiness, unit] = await Promise.all([
          deps.queueFacts(),
          deps.readiness(),
          findUnit(me.scope.unit),
        ]);
        const words = deps.findingWords();
        // a commune sees its own and those of units that came to it; it has none: none, not everybody's
        const above = !unit || isDepartment(unit);
        const oas = above ? (await listOas()).slice(0, 200) : await listOasOf(ownOf(me.scope));
        return page("web/status", "Tình trạng dịch vụ", {
          ok: isReady(readiness),
          parts: Object.entries(readiness).map(([key, part]) => ({
            name: rowOf(PART_NAMES, key) ?? key,
            ok: part.ok,
            note: part.note,
          })),
          queues: queues.map((queue) => ({
            ...queue,
            title: rowOf(QUEUE_NAMES, queue.name) ?? queue.name,
            oldest: queue.oldestMs > 0 ? formatDuration(queue.oldestMs) : "–",
          })),
          oas: oas.map((oa) => ({
            name: oa.name,
            connected: oa.state === "connected",
            lastEventAt: oa.lastEventAt,
            sync: oa.sync,
          })),
          notices: await zaloNotices(oas, now),
          findings: (await listFindings(new Date(now.getTime() - days(7)))).map((row) => ({
            name: rowOf(words, row.kind) ?? row.kind,
            day: row.day.split("-").toReversed().join("/"),
            n: row.n,
            lastAt: row.lastAt,
          })),
          setAside: (await countSetAside()).map((row) => ({
            ...row,
            whyName: WHY_NAMES[row.why],
            waits: row.why === "unreadable" || row.why === "failed",
          })),
          securityLevel: deps.securityLevel,
          now,
        });
      },
    }),
    route({
      method: "post",
      path: "/dich-vu/su-kien",
      may: "status.decide",
      body: z.object({
        name: z.string().max(80),
        why: z.enum(["unreadable", "failed"]),
        decision: z.enum(["retry", "let-be"]),
      }),
      async handle({ body, audit }) {
        const n = await decideWaiting(body.name, body.why, body.decision);
        if (n === 0) throw conflict("Không còn sự kiện nào loại này đang chờ. Tải lại trang để xem số mới.");
        await audit("events-decided", body.name, { "số sự kiện": n, quyết: body.decision });
        return redirect(
          "/console/dich-vu",
          body.decision === "retry" ? `Đã đưa ${n} sự kiện vào xử lý lại.` : `Đã ghi nhận đã xem ${n} sự kiện.`,
        );
      },
    }),
  ];
}
