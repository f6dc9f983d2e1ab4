/**
 * What residents ask for (domain.md §4.6), the folded words they use for it, and the button command that means the
 * same. Keywords an official adds for a unit come on top of these.
 */
export const INTENTS = [
  "menu", "tin", "chu-de", "gop-y", "thi", "khung", "phan-anh", "nghe", "gio", "thu-tuc", "du-lieu", "xoa-du-lieu",
  "dung", "nhan", "can-bo", "khan-cap", "cam-on",
] as const;
export type Intent = (typeof INTENTS)[number];

export const INTENT_NAMES: Readonly<Record<Intent | "unknown", string>> = {
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
};

/** Phrases, folded. Longer phrases weigh more than single words; `=` at the front asks for the whole message. */
export const KEYWORDS: Readonly<Record<Intent, readonly string[]>> = {
  menu: ["=menu", "danh muc", "=bat dau", "=xin chao", "=chao", "=hello", "=hi", "=alo", "=alo alo", "=xa oi", "=chao xa", "chao ubnd", "xin chao", "=ad oi", "=ad", "huong dan", "tro giup", "=giup", "=help", "chuc nang", "lam duoc gi", "co gi moi o day", "kenh nay", "=chao ub", "kinh chao", "chao anh chi", "chao can bo", "chao ad"],
  tin: ["tin xa", "=tin", "=tin tuc", "tin tuc", "tin moi", "xem tin", "thong bao", "co tin gi", "tin hom nay", "thong tin moi", "ban tin", "=thong tin", "doc tin", "tin phuong", "tin tuan", "lich cat dien", "lich tiem", "cat nuoc", "cat dien", "lich hop"],
  "chu-de": ["chu de", "chon chu de", "doi chu de", "theo doi chu de", "dang ky nhan", "dang ky tin", "chon tin", "chi muon nhan tin ve", "bo chu de"],
  "gop-y": ["gop y", "y kien du thao", "du thao", "dong gop y kien", "dong y", "khong dong y", "tan thanh", "khong tan thanh", "lay y kien", "chuong trinh hanh dong", "y kien ve", "cho y kien", "gui y kien", "huong uoc"],
  thi: ["=thi", "cuoc thi", "thi tim hieu", "trac nghiem", "cau hoi thi", "minigame", "mini game", "du thi", "choi game", "lam bai thi", "the le", "ket qua thi", "giai thuong", "thi o dau"],
  khung: ["khung", "khung anh", "khung hinh", "avatar", "avata", "anh dai dien", "ghep anh", "thay anh", "doi anh dai dien"],
  "phan-anh": ["phan anh", "khieu nai", "keu", "to cao", "den duong", "den hong", "rac", "o ga", "duong hong", "duong lay", "ngap", "mat nuoc", "mat dien", "nuoc ban", "on ao", "karaoke", "lan chiem", "via he", "cong hong", "cong tac", "tac cong", "cay do", "bao xa", "hu hong", "boc mui", "mui hoi", "cho tha rong", "xe tai", "bui qua", "khong di duoc", "qua mua"],
  nghe: ["nghe", "nghe loa", "loa phuong", "loa xa", "truyen thanh", "audio", "podcast", "phat thanh", "nghe tin", "nghe dai", "nghe lai"],
  gio: ["gio lam viec", "may gio", "lam viec luc nao", "dia chi", "so dien thoai", "sdt", "so dt", "lien he", "o dau", "hotline", "duong day nong", "mo cua", "dong cua", "lam thu bay", "thu 7", "thu bay", "chu nhat co lam", "tiep dan", "lich tiep", "tru so", "nghi trua", "goi cho ai", "so may"],
  "thu-tuc": ["thu tuc", "giay to", "ho so", "khai sinh", "khai tu", "ket hon", "cccd", "can cuoc", "ho khau", "tam tru", "thuong tru", "chung thuc", "cong chung", "sao y", "so do", "dat dai", "giay phep", "tro cap", "bao hiem", "xac nhan", "doc than", "le phi", "dich vu cong", "vneid", "mot cua", "bo phan mot cua", "ho ngheo", "tam vang", "lam lai giay", "dang ky xe", "nguoi co cong", "mai tang"],
  "du-lieu": ["du lieu cua toi", "du lieu", "thong tin cua toi", "luu gi ve toi", "luu thong tin gi", "du lieu ca nhan", "xem du lieu", "quyen rieng tu", "biet gi ve toi", "thong tin ca nhan", "bao mat"],
  "xoa-du-lieu": ["xoa du lieu", "xoa thong tin", "xoa het", "xoa tai khoan", "xoa toi", "dung luu", "huy du lieu", "quen toi"],
  dung: ["=dung", "=dung lai", "=stop", "=huy", "=ngung", "=thoi", "dung nhan tin", "ngung nhan tin", "dung gui", "ngung gui", "khong nhan tin nua", "khong muon nhan", "khong nhan nua", "huy nhan tin", "huy dang ky", "ko nhan tin nua", "thoi nhan tin", "dung lam phien", "unsubscribe", "tat thong bao", "khong gui nua", "dung gui tin", "khong can gui", "khong nhan tin", "xin dung nhan", "dung nhan"],
  nhan: ["=nhan", "=nhan lai", "nhan lai tin", "nhan tin lai", "nhan tin tro lai", "dang ky lai", "muon nhan lai", "=start", "bat lai", "bat thong bao", "cho nhan lai", "nhan tin tiep", "tiep tuc nhan"],
  "can-bo": ["gap can bo", "gap nguoi", "nguoi that", "noi chuyen voi nguoi", "can bo", "gap nhan vien", "nhan vien", "tu van vien", "gap lanh dao", "gap chu tich", "cho gap", "noi voi nguoi", "khong muon noi voi may", "tra loi bang nguoi", "ai truc", "nguoi truc", "goi can bo"],
  "khan-cap": ["chay nha", "chay", "hoa hoan", "lu quet", "lu lut", "sat lo", "cuu voi", "cuu", "khan cap", "cap cuu", "tai nan", "duoi nuoc", "chet duoi", "danh nhau", "trom", "cuop", "bao lut", "sap nha", "dien giat", "nuoc lu", "lu ve"],
  "cam-on": ["cam on", "=ok", "=oke", "=okie", "=da", "=vang", "=da vang", "thanks", "cam on xa", "=uh", "=tot qua", "=hay qua", "=biet roi", "=da biet"],
};

/** Text of a button → intent; `#chu-de tin-xa` carries its argument after a space. */
export const COMMANDS: Readonly<Record<string, Intent>> = {
  "#menu": "menu", "#tin": "tin", "#chu-de": "chu-de", "#gop-y": "gop-y", "#phan-anh": "phan-anh", "#gio": "gio",
  "#thu-tuc": "thu-tuc", "#du-lieu": "du-lieu", "#xoa": "xoa-du-lieu", "#can-bo": "can-bo", "#dung": "dung", "#nhan": "nhan",
};
