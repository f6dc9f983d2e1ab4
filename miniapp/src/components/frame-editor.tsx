import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { post } from "../api/client.ts";
import type { FrameCard } from "../api/types.ts";
import { clampView, compose, coverView, draw, openPhoto, PhotoError, sampleFace, type View } from "../frame/compose.ts";
import { useFrame } from "../frame/use-frame.ts";
import { useGestures } from "../frame/use-gestures.ts";
import { hostBridge } from "../host/bridge.ts";
import { Icon } from "../icons.tsx";
import { drop, keep, readKept } from "../store/kept.ts";
import { newKey } from "../outbox/outbox.ts";
import { Action } from "./action.tsx";
import { Loading } from "./states.tsx";

const SHOWN = 720;
const STEP = 0.04;
const TURN = Math.PI / 12;

/** Tells the server that one more phone made a frame; without a net it is told next time. */
async function countOnce(id: string): Promise<void> {
  const waiting = `frame-made:${id}`;
  const key = (await readKept<string>("frame-key"))?.value ?? newKey();
  await keep("frame-key", key);
  await keep(waiting, true);
  try {
    await post(`/frames/${id}/made`, { key });
    await drop(waiting);
  } catch {
    // told when the page is opened with a net
  }
}

/** Photo and frame, moved by fingers, buttons or keys; all of it on the phone. */
export function FrameEditor({ card }: { card: FrameCard }): ReactElement {
  const frame = useFrame(card.picture);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [photo, setPhoto] = useState<HTMLCanvasElement>();
  const [sample] = useState(sampleFace);
  const shown = photo ?? sample;
  const [view, setView] = useState<View>(() => coverView(sample));
  const [past, setPast] = useState<View[]>([]);
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState("");
  const [canShare, setCanShare] = useState(true);
  useEffect(() => {
    void readKept<boolean>(`frame-made:${card.id}`).then((kept) => (kept ? countOnce(card.id) : undefined));
  }, [card.id]);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) draw(context, SHOWN, shown, view, frame ?? undefined);
  }, [shown, view, frame]);

  const remember = (): void => setPast((old) => [...old.slice(-30), view]);
  const change = (next: View): void => setView(clampView(next));
  const step = (next: Partial<View>): void => {
    remember();
    change({ ...view, ...next });
  };
  const undo = (): void => {
    const last = past.at(-1);
    if (!last) return;
    setPast(past.slice(0, -1));
    setView(last);
  };
  const gestures = useGestures(view, remember, change);
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, Partial<View>> = {
      ArrowLeft: { x: view.x - STEP },
      ArrowRight: { x: view.x + STEP },
      ArrowUp: { y: view.y - STEP },
      ArrowDown: { y: view.y + STEP },
      "+": { width: view.width * 1.1 },
      "-": { width: view.width / 1.1 },
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    step(move);
  };
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setBusy("open");
    setNote("");
    try {
      const opened = await openPhoto(file);
      setPhoto(opened);
      setName(file.name);
      setView(coverView(opened));
      setPast([]);
    } catch (error) {
      setNote(error instanceof PhotoError ? error.message : "Tệp này không mở được. Ông/Bà chọn ảnh khác.");
    } finally {
      setBusy("");
    }
  };
  const finish = async (what: "save" | "share"): Promise<void> => {
    if (!frame || !photo) return;
    setBusy(what);
    try {
      const file = await compose(photo, view, frame);
      const bridge = await hostBridge();
      const outcome = await (what === "save" ? bridge.saveFile(file) : bridge.shareFile(file));
      if (outcome === "unsupported" && what === "share") setCanShare(false);
      setNote(
        outcome === "done"
          ? what === "save"
            ? "Đã lưu ảnh vào máy."
            : "Đã mở phần chia sẻ của máy."
          : outcome === "cancelled"
            ? ""
            : outcome === "unsupported"
              ? "Máy này chưa cho chia sẻ từ đây. Ông/Bà lưu ảnh rồi chia sẻ từ thư viện ảnh."
              : outcome === "denied"
                ? "Zalo chưa được phép lưu ảnh. Ông/Bà cho phép trong cài đặt của Zalo, rồi bấm Lưu ảnh lại."
                : "Chưa lưu được ảnh. Ông/Bà thử lại.",
      );
      if (outcome === "done") void countOnce(card.id);
    } catch (error) {
      setNote(error instanceof PhotoError ? error.message : "Chưa lưu được ảnh. Ông/Bà thử lại.");
    } finally {
      setBusy("");
    }
  };
  if (frame === undefined) return <Loading />;
  if (frame === null)
    return <p className="note bad">Khung chưa được lưu trên máy. Khi có mạng, Ông/Bà mở lại trang này một lần.</p>;
  const tools: readonly [string, "zoomIn" | "zoomOut" | "turn", Partial<View>][] = [
    ["Phóng to", "zoomIn", { width: view.width * 1.15 }],
    ["Thu nhỏ", "zoomOut", { width: view.width / 1.15 }],
    ["Xoay", "turn", { angle: view.angle + TURN }],
  ];
  return (
    <>
      <div className="frame-stage">
        <canvas
          ref={canvas}
          width={SHOWN}
          height={SHOWN}
          tabIndex={0}
          role="img"
          aria-label={photo ? "Ảnh của Ông/Bà trong khung; phím mũi tên để di chuyển" : "Ảnh mẫu trong khung"}
          onKeyDown={onKeyDown}
          {...gestures}
        />
        <svg className="frame-guide" viewBox="0 0 100 100" aria-hidden="true">
          <circle cx="50" cy="50" r="49.6" />
        </svg>
      </div>
      <p className="small muted">
        Đường tròn là phần Zalo và Facebook cắt làm ảnh đại diện; đường này không in vào ảnh.
      </p>
      {name !== "" && (
        <p className="small" role="status">
          Đang ghép: {name}
        </p>
      )}
      {note !== "" && (
        <p className="note" role="status">
          {note}
        </p>
      )}
      <label className="button plain file">
        {busy === "open" ? "Đang mở ảnh…" : photo ? "Chọn ảnh khác" : "Chọn ảnh"}
        <input
          type="file"
          accept="image/*"
          className="hidden"
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </label>
      <div className="tools" role="group" aria-label="Chỉnh ảnh">
        {tools.map(([name, icon, next]) => (
          <button key={name} type="button" className="pill" onClick={() => step(next)}>
            <Icon name={icon} /> {name}
          </button>
        ))}
        <button type="button" className="pill" disabled={past.length === 0} onClick={undo}>
          <Icon name="undo" /> Hoàn tác
        </button>
      </div>
      <details>
        <summary>Di chuyển bằng nút</summary>
        <div className="tools">
          {(
            [
              ["Sang trái", { x: view.x - STEP }],
              ["Sang phải", { x: view.x + STEP }],
              ["Lên", { y: view.y - STEP }],
              ["Xuống", { y: view.y + STEP }],
            ] as const
          ).map(([name, next]) => (
            <button key={name} type="button" className="pill" onClick={() => step(next)}>
              {name}
            </button>
          ))}
        </div>
      </details>
      <p>
        <strong>Ảnh không rời khỏi máy của Ông/Bà.</strong>
      </p>
      <Action disabled={!photo} busy={busy === "save" ? "Đang lưu…" : undefined} onClick={() => void finish("save")}>
        Lưu ảnh
      </Action>
      {canShare && (
        <Action
          kind="plain"
          disabled={!photo}
          busy={busy === "share" ? "Đang mở…" : undefined}
          onClick={() => void finish("share")}
        >
          Chia sẻ
        </Action>
      )}
    </>
  );
}
