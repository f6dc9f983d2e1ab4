/** Every key the console knows, as the dialog and the page "Phím tắt" list them. */
export const KEYS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["Tab"], does: "Đi tới ô, nút, liên kết tiếp theo; cái đang chọn có viền" },
  { keys: ["Shift", "Tab"], does: "Đi ngược lại" },
  { keys: ["Enter"], does: "Bấm nút, mở liên kết; trong một ô thì gửi biểu mẫu" },
  { keys: ["Dấu cách"], does: "Đánh dấu hoặc bỏ dấu một ô chọn; bấm nút; mở mục gập" },
  { keys: ["↑", "↓"], does: "Đổi lựa chọn trong một nhóm nút tròn hoặc danh sách" },
  { keys: ["Ctrl", "Enter"], does: "Gửi câu trả lời đang gõ trong Hộp thư" },
  { keys: ["Ctrl", "V"], does: "Trong bảng có nhiều dòng: dán các ô chép từ Excel, mỗi dòng một hàng" },
  { keys: ["Esc"], does: "Đóng hộp này, đóng tờ lịch" },
  { keys: ["Tab", "Enter"], does: "Ngay khi mở trang: bỏ qua menu, tới nội dung chính" },
];
