import { decodeQR } from "qr/decode.js";
import { readFrame } from "./read-frame.ts";

/** Wider pictures take longer and show no more of a code held before a camera. */
const WIDEST = 640;
const PAUSE_MS = 90;

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
type Detectors = { BarcodeDetector?: new (options: { formats: string[] }) => Detector };
/** The phone's own reader where there is one. */
const ownReader = (): Detector | undefined => {
  const Own = (globalThis as Detectors).BarcodeDetector;
  try {
    return Own && new Own({ formats: ["qr_code"] });
  } catch {
    return undefined;
  }
};

async function byOwn(reader: Detector | undefined, canvas: HTMLCanvasElement): Promise<string | undefined> {
  const found = await reader?.detect(canvas).catch(() => undefined);
  return found?.[0]?.rawValue;
}

/** Reads codes from the camera until `stop`; each sight is told, the same one again and again. @throws when there is no camera */
export async function watchCamera(video: HTMLVideoElement, onSight: (text: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: "environment", width: { ideal: 1280 } },
  });
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const reader = ownReader();
  let turn = 0;
  let timer = 0;
  const look = async (): Promise<void> => {
    if (pen && video.videoWidth > 0) {
      const scale = Math.min(1, WIDEST / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const text =
        (await byOwn(reader, canvas)) ??
        readFrame(decodeQR, pen.getImageData(0, 0, canvas.width, canvas.height), (turn += 1));
      if (text) onSight(text);
    }
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  };
  void look();
  return () => {
    window.clearTimeout(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}
