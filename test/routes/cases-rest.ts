import type { Case } from "./case.ts";
import { fullRules } from "../support/quiz.ts";

const rules = Object.fromEntries(Object.entries(fullRules()).map(([field, words]) => [`rule-${field}`, words]));
const round = { name: "Tuần 1", count: "1", minutes: "10", turnsPerDay: "3" };
const question = {
  category: "Chung",
  text: "Xã ta có mấy thôn?",
  options: ["Mười hai", "Mười ba"],
  right: { one: "0" },
  why: "Theo nghị quyết",
  sourceTitle: "Nghị quyết",
  sourceUrl: "",
};
const card = {
  address: "Trụ sở",
  hours: "7:30",
  phone: "0900",
  dutyPhone: "0900",
  topics: "Tin xã",
  from: "6",
  to: "22",
  quietDays: "",
  templates: "",
};
const unitList = {
  field: "file",
  name: "a.csv",
  type: "text/csv",
  bytes: Buffer.from(
    "code;name;office;kind;province;parent;from;to;population;households;hamlets\nxa-nhap;Xã Nhập;UBND xã Nhập;Xã;Hồng Sao;so;01/7/2025;;12.000;3.000;9\n",
  ),
};
const gift = {
  field: "file",
  name: "a.txt",
  type: "text/plain",
  bytes: Buffer.from("Xã ta có bao nhiêu thôn?{=Mười hai ~Mười ba}\n"),
};

/** Contests, units, accounts: what an office sets up. */
export const REST: readonly Case[] = [
  { route: "POST /console/thi", as: "commune_officer", body: { title: "Cuộc thi mới" } },
  {
    route: "POST /console/thi/:id",
    as: "commune_officer",
    body: { title: "Tên mới", about: "", ...rules, edited: { shown: "edited", on: "/console/thi/:id" } },
    wrong: [{ params: { id: "contestWaiting" } }, { body: { title: " " } }],
  },
  { route: "POST /console/thi/:id/vong", as: "commune_officer", wrong: [{ params: { id: "contestWaiting" } }] },
  {
    route: "POST /console/thi/:id/vong/:n/bo",
    as: "commune_officer",
    params: { n: "=4" },
    once: true,
    wrong: [
      { params: { n: "=1" } },
      { params: { id: "contestOpen", n: "=1" } },
      { params: { id: "contestWaiting", n: "=2" } },
    ],
  },
  {
    route: "POST /console/thi/:id/vong/:n",
    as: "commune_officer",
    body: {
      ...round,
      opensAt: "2031-03-01T08:00",
      closesAt: "2031-03-09T08:00",
      questions: { ref: "question" },
      edited: { shown: "edited", on: "/console/thi/:id/vong/:n" },
    },
    wrong: [
      { params: { id: "contestOpen", n: "=1" } },
      { params: { id: "contestOver", n: "=1" } },
      { params: { id: "contestWaiting", n: "=1" } },
    ],
  },
  {
    route: "POST /console/thi/:id/trinh",
    as: "commune_officer",
    params: { id: "contestTwo" },
    once: true,
    wrong: [{ params: { id: "contestPast" } }, { params: { id: "contestOpen" } }],
  },
  {
    route: "POST /console/thi/:id/rut",
    as: "commune_officer",
    params: { id: "contestTwo" },
    once: true,
    wrong: [{ params: { id: "contest" } }, { params: { id: "contestOpen" } }],
  },
  {
    route: "POST /console/thi/:id/duyet",
    as: "commune_approver",
    params: { id: "contestWaiting" },
    body: { decision: { one: "approve" }, seen: { shown: "seen", on: "/console/thi/:id" } },
    wrong: [{ params: { id: "contest" } }, { params: { id: "contestOpen" } }],
    once: true,
  },
  {
    route: "POST /console/thi/:id/vong/:n/loai",
    as: "commune_approver",
    params: { id: "contestOver", n: "=1" },
    body: {
      code: { ref: "playerCode" },
      why: "Dùng chương trình tự động",
      seen: { shown: "seen", on: "/console/thi/:id/vong/:n/ket-qua" },
    },
    wrong: [{ params: { n: "=9" } }, { body: { why: "a" } }],
  },
  {
    route: "POST /console/thi/:id/vong/:n/cong-bo",
    as: "commune_approver",
    body: { seen: { shown: "seen", on: "/console/thi/:id/vong/:n/ket-qua" } },
    params: { id: "contestOver", n: "=1" },
    once: true,
    wrong: [{ params: { id: "contestOpen" } }, { params: { n: "=9" } }],
  },
  { route: "POST /console/thi/cau-hoi/moi", as: "commune_officer", body: question, wrong: [{ body: { right: "7" } }] },
  { route: "POST /console/thi/cau-hoi/nhap", as: "commune_officer", file: gift },
  {
    route: "POST /console/thi/cau-hoi/:id",
    as: "commune_officer",
    params: { id: "questionUnticked" },
    body: { ...question, edited: { shown: "edited", on: "/console/thi/cau-hoi/:id" } },
    wrong: [{ params: { id: "questionRetired" } }],
  },
  {
    route: "POST /console/thi/cau-hoi/:id/xac-nhan",
    as: "commune_officer",
    params: { id: "questionTwo" },
    body: { version: { stale: "1", older: "0" }, checked: "1" },
    wrong: [{ params: { id: "question" } }, { params: { id: "questionRetired" } }],
    once: true,
  },
  {
    route: "POST /console/thi/cau-hoi/:id/bo",
    as: "commune_officer",
    params: { id: "questionTwo" },
    once: true,
    wrong: [{ params: { id: "questionRetired" } }],
  },
  {
    route: "POST /console/don-vi/:code",
    as: "dept_coordinator",
    params: { code: "=sao-mai" },
    body: card,
    wrong: [{ params: { code: "=xa-bac" } }, { body: { from: "22", to: "6" } }, { body: { quietDays: "31/2/2031" } }],
  },
  { route: "POST /console/don-vi/nhap", as: "dept_coordinator", file: unitList },
  {
    route: "POST /console/don-vi/them",
    as: "dept_coordinator",
    body: {
      code: "xa-moi",
      name: "Xã Mới",
      office: "UBND xã Mới",
      kind: { one: "commune" },
      province: "Hồng Sao",
      parent: { one: "so" },
    },
    wrong: [
      { body: { parent: "so-bac" } },
      { body: { code: "sao-mai" } },
      { body: { kind: "department" } },
      { body: { parent: "sao-mai" } },
    ],
    once: true,
  },
  {
    route: "POST /console/tai-khoan",
    as: "dept_coordinator",
    body: {
      email: "moi@sao-mai.loaso.test",
      name: "Cán bộ mới",
      role: { one: "propagandist" },
      unitCode: { one: "sao-mai" },
    },
    wrong: [{ body: { role: "sys_admin" } }, { body: { unitCode: "xa-bac" } }, { body: { role: "dept_editor" } }],
  },
  {
    route: "POST /console/tai-khoan/:id/rut",
    as: "dept_coordinator",
    params: { id: "invited" },
    wrong: [{ params: { id: "official" } }, { params: { id: "@admin" } }],
    once: true,
  },
  {
    route: "POST /console/tai-khoan/:id/lien-ket",
    as: "dept_coordinator",
    wrong: [{ params: { id: "@admin" } }, { params: { id: "@me" } }],
  },
  {
    route: "POST /console/tai-khoan/:id/vai-tro",
    as: "dept_coordinator",
    body: { role: { one: "commune_officer" }, unitCode: { one: "sao-mai" } },
    wrong: [{ params: { id: "@admin" } }, { body: { role: "sys_admin" } }, { body: { unitCode: "xa-bac" } }],
  },
  {
    route: "POST /console/tai-khoan/:id/khoa",
    as: "dept_coordinator",
    body: { active: { one: "0" } },
    wrong: [{ params: { id: "@admin" } }, { params: { id: "@me" } }],
    once: true,
  },
  { route: "POST /console/toi/giao-dien", as: "commune_officer", body: { theme: { one: "dark" } } },
  { route: "POST /console/toi/da-biet", as: "commune_officer", body: { until: { one: "2026-01-01T00:00:00Z" } } },
];
