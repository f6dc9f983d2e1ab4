import { isRow } from "../kernel/table.ts";
import type { Intent } from "../reading/intents.ts";

/** Names of replies: one per intent and a few for what happens around them. */
export type ReplyName =
  | Intent
  | "unknown"
  | "handed-over"
  | "chu-de-doi"
  | "xoa-hoi"
  | "hoi-dung"
  | "english"
  | "anh"
  | "khong-phai-chu"
  | "ma-tra-cuu";

export interface ReplyTemplate {
  text: string;
  /** button title → command; at most five */
  buttons: { title: string; command: string }[];
}

/** What a template says whatever is filled in, every branch of it; its fields are no words. */
export const wordsOfTemplate = ({ text, buttons }: ReplyTemplate): string[] => [
  text.replace(/\{\{[^}]*\}\}/g, " … "),
  ...buttons.map((button) => button.title),
];

const MENU_BUTTONS: ReplyTemplate["buttons"] = [
  { title: "Tin xã", command: "#tin" },
  { title: "Chọn chủ đề nhận tin", command: "#chu-de" },
  { title: "Giờ làm việc, liên hệ", command: "#gio" },
  { title: "Dữ liệu của tôi", command: "#du-lieu" },
  { title: "Gặp cán bộ", command: "#can-bo" },
];
const BACK: ReplyTemplate["buttons"] = [{ title: "Về danh mục", command: "#menu" }];
const PERSON: ReplyTemplate["buttons"] = [{ title: "Gặp cán bộ", command: "#can-bo" }, ...BACK];

/** What the OA says until a unit writes its own words. Handlebars; the label of automatic replies is added by the sender. */
export const DEFAULT_REPLIES: Readonly<Record<ReplyName, ReplyTemplate>> = {
  menu: {
    text: "Kính chào Ông/Bà. Đây là kênh thông tin chính thức của {{office}}.\nÔng/Bà muốn xem gì?\nXã không gọi điện yêu cầu mã OTP, không gửi liên kết cài ứng dụng. Nhắn DUNG để ngừng nhận tin.",
    buttons: MENU_BUTTONS,
  },
  tin: {
    text: "{{#if items}}Tin gần đây của {{office}}:\n{{#each items}}• {{this.title}} ({{this.date}})\n{{/each}}{{else}}{{office}} chưa có tin mới.{{/if}}",
    buttons: BACK,
  },
  "chu-de": {
    text: "Ông/Bà muốn nhận tin về chủ đề nào? Bấm để chọn, bấm lại để bỏ.{{#if chosen}}\nĐang chọn: {{chosen}}.{{else}}\nHiện chưa chọn chủ đề nào.{{/if}}",
    buttons: [],
  },
  "chu-de-doi": {
    text: "{{#if added}}Đã ghi nhận: Ông/Bà nhận tin về {{topic}}.{{else}}Đã bỏ chủ đề {{topic}}.{{/if}}{{#if chosen}}\nĐang chọn: {{chosen}}.{{/if}}",
    buttons: [{ title: "Chọn chủ đề khác", command: "#chu-de" }, ...BACK],
  },
  "gop-y": {
    text: "Mục góp ý dự thảo trên Zalo của {{office}} chưa mở. Ông/Bà có thể để lại ý kiến cho cán bộ ngay tại đây.",
    buttons: PERSON,
  },
  thi: { text: "Hiện {{office}} chưa mở cuộc thi tìm hiểu nào. Khi có, kênh này sẽ thông báo.", buttons: BACK },
  khung: { text: "Hiện {{office}} chưa có khung ảnh nào. Khi có, kênh này sẽ thông báo.", buttons: BACK },
  "phan-anh": {
    text: "{{office}} đã nhận lời nhắn của Ông/Bà và chuyển cho cán bộ. Ông/Bà vui lòng cho biết thêm: việc gì, ở đâu; gửi kèm ảnh nếu có.",
    buttons: [],
  },
  nghe: {
    text: "Bản tin nghe trên Zalo của {{office}} chưa mở. Ông/Bà nghe loa truyền thanh của xã theo giờ phát hằng ngày.",
    buttons: BACK,
  },
  gio: {
    text: "{{office}}\nĐịa chỉ: {{contact.address}}\nGiờ làm việc: {{contact.hours}}\nĐiện thoại: {{contact.phone}}",
    buttons: PERSON,
  },
  "thu-tuc": {
    text: "Thủ tục hành chính được nhận tại bộ phận một cửa của {{office}}, {{contact.hours}}, {{contact.address}}. Ông/Bà có thể hỏi cán bộ về hồ sơ cần mang theo.",
    buttons: PERSON,
  },
  "du-lieu": {
    text: "{{office}} đang lưu về Ông/Bà:\n• tên hiển thị trên Zalo: {{own.name}}\n• quan tâm OA từ: {{own.followedAt}}\n• lần nhắn gần nhất: {{own.lastAt}}\n• chủ đề đã chọn: {{own.topics}}\n• nhận tin: {{own.receiving}}\n• {{own.messages}} tin nhắn với kênh này\nMục đích: gửi thông tin Ông/Bà chọn và trả lời Ông/Bà.",
    buttons: [{ title: "Xoá dữ liệu của tôi", command: "#xoa" }, ...PERSON],
  },
  "xoa-hoi": {
    text: "Xoá là bỏ hẳn tin nhắn, chủ đề và lựa chọn của Ông/Bà ở kênh này; số liệu chung không còn gắn với Ông/Bà. Zalo vẫn giữ bản chat của Zalo. Ông/Bà có chắc muốn xoá không?",
    buttons: [
      { title: "Đồng ý xoá", command: "#xoa dong-y" },
      { title: "Không xoá", command: "#menu" },
    ],
  },
  "xoa-du-lieu": {
    text: "Đã xoá dữ liệu của Ông/Bà tại {{office}}. Ai đã nhắn DUNG thì chỉ còn một dấu để không ai gửi lại. Nếu Ông/Bà nhắn lại, kênh sẽ lưu lời nhắn mới để trả lời.",
    buttons: [],
  },
  dung: {
    text: "Đã ngừng gửi tin. Ông/Bà vẫn có thể nhắn hỏi bất cứ lúc nào. Riêng tin bài Zalo phát chung cho mọi người quan tâm thì vẫn tới; muốn dừng cả tin đó, Ông/Bà bấm “Bỏ quan tâm” ở trang OA. Tin khẩn cấp vì an toàn của bà con (thiên tai, cháy nổ, dịch bệnh) vẫn được gửi. Nhắn NHAN để nhận lại.",
    buttons: [],
  },
  "hoi-dung": {
    text: "Ông/Bà muốn ngừng nhận tin của {{office}}, hay vẫn nhận? Từ giờ đến khi Ông/Bà trả lời, kênh không gửi tin nào, trừ tin khẩn cấp.",
    buttons: [
      { title: "Ngừng nhận tin", command: "#dung" },
      { title: "Vẫn nhận tin", command: "#nhan" },
    ],
  },
  nhan: {
    text: "Ông/Bà sẽ lại nhận tin của {{office}}. Nhắn DUNG để ngừng bất cứ lúc nào.",
    buttons: MENU_BUTTONS.slice(0, 2),
  },
  "can-bo": {
    text: "Đã chuyển lời Ông/Bà tới cán bộ {{office}}. Giờ làm việc: {{contact.hours}}. Cán bộ sẽ trả lời ngay tại đây.",
    buttons: [],
  },
  "khan-cap": {
    text: "Nếu đang nguy hiểm, Ông/Bà gọi ngay: 114 cháy, cứu nạn · 113 công an · 115 cấp cứu · 112 tìm kiếm cứu nạn. Trực của xã: {{contact.dutyPhone}}. Kênh này không phải đường dây khẩn cấp; lời nhắn đã được chuyển cho cán bộ.",
    buttons: [],
  },
  english: {
    text: "Hello. This is the official channel of {{office}}; it answers in Vietnamese. News, office hours and an officer are behind the buttons below. In danger call 114 (fire, rescue), 113 (police), 115 (ambulance). Write STOP to stop messages.\nKính chào Ông/Bà. Ông/Bà muốn xem gì?",
    buttons: MENU_BUTTONS,
  },
  "cam-on": { text: "Trân trọng cảm ơn Ông/Bà.", buttons: BACK },
  unknown: {
    text: "Rất xin lỗi, kênh tự động chưa hiểu lời nhắn của Ông/Bà. Ông/Bà vui lòng chọn một mục dưới đây hoặc nhắn lại bằng vài từ ngắn.",
    buttons: MENU_BUTTONS,
  },
  "handed-over": {
    text: "Kênh tự động chưa hiểu, nên đã chuyển lời Ông/Bà tới cán bộ {{office}}. Giờ làm việc: {{contact.hours}}. Cán bộ sẽ trả lời ngay tại đây.",
    buttons: [],
  },
  anh: {
    text: "Đã nhận {{kind}} của Ông/Bà. Ông/Bà vui lòng nhắn thêm vài chữ để kênh biết cần giúp việc gì.",
    buttons: PERSON,
  },
  "ma-tra-cuu": {
    text: "Để ý kiến ẩn danh vẫn ẩn danh, kênh chat không tra mã và không lưu mã Ông/Bà vừa nhắn. Ông/Bà dùng mã ở mục “Ý kiến của tôi” trên Mini App hoặc trang web để xem {{office}} trả lời, sửa hoặc rút.",
    buttons: PERSON,
  },
  "khong-phai-chu": { text: "Ông/Bà vui lòng nhắn bằng chữ, hoặc chọn một mục dưới đây.", buttons: MENU_BUTTONS },
};

export const REPLY_NAMES: Readonly<Record<ReplyName, string>> = {
  menu: "Lời chào và danh mục",
  tin: "Xem tin",
  "chu-de": "Chọn chủ đề",
  "chu-de-doi": "Sau khi chọn hoặc bỏ chủ đề",
  "gop-y": "Góp ý dự thảo",
  thi: "Thi tìm hiểu",
  khung: "Khung ảnh",
  "phan-anh": "Phản ánh",
  nghe: "Nghe loa",
  gio: "Giờ làm việc, liên hệ",
  "thu-tuc": "Thủ tục hành chính",
  "du-lieu": "Dữ liệu của tôi",
  "xoa-hoi": "Hỏi lại trước khi xoá dữ liệu",
  "xoa-du-lieu": "Đã xoá dữ liệu",
  dung: "Đã ngừng nhận tin (DUNG)",
  "hoi-dung": "Hỏi lại khi chưa rõ có ngừng nhận tin không",
  english: "Khách viết tiếng Anh",
  nhan: "Đã nhận lại tin (NHAN)",
  "can-bo": "Đã chuyển cho cán bộ",
  "khan-cap": "Khẩn cấp",
  "cam-on": "Cảm ơn",
  unknown: "Chưa hiểu lần đầu",
  "handed-over": "Chưa hiểu hai lần, chuyển cán bộ",
  anh: "Nhận được ảnh, tệp, vị trí",
  "khong-phai-chu": "Nhận được nhãn dán",
  "ma-tra-cuu": "Nhắn mã tra cứu góp ý vào chat",
};
/** Said before a reply to somebody who wrote in English. */
export const ENGLISH_LINES: Readonly<Partial<Record<ReplyName, string>>> = {
  "khan-cap":
    "In danger call now: 114 fire and rescue · 113 police · 115 ambulance · 112 search and rescue. An officer has been called.",
  dung: "No more messages will be sent to you, except in an emergency. Write START to receive them again.",
  nhan: "You will receive messages again. Write STOP to stop them.",
  "can-bo": "An officer has been called and will answer here.",
  "cam-on": "You are welcome.",
  "xoa-hoi": "Your data here will be erased if you press the first button.",
  "du-lieu": "This is what the channel keeps about you:",
};
export const isReplyName = (name: string): name is ReplyName => isRow(REPLY_NAMES, name);
