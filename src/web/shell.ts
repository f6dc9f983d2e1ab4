import type { Request } from "express";
import type { Permission } from "../kernel/permissions.ts";
import { countWaiting } from "../chatbot/conversation.store.ts";
import { listInState } from "../broadcasts/broadcast.store.ts";
import { listItems } from "../content/item.store.ts";
import { unreadNotices } from "../officials/notices.ts";
import type { Official } from "../officials/official.model.ts";
import { ROLE_NAMES } from "../officials/rules.ts";
import { findUnit } from "../units/unit.store.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import type { Render } from "./views.ts";

/** The frame of every console page: masthead, menu by permission, notes; and the same for parts of pages. */
export interface Shell {
  page(request: Request, view: string, title: string, data: Record<string, unknown>): Promise<string>;
  fragment(request: Request, view: string, data: Record<string, unknown>): Promise<string>;
  /** a page for everybody: nothing of a session in it */
  publicPage(view: string, title: string, data: Record<string, unknown>): string;
}

interface MenuItem {
  path: string;
  name: string;
  icon: string;
  needs: Permission;
  group: "work" | "setup";
  count?: "inbox" | "approvals";
}

const MENU: readonly MenuItem[] = [
  { path: "/console", name: "Hôm nay", icon: "home", needs: "home.view", group: "work" },
  { path: "/console/hop-thu", name: "Hộp thư", icon: "chat", needs: "inbox.use", group: "work", count: "inbox" },
  {
    path: "/console/noi-dung",
    name: "Nội dung",
    icon: "doc",
    needs: "content.view",
    group: "work",
  },
  {
    path: "/console/cho-duyet",
    name: "Chờ duyệt",
    icon: "check",
    needs: "broadcasts.approve",
    group: "work",
    count: "approvals",
  },
  { path: "/console/gui-tin", name: "Gửi tin", icon: "horn", needs: "broadcasts.view", group: "work" },
  { path: "/console/lich", name: "Lịch", icon: "calendar", needs: "calendar.view", group: "work" },
  { path: "/console/chien-dich", name: "Chiến dịch", icon: "flag", needs: "calendar.view", group: "work" },
  { path: "/console/du-thao", name: "Góp ý dự thảo", icon: "doc", needs: "drafts.view", group: "work" },
  { path: "/console/doi-thoai", name: "Đối thoại", icon: "people", needs: "drafts.view", group: "work" },
  { path: "/console/thi", name: "Thi tìm hiểu", icon: "check", needs: "quizzes.view", group: "work" },
  { path: "/console/khung", name: "Khung ảnh", icon: "person", needs: "frames.view", group: "work" },
  { path: "/console/phan-anh", name: "Phản ánh", icon: "flag", needs: "requests.view", group: "work" },
  {
    path: "/console/du-lieu-ca-nhan",
    name: "Yêu cầu về dữ liệu",
    icon: "people",
    needs: "data.requests",
    group: "setup",
  },
  { path: "/console/ba-con-hoi", name: "Bà con hỏi gì", icon: "demand", needs: "demand.view", group: "work" },
  { path: "/console/don-vi", name: "Đơn vị", icon: "units", needs: "units.view", group: "work" },
  { path: "/console/so-sanh", name: "So sánh đơn vị", icon: "status", needs: "units.view", group: "work" },
  { path: "/console/ket-noi-oa", name: "Kết nối OA", icon: "link", needs: "oa.connect", group: "setup" },
  { path: "/console/cau-tra-loi", name: "Câu trả lời tự động", icon: "reply", needs: "replies.edit", group: "setup" },
  { path: "/console/ten-mien", name: "Tên miền được dùng", icon: "link", needs: "places.view", group: "setup" },
  {
    path: "/console/duyet-cau-tra-loi",
    name: "Duyệt câu trả lời",
    icon: "reply",
    needs: "replies.approve",
    group: "setup",
  },
  { path: "/console/tai-khoan", name: "Tài khoản", icon: "people", needs: "officials.manage", group: "setup" },
  { path: "/console/xac-nhan", name: "Xác nhận cán bộ", icon: "check", needs: "officials.confirm", group: "setup" },
  { path: "/console/nhat-ky", name: "Nhật ký", icon: "log", needs: "audit.view", group: "setup" },
  { path: "/console/dich-vu", name: "Tình trạng dịch vụ", icon: "status", needs: "status.view", group: "setup" },
];

/** What the person is to be told about the own account; read until the newest of them when the button is pressed. */
function noticesOf(official: Official): { notices: { at: Date; text: string }[]; noticesUntil: string } {
  const notices = unreadNotices(official);
  return { notices, noticesUntil: notices.at(-1)?.at.toISOString() ?? "" };
}

/** Plans that wait, and items that wait without a plan of their own. */
async function countApprovals(unitCode: string): Promise<number> {
  const [plans, items] = await Promise.all([listInState(unitCode, ["waiting"]), listItems(unitCode, ["waiting"])]);
  const planned = new Set(plans.flatMap((plan) => plan.contents.map((content) => content.itemId)));
  return plans.length + items.filter((item) => !planned.has(String(item._id))).length;
}

export function createShell(render: Render, assetVersion: string, csrfTokenOf: (request: Request) => string): Shell {
  async function frame(request: Request): Promise<Record<string, unknown>> {
    const { me, official } = request;
    const csrf = csrfTokenOf(request);
    if (!me || !official) return { csrf, assetVersion };
    const [unit, oa, waiting, approvals] = await Promise.all([
      findUnit(me.unitCode),
      findOaOfUnit(me.unitCode),
      me.permissions.includes("inbox.use") ? countWaiting(me.unitCode) : { count: 0, oldest: null },
      me.permissions.includes("broadcasts.approve") ? countApprovals(me.unitCode) : 0,
    ]);
    const path = request.originalUrl.split("?")[0] ?? "";
    const counts = { inbox: waiting.count, approvals };
    const menu = MENU.filter((item) => me.permissions.includes(item.needs)).map((item) => ({
      ...item,
      current: item.path === "/console" ? path === "/console" : path.startsWith(item.path),
      waiting: item.count ? counts[item.count] : 0,
    }));
    return {
      me,
      roleName: ROLE_NAMES[official.role],
      theme: official.theme,
      office: unit?.office ?? me.unitCode,
      province: unit?.province ?? "",
      oa: unit?.kind === "department" || !unit ? null : { connected: oa?.state === "connected", known: Boolean(oa) },
      work: menu.filter((item) => item.group === "work"),
      setup: menu.filter((item) => item.group === "setup"),
      ...noticesOf(official),
      csrf,
      assetVersion,
    };
  }
  return {
    async page(request, view, title, data) {
      const note = request.session?.note;
      if (note) delete request.session.note;
      const base = await frame(request);
      const content = render(view, { ...base, title, ...data });
      return render("web/layout", { ...base, ...(data["bare"] ? { bare: true } : {}), title, note, content });
    },
    publicPage(view, title, data) {
      return render("web/public", { ...data, title, assetVersion, content: render(view, { ...data, title }) });
    },
    async fragment(request, view, data) {
      return render(view, { csrf: csrfTokenOf(request), me: request.me, ...data });
    },
  };
}
