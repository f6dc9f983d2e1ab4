import type { ReactElement, FormEvent } from "react";
import { session } from "../api/session.ts";
import { useDraft } from "../hooks/use-draft.ts";
import { useSend, useHandedOver } from "../hooks/use-send.ts";
import { ANYBODY_KNOWN } from "../outbox/item.ts";
import { useUnit } from "../unit.ts";
import { Action } from "./action.tsx";
import { SendingNote, RoomNote } from "./sending-note.tsx";

const NO_CLAIM = { name: "", contact: "", adult: false };

export function Claim({ id, n, prize }: { id: string; n: number; prize: string }): ReactElement {
  const unit = useUnit();
  const draft = useDraft(`claim:${id}:${n}`, NO_CLAIM, { head: `Nhận giải ${prize}`, link: `/thi/${id}` });
  const { fields } = draft;
  const sending = useSend();
  const { outcome } = sending;
  useHandedOver(sending, draft.clear);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const as = session()?.who ?? ANYBODY_KNOWN;
    const path = `/quizzes/${id}/rounds/${n}/claim`;
    await sending.send({ kind: "claim", unit, path, body: fields, head: prize, as }, draft.handOver());
  };
  if (outcome?.is === "sent") return <p className="note good">Đã gửi. Ban tổ chức sẽ liên hệ để trao {prize}.</p>;
  if (outcome?.is === "waiting" && !sending.onPageOnly) return <SendingNote sending={sending} />;
  return (
    <form className="note gold" onSubmit={(event) => void submit(event)}>
      <p>
        <strong>Chúc mừng Ông/Bà đạt {prize}.</strong> Để nhận giải, Ông/Bà gửi họ tên và cách liên hệ; chỉ ban tổ chức
        đọc, tự xoá sau 60 ngày.
      </p>
      <SendingNote sending={sending} />
      <label className="field">
        Họ và tên
        <input value={fields.name} maxLength={200} onChange={(event) => draft.set({ name: event.target.value })} />
      </label>
      <label className="field">
        Cách liên hệ
        <input
          value={fields.contact}
          maxLength={300}
          onChange={(event) => draft.set({ contact: event.target.value })}
        />
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={fields.adult}
          onChange={(event) => draft.set({ adult: event.target.checked })}
        />
        <span>Tôi từ đủ 18 tuổi, hoặc người đại diện của tôi đồng ý</span>
      </label>
      {!outcome && <RoomNote room={draft.room} words={[fields.name, fields.contact].filter(Boolean).join("\n")} />}
      <Action submit busy={sending.busy ? "Đang gửi…" : undefined}>
        Gửi để nhận giải
      </Action>
    </form>
  );
}
