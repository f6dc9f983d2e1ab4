/** The eight kinds of grassroots information (NĐ 49/2024; domain.md §2.1). A publication is told by exactly one. */
export const LEGAL_KINDS = [
  { key: "truyen-thanh", name: "Đài truyền thanh cấp xã" },
  { key: "bang-tin", name: "Bảng tin công cộng" },
  { key: "ban-tin", name: "Bản tin thông tin cơ sở" },
  { key: "tai-lieu", name: "Tài liệu không kinh doanh" },
  { key: "tuyen-truyen-vien", name: "Tuyên truyền viên cơ sở" },
  { key: "trang-tin", name: "Cổng, trang thông tin điện tử" },
  { key: "mang-xa-hoi", name: "Mạng xã hội, ứng dụng nhắn tin" },
  { key: "tin-nhan", name: "Tin nhắn viễn thông" },
] as const;
export type LegalKind = (typeof LEGAL_KINDS)[number]["key"];
export const LEGAL_KEYS = LEGAL_KINDS.map(({ key }) => key) as [LegalKind, ...LegalKind[]];
export const kindWord = (key: string): string => LEGAL_KINDS.find((kind) => kind.key === key)?.name ?? key;

/** What this system publishes by itself is the seventh kind. */
export const OWN_KIND: LegalKind = "mang-xa-hoi";

/** How a package reaches a unit (domain.md S2-04). */
export const WAYS = [
  { key: "hop-goi", name: "Mục Gói từ Sở của đơn vị", always: true },
  { key: "oa", name: "OA của đơn vị", always: false },
  { key: "cong", name: "Nguồn tin trên Cổng thông tin điện tử của Sở", always: false },
  { key: "he-thong-nguon", name: "Hệ thống thông tin nguồn (tệp ZIP)", always: false },
  { key: "nhom-zalo", name: "Nhóm Zalo, chép chữ rồi tự gửi", always: false },
] as const;
export const WAY_KEYS = WAYS.map(({ key }) => key) as [string, ...string[]];
export const wayName = (key: string): string => WAYS.find((way) => way.key === key)?.name ?? key;

/** Why a unit does not take an item; a decline is an answer, no fault. */
export const GROUNDS = [
  { key: "khong-hop", name: "Không hợp với địa bàn" },
  { key: "da-co", name: "Xã đã có bài cùng nội dung" },
  { key: "qua-han", name: "Đến quá muộn so với việc" },
  { key: "can-sua", name: "Cần Sở sửa trước khi dùng" },
  { key: "khac", name: "Lý do khác" },
] as const;
export type Ground = (typeof GROUNDS)[number]["key"];
export const GROUND_KEYS = GROUNDS.map(({ key }) => key) as [Ground, ...Ground[]];
export const groundName = (key: string): string => GROUNDS.find((one) => one.key === key)?.name ?? key;
