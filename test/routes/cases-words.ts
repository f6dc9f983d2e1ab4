import type { Case } from "./case.ts";
import { TEXT } from "./homes-base.ts";

const SOON = "2031-03-03";
const item = {
  kind: { one: "tin" },
  title: "Lịch tiêm phòng",
  text: "Mời bà con đưa trẻ đi tiêm.",
  source: "Trạm y tế xã",
  sourceClass: { one: "cong-khai", blank: true },
  privatePeople: "khong",
  act: "luu",
} as const;
const campaign = { name: "Chiến dịch mới", level: { one: "commune" }, topics: "Văn hóa" };
const frame = { title: "Khung mới", rules: "Dùng làm ảnh đại diện", startsAt: "2031-03-01T08:00" };
const hall = {
  title: "Đối thoại mới",
  about: "",
  place: "Hội trường",
  heldAt: { day: `${SOON}T08:00` },
  closesAt: { day: `${SOON}T07:00` },
};
const text = { field: "file", name: "a.txt", type: "text/plain", bytes: Buffer.from(TEXT) };

/** Content, campaigns, calendar, frames, town halls, drafts: what officials write. */
export const WORDS: readonly Case[] = [
  { route: "POST /console/noi-dung/xem-truoc", as: "commune_officer", body: item, reads: "a preview" },
  {
    route: "POST /console/noi-dung/moi",
    as: "commune_officer",
    body: { ...item, pictureId: { ref: "picture" }, pictureAlt: "Ảnh" },
  },
  {
    route: "POST /console/noi-dung/:id/sua",
    as: "commune_officer",
    body: { ...item, version: { stale: "3", older: "2" }, pictureId: { ref: "picture" }, pictureAlt: "Ảnh" },
    wrong: [
      { params: { id: "itemWaiting" } },
      { params: { id: "itemApproved" } },
      { body: { belongs: "6a0000000000000000000000:" } },
    ],
  },
  {
    route: "POST /console/noi-dung/:id/rut",
    as: "commune_officer",
    params: { id: "itemWaiting" },
    once: true,
    wrong: [{ params: { id: "item" } }, { params: { id: "itemApproved" } }],
  },
  {
    route: "POST /console/noi-dung/:id/duyet",
    as: "commune_approver",
    params: { id: "itemWaitingTwo" },
    body: { decision: { one: "tra-lai" }, reason: "Sửa tiêu đề", version: { stale: "3", older: "2" } },
    wrong: [{ params: { id: "item" } }, { params: { id: "itemApproved" } }, { body: { reason: " " } }],
    once: true,
  },
  {
    route: "POST /console/chien-dich/moi",
    as: "commune_officer",
    body: { ...campaign, parentId: { ref: "campaign" } },
  },
  {
    route: "POST /console/chien-dich/:id/sua",
    as: "commune_officer",
    body: campaign,
    wrong: [{ params: { id: "campaignAbove" } }],
  },
  {
    route: "POST /console/chien-dich/:id/mau-thuan",
    as: "commune_officer",
    params: { id: "campaignTwo" },
    body: { subject: { one: "@conflictSubject" }, choice: { one: "@conflictChoice" }, reason: "Theo kế hoạch sau" },
  },
  {
    route: "POST /console/ten-goi",
    as: "commune_officer",
    body: { name: "", wrong: "", remove: { ref: "officialName" } },
    once: true,
  },
  {
    route: "POST /console/lich/them",
    as: "commune_officer",
    body: { day: { day: SOON }, time: "08:00", title: "Phát tin", channel: { one: "other" }, item: { ref: "item" } },
  },
  { route: "POST /console/lich/chuyen", as: "commune_officer", body: { ids: { ref: "entry" }, day: { day: SOON } } },
  { route: "POST /console/lich/bo", as: "commune_officer", body: { id: { ref: "entry" } }, once: true },
  { route: "POST /console/lich/ngay", as: "commune_officer", body: { remove: { ref: "ownDay" } }, once: true },
  { route: "POST /console/khung/moi", as: "commune_officer", body: { ...frame, endsAt: { day: `${SOON}T08:00` } } },
  {
    route: "POST /console/khung/:id",
    as: "commune_officer",
    body: { ...frame, endsAt: { day: `${SOON}T08:00` } },
    wrong: [{ params: { id: "frameWaiting" } }, { params: { id: "frameOpen" } }],
  },
  {
    route: "POST /console/khung/:id/trinh",
    as: "commune_officer",
    once: true,
    wrong: [{ params: { id: "frameOpen" } }],
  },
  {
    route: "POST /console/khung/:id/duyet",
    as: "commune_approver",
    params: { id: "frameWaiting" },
    body: { decision: { one: "approve" }, emblem: "1", circle: "1", seen: { shown: "seen", on: "/console/khung/:id" } },
    wrong: [{ params: { id: "frameOpen" } }, { body: { circle: "" } }],
    once: true,
  },
  {
    route: "POST /console/khung/:id/ngung",
    as: "commune_officer",
    params: { id: "frameOpen" },
    once: true,
    wrong: [{ params: { id: "frame" } }],
  },
  { route: "POST /console/doi-thoai", as: "commune_officer", body: hall },
  {
    route: "POST /console/doi-thoai/:id/cong-bo",
    as: "commune_approver",
    body: { seen: { shown: "seen", on: "/console/doi-thoai/:id" } },
    params: { id: "hallPlanned" },
    once: true,
    wrong: [{ params: { id: "hall" } }],
  },
  {
    route: "POST /console/doi-thoai/:id/hoi",
    as: "commune_officer",
    body: { text: "Bao giờ sửa đường thôn?" },
    wrong: [{ params: { id: "hallEditing" } }],
  },
  {
    route: "POST /console/doi-thoai/:id/tra-loi/:question",
    as: "commune_officer",
    body: { answer: "Quý sau xã sẽ sửa.", seen: { stale: "", older: "2020-01-01T00:00:00.000Z" } },
    wrong: [{ body: { answer: " " } }, { body: { answer: "Dài ".repeat(900) } }],
  },
  {
    route: "POST /console/doi-thoai/:id/an/:question",
    as: "commune_officer",
    params: { question: "hallQuestionTwo" },
    body: { ground: { one: "quang-cao" }, article: "Nghị định 91/2020/NĐ-CP", note: "Là quảng cáo" },
    once: true,
  },
  {
    route: "POST /console/du-thao/moi",
    as: "commune_officer",
    body: { title: "Quy chế mới", skin: { one: "state" }, campaignId: { ref: "campaign" } },
    file: text,
  },
  {
    route: "POST /console/du-thao/:id/ban-moi",
    as: "commune_officer",
    body: { note: "Bản hai" },
    file: text,
    wrong: [{ params: { id: "draftSealed" } }],
  },
  {
    route: "POST /console/du-thao/:id/mo",
    as: "commune_officer",
    params: { id: "draft" },
    body: { openAt: "2031-01-01T08:00", closeAt: { day: `${SOON}T08:00` } },
    wrong: [{ params: { id: "draftSealed" } }],
  },
  {
    route: "POST /console/du-thao/:id/duyet",
    as: "commune_approver",
    params: { id: "draft" },
    body: { decision: { one: "approve" }, seen: { shown: "seen", on: "/console/du-thao/:id" } },
    wrong: [{ params: { id: "draftOpen" } }, { params: { id: "draftSealed" } }],
    once: true,
  },
];
