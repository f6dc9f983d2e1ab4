import { useCallback, useEffect, useRef, useState } from "react";
import { newKey } from "../outbox/outbox.ts";
import { type DraftRow, dropDraft, holdDraft, keepDraft, nameOf, takeDraft } from "../store/drafts.ts";
import type { Room } from "../store/kept.ts";

/** Typing is kept this long after the last touch. */
const KEEP_AFTER_MS = 250;

export interface Draft<T> {
  fields: T;
  /** true when it was brought back from an earlier visit */
  restored: boolean;
  room: Room;
  set(next: Partial<T>): void;
  /** from here on the outbox has it: the text's key, and the name under which the draft goes with the same write */
  handOver(): { key: string; name: string };
  /** it was sent, or is not wanted */
  clear(): void;
}

type Fields = Record<string, string | boolean>;

/**
 * What a form holds, kept while it is typed: a reload, a killed page or a closed sheet loses nothing.
 * @param form names the form and what it is about
 */
export function useDraft<T extends Fields>(form: string, empty: T, about: Pick<DraftRow, "head" | "link">): Draft<T> {
  const [fields, setFields] = useState(empty);
  const [restored, setRestored] = useState(false);
  const [room, setRoom] = useState<Room>("kept");
  const state = useRef({ fields, key: newKey(), touched: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const context = useRef({ empty, about });
  context.current = { empty, about };

  const flush = useCallback((): void => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    const { fields: now, key } = state.current;
    const { empty: none, about: where } = context.current;
    const blank = Object.entries(now).every(([name, value]) => value === none[name]);
    void (blank ? dropDraft(form) : keepDraft(form, { v: 1, key, fields: now, ...where })).then(setRoom);
  }, [form]);

  useEffect(() => {
    let gone = false;
    void takeDraft(form).then((row) => {
      if (gone || !row || state.current.touched) return;
      const found = { ...context.current.empty, ...row.fields };
      state.current = { fields: found, key: row.key, touched: false };
      setFields(found);
      setRestored(true);
    });
    const hide = (): void => void (document.visibilityState === "hidden" && flush());
    document.addEventListener("visibilitychange", hide);
    window.addEventListener("pagehide", flush);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", hide);
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [form, flush]);

  const set = (next: Partial<T>): void => {
    const now = { ...state.current.fields, ...next };
    state.current = { ...state.current, fields: now, touched: true };
    setFields(now);
    holdDraft(form, { v: 1, key: state.current.key, fields: now, ...context.current.about });
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, KEEP_AFTER_MS);
  };
  const still = (): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  const handOver = (): { key: string; name: string } => {
    still();
    return { key: state.current.key, name: nameOf(form) };
  };
  const clear = (): void => {
    still();
    state.current = { fields: empty, key: newKey(), touched: false };
    setFields(empty);
    setRestored(false);
    void dropDraft(form);
  };
  return { fields, restored, room, set, handOver, clear };
}
