import { type FormEvent, type ReactElement, useEffect, useState } from "react";
import { useSearchParams } from "react-router-dom";
import { ApiError, beginSession, post } from "../api/client.ts";
import { session } from "../api/session.ts";
import { Action } from "../components/action.tsx";
import { KeepCode } from "../components/receipt.tsx";
import { RoomNote, SendingNote } from "../components/sending-note.tsx";
import { useDraft } from "../hooks/use-draft.ts";
import { useHandedOver, useSend } from "../hooks/use-send.ts";
import { useUnit } from "../unit.ts";
import { date } from "../words.ts";

interface Status {
  what: string;
  stateName: string;
  office: string;
  dueAt: string;
  answer: string;
}

const EMPTY = { what: "", where: "", contact: "" };

/** Phản ánh: what, where, a contact if wanted; a code and a due date. It is no opinion on a draft. */
export function Report(): ReactElement {
  const unit = useUnit();
  // from a frame's page: what it is about stands there already; an earlier report of something else stays its own
  const frame = (useSearchParams()[0].get("khung") ?? "").slice(0, 150);
  const about = { head: "Phản ánh", link: frame === "" ? "/phan-anh" : `/phan-anh?khung=${encodeURIComponent(frame)}` };
  const draft = useDraft(
    `report:${unit}${frame === "" ? "" : `:khung:${encodeURIComponent(frame)}`}`,
    frame === "" ? EMPTY : { ...EMPTY, what: `Khung ảnh “${frame}” bị dùng sai: ` },
    about,
  );
  const { fields } = draft;
  const [photo, setPhoto] = useState<File>();
  const sending = useSend();
  const { outcome } = sending;
  useHandedOver(sending, () => {
    draft.clear();
    setPhoto(undefined);
  });
  const [code, setCode] = useState("");
  const [status, setStatus] = useState<Status>();
  const [error, setError] = useState("");
  useEffect(() => {
    void beginSession();
  }, []);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await sending.send(
      {
        kind: "report",
        unit,
        path: `/units/${unit}/requests`,
        body: { ...fields, picture: "" },
        head: "",
        // whom Zalo vouched for is answered in Zalo as well
        as: session()?.who ?? "",
        photo: photo ?? null,
      },
      draft.handOver(),
    );
  };
  const taken = outcome?.is === "sent" ? outcome.receipt : undefined;
  const waits = outcome?.is === "waiting" && !sending.onPageOnly;
  const look = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      setStatus(await post<Status>("/requests/read", { code }));
      setError("");
    } catch (caught) {
      setStatus(undefined);
      setError(caught instanceof ApiError ? caught.sentence : "Chưa xem được, vui lòng thử lại.");
    }
  };
  const field = (name: keyof typeof EMPTY) => ({
    value: fields[name],
    onChange: (event: { target: { value: string } }) => draft.set({ [name]: event.target.value }),
  });
  return (
    <>
      <h1>Gửi phản ánh</h1>
      {error !== "" && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
      <SendingNote sending={sending} />
      {taken ? (
        <section className="card" role="status">
          <h2>{taken.way === "" ? "Đã nhận phản ánh" : "Việc này có đường riêng"}</h2>
          {taken.way !== "" && <p className="note gold">{taken.way}</p>}
          <p>Mã theo dõi:</p>
          <p className="code">{taken.code}</p>
          {taken.way === "" && <p>Xã trả lời trước {date(taken.dueAt)}.</p>}
          <KeepCode receipt={taken} />
          <Action kind="plain" onClick={sending.again}>
            Gửi phản ánh khác
          </Action>
        </section>
      ) : waits ? (
        <section className="card" role="status">
          <h2>Phản ánh được giữ trên máy</h2>
          <p>Khi gửi được, mã theo dõi hiện ở đây và ở mục Ý kiến. Ông/Bà không cần viết lại.</p>
          <Action kind="plain" onClick={sending.again}>
            Gửi phản ánh khác
          </Action>
        </section>
      ) : (
        <form className="card" onSubmit={(event) => void submit(event)}>
          <label className="field">
            Việc gì
            <textarea rows={4} maxLength={3000} required {...field("what")} />
          </label>
          <label className="field">
            Ở đâu <span className="muted">(không bắt buộc)</span>
            <input maxLength={500} {...field("where")} />
          </label>
          <label className="field">
            Họ tên, số điện thoại để xã trả lời <span className="muted">(không bắt buộc)</span>
            <input maxLength={300} autoComplete="off" {...field("contact")} />
          </label>
          <label className="field">
            Ảnh <span className="muted">(không bắt buộc) JPEG, PNG, dưới 8 MB</span>
            <input
              type="file"
              accept="image/jpeg,image/png,image/webp"
              onChange={(event) => setPhoto(event.target.files?.[0])}
            />
          </label>
          {!outcome && <RoomNote room={draft.room} words={[fields.what, fields.where].filter(Boolean).join("\n")} />}
          <p className="small muted">
            Chỉ cán bộ xử lý đọc được phần này. Không có cũng được: Ông/Bà theo dõi bằng mã.
          </p>
          <Action submit busy={sending.busy ? "Đang gửi…" : undefined} disabled={fields.what.trim() === ""}>
            Gửi phản ánh
          </Action>
        </form>
      )}
      <form className="card" onSubmit={(event) => void look(event)}>
        <label className="field">
          Xem phản ánh đã gửi: nhập mã
          <input value={code} maxLength={40} autoComplete="off" onChange={(event) => setCode(event.target.value)} />
        </label>
        <Action submit kind="plain" disabled={code.trim() === ""}>
          Xem
        </Action>
      </form>
      {status && (
        <section className="card" role="status">
          <p className="chip">{status.stateName}</p>
          <p>{status.what}</p>
          {status.office && <p>Bộ phận xử lý: {status.office}</p>}
          {status.answer ? <p>Xã trả lời: {status.answer}</p> : <p>Trả lời trước {date(status.dueAt)}.</p>}
        </section>
      )}
    </>
  );
}
