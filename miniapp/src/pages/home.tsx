import type { ReactElement } from "react";
import { Link } from "react-router-dom";
import type { DraftCard, UnitCard } from "../api/types.ts";
import { Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { Icon, type IconName } from "../icons.tsx";
import { useUnit } from "../unit.ts";

const ROWS: readonly { to: string; name: string; words: string; icon: IconName }[] = [
  { to: "/tin", name: "Tin xã", words: "Tin mới, nghe loa xã kèm bản chữ", icon: "horn" },
  { to: "/thi", name: "Thi tìm hiểu", words: "Thi theo tuần, luyện tập, xem giải thích", icon: "check" },
  { to: "/khung", name: "Khung ảnh", words: "Ghép ngay trên máy, ảnh không rời máy", icon: "picture" },
  { to: "/doi-thoai", name: "Đối thoại", words: "Hỏi lãnh đạo xã, xem trả lời", icon: "talk" },
  { to: "/phan-anh", name: "Gửi phản ánh", words: "Việc gì, ở đâu; có mã theo dõi và ngày trả lời", icon: "flag" },
  { to: "/chu-de", name: "Chọn chủ đề nhận tin", words: "Chọn hoặc bỏ bất cứ lúc nào", icon: "list" },
  { to: "/gioi-thieu", name: "Giới thiệu, quyền riêng tư", words: "Ai đọc được gì, giữ bao lâu", icon: "person" },
];

/** Whoever came by an old link, or whose phone remembers a unit that has ended, is told what it is now. */
function NowCalled({ card, unit }: { card: UnitCard; unit: string }): ReactElement | null {
  const from = new URLSearchParams(window.location.search).get("tu") ?? unit;
  const was = card.formerly?.find((one) => one.code === from);
  return was ? (
    <p className="note gold" role="status">
      {was.name} nay là {card.name}.
    </p>
  ) : null;
}

export function Home(): ReactElement {
  const unit = useUnit();
  const [info, retryInfo] = useLoad<UnitCard>(`/units/${unit}`);
  const [drafts, retryDrafts] = useLoad<{ drafts: DraftCard[] }>(`/units/${unit}/drafts`);
  return (
    <>
      <Shown state={info} retry={retryInfo}>
        {(card) => (
          <>
            <div className="hero">
              <h1>{card.office}</h1>
              <p>Kênh thông tin chính thức · {card.province}</p>
            </div>
            <NowCalled card={card} unit={unit} />
          </>
        )}
      </Shown>
      <Shown state={drafts} retry={retryDrafts}>
        {({ drafts: cards }) => {
          const open = cards.filter((card) => card.phase === "open");
          return open.length === 0 ? (
            <p className="empty">Chưa có dự thảo nào lấy ý kiến.</p>
          ) : (
            open.map((card) => (
              <section key={card.id} className="card">
                <p className="chip gold">
                  <Icon name="clock" /> {card.period}
                </p>
                <h2>{card.title}: mời góp ý</h2>
                <p className="muted">Có thể góp ý ẩn danh.</p>
                <Link className="button" to={`/du-thao/${card.id}`}>
                  Đọc dự thảo
                </Link>
              </section>
            ))
          );
        }}
      </Shown>
      <ul className="rows">
        {ROWS.map((row) => (
          <li key={row.to}>
            <Link to={row.to}>
              <span className="tile">
                <Icon name={row.icon} />
              </span>
              <span>
                <strong>{row.name}</strong>
                <span className="small muted">{row.words}</span>
              </span>
              <Icon name="next" />
            </Link>
          </li>
        ))}
      </ul>
      <p className="note">Xã không gọi điện yêu cầu mã OTP, không gửi liên kết cài ứng dụng.</p>
    </>
  );
}
