import type { ReactElement } from "react";
import type { UnitCard } from "../api/types.ts";
import { Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { useUnit } from "../unit.ts";

/** Who speaks, who reads what, how long it is kept, how to reach a person. */
export function About(): ReactElement {
  const unit = useUnit();
  const [state, retry] = useLoad<UnitCard>(`/units/${unit}`);
  return (
    <>
      <h1>Giới thiệu và quyền riêng tư</h1>
      <section className="card">
        <h2>Đọc và góp ý</h2>
        <ul>
          <li>Đọc dự thảo và tin không cần đăng nhập, không cần số điện thoại.</li>
          <li>
            Góp ý ẩn danh vẫn được tính đầy đủ. Không có gì nối ý kiến ẩn danh với Ông/Bà, nên xã không trả lời riêng
            được; Ông/Bà xem trả lời bằng mã.
          </li>
          <li>Ghi tên là lựa chọn riêng của Ông/Bà; tên được mã hoá và chỉ dùng để trả lời.</li>
          <li>Không ai xem được danh sách ai đã góp ý hay chưa góp ý.</li>
          <li>
            Ý kiến chỉ bị ẩn khi có căn cứ pháp luật; phê bình, không tán thành không phải là căn cứ. Ông/Bà được khiếu
            nại và cán bộ khác xem lại.
          </li>
        </ul>
        <h2>Giữ bao lâu</h2>
        <ul>
          <li>Liên kết tới người ghi tên: xoá 30 ngày sau khi đóng dự thảo.</li>
          <li>Nội dung góp ý: đến 12 tháng sau khi có báo cáo, sau đó chỉ còn báo cáo.</li>
          <li>Phản ánh: nội dung, liên hệ và ảnh xoá 12 tháng sau khi trả lời; chỉ còn số đếm.</li>
          <li>Khóa chống gửi tự động của mỗi dự thảo: huỷ ngay khi dự thảo đóng.</li>
        </ul>
        <h2>An toàn</h2>
        <p>Xã không gọi điện yêu cầu mã OTP, không gửi liên kết cài ứng dụng, không hỏi số căn cước ở đây.</p>
      </section>
      <Shown state={state} retry={retry}>
        {(info) => (
          <section className="card">
            <h2>{info.office}</h2>
            <p>
              {info.contact.address}
              <br />
              {info.contact.hours}
              <br />
              Điện thoại {info.contact.phone}, trực {info.contact.dutyPhone}
            </p>
          </section>
        )}
      </Shown>
    </>
  );
}
