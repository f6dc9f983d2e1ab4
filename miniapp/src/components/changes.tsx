import { type ReactElement, useState } from "react";
import { ApiError, get } from "../api/client.ts";
import type { DraftChange } from "../api/types.ts";

const KINDS: Readonly<Record<DraftChange["kind"], string>> = {
  same: "Giữ nguyên",
  changed: "Sửa",
  added: "Thêm",
  removed: "Bỏ",
};

/** What the shown version changed against the one before, word by word; asked for only when it is opened. */
export function Changes({ id, from }: { id: string; from: number }): ReactElement {
  const [changes, setChanges] = useState<DraftChange[]>();
  const [error, setError] = useState("");
  const load = async (): Promise<void> => {
    try {
      setChanges((await get<{ changes: DraftChange[] }>(`/drafts/${id}/changes?from=${from}`)).changes);
    } catch (caught) {
      setError(caught instanceof ApiError ? caught.message : "Chưa xem được.");
    }
  };
  return (
    <details className="card" onToggle={(event) => event.currentTarget.open && changes === undefined && void load()}>
      <summary>Thay đổi so với bản {from}</summary>
      {error !== "" && <p role="alert">{error}</p>}
      {changes?.length === 0 && <p>Hai bản giống nhau.</p>}
      {changes?.map((change) => (
        <p key={`${change.kind}${change.code}`}>
          <strong>
            {change.code} · {KINDS[change.kind]}
            {change.note !== "" && ` (${change.note})`}
          </strong>
          <br />
          {change.words.map((word, n) =>
            word.kind === "added" ? (
              <ins key={n}>{word.text}</ins>
            ) : word.kind === "removed" ? (
              <del key={n}>{word.text}</del>
            ) : (
              <span key={n}>{word.text}</span>
            ),
          )}
        </p>
      ))}
    </details>
  );
}
