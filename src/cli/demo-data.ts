import type { CampaignRows } from "../content/parse-campaign.ts";
import type { Role } from "../officials/rules.ts";

/**
 * Invented accounts, OAs and items of the demo (domain.md §6.1, §6.2). Seeds and password are public: a demo guards
 * nothing, and outside one these accounts let nobody in (officials/log-in.ts).
 */

export const DEMO_ACCOUNTS: readonly { mail: string; unit: string; name: string; role: Role; seed: string }[] = [
  { mail: "quantri", unit: "so", name: "Quản trị mẫu", role: "sys_admin", seed: "B7S5SJ2WFFEYEO4TZTOOXPE6X2CBQXD4" },
  {
    mail: "dieuphoi",
    unit: "so",
    name: "Cán bộ mẫu Sở",
    role: "dept_coordinator",
    seed: "GS5WKIAO2DBTMO56H67IZGXUTOCKZONZ",
  },
  {
    mail: "canbo",
    unit: "sao-mai",
    name: "Cán bộ mẫu A",
    role: "commune_officer",
    seed: "L76NBY4NN75N7YBYE2FANKF5YLG6GTZL",
  },
  {
    mail: "canbo2",
    unit: "sao-mai",
    name: "Cán bộ mẫu B",
    role: "commune_officer",
    seed: "46EVIBB5UMIQRJZSZEVIPAVVWPK3PL44",
  },
  {
    mail: "lanhdao",
    unit: "sao-mai",
    name: "Lãnh đạo mẫu B",
    role: "commune_approver",
    seed: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  },
  {
    mail: "phochutich",
    unit: "sao-mai",
    name: "Lãnh đạo mẫu E",
    role: "commune_approver",
    seed: "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",
  },
  {
    mail: "bientap",
    unit: "so",
    name: "Biên tập mẫu Sở",
    role: "dept_editor",
    seed: "5ESXAYMUA2762CE2DE2O3C6NLSUVMKHO",
  },
  {
    mail: "lanhdao",
    unit: "so",
    name: "Lãnh đạo mẫu Sở",
    role: "dept_approver",
    seed: "ONSWG4TFOQQGSZ3POIQGC3TEEBSWG2DP",
  },
  { mail: "kiemtra", unit: "sao-mai", name: "Kiểm tra mẫu", role: "auditor", seed: "5WMNJ3V7BQ54OCO7FOSHK6N7PDUHNZTG" },
  {
    mail: "canbo",
    unit: "ben-lua",
    name: "Cán bộ mẫu C",
    role: "commune_officer",
    seed: "4RWIKD62IQEPDKTFJ4O57FUZU6UXIL5T",
  },
  {
    mail: "lanhdao",
    unit: "ben-lua",
    name: "Lãnh đạo mẫu D",
    role: "commune_approver",
    seed: "KRUGS4ZANFZSAYJAKRUGS4ZANFZSAYJA",
  },
  {
    mail: "canbo",
    unit: "hon-en",
    name: "Cán bộ mẫu E",
    role: "commune_officer",
    seed: "CBTBZBFDNLJZG2JD7IQ3VY4EMXJGRG2H",
  },
];

export interface DemoOa {
  id: string;
  unit: string;
  name: string;
  type: 2 | 4;
  followers: number;
  firstId: string;
  magic: string[];
}

/** Of the three communes with content of their own. */
const RICH_OAS: readonly DemoOa[] = [
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

/** The other communes' OAs are small: 126 OAs with some 27,000 followers together are there within a minute. */
const plainOa = (n: number): DemoOa => {
  const number = String(n + 1).padStart(3, "0");
  return {
    id: `388613280878810${number}`,
    unit: `xa-mau-${number}`,
    name: `UBND xã Mẫu ${number}`,
    type: n % 3 === 0 ? 2 : 4,
    followers: 40 + ((n * 7) % 31),
    firstId: String(5_468_458_835_294_000_000n + BigInt(n) * 1_000_000n),
    magic: [],
  };
};
export const DEMO_OAS: readonly DemoOa[] = [...RICH_OAS, ...Array.from({ length: 123 }, (_, n) => plainOa(n))];

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

/** Campaigns of the demo: the province's above, the commune's below it; one contradiction is left open on purpose (S4-23). */
export const DEMO_CAMPAIGNS: readonly ({
  unit: string;
  level: "commune" | "province" | "nation";
  parent: string;
  name: string;
  officialName: string;
} & CampaignRows)[] = [
  {
    unit: "so",
    level: "province",
    parent: "",
    name: "Đưa Nghị quyết Đại hội vào cuộc sống",
    officialName: "Đại hội đại biểu Đảng bộ tỉnh Hồng Sao lần thứ I, nhiệm kỳ 2025–2030",
    events: [
      { name: "Bế mạc Đại hội tỉnh", day: "27/9/2025" },
      { name: "Bế mạc Đại hội toàn quốc", day: "23/01/2026" },
    ],
    phases: [
      { name: "Đợt I", from: "01/7/2025", to: "Bế mạc Đại hội tỉnh", document: "" },
      { name: "Đợt II", from: "Bế mạc Đại hội tỉnh +1", to: "Bế mạc Đại hội toàn quốc", document: "" },
      { name: "Đợt III", from: "Bế mạc Đại hội toàn quốc +1", to: "", document: "" },
    ],
    topics:
      "Kết quả và văn kiện\nChương trình hành động\nGóp ý và giải đáp\nGương người tốt, cách làm hay\nVăn hóa, nghệ thuật, thể thao của địa phương",
  },
  {
    unit: "sao-mai",
    level: "commune",
    parent: "Đưa Nghị quyết Đại hội vào cuộc sống",
    name: "Chương trình hành động xã Sao Mai 2026–2030",
    officialName: "",
    events: [{ name: "Họp dân các thôn", day: "05/12/2026" }],
    phases: [
      { name: "Chuẩn bị", from: "01/11/2026", to: "Họp dân các thôn -1", document: "" },
      { name: "Lấy ý kiến", from: "Họp dân các thôn", to: "31/12/2026", document: "kế hoạch của xã" },
      { name: "Lấy ý kiến", from: "", to: "25/12/2026", document: "hướng dẫn của Sở" },
    ],
    topics: "Vì sao cần ý kiến bà con\nĐọc dự thảo\nLịch họp thôn\nVăn nghệ, thể thao các thôn",
  },
];

export const DEMO_NAMES: readonly { unit: string; name: string; wrong: string[] }[] = [
  { unit: "so", name: "Ủy ban nhân dân", wrong: ["Ủy ban dân dân", "Uỷ ban dân dân"] },
  { unit: "so", name: "Hồng Sao", wrong: [] },
];

/** Planned days from today on: more articles than a month's broadcasts can carry, so that the calendar has something to say. */
export const DEMO_ENTRIES: readonly {
  inDays: number;
  time: string;
  title: string;
  channel: "article" | "personal" | "loudspeaker";
}[] = [
  { inDays: 1, time: "08:00", title: "Điểm tin tuần của xã", channel: "article" },
  { inDays: 2, time: "17:30", title: "Lịch tiêm chủng tháng này", channel: "article" },
  { inDays: 3, time: "08:00", title: "Hỏi – đáp: ý kiến của tôi đi đâu?", channel: "article" },
  { inDays: 4, time: "17:00", title: "Phát thanh: những điểm chính của dự thảo", channel: "loudspeaker" },
  { inDays: 4, time: "19:00", title: "Cách đọc dự thảo trong 5 phút", channel: "article" },
  { inDays: 5, time: "08:00", title: "Hội thi văn nghệ các thôn", channel: "article" },
  { inDays: 6, time: "18:00", title: "Nhắc lịch họp thôn 5", channel: "personal" },
  { inDays: 7, time: "08:00", title: "Bà con nói, xã trả lời", channel: "article" },
  { inDays: 8, time: "08:00", title: "Cách làm hay của thôn", channel: "article" },
];
