/**
 * Short forms and spellings of a region, by what they stand for. They are opened for reading only: a citizen's words
 * are never rewritten (domain.md §4.5).
 */
const EVERYWHERE: Readonly<Record<string, string>> = {
  không: "ko kô khg kg kh hok hôk hông hổng hk khum chả chẳng đếch nỏ khôg khog",
  "không phải": "kp",
  "không biết": "kbiet kbik",
  "không được": "kđc kdc",
  gì: "j gj giề",
  vậy: "z zậy zay dzậy dzay dzạ dzị rứa",
  rồi: "r ròi rùi roài rầu",
  nữa: "nx nũa",
  "mọi người": "mn",
  người: "ng",
  "người ta": "ngta",
  "như thế nào": "ntn",
  nhưng: "nhg nhưg",
  trước: "trc",
  trong: "trg",
  "nhân viên": "nv",
  "cán bộ": "cb",
  "ủy ban": "ubnd ub",
  "thông báo": "tb tbao",
  làm: "lm mần",
  với: "vs vz zới",
  cũng: "cx cũg",
  "hồ sơ": "hs hso",
  "giấy khai sinh": "gks",
  "đăng ký kết hôn": "đkkh dkkh",
  "bảo hiểm y tế": "bhyt",
  "bảo hiểm xã hội": "bhxh",
  "căn cước": "cccd cmnd cmt",
  "sổ hộ khẩu": "shk",
  "xác nhận": "xn",
  "đăng ký": "đk dk đky dky đki dki",
  "phản ánh": "pa",
  "dữ liệu": "dl",
  "tài khoản": "tk acc",
  "dự thảo": "dthao dthảo",
  "ý kiến": "ykien ýk",
  "bao nhiêu": "bn bnh bnhiu bnhiêu bnhieu",
  "hôm nay": "hnay",
  "hôm qua": "hqua",
  "bao giờ": "bh bgio bgiờ",
  "bây giờ": "bjo chừ",
  "thứ hai": "t2",
  "thứ ba": "t3",
  "thứ tư": "t4",
  "thứ năm": "t5",
  "thứ sáu": "t6",
  "thứ bảy": "t7",
  "chủ nhật": "cn",
  "số điện thoại": "sđt sdt sđth",
  "điện thoại": "đt dthoai đthoại",
  "cảnh sát giao thông": "csgt",
  "liên hệ": "lh lhe",
  "nhắn tin": "ib inb inbox nt",
  đường: "đg dg",
  mình: "mk mik mjk",
  tôi: "tui",
  chồng: "ck",
  vợ: "vk",
  quá: "wa wá qá",
  luôn: "lun luông",
  thôi: "thui thoai hoy thoy",
  muốn: "mún",
  biết: "bít bik bjk",
  hiểu: "hỉu",
  đi: "ik",
  mới: "ms",
  nói: "ns",
  "nói chuyện": "nc",
  à: "ak",
  ừ: "uh uk ukm uhm ưm",
  ok: "okê oke okie oki okela okay okey okk",
  "cảm ơn": "tks thks thank thanks thankss tkx ty cmon cmơn camon kamon thx",
  "gia đình": "gđ gdinh gđình",
  "tổ dân phố": "tdp",
  "nhà văn hóa": "nvh",
  avatar: "ava avt avata",
  "kết quả": "kq",
  "công ty": "cty",
  "xin lỗi": "xl sr sry sorry",
  "hướng dẫn sử dụng": "hdsd",
  "phòng cháy chữa cháy": "pccc",
  "yêu cầu": "yc",
  gửi: "gởi gưi gửj",
  đó: "nớ",
  hỏng: "hư",
  thối: "thúi",
  bẩn: "dơ",
  nhanh: "lẹ",
  giúp: "giùm dùm",
  tin: "tn",
  này: "nì",
  mãi: "hoài miết",
  trời: "giời",
  cám: "cảm",
  cứu: "kíu",
  vào: "zô zo zào vô",
  về: "dìa",
  nước: "nác",
};

/** Forms that are words of their own without marks: opened only where the rest carries marks. */
const AMONG_MARKS: Readonly<Record<string, string>> = {
  không: "k hong hem hum hông",
  nhé: "nha nhe nghen nhen hen nghe hỉ nờ",
  "công an": "ca",
  "điện thoại": "dt",
  tôi: "tau tao t",
  em: "e",
  anh: "a",
  chị: "c",
  vậy: "v dậy",
  giờ: "h",
  "thông tin": "tt",
  được: "đc dc",
};

/** Short forms that stand alone even among words without marks. */
const AMONG_BARE: Readonly<Record<string, string>> = { không: "k hem", được: "dc", vậy: "v", em: "e", giờ: "h" };

const inverted = (given: Readonly<Record<string, string>>): Map<string, string[]> =>
  new Map(
    Object.entries(given).flatMap(([meaning, forms]) =>
      forms.split(" ").map((form): [string, string[]] => [form.normalize("NFC"), meaning.split(" ")]),
    ),
  );
const everywhere = inverted(EVERYWHERE);
const amongMarks = inverted(AMONG_MARKS);
const amongBare = inverted(AMONG_BARE);

export const isShortForm = (word: string): boolean => everywhere.has(word) || amongMarks.has(word);

/** "đc UBND" is an address, "đc chưa" is "được chưa". */
const PLACES = /^(?:ubnd|ub|ủy|xã|nhà|cơ|trụ|trạm|của|ở|công|ca)$/;

/** "nc ngập" is water, "nc với cán bộ" a talk. */
const OF_WATER =
  /^(?:ngập|ngap|lên|len|lũ|lu|máy|may|sạch|sach|dâng|dang|tràn|tran|vô|vào|vo|vao|zô|mất|mat|đục|duc|yếu|yeu)$/;
const BEFORE_WATER = /^(?:mất|mat|cúp|cup|cắt|cat|ngập|ngap|bị|ống|ong|tiền|tien|đuối|duoi)$/;

/** The words a short form stands for, or undefined. `before` and `after` are its neighbours as typed. */
export function openShortForm(
  word: string,
  given: { hasMarks: boolean; before: string; after: string },
): readonly string[] | undefined {
  const alone = given.before === "" && given.after === "";
  if (alone && word.length < 3 && word !== "ok") return undefined;
  // "50k" and "12 h" are told by the number before
  if (/^\d+$/.test(given.before) && word === "k") return undefined;
  if (/^[đd]c$/.test(word) && PLACES.test(given.after)) return ["địa", "chỉ"];
  if (word === "nc" && (OF_WATER.test(given.after) || BEFORE_WATER.test(given.before))) return ["nước"];
  return everywhere.get(word) ?? (given.hasMarks ? amongMarks : amongBare).get(word);
}
