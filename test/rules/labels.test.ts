import { bareText, madeLabel, partLabel } from "../../src/drafts/part-labels.ts";
import { fromRoman, roman } from "../../src/drafts/roman.ts";
import { toPositions } from "../../src/drafts/structure.ts";

/** What communes type, and what only looks like it: text, label as printed, kind and number, words behind it. */
test.each([
  ["Phần thứ nhất", "Phần thứ nhất", "phan 1", ""],
  ["PHẦN THỨ HAI: KẾT QUẢ", "PHẦN THỨ HAI:", "phan 2", "KẾT QUẢ"],
  ["Chương II QUY ĐỊNH CHUNG", "Chương II", "chuong 2", "QUY ĐỊNH CHUNG"],
  ["Mục 1 PHẠM VI", "Mục 1", "muc 1", "PHẠM VI"],
  ["Tiểu mục 2. Hồ sơ", "Tiểu mục 2.", "muc T2", "Hồ sơ"],
  ["Điều 5. Phạm vi", "Điều 5.", "dieu 5", "Phạm vi"],
  ["Điều 5a. Phạm vi", "Điều 5a.", "dieu 5a", "Phạm vi"],
  ["Điều 3 - Phạm vi", "Điều 3 -", "dieu 3", "Phạm vi"],
  ["Điều 3 Phạm vi", "Điều 3", "dieu 3", "Phạm vi"],
  ["Khoản 1. Mọi người", "Khoản 1.", "khoan 1", "Mọi người"],
  ["Điểm a) Mọi người", "Điểm a)", "diem a", "Mọi người"],
  ["I- MỤC TIÊU", "I-", "muc R1", "MỤC TIÊU"],
  ["I - MỤC TIÊU", "I -", "muc R1", "MỤC TIÊU"],
  ["1- Xây dựng", "1-", "khoan 1", "Xây dựng"],
  ["1.1- Xây dựng", "1.1-", "khoan 1.1", "Xây dựng"],
  ["1.1 Xây dựng", "1.1", "khoan 1.1", "Xây dựng"],
  ["1.1 xây dựng", "1.1", "khoan 1.1", "xây dựng"],
  ["A. KẾT QUẢ", "A.", "phan A", "KẾT QUẢ"],
  ["C. KẾT QUẢ", "C.", "phan C", "KẾT QUẢ"],
  ["a. Nội dung", "a.", "diem a", "Nội dung"],
  ["đ) Tổ chức", "đ)", "diem đ", "Tổ chức"],
  ["aa) Bảo đảm", "aa)", "diem aa", "Bảo đảm"],
  ["2/ Nội dung", "2/", "khoan 2", "Nội dung"],
  ["2/Nội dung", "2/", "khoan 2", "Nội dung"],
  ["01. Nội dung", "01.", "khoan 1", "Nội dung"],
  ["1/- Nội dung", "1/-", "khoan 1", "Nội dung"],
  ["I/- TÌNH HÌNH", "I/-", "muc R1", "TÌNH HÌNH"],
  ["I.- TÌNH HÌNH", "I.-", "muc R1", "TÌNH HÌNH"],
  ["I-/ TÌNH HÌNH", "I-/", "muc R1", "TÌNH HÌNH"],
  ["1.-Nội dung", "1.-", "khoan 1", "Nội dung"],
  ["2.1/- Nội dung", "2.1/-", "khoan 2.1", "Nội dung"],
  ["1)- Nội dung", "1)-", "khoan 1", "Nội dung"],
  ["1). Nội dung", "1).", "khoan 1", "Nội dung"],
  ["a/- Nội dung", "a/-", "diem a", "Nội dung"],
  ["1 . Nội dung", "1 .", "khoan 1", "Nội dung"],
  ["1a. Khoản thêm", "1a.", "khoan 1a", "Khoản thêm"],
  ["a1) Điểm thêm", "a1)", "diem a1", "Điểm thêm"],
  ["I.1 Mục tiêu", "I.1", "khoan I.1", "Mục tiêu"],
  ["A.1 Mục tiêu", "A.1", "khoan A.1", "Mục tiêu"],
  ["Điều 01. Phạm vi", "Điều 01.", "dieu 1", "Phạm vi"],
  ["PHẦN C: TỔ CHỨC", "PHẦN C:", "phan C", "TỔ CHỨC"],
  ["Phần II. Tổ chức", "Phần II.", "phan 2", "Tổ chức"],
  ["Mục C. Tổ chức", "Mục C.", "muc C", "Tổ chức"],
  ["CHƯƠNG MỘT", "CHƯƠNG MỘT", "chuong 1", ""],
  ["Chương thứ hai: Tổ chức", "Chương thứ hai:", "chuong 2", "Tổ chức"],
  ["PHỤ LỤC 1A", "PHỤ LỤC 1A", "phu-luc 1A", ""],
  ["Phụ lục I.2: Danh mục", "Phụ lục I.2:", "phu-luc I.2", "Danh mục"],
  ["I.1. Mục tiêu", "I.1.", "khoan I.1", "Mục tiêu"],
  ["a.1) Mục tiêu", "a.1)", "diem a.1", "Mục tiêu"],
  ["ii) Hồ sơ", "ii)", "diem ii", "Hồ sơ"],
  ["CT3. Trẻ đến trường", "CT3", "chi-tieu CT3", "Trẻ đến trường"],
  ["Phụ lục II", "Phụ lục II", "phu-luc 2", ""],
  ["Phụ lục 1: Danh mục", "Phụ lục 1:", "phu-luc 1", "Danh mục"],
  ["PHỤ LỤC", "PHỤ LỤC", "phu-luc ", ""],
  ["(1) Phổ biến", "(1)", "doan ", "Phổ biến"],
  ["- Làm đường", "-", "doan ", "Làm đường"],
  ["+ Đài xã", "+", "doan ", "Đài xã"],
  ["► Đài xã", "►", "doan ", "Đài xã"],
])("%s", (text, printed, place, words) => {
  const label = partLabel(text);
  expect([label?.printed, `${label?.kind} ${label?.number}`, bareText(text)]).toEqual([printed, place, words]);
});

test.each([
  "Phần lớn các hộ",
  "Chương II của Luật Đất đai",
  "Điều 3 Luật Đất đai quy định",
  "Điều 3, Điều 4 và Điều 5",
  "Khoản 2 Điều 5 được sửa đổi",
  "Phụ lục này gồm hai bảng.",
  "Phụ lục I kèm theo Kế hoạch này nêu rõ.",
  "1.5 triệu đồng",
  "1.500 hộ nghèo",
  "2/9 là ngày nghỉ",
  "5 - 7 tuổi",
  "10-15 phút",
  "2025. Trong đó",
  "-5 độ",
  "TP.HCM và các tỉnh",
  "N.V.A đã ký",
  "Mục tiêu chung",
  "1.-5 độ",
  "5a khu phố",
  "a1 là mã của thôn",
  "m2 đất ở",
  "Chương trình 135",
  "Chương hai của Luật này",
  "Phần lớn các hộ",
  "Phần ba số hộ còn lại",
  "H.5 xã vùng sâu",
  "Phụ lục 1A của Kế hoạch nêu rõ.",
])("no label: %s", (text) => expect([partLabel(text), bareText(text)]).toEqual([undefined, text]));

/** Typed in a hurry, on another keyboard, or as village rules and amended drafts have it. */
test.each([
  ["1.Nội dung", "1.", "khoan 1", "Nội dung"],
  ["1.nội dung", "1.", "khoan 1", "nội dung"],
  ["1.1.Nội dung", "1.1.", "khoan 1.1", "Nội dung"],
  ["I.MỤC TIÊU", "I.", "muc R1", "MỤC TIÊU"],
  ["II.Mục tiêu", "II.", "muc R2", "Mục tiêu"],
  ["A.MỤC TIÊU", "A.", "phan A", "MỤC TIÊU"],
  ["I.1.Mục tiêu", "I.1.", "khoan I.1", "Mục tiêu"],
  ["a.Nội dung", "a.", "diem a", "Nội dung"],
  ["b,Nội dung", "b,", "diem b", "Nội dung"],
  ["a, Nội dung", "a,", "diem a", "Nội dung"],
  ["Điều thứ nhất", "Điều thứ nhất", "dieu 1", ""],
  ["Điều thứ mười hai: Việc tang", "Điều thứ mười hai:", "dieu 12", "Việc tang"],
  ["Điều thứ 3. Việc cưới", "Điều thứ 3.", "dieu 3", "Việc cưới"],
  ["Điều V. Việc cưới", "Điều V.", "dieu 5", "Việc cưới"],
  ["CHƯƠNG MƯỜI MỘT", "CHƯƠNG MƯỜI MỘT", "chuong 11", ""],
  ["Chương thứ hai mươi tư: Tổ chức", "Chương thứ hai mươi tư:", "chuong 24", "Tổ chức"],
  ["Chương IIa. Bổ sung", "Chương IIa.", "chuong 2a", "Bổ sung"],
  ["Mục thứ nhất. Tổ chức", "Mục thứ nhất.", "muc 1", "Tổ chức"],
  ["Tiểu mục thứ hai. Tổ chức", "Tiểu mục thứ hai.", "muc T2", "Tổ chức"],
  ["Khoản 1a. Mọi người", "Khoản 1a.", "khoan 1a", "Mọi người"],
  ["Điều 3 (sửa đổi). Phạm vi", "Điều 3 (sửa đổi).", "dieu 3", "Phạm vi"],
  ["Điều 3 [bổ sung mới]: Phạm vi", "Điều 3 [bổ sung mới]:", "dieu 3", "Phạm vi"],
  ["Điều 3a (mới) Phạm vi", "Điều 3a (mới)", "dieu 3a", "Phạm vi"],
  ["Điều1. Phạm vi", "Điều1.", "dieu 1", "Phạm vi"],
  ["ĐIều 5. Phạm vi", "ĐIều 5.", "dieu 5", "Phạm vi"],
  ["Phụ Lục II", "Phụ Lục II", "phu-luc 2", ""],
  ["Phụ lục I-B. Danh mục", "Phụ lục I-B.", "phu-luc I-B", "Danh mục"],
  ["Điều 1： Phạm vi", "Điều 1：", "dieu 1", "Phạm vi"],
  ["１．Phạm vi", "１．", "khoan 1", "Phạm vi"],
  ["1、Phạm vi", "1、", "khoan 1", "Phạm vi"],
  ["Điều 5 − Phạm vi", "Điều 5 −", "dieu 5", "Phạm vi"],
  ["（1）Phạm vi", "（1）", "doan ", "Phạm vi"],
])("by hand: %s", (text, printed, place, words) => {
  const label = partLabel(text);
  const [kind, number] = [label?.kind ?? "", label?.number ?? ""];
  expect([label?.printed, `${kind} ${number}`, bareText(text)]).toEqual([printed, place, words]);
});

test.each([
  "P.CHỦ TỊCH",
  "C.Mác và Ph.Ăngghen",
  "v.v. trong xã",
  "1.5km đường",
  "điều 5. Phạm vi",
  "Điều thứ hai là lòng tin",
  "Điều thứ nhất Bác dạy",
  "Điều 3 Hương ước này quy định",
  "Điều 3 (sửa đổi) được thông qua",
  "Điều hai bên đã thống nhất.",
  "Mục đích của Điều lệ",
  "a, b và c",
])("no label by hand: %s", (text) => expect(partLabel(text)).toBeUndefined());

test("a list of the file needs no dress; a word before the number stays a label without a place", () => {
  expect(["1", "I", "a", "Điều 1"].map((one) => madeLabel(one)?.kind)).toEqual(["khoan", "muc", "diem", "dieu"]);
  const [one] = toPositions([{ text: "Bước 1: Nộp hồ sơ", label: "Bước 1:", page: 1, line: 1, lineTo: 1 }]);
  expect(one).toMatchObject({ kind: "doan", label: "Bước 1:", code: "¶1" });
});

test.each([
  ["h) Tám|i) Chín|k) Mười", "h i k"],
  ["a) Một|i) Nhỏ|ii) Nhỏ hơn|iii) Nữa|b) Hai", "a a.i a.ii a.iii b"],
  ["H. Tám|I. Chín|K. Mười", "PH PI PK"],
  ["A. KẾT QUẢ|I. Chung|1. Một|B. NHIỆM VỤ|I. Chung", "PA PA.1 PA.1.1 PB PB.1"],
  ["I- MỘT|1- Hai|T/M ĐẢNG ỦY|BÍ THƯ", "P1 P1.1 ¶1 ¶2"],
  ["Điều 1. Một|TM. ỦY BAN NHÂN DÂN|Ký tên", "D1 ¶1 ¶2"],
  ["Điều 1. Ban hành|Phụ lục|Điều 1. Phạm vi|Phụ lục|1. Một", "D1 PL1 PL1.D1 PL2 PL2.1"],
])("%s are the places %s", (text, codes) => {
  const paragraphs = text.split("|").map((words, n) => ({ text: words, page: 1, line: n + 1, lineTo: n + 1 }));
  expect(
    toPositions(paragraphs)
      .map((one) => one.code)
      .join(" "),
  ).toBe(codes);
});

/** "1." within “…” is a clause of the document that is amended; the next "1." outside is one of ours. */
test.each([
  [
    "several paragraphs, marks of typographers",
    "Điều 1. Sửa đổi|1. Điều 3 đọc là:|“Điều 3. Đối tượng|1. Hộ nghèo.|2. Hộ “cận nghèo”.”.|2. Bãi bỏ Điều 7.|Điều 2. Hiệu lực",
    "D1 D1.1 D1.1.¶1 D1.1.¶2 D1.1.¶3 D1.2 D2",
  ],
  [
    "straight marks, others within",
    'Điều 1. Sửa đổi|1. Khoản 2 đọc là:|"2. Hộ gia đình:|a) Có con nhỏ;|b) Có "người già"."|2. Bãi bỏ|Điều 2. Hiệu lực',
    "D1 D1.1 D1.1.¶1 D1.1.¶2 D1.1.¶3 D1.2 D2",
  ],
  [
    "opened by one kind, closed by the other; whole chapters",
    'Điều 1. Bổ sung|“Chương IIa|QUỸ THÔN|Điều 9a. Lập quỹ|1. Thôn lập quỹ."|Điều 2. Hiệu lực',
    "D1 D1.¶1 D1.¶2 D1.¶3 D1.¶4 D2",
  ],
  ["one paragraph", "1. Bổ sung|“4. Người có công.”|2. Bãi bỏ", "1 1.¶1 2"],
  ["never closed: nothing is quoted", "1. Bổ sung|“4. Người có công:|a) Một|2. Bãi bỏ", "1 1.¶1 1.a 2"],
  ["not closed before the next opens", "1. Sửa|“4. Một:|2. Sửa|“5. Hai:|a) Ba.”|3. Bỏ", "1 1.¶1 2 2.¶1 2.¶2 3"],
  ["a name in marks quotes no part", "1. Phong trào|“Toàn dân đoàn kết|a) Thi đua”|2. Tổ chức", "1 1.¶1 1.a 2"],
])("amendments: %s", (_, text, codes) => {
  const paragraphs = text.split("|").map((words, n) => ({ text: words, page: 1, line: n + 1, lineTo: n + 1 }));
  expect(
    toPositions(paragraphs)
      .map((one) => one.code)
      .join(" "),
  ).toBe(codes);
});

test.each([
  [4, "IV"],
  [49, "XLIX"],
  [1994, "MCMXCIV"],
])("%d is %s", (n, text) => expect([roman(n), fromRoman(text)]).toEqual([text, n]));
test("numbers beyond a word processor's stay figures, and what is no Roman number is none", () => {
  expect([roman(1e15), roman(0), fromRoman("IIX"), fromRoman("MỤC"), fromRoman("")]).toEqual([
    "1000000000000000",
    "0",
    0,
    0,
    0,
  ]);
});
