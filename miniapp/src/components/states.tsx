import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { Icon } from "../icons.tsx";
import type { Loaded } from "../hooks/use-load.ts";
import { time } from "../words.ts";
import { Action } from "./action.tsx";

/** Nothing before 300 ms, then grey lines where the words will stand; what comes after them is shown with them (`.loading`). */
export function Loading(): ReactElement {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return late ? (
    <div className="skeleton loading" role="status">
      <span className="hidden">Đang tải…</span>
      <i />
      <i />
      <i />
    </div>
  ) : (
    <div className="loading" />
  );
}

interface Props<T> {
  state: Loaded<T>;
  retry(): void;
  children(value: T): ReactNode;
}

/** Loading, failed, offline and there: each says what it is and what to do. */
export function Shown<T>({ state, retry, children }: Props<T>): ReactElement {
  if (state.kind === "loading") return <Loading />;
  if (state.kind === "failed")
    return (
      <section className="note bad" role="alert">
        <p>
          {state.offline
            ? "Đang mất mạng và trang này chưa được lưu trên máy. Khi có mạng, Ông/Bà bấm thử lại."
            : `Rất xin lỗi Ông/Bà. ${state.message}`}
        </p>
        <Action kind="plain" onClick={retry}>
          Thử lại
        </Action>
      </section>
    );
  return (
    <>
      {state.keptAt !== undefined && (
        <p className="small muted">
          <Icon name="clock" /> Bản lưu trên máy lúc {time(state.keptAt)}
        </p>
      )}
      {children(state.value)}
    </>
  );
}

export const Empty = ({ children }: { children: ReactNode }): ReactElement => <p className="empty">{children}</p>;
