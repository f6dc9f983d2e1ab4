import type { Role } from "../officials/rules.ts";

/** Invented accounts, OAs and items of the demo (domain.md §6.1, §6.2). The password is public: a demo guards nothing. */
export const DEMO_PASSWORD = "loa-so-dung-thu";

export const DEMO_ACCOUNTS: readonly { mail: string; unit: string; name: string; role: Role; seed?: string }[] = [
  { mail: "quantri", unit: "so", name: "Quản trị mẫu", role: "sys_admin" },
  { mail: "dieuphoi", unit: "so", name: "Cán bộ mẫu Sở", role: "dept_coordinator" },
  { mail: "canbo", unit: "sao-mai", name: "Cán bộ mẫu A", role: "commune_officer" },
  { mail: "canbo2", unit: "sao-mai", name: "Cán bộ mẫu B", role: "commune_officer" },
  {
    mail: "lanhdao",
    unit: "sao-mai",
    name: "Lãnh đạo mẫu B",
    role: "commune_approver",
    seed: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  },
  { mail: "kiemtra", unit: "sao-mai", name: "Kiểm tra mẫu", role: "auditor" },
  { mail: "canbo", unit: "ben-lua", name: "Cán bộ mẫu C", role: "commune_officer" },
  {
    mail: "lanhdao",
    unit: "ben-lua",
    name: "Lãnh đạo mẫu D",
    role: "commune_approver",
    seed: "KRUGS4ZANFZSAYJAKRUGS4ZANFZSAYJA",
  },
  { mail: "canbo", unit: "hon-en", name: "Cán bộ mẫu E", role: "commune_officer" },
];

export const DEMO_OAS: readonly {
  id: string;
  unit: string;
  name: string;
  type: 2 | 4;
  followers: number;
  firstId: string;
  magic: string[];
}[] = [
  {
    id: "388613280878808645",
    unit: "sao-mai",
    name: "UBND xã Sao Mai",
    type: 4,
    followers: 4120,
    firstId: "2468458835291000000",
    magic: ["blocked", "unfollowed", "rate-limited", "slow", "lost-answer", "duplicate", "out-of-order"],
  },
  {
    id: "388613280878808646",
    unit: "ben-lua",
    name: "UBND phường Bến Lụa",
    type: 2,
    followers: 15_600,
    firstId: "3468458835292000000",
    magic: [],
  },
  {
    id: "388613280878808647",
    unit: "hon-en",
    name: "UBND đặc khu Hòn Én",
    type: 4,
    followers: 610,
    firstId: "4468458835293000000",
    magic: [],
  },
];

export const DEMO_ITEMS: readonly {
  title: string;
  text: string;
  source: string;
  state: "draft" | "waiting" | "approved";
}[] = [
  {
    title: "Lịch trình đại hội xã",
    text: "Kính gửi bà con Nhân dân,\nUBND xã thông báo lịch trình các buổi họp chuẩn bị đại hội xã. Mời bà con theo dõi trên loa truyền thanh và kênh này.",
    source: "Văn phòng UBND xã Sao Mai",
    state: "approved",
  },
  {
    title: "Cách đọc dự thảo trong 5 phút",
    text: "Dự thảo Chương trình hành động xã có bốn phần. Bà con xem phần Mục tiêu trước, rồi tới Nhiệm vụ của lĩnh vực mình quan tâm.",
    source: "Phòng Văn hóa – Xã hội xã Sao Mai",
    state: "approved",
  },
  {
    title: "Mời góp ý Chương trình hành động xã",
    text: "Kính mời bà con góp ý bằng một trong ba cách: tại nhà văn hóa thôn, gửi phiếu giấy, hoặc nhắn cho kênh này.\nÝ kiến nào cũng được ghi nhận đầy đủ.",
    source: "Phòng Văn hóa – Xã hội xã Sao Mai",
    state: "approved",
  },
  {
    title: "Nghị quyết: 6 câu hỏi thường gặp",
    text: "UBND xã trả lời sáu câu hỏi bà con hay nêu về nghị quyết và việc thực hiện tại xã.",
    source: "UBND xã Sao Mai",
    state: "waiting",
  },
  {
    title: "Cách làm hay của thôn",
    text: "Thôn 5 tự dọn vệ sinh đường làng vào sáng Chủ Nhật hằng tuần, mỗi nhà góp một buổi.",
    source: "Thôn 5, xã Sao Mai",
    state: "draft",
  },
];
