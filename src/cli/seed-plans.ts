import type { Core } from "../compose.ts";
import { lookAndDecide } from "../decisions/decide.ts";
import { listPlans } from "../plans/plan.store.ts";
import { importPlan } from "../plans/steer-plan.ts";
import { classApproval } from "../training/class.decision.ts";
import { listSeats } from "../training/class.store.ts";
import { mustFindCourse, nominate, openClass, planClass } from "../training/steer-class.ts";
import { listChildren } from "../units/unit.store.ts";

const WRITER = { id: "demo", name: "Điều phối mẫu" };
const LEADER = { id: "demo-lead", name: "Lãnh đạo mẫu" };

/** Invented, with what a reader should find in it: a gap in the numbers, two ends, tasks without a deadline. */
const PLAN = `UBND TỈNH HỒNG SAO
SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH
Số:           /KH-SVHTTDL
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hồng Sao, ngày         tháng        năm 2026
KẾ HOẠCH
Tổ chức Lớp kỹ năng nội dung thông tin cơ sở năm 2026
Căn cứ Kế hoạch số 38/KH-UBND ngày 10/02/2026 của UBND tỉnh về việc tuyên truyền năm 2026;
I. MỤC ĐÍCH, YÊU CẦU
- Nâng cao kỹ năng của cán bộ làm công tác thông tin cơ sở.
II. THỜI GIAN, ĐỊA ĐIỂM
- Thời gian tập huấn: 0,5 ngày/lớp.
- Thời gian tổ chức: Quý IV năm 2026.
- Địa điểm dự kiến: Hội trường tỉnh Hồng Sao.
III. NỘI DUNG
1. Số lượng: 01 lớp (126 người/lớp)
2. Đối tượng:
- Công chức phụ trách thông tin cơ sở của 126 phường, xã (mỗi phường, xã cử 01 người).
3. Nội dung tập huấn
- Kỹ năng viết tin, bài phát thanh.
- Kỹ năng làm nội dung trên mạng xã hội.
- Cổ động trực quan.
- Trao đổi, thảo luận.
V. TỔ CHỨC THỰC HIỆN
1. Phòng Thông tin - Báo chí - Xuất bản
- Xây dựng chương trình, tài liệu.
- Báo cáo kết quả trước ngày 25/12/2026.
2. Đề nghị Ủy ban nhân dân các phường, xã
- Cử cán bộ tham gia đúng thành phần.
Nơi nhận:
- UBND tỉnh (để b/c);
- UBND các phường, xã;
- Lưu: VT.
`;

/** A plan that waits to be read through, and the class of domain.md §6.6 with 121 of 126 named, three of them anew. */
export async function seedPlans(core: Core): Promise<void> {
  if ((await listPlans("so", ["draft", "reviewed", "signed", "issued"])).length > 0) return;
  const planId = await importPlan(core, "so", { name: "ke-hoach-mau.txt", bytes: Buffer.from(PLAN) }, WRITER);
  const now = core.clock.now();
  const units = (await listChildren("so", now)).map(({ _id, name }) => ({ code: _id, name }));
  const classId = await planClass(
    core,
    "so",
    {
      planId,
      title: "Lớp kỹ năng nội dung TTCS 2026",
      objectives: ["Nâng cao kỹ năng của cán bộ làm công tác thông tin cơ sở."],
      halfDays: 1,
      year: 2026,
      quarter: 4,
      startsAt: null,
      venue: "Hội trường tỉnh Hồng Sao",
      mapUrl: "",
      mode: "Trực tiếp",
      money: "Kinh phí đào tạo của tỉnh năm 2026.",
      capacity: 126,
      groups: [{ key: "xa", name: "Xã, phường", units, each: 1, posts: ["công chức"] }],
      agenda: [
        "Kỹ năng viết tin, bài phát thanh",
        "Nội dung trên mạng xã hội",
        "Cổ động trực quan",
        "Trao đổi, thảo luận",
      ].map((title) => ({ title, speaker: "Báo cáo viên mẫu", minutes: 45, document: "không nêu văn bản", file: "" })),
    },
    WRITER,
  );
  await lookAndDecide(classApproval, core, { unitCode: "so", id: classId, by: LEADER, wish: undefined });
  await openClass(await mustFindCourse(classId));
  const course = await mustFindCourse(classId);
  const seats = await listSeats(classId);
  // the three rich communes are left to be named in the demonstration
  const rich = ["sao-mai", "ben-lua", "hon-en"];
  const others = seats.filter((one) => !rich.includes(one.unitCode)).slice(0, 121);
  const nominee = (name: string) => ({ name, post: "Công chức Văn hóa - Xã hội" });
  for (const [n, seat] of others.entries()) {
    const number = String(n + 1).padStart(3, "0");
    if (n < 3) await nominate(core, course, seat._id, nominee(`Cán bộ mẫu ${number} (trước)`));
    await nominate(core, course, seat._id, nominee(`Cán bộ mẫu ${number}`));
  }
}
