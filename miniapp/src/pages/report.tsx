import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { ApiError, post, postPicture } from "../api/client.ts";
import { send } from "../api/send.ts";
import { Action } from "../components/action.tsx";
import { newKey } from "../store/outbox.ts";
import { useUnit } from "../unit.ts";
import { date } from "../words.ts";

interface Status {
  what: string;
  stateName: string;
  office: string;
  dueAt: string;
  answer: string;
}

/** Phản ánh: what, where, a contact if wanted; a code and a due date. It is no opinion on a draft. */
export function Report(): ReactElement {
  const unit = useUnit();
  const [fields, setFields] = useState({ what: "", where: "", contact: "" });
  const [photo, setPhoto] = useState<File>();
  const [taken, setTaken] = useState<{ code: string; dueAt: string; way: string }>();
  const [code, setCode] = useState("");
  const [status, setStatus] = useState<Status>();
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const tell = (caught: unknown): void =>
    setError(
      caught instanceof ApiError
        ? caught.offline
          ? "Đang mất mạng, chưa gửi được. Nội dung vẫn ở trên màn hình; khi có mạng Ông/Bà bấm gửi lại."
          : [caught.message, ...Object.values(caught.fields)].join(". ")
        : "Chưa gửi được. Nội dung vẫn ở trên màn hình.",
    );
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const picture = photo ? await postPicture("/requests/pictures", photo) : "";
      setTaken(await send(`/units/${unit}/requests`, { ...fields, picture, key: key.current }));
      setError("");
    } catch (caught) {
      tell(caught);
    } finally {
      setBusy(false);
    }
  };
  const look = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      setStatus(await post<Status>("/requests/read", { code }));
      setError("");
    } catch (caught) {
      setStatus(undefined);
      tell(caught);
    }
  };
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });
  return (
    <>
      <h1>Gửi phản ánh</h1>
      {error !== "" && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
      {taken ? (
        <section className="card" role="status">
          <h2>{taken.way === "" ? "Đã nhận phản ánh" : "Việc này có đường riêng"}</h2>
          {taken.way !== "" && <p className="note gold">{taken.way}</p>}
          <p>Mã theo dõi:</p>
          <p className="code">{taken.code}</p>
          {taken.way === "" && <p>Xã trả lời trước {date(taken.dueAt)}.</p>}
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
          <p className="small muted">
            Chỉ cán bộ xử lý đọc được phần này. Không có cũng được: Ông/Bà theo dõi bằng mã.
          </p>
          <Action submit busy={busy ? "Đang gửi…" : undefined} disabled={fields.what.trim() === ""}>
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
