/**
 * The demo draft (domain.md §6.4): invented, administrative, no real policy. As broken lines of plain text, the way a
 * converter leaves them; \f ends a page.
 */
const PARTS: readonly (readonly [string, readonly string[]])[] = [
  [
    "I. TÌNH HÌNH",
    [
      "1. Kết quả",
      "Giai đoạn 2021–2025, xã Sao Mai đã hoàn thành phần lớn các chỉ tiêu của kế hoạch năm năm; đời sống của bà con ở 12 thôn có bước cải thiện rõ.",
      "Đường liên thôn được bê tông hóa thêm 14,6 km; 9 trong 12 thôn có nhà văn hóa dùng được quanh năm.",
      "Tỷ lệ hộ dùng nước sạch đạt 91,2 %, tăng so với mức 78 % của năm 2020.",
      "Trường mầm non và trường tiểu học được sửa chữa, thêm 6 phòng học.",
      "Trạm y tế xã khám cho khoảng 8.400 lượt người mỗi năm.",
      "2. Hạn chế",
      "Một số tuyến đường thôn còn hẹp, thoát nước kém; thôn 5 và thôn 9 đi lại khó khăn vào mùa mưa.",
      "Việc thu gom rác ở các thôn xa trung tâm chưa đều; còn điểm rác tự phát.",
      "Tỷ lệ hồ sơ nộp trực tuyến mới đạt 46 %, nhiều người cao tuổi còn lúng túng.",
      "Hoạt động văn hóa, thể thao ở thôn chưa có kinh phí ổn định.",
      "3. Nguyên nhân",
      "Nguồn lực đầu tư của xã hạn chế, phụ thuộc vào hỗ trợ từ cấp trên.",
      "Cán bộ phụ trách nhiều việc cùng lúc, thời gian xuống thôn chưa nhiều.",
      "Việc lấy ý kiến bà con trước khi làm công trình có nơi còn hình thức.",
    ],
  ],
  [
    "II. MỤC TIÊU",
    [
      "1. Mục tiêu tổng quát",
      "Xây dựng xã Sao Mai sạch đẹp, an toàn, người dân được biết, được bàn, được kiểm tra và được hưởng thành quả.",
      "2. Chỉ tiêu đến năm 2030",
      "CT1. Đường thôn được bê tông hóa đạt 92 %.",
      "CT2. Hộ dùng nước sạch đạt 98 %.",
      "CT3. Hồ sơ thủ tục hành chính nộp trực tuyến đạt 80 %.",
      "CT4. Mỗi năm trồng thêm ít nhất 2.000 cây xanh dọc đường thôn và quanh trường học.",
      "CT5. Cả 12 thôn có nhà văn hóa đạt chuẩn.",
    ],
  ],
  [
    "III. NHIỆM VỤ",
    [
      "1. Nông nghiệp",
      "Chuyển 120 ha đất lúa kém hiệu quả sang cây ăn quả theo quy hoạch đã công bố; bà con tự nguyện đăng ký.",
      "Hỗ trợ hai hợp tác xã làm tem truy xuất nguồn gốc cho cam và chè.",
      "Mỗi năm mở ít nhất bốn lớp tập huấn kỹ thuật tại thôn, vào buổi tối.",
      "Kiểm tra kênh mương trước mùa mưa và công bố lịch nạo vét.",
      "2. Giao thông",
      "Mở rộng trục đường từ trung tâm xã đến thôn 5 và thôn 9, mặt đường rộng 5,5 m.",
      "Sửa ba cầu nhỏ qua suối; đặt biển báo tải trọng.",
      "Lắp đèn chiếu sáng ở các ngã ba gần trường học.",
      "Công khai phương án giải phóng mặt bằng và lấy ý kiến từng hộ có đất trước khi làm.",
      "3. Giáo dục, y tế",
      "Sửa nhà bếp và nhà vệ sinh của ba điểm trường lẻ.",
      "Tổ chức khám sức khỏe cho người cao tuổi mỗi năm một lần tại thôn.",
      "Duy trì tủ thuốc và xe đưa đón người bệnh nặng trong đêm.",
      "Mở thư viện nhỏ ở nhà văn hóa thôn 2, thôn 6 và thôn 11.",
      "4. Văn hóa",
      "Giữ gìn lễ hội xuống đồng, hát then và các trò chơi dân gian.",
      "Dành ngân sách cố định cho câu lạc bộ văn nghệ, thể thao của thôn.",
      "Sửa sân bóng chuyền ở sáu thôn.",
      "5. Môi trường",
      "Thu gom rác ở cả 12 thôn, mỗi tuần hai lần, theo lịch phát trên loa.",
      "Xóa bốn điểm rác tự phát trong năm 2026.",
      "Thử nghiệm phân loại rác tại nguồn ở thôn 1 và thôn 3.",
      "Giữ lại hàng cây cổ thụ khi mở đường.",
      "6. Chuyển đổi số",
      "Mỗi thôn có một tổ hướng dẫn bà con làm hồ sơ trực tuyến, ưu tiên người cao tuổi và người khuyết tật.",
      "Lắp mạng không dây miễn phí ở 12 nhà văn hóa thôn.",
      "Công bố dữ liệu thu chi của xã theo quý trên trang thông tin.",
      "7. An ninh trật tự",
      "Duy trì đội phòng cháy, chữa cháy tự nguyện ở mỗi thôn.",
      "Lắp thêm gương cầu lồi ở các khúc cua khuất tầm nhìn.",
      "Họp dân mỗi quý một lần để nghe ý kiến về trật tự, an toàn.",
    ],
  ],
  [
    "IV. NGUỒN LỰC",
    [
      "Ngân sách xã dành ít nhất 25 % chi đầu tư cho đường thôn và nước sạch.",
      "Vận động đóng góp tự nguyện; không giao chỉ tiêu thu cho thôn.",
      "Mọi khoản đóng góp được công khai theo tháng tại bảng tin và nhà văn hóa.",
    ],
  ],
  [
    "V. TỔ CHỨC THỰC HIỆN",
    [
      "UBND xã lập kế hoạch từng năm, công bố trước ngày 31 tháng 01.",
      "Mặt trận Tổ quốc xã giám sát và thông báo kết quả sáu tháng một lần.",
      "Trưởng thôn phản ánh khó khăn và ý kiến của bà con về xã trong vòng ba ngày làm việc.",
    ],
  ],
  [
    "PHỤ LỤC I BẢNG CHỈ TIÊU",
    [
      "Chỉ tiêu | Năm 2025 | Năm 2030",
      "Đường thôn bê tông | 74 % | 92 %",
      "Nước sạch | 91,2 % | 98 %",
      "Hồ sơ trực tuyến | 46 % | 80 %",
    ],
  ],
];

/** Breaks a paragraph into lines of at most 72 characters, as a converter would. */
function breakLines(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > 72) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const text = (changes: Readonly<Record<string, string>>): string =>
  ["DỰ THẢO", "Chương trình hành động xã Sao Mai giai đoạn 2026–2030 (văn bản mẫu)"]
    .map((line) => line)
    .concat(PARTS.flatMap(([heading, paragraphs], n) => [...(n === 0 ? [] : ["\f"]), heading, ...paragraphs]))
    .flatMap((paragraph) => (paragraph === "\f" ? ["\f"] : breakLines(changes[paragraph] ?? paragraph)))
    .join("\n");

export const DEMO_DRAFT = {
  title: "Chương trình hành động xã Sao Mai giai đoạn 2026–2030 (văn bản mẫu)",
  about: "Xã dự kiến làm gì trong năm năm tới: đường, nước sạch, trường học, môi trường. Kính mời Ông/Bà góp ý.",
  questions: [
    "Theo Ông/Bà, chỉ tiêu CT3 nên cao hơn, giữ nguyên hay thấp hơn? Vì sao?",
    "Tuyến đường nào ở thôn cần làm trước? Vì sao?",
    "Ông/Bà muốn xã thu gom rác vào những ngày nào trong tuần?",
    "Nhà văn hóa thôn nên có thêm hoạt động gì?",
    "Điều gì trong dự thảo còn khó hiểu?",
  ],
  first: text({}),
  second: text({
    "CT3. Hồ sơ thủ tục hành chính nộp trực tuyến đạt 80 %.":
      "CT3. Hồ sơ thủ tục hành chính nộp trực tuyến đạt 85 %, có người hướng dẫn tại mỗi thôn.",
    "Sửa nhà bếp và nhà vệ sinh của ba điểm trường lẻ.":
      "Sửa nhà bếp và nhà vệ sinh của ba điểm trường lẻ; làm lối đi cho người khuyết tật ở trạm y tế và trường học.",
  }),
} as const;
