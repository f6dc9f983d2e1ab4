import { type ReactElement, useEffect, useState } from "react";
import { Icon } from "../icons.tsx";

const RATES = [1, 0.8, 1.2] as const;
const canSpeak = typeof window !== "undefined" && "speechSynthesis" in window;

/** Reads a text aloud with the phone's own voice. Without one there is no button: the text itself stands below. */
export function ReadAloud({ text }: { text: string }): ReactElement | null {
  const [reading, setReading] = useState(false);
  const [rate, setRate] = useState<(typeof RATES)[number]>(1);
  useEffect(() => () => (canSpeak ? window.speechSynthesis.cancel() : undefined), []);
  if (!canSpeak) return null;
  const start = (speed: number): void => {
    window.speechSynthesis.cancel();
    const speech = new SpeechSynthesisUtterance(text);
    speech.lang = "vi-VN";
    speech.rate = speed;
    speech.onend = () => setReading(false);
    window.speechSynthesis.speak(speech);
    setReading(true);
  };
  const stop = (): void => {
    window.speechSynthesis.cancel();
    setReading(false);
  };
  const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1;
  return (
    <>
      <button type="button" className="pill" aria-pressed={reading} onClick={() => (reading ? stop() : start(rate))}>
        <Icon name={reading ? "stop" : "play"} /> {reading ? "Dừng đọc" : "Nghe"}
      </button>
      {reading && (
        <button
          type="button"
          className="pill"
          onClick={() => {
            setRate(next);
            start(next);
          }}
        >
          Tốc độ {String(rate).replace(".", ",")}
        </button>
      )}
      {reading && <span className="small muted">Giọng đọc AI của máy</span>}
    </>
  );
}
