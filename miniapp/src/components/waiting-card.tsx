import { type FormEvent, type ReactElement, useState } from "react";
import { beginSession } from "../api/client.ts";
import { Icon } from "../icons.tsx";
import { type Item, KIND_WORDS, type Why, wordsOf } from "../outbox/item.ts";
import { dropItem, isOnPageOnly, newKey, sendAsAnybody, sendNow, submit } from "../outbox/outbox.ts";
import { date, time } from "../words.ts";
import { Action } from "./action.tsx";
import { CopyWords } from "./copy-words.tsx";

const CHIPS: Readonly<Record<Why, string>> = {
  "": "Đang gửi",
  offline: "Chờ có mạng để gửi",
  server: "Chờ gửi lại",
  busy: "Chờ gửi lại",
  session: "Chờ kết nối lại với Zalo",
};

/** One text that has not arrived: why, what happens next, and what its owner can do. */
export function WaitingCard({ item }: { item: Item }): ReactElement {
  const [editing, setEditing] = useState(false);
  const [dropping, setDropping] = useState(false);
  const refused = item.state === "refused";
  const words = wordsOf(item);
  return (
    <section className="card">
      <p className="small muted">
        {KIND_WORDS[item.kind].name}
        {item.head !== "" && ` · ${item.head}`} · viết lúc {time(item.at)}, {date(item.at)}
      </p>
      {words !== "" && !editing && <blockquote>“{words}”</blockquote>}
      <p className={refused ? "chip gold" : "chip"}>
        <Icon name={refused ? "warn" : item.why === "offline" ? "offline" : "clock"} />{" "}
        {refused ? "Chưa được nhận" : CHIPS[item.why]}
      </p>
      {item.sentence !== "" && <p role="status">{item.sentence}</p>}
      {item.state === "waiting" && item.why === "busy" && (
        <p className="small muted">Gửi lại sau {time(item.nextAt)}.</p>
      )}
      {isOnPageOnly(item.key) && (
        <p className="note bad">Máy không còn chỗ hoặc không cho lưu: nội dung chỉ có trên trang này.</p>
      )}
      {editing ? (
        <EditForm item={item} close={() => setEditing(false)} />
      ) : (
        <>
          <Acts item={item} edit={() => setEditing(true)} drop={() => setDropping(true)} />
          {words !== "" && <CopyWords words={words} />}
        </>
      )}
      {dropping && (
        <div className="two">
          <Action kind="plain" onClick={() => setDropping(false)}>
            Giữ lại
          </Action>
          <Action kind="danger" onClick={() => void dropItem(item.key)}>
            Xoá hẳn
          </Action>
        </div>
      )}
    </section>
  );
}

function Acts({ item, edit, drop }: { item: Item; edit(): void; drop(): void }): ReactElement {
  const connect = async (): Promise<void> => {
    await beginSession(true);
    await sendNow(item);
  };
  const again = (): void => void submit({ ...item, key: item.key });
  const canEdit = KIND_WORDS[item.kind].fields.length > 0;
  return (
    <div className="acts">
      {item.state === "refused" && canEdit && (
        <button type="button" className="link" onClick={edit}>
          Sửa
        </button>
      )}
      {item.state === "refused" ? (
        <button type="button" className="link" onClick={again}>
          Gửi lại
        </button>
      ) : item.why === "session" ? (
        <button type="button" className="link" onClick={() => void connect()}>
          Kết nối lại và gửi
        </button>
      ) : (
        <button type="button" className="link" onClick={() => void sendNow(item)}>
          Gửi ngay
        </button>
      )}
      {item.why === "session" && item.kind === "report" && (
        <button type="button" className="link" onClick={() => void sendAsAnybody(item)}>
          Gửi không kèm Zalo
        </button>
      )}
      <button type="button" className="link" onClick={drop}>
        Xoá
      </button>
    </div>
  );
}

/** Other words are another text, under a key of their own, in the place of the refused one. */
function EditForm({ item, close }: { item: Item; close(): void }): ReactElement {
  const [body, setBody] = useState(item.body);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    close();
    const changed = JSON.stringify(body) !== JSON.stringify(item.body);
    // without a name it is anybody's
    const as = item.kind === "comment" && body["signed"] !== true ? "" : item.as;
    await submit({ ...item, as, body, key: changed ? newKey() : item.key }, { instead: item.key });
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      {KIND_WORDS[item.kind].fields.map(({ name, label, rows, most }) => {
        const value = typeof body[name] === "string" ? body[name] : "";
        const set = (event: { target: { value: string } }): void => setBody({ ...body, [name]: event.target.value });
        return (
          <label key={name} className="field">
            {label}
            {rows > 1 ? (
              <textarea rows={rows} maxLength={most} value={value} onChange={set} />
            ) : (
              <input maxLength={most} value={value} onChange={set} />
            )}
          </label>
        );
      })}
      {item.body["signed"] === true && (
        <label className="check">
          <input
            type="checkbox"
            checked={body["signed"] === true}
            onChange={(event) => setBody({ ...body, signed: event.target.checked })}
          />
          Ghi tên tôi để xã trả lời riêng
        </label>
      )}
      <div className="two">
        <Action kind="plain" onClick={close}>
          Không
        </Action>
        <Action submit kind="plain">
          Gửi
        </Action>
      </div>
    </form>
  );
}
