import type { Permission } from "../kernel/permissions.ts";

export type TaskKey = "tin" | "ba-nguoi" | "phieu" | "goi" | "an" | "ket-qua";

/** One task as its card says it: what is wanted, what is written there to be used word for word, and help on asking. */
export interface Task {
  key: TaskKey;
  title: string;
  /** who may do it */
  needs: Permission;
  story: string;
  /** words and figures to be used as they stand */
  given: readonly { name: string; words: string }[];
  steps: readonly string[];
  hints: readonly string[];
  /** figures to be read somewhere and typed here */
  asks: readonly { key: string; label: string }[];
}

export const NOTICE = {
  title: "Lịch cắt điện thôn 3",
  text: "Điện lực cắt điện thôn 3 từ 7 giờ đến 11 giờ ngày mai để sửa đường dây. Bà con chủ động trữ nước.",
  source: "Điện lực Hồng Sao",
} as const;
export const PAPER = { place: "P2.2-CT4", text: "Đề nghị trồng thêm cây xanh quanh trường học thôn 5." } as const;
export const PACKAGE = { whole: "BT01", adapted: "BT02", note: "Loa thôn phát lúc 17 giờ." } as const;
export const RESIDENTS = [
  "Cứu với, nhà tôi đang cháy ở thôn 2, có cụ già chưa ra được!",
  "Cho tôi gặp cán bộ xã.",
  "Tôi cần nói chuyện với cán bộ tư pháp.",
] as const;
export const ADVERT = "Bán đất nền giá rẻ, chiết khấu khủng, gọi ngay để được tư vấn đầu tư sinh lời!";
export const HARSH = "Dự thảo viết cho có, làm ăn quá kém. Tôi phản đối từ đầu đến cuối!";

export const TASKS: readonly Task[] = [
  {
    key: "tin",
    title: "Viết một tin, trình và được duyệt",
    needs: "broadcasts.send",
    story: "Báo cho mọi người quan tâm OA của xã về lịch cắt điện. Tin chỉ đi khi một người khác đã duyệt.",
    given: [
      { name: "Tiêu đề", words: NOTICE.title },
      { name: "Nội dung", words: NOTICE.text },
      { name: "Nguồn", words: NOTICE.source },
    ],
    steps: [
      "Mở Nội dung ở menu, bấm Soạn tin mới, ghi ba dòng ở trên. Mức công khai: công khai. Không nêu tên người dân nào.",
      "Bấm Tiếp tục: gửi tới ai, xem ai nhận, rồi Tiếp tục: gửi thử, xem trước.",
      "Bấm Trình duyệt.",
      "Đăng xuất. Đăng nhập bằng tài khoản lãnh đạo của chính xã này (có ở trang đăng nhập), mở Tập trên OA thử để xem mã 6 số.",
      "Mở Chờ duyệt ở menu, mở tin, chọn Duyệt, ghi mã 6 số, bấm Xác nhận. Đăng xuất.",
      "Đăng nhập lại bằng tài khoản của mình, về trang này và bấm Nộp bài.",
    ],
    hints: [
      "Người soạn không tự duyệt được tin của mình: đó là lý do phải đổi tài khoản.",
      "Mã 6 số đổi sau 30 giây; hết giờ thì mở lại trang Tập trên OA thử để xem mã mới.",
      "Ngoài giờ gửi, tin đợi tới sáng. Bấm Sang giờ sau ở phần đồng hồ để không phải đợi.",
    ],
    asks: [],
  },
  {
    key: "ba-nguoi",
    title: "Trả lời ba người dân, trong đó có một tin khẩn",
    needs: "inbox.use",
    story:
      "Khi bắt đầu bài này, ba người dân giả nhắn tới OA của xã cùng lúc. Người đang nguy hiểm được trả lời trước.",
    given: [
      { name: "Đang chờ, có tin khẩn", words: "Người dân mẫu 0001" },
      { name: "Đang chờ", words: "Người dân mẫu 0002" },
      { name: "Đang chờ", words: "Người dân mẫu 0003" },
    ],
    steps: [
      "Mở Hộp thư ở menu. Tin khẩn đứng trên cùng.",
      "Mở hội thoại khẩn, bấm Nhận trả lời, viết câu trả lời và bấm Gửi trả lời.",
      "Làm như vậy với hai người còn lại, rồi về trang này và bấm Nộp bài.",
    ],
    hints: [
      "Máy đã tự nhắn số 114 và số trực. Người nhà vẫn chờ một cán bộ nói rằng đã biết và ai đang tới.",
      "Không hứa điều chưa chắc: nói việc đã làm, ai tới, khi nào nhắn lại.",
    ],
    asks: [],
  },
  {
    key: "phieu",
    title: "Nhập một phiếu góp ý giấy",
    needs: "comments.enter",
    story:
      "Trưởng thôn mang tới một phiếu giấy không ghi tên. Nhập đúng nguyên văn, đúng vị trí, đúng hướng ghi trên phiếu.",
    given: [
      { name: "Vị trí", words: PAPER.place },
      { name: "Hướng ghi trên phiếu", words: "Đồng ý một phần" },
      { name: "Nội dung", words: PAPER.text },
    ],
    steps: [
      "Mở Góp ý dự thảo ở menu. Ở dòng dự thảo đang lấy ý kiến, bấm Nhập phiếu, hội nghị.",
      "Loại: Phiếu giấy. Chọn vị trí, hướng, ghi nội dung, rồi bấm Nhập ý kiến.",
      "Về trang này và bấm Nộp bài.",
    ],
    hints: [
      "Không sửa câu của người góp ý, kể cả lỗi chính tả: phiếu giấy có giá trị như ý kiến gửi qua Zalo.",
      "Phiếu không ghi tên thì ô tên tổ chức để trống.",
    ],
    asks: [],
  },
  {
    key: "goi",
    title: "Nhận một mục từ gói của Sở, sửa một mục rồi nhận",
    needs: "packages.take",
    story: "Sở gửi xuống một gói nội dung. Một mục dùng được ngay, một mục xã cần ghi thêm giờ phát loa.",
    given: [
      { name: "Mục nhận như Sở gửi", words: PACKAGE.whole },
      { name: "Mục sửa rồi nhận", words: PACKAGE.adapted },
      { name: "Ghi thêm của xã", words: PACKAGE.note },
    ],
    steps: [
      "Mở Gói từ Sở ở menu.",
      `Xem ${PACKAGE.whole} và bấm Nhận.`,
      `Xem ${PACKAGE.adapted}, mở Sửa rồi nhận, ghi câu thêm của xã và bấm Nhận và trình lãnh đạo duyệt.`,
      "Về trang này và bấm Nộp bài.",
    ],
    hints: [
      "Chỗ có khoá là chữ Sở giữ nguyên. Câu xã ghi thêm đứng ở dưới và lãnh đạo xã duyệt.",
      "Lỡ từ chối thì mục đó không mở lại được; làm bài trên tài khoản của xã khác.",
    ],
    asks: [],
  },
  {
    key: "an",
    title: "Ẩn một ý kiến đúng căn cứ, không ẩn một ý kiến gay gắt",
    needs: "comments.sort",
    story:
      "Hai ý kiến mới ở Toàn văn của dự thảo chờ xem. Một ý kiến là quảng cáo. Một ý kiến chê gay gắt: chê không phải là căn cứ để ẩn.",
    given: [{ name: "Điều, luật", words: "Nghị định 91/2020/NĐ-CP" }],
    steps: [
      "Mở Góp ý dự thảo ở menu. Ở dòng dự thảo bấm Ý kiến, rồi mở Toàn văn.",
      "Ở ý kiến quảng cáo bấm Xem nguyên văn, xử lý; chọn căn cứ, ghi chỗ vi phạm, bấm Ẩn ý kiến.",
      "Trở lại Toàn văn. Ở ý kiến còn lại bấm Cho hiện các ý kiến đã chọn.",
      "Về trang này và bấm Nộp bài.",
    ],
    hints: [
      "Ý kiến bị ẩn vẫn được đếm; người gửi biết căn cứ và được khiếu nại với cán bộ khác.",
      "Không bấm cho hiện khi ý kiến quảng cáo còn được chọn.",
    ],
    asks: [],
  },
  {
    key: "ket-qua",
    title: "Đọc kết quả một đợt gửi",
    needs: "broadcasts.view",
    story: "Lãnh đạo hỏi: tin cắt điện của bài 1 tới được bao nhiêu người? Mở kết quả đợt gửi và ghi hai con số.",
    given: [],
    steps: [
      "Làm xong bài 1, mở Gửi tin ở menu, mở đợt gửi Lịch cắt điện thôn 3.",
      "Ở Phễu tiếp cận, đọc số người trong nhóm nhận và số người Zalo đã nhận.",
      "Ghi hai con số vào đây và bấm Nộp bài.",
    ],
    hints: ["“Zalo đã nhận” là số người tin đã được giao cho Zalo, chưa phải số người đã xem."],
    asks: [
      { key: "total", label: "Số người trong nhóm nhận" },
      { key: "accepted", label: "Số người Zalo đã nhận" },
    ],
  },
];

export const taskOf = (key: string): Task | undefined => TASKS.find((one) => one.key === key);
