import { type ReactElement, useState } from "react";
import { Link } from "react-router-dom";
import type { FrameCard } from "../api/types.ts";
import { FrameEditor } from "../components/frame-editor.tsx";
import { Empty, Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { useUnit } from "../unit.ts";
import { date } from "../words.ts";

/** Khung ảnh: one frame opens at once, several are chosen from. */
export function Frames(): ReactElement {
  const unit = useUnit();
  const [state, retry] = useLoad<{ frames: FrameCard[] }>(`/units/${unit}/frames`);
  const [chosen, setChosen] = useState("");
  return (
    <>
      <h1>Khung ảnh</h1>
      <Shown state={state} retry={retry}>
        {({ frames }) => {
          const card = frames.find((one) => one.id === chosen) ?? frames[0];
          if (!card) return <Empty>Chưa có khung ảnh nào. Khi có, khung sẽ hiện ở đây.</Empty>;
          return (
            <>
              {frames.length > 1 && (
                <label className="field">
                  Chọn khung
                  <select value={card.id} onChange={(event) => setChosen(event.target.value)}>
                    {frames.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.title}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <h2>{card.title}</h2>
              <FrameEditor key={card.id} card={card} />
              <section className="card">
                <h2>Thể lệ</h2>
                <p>{card.rules}</p>
                <p className="small muted">
                  Đến hết ngày {date(card.endsAt)}.{card.made === "" ? "" : ` Đã làm: ${card.made}.`}
                  {card.chat
                    ? " Cũng gửi được ảnh vào Zalo OA của xã (nhắn “khung ảnh”) để ghép hộ; ảnh không được lưu."
                    : ""}
                </p>
                <p className="small">
                  <Link to={`/phan-anh?khung=${encodeURIComponent(card.title)}`}>Báo khung ảnh bị dùng sai</Link>
                </p>
              </section>
            </>
          );
        }}
      </Shown>
    </>
  );
}
