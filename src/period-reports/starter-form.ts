import { readForm } from "./read-form.ts";
import type { Form } from "./form.ts";

export const STARTER_CODE = "ttcs";
/** What a department begins with (domain.md §6.7); it may publish versions of its own. */
const STARTER_TEXT = `
# 1. Đài truyền thanh
dtt-co | Có đài truyền thanh | có/không
dtt-cum-loa | Số cụm loa | số
dtt-cong-nghe | Công nghệ | chọn: FM; CNTT-VT; cả hai; không có
dtt-gio-tuan | Giờ phát mỗi tuần | số lẻ
dtt-chuong-trinh | Lượt phát loa theo gói của Sở | số | packages.loudspeaker
# 2. Bảng tin công cộng
bt-thuong | Bảng tin thường | số
bt-dien-tu | Bảng tin điện tử | số
# 3. Bản tin, tài liệu không kinh doanh
bantin-so | Số bản tin đã phát hành | số
tailieu-so | Số tài liệu đã phát hành | số
# 4. Tuyên truyền viên cơ sở
ttv-so | Số tuyên truyền viên | số
ttv-nu | Trong đó nữ | số
ttv-tap-huan | Đã được tập huấn | số
lop-du | Lớp của Sở có người của đơn vị dự | số | classes.attended
# 5. Cổng, trang thông tin điện tử
cong-so | Số cổng, trang | số
cong-bai | Số tin, bài đã đăng trên cổng, trang | số
# 6. Mạng xã hội, Zalo OA
mxh-so | Số tài khoản mạng xã hội, OA | số
mxh-quan-tam | Lượt quan tâm OA | số
mxh-bai | Tin, bài đã duyệt đăng | số | content.published
mxh-dot-gui | Đợt gửi tin | số | broadcasts.sent
mxh-tin-gui | Lượt tin Zalo đã nhận để chuyển | số | broadcasts.reached
# 7. Tin nhắn viễn thông
tnvt-so | Số tin nhắn viễn thông đã gửi | số
# 8. Nội dung Sở giao
goi-nhan | Mục nội dung nhận từ Sở | số | packages.received
goi-dung | Mục đã nhận dùng | số | packages.taken
goi-dang | Mục đã đăng, phát | số | packages.published
# 9. Góp ý dự thảo
gy-nhan | Ý kiến góp ý đã nhận | số | comments.received
gy-tra-loi | Vị trí đã trả lời, giải trình | số | comments.answered
# 10. Phản ánh của người dân
pa-nhan | Đã nhận | số | requests.received
pa-tra-loi | Đã trả lời, hướng dẫn | số | requests.answered
pa-dang | Đang xử lý | số | requests.open
pa-dung-han | Trả lời đúng hạn | số | requests.in-time
# 11. Kinh phí
kp-chi | Kinh phí đã chi, đồng | tiền
# 12. Khó khăn, kiến nghị
kk-noi-dung | Khó khăn, kiến nghị | chữ | không bắt buộc
ttv-nu <= ttv-so
ttv-tap-huan <= ttv-so
pa-nhan = pa-tra-loi + pa-dang
pa-dung-han <= pa-tra-loi
`;
export const STARTER: Form = readForm(STARTER_TEXT, {
  code: STARTER_CODE,
  version: 1,
  title: "Báo cáo hoạt động thông tin cơ sở",
});
