import type { Intent, Meaning } from "../reading/intents.ts";
import { rowOf } from "../kernel/table.ts";

/** How officers see what residents ask for. */
export const INTENT_NAMES: Readonly<Record<Meaning, string>> = {
  menu: "Lời chào và danh mục",
  tin: "Xem tin",
  "chu-de": "Chọn chủ đề",
  "gop-y": "Góp ý dự thảo",
  thi: "Thi tìm hiểu",
  khung: "Khung ảnh",
  "phan-anh": "Phản ánh",
  nghe: "Nghe loa",
  gio: "Giờ làm việc, liên hệ",
  "thu-tuc": "Thủ tục hành chính",
  "du-lieu": "Dữ liệu của tôi",
  "xoa-du-lieu": "Xoá dữ liệu của tôi",
  dung: "Ngừng nhận tin",
  nhan: "Nhận lại tin",
  "can-bo": "Gặp cán bộ",
  "khan-cap": "Khẩn cấp",
  "cam-on": "Cảm ơn",
  unknown: "Chưa hiểu",
  ask: "Hỏi lại có ngừng nhận tin không",
};

/** Text of a button → intent; `#chu-de tin-xa` carries its argument after a space. */
export const COMMANDS: Readonly<Record<string, Intent>> = {
  "#menu": "menu",
  "#tin": "tin",
  "#chu-de": "chu-de",
  "#gop-y": "gop-y",
  "#phan-anh": "phan-anh",
  "#thi": "thi",
  "#khung": "khung",
  "#nghe": "nghe",
  "#gio": "gio",
  "#thu-tuc": "thu-tuc",
  "#du-lieu": "du-lieu",
  "#xoa": "xoa-du-lieu",
  "#can-bo": "can-bo",
  "#dung": "dung",
  "#nhan": "nhan",
};

/** A tap on a button. */
export interface Command {
  intent: Intent;
  argument: string;
}

export function commandOf(text: string): Command | undefined {
  const found = /^(#[a-z-]+)(?:\s+(.+))?$/.exec(text.trim().toLowerCase());
  const intent = rowOf(COMMANDS, found?.[1] ?? "");
  return intent && { intent, argument: found?.[2] ?? "" };
}

/** The dialogue whose button this is: `#<kind>`, with or without a step. */
export const dialogueOf = (text: string, kinds: readonly string[]): string | undefined => {
  const name = /^#([a-z-]+)(?:\s|$)/.exec(text.trim())?.[1];
  return kinds.find((kind) => kind === name);
};
