import { formatLocal } from "../../src/kernel/dates.ts";
import type { Case } from "./case.ts";
import { at } from "./homes-base.ts";

const revision = { stale: "1", older: "0" };
const taken = { params: { id: "copyTaken" } };
const voice = { title: "Bài đọc mới", issuer: "", written: "Mời bà con dự họp.", spoken: "Mời bà con dự họp." };

/** What comes from a department and what a unit makes of it; plans, classes and voices. */
export const HANDED: readonly Case[] = [
  { route: "POST /console/goi-tu-so/:id/nhan", as: "commune_officer", body: { revision }, wrong: [taken] },
  {
    route: "POST /console/goi-tu-so/:id/sua",
    as: "commune_officer",
    params: { id: "copyTwo" },
    body: { revision, note: "Họp ở nhà văn hóa thôn 2.", "title.0": "Bài của xã", "text.0": "" },
    wrong: [taken, { body: { "text.0": "Chữ Sở giữ nguyên." } }, { body: { "title.0": "", note: "" } }],
  },
  {
    route: "POST /console/goi-tu-so/:id/tu-choi",
    as: "commune_officer",
    params: { id: "copyThree" },
    body: { revision, ground: { one: "da-co" }, words: "" },
    wrong: [taken, { body: { ground: "khac", words: "" } }],
  },
  {
    route: "POST /console/goi-tu-so/:id/ban-moi",
    as: "commune_officer",
    params: { id: "copyTaken" },
    body: { revision: { stale: "2", older: "1" }, version: { stale: "2", older: "1" }, choice: { one: "giu" } },
    once: true,
    wrong: [{ params: { id: "copyFour" } }],
  },
  {
    route: "POST /console/goi-tu-so/:id/da-dang",
    as: "commune_officer",
    params: { id: "copyTold" },
    body: {
      revision: { stale: "2", older: "1" },
      kind: { one: "truyen-thanh" },
      place: "Loa thôn 2",
      at: formatLocal(at(-0.5)),
      evidence: { one: "time" },
      link: "",
    },
    wrong: [
      { params: { id: "copyFour" }, body: { revision: "1" } },
      { body: { at: "2099-01-01T06:00" } },
      { body: { at: "" } },
      { body: { place: "" } },
      { body: { evidence: "link", link: "javascript:alert(1)" } },
      { body: { evidence: "photo" } },
    ],
  },
  {
    route: "POST /console/giong-doc/moi",
    as: "commune_officer",
    body: { ...voice, voice: { one: "vi" }, rate: { one: "140" } },
    wrong: [{ body: { rate: "9000" } }, { body: { title: "" } }, { body: { written: " " } }],
  },
  {
    route: "POST /console/giong-doc/:id",
    as: "commune_officer",
    body: { ...voice, voice: { one: "vi" }, rate: { one: "140" } },
    wrong: [{ body: { rate: "-1" } }, { body: { written: "" } }],
  },
  {
    route: "POST /console/ke-hoach/:id/loi",
    as: "commune_officer",
    body: {
      title: "Kế hoạch mới",
      text: "KẾ HOẠCH\nTuyên truyền\nI. MỤC ĐÍCH\n- Thông tin.\n",
      revision: { shown: "revision", on: "/console/ke-hoach/:id/loi" },
    },
    wrong: [{ body: { text: " " } }],
  },
  {
    route: "POST /console/tap-huan/:id/cu-nguoi",
    as: "commune_officer",
    params: { id: "classOpen" },
    body: { seat: { ref: "seat" }, name: "Cán bộ mẫu", post: "Công chức văn hóa" },
    wrong: [{ body: { name: " " } }, { body: { post: " " } }, { params: { id: "class" } }],
  },
];
