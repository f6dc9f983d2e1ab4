/** Names as the organs write them; a unit's own list (content: tên chính thức) is asked beside it. */
export const OFFICIAL_NAMES: readonly string[] = [
  "Bộ Văn hóa, Thể thao và Du lịch",
  "Sở Văn hóa, Thể thao và Du lịch",
  "Sở Văn hóa và Thể thao",
  "Ủy ban nhân dân",
  "Hội đồng nhân dân",
  "Ủy ban Mặt trận Tổ quốc Việt Nam",
  "Mặt trận Tổ quốc Việt Nam",
  "Ban Tuyên giáo và Dân vận",
  "Bộ Thông tin và Truyền thông",
  "Sở Thông tin và Truyền thông",
  "Bộ Khoa học và Công nghệ",
  "Sở Khoa học và Công nghệ",
  "Phòng Văn hóa - Xã hội",
  "Phòng Thông tin - Báo chí - Xuất bản",
  "Cục Thông tin cơ sở và Thông tin đối ngoại",
  "Đảng Cộng sản Việt Nam",
  "Thông tấn xã Việt Nam",
  "Đài Truyền hình Việt Nam",
  "Đài Tiếng nói Việt Nam",
];

/** Words typed wrongly more than once in such plans. */
export const MISTYPED: readonly { wrong: string; right: string }[] = [
  { wrong: "truyên truyền", right: "tuyên truyền" },
  { wrong: "tuyên truyên", right: "tuyên truyền" },
  { wrong: "chính quyển", right: "chính quyền" },
];
