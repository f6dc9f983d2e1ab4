/** Where the photo lies under the frame: lengths in shares of the side, the angle in radians. */
export interface View {
  x: number;
  y: number;
  /** width of the photo, in sides */
  width: number;
  angle: number;
}

const SIDE = 1080;
/** The photo is worked on at this size at most, half as large again as the result; a phone's memory holds no 50 megapixels twice. */
const WORK = 1620;
const MOST_PIXELS = 60_000_000;
const MOST_BYTES = 80_000_000;

/** A sentence for the person when a file cannot be used. */
export class PhotoError extends Error {
  constructor(words: string) {
    super(words);
    this.name = "PhotoError";
  }
}

const isHeic = (file: File): boolean => /heic|heif/i.test(file.type) || /\.hei[cf]$/i.test(file.name);

function surface(width: number, height: number, alpha = true): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { alpha });
  if (!context) throw new PhotoError("Máy này chưa vẽ được ảnh. Ông/Bà thử bằng trình duyệt khác.");
  context.imageSmoothingQuality = "high";
  return [canvas, context];
}

/**
 * Opens a photo, upright whatever the phone wrote into it, at most 1,620 px. The file is read where it is; nothing of
 * it is sent, and what the camera wrote is not in what is drawn.
 * @throws PhotoError with what to do, for what cannot be opened here or is too large
 */
export async function openPhoto(file: File): Promise<HTMLCanvasElement> {
  if (file.size > MOST_BYTES) throw new PhotoError("Tệp ảnh quá nặng (trên 80 MB). Ông/Bà chọn ảnh nhỏ hơn.");
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => {
      throw new PhotoError(
        isHeic(file)
          ? "Máy này không mở được ảnh HEIC của iPhone. Ông/Bà chụp màn hình ảnh đó rồi chọn ảnh chụp màn hình, hoặc chọn ảnh JPEG."
          : "Tệp này không mở được như một ảnh. Ông/Bà chọn ảnh JPEG, PNG hoặc WebP.",
      );
    });
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > MOST_PIXELS)
      throw new PhotoError("Ảnh quá lớn (trên 60 triệu điểm ảnh). Ông/Bà chọn ảnh nhỏ hơn.");
    const scale = Math.min(1, WORK / Math.max(width, height));
    const [canvas, context] = surface(Math.round(width * scale), Math.round(height * scale));
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A drawn face, nobody's, so that the result is seen before a photo is chosen. */
export function sampleFace(): HTMLCanvasElement {
  const [canvas, c] = surface(SIDE, SIDE);
  const fill = (colour: string, draw: () => void): void => {
    c.fillStyle = colour;
    c.beginPath();
    draw();
    c.fill();
  };
  fill("#cfe0ee", () => c.rect(0, 0, SIDE, SIDE));
  fill("#2f7fb8", () => c.ellipse(540, 1080, 360, 330, 0, 0, 7));
  fill("#e0b48e", () => c.ellipse(540, 720, 90, 130, 0, 0, 7));
  fill("#3a2b22", () => c.ellipse(540, 410, 240, 240, 0, 0, 7));
  fill("#f0c8a0", () => c.ellipse(540, 490, 205, 215, 0, 0, 7));
  for (const x of [460, 620]) fill("#1a2330", () => c.ellipse(x, 490, 20, 20, 0, 0, 7));
  c.strokeStyle = "#a5231b";
  c.lineWidth = 14;
  c.lineCap = "round";
  c.beginPath();
  c.arc(540, 560, 85, 0.5, Math.PI - 0.5);
  c.stroke();
  return canvas;
}

/** The whole square covered, the photo's middle in the middle. */
export const coverView = (photo: HTMLCanvasElement): View => ({
  x: 0.5,
  y: 0.5,
  width: Math.max(1, photo.width / photo.height),
  angle: 0,
});

export const clampView = (view: View): View => ({
  x: Math.min(1.5, Math.max(-0.5, view.x)),
  y: Math.min(1.5, Math.max(-0.5, view.y)),
  width: Math.min(12, Math.max(0.2, view.width)),
  angle: view.angle,
});

/** Photo below, frame above, white where neither is. */
export function draw(
  context: CanvasRenderingContext2D,
  side: number,
  photo: HTMLCanvasElement,
  view: View,
  frame: CanvasImageSource | undefined,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, side, side);
  context.save();
  context.translate(view.x * side, view.y * side);
  context.rotate(view.angle);
  const width = view.width * side;
  const height = (width * photo.height) / photo.width;
  context.drawImage(photo, -width / 2, -height / 2, width, height);
  context.restore();
  if (frame) context.drawImage(frame, 0, 0, side, side);
}

/** The finished picture, 1,080 × 1,080 JPEG, without any of the camera's words. Its time is measured under `khung-anh`. */
export async function compose(photo: HTMLCanvasElement, view: View, frame: CanvasImageSource): Promise<File> {
  const start = performance.now();
  const [canvas, context] = surface(SIDE, SIDE, false);
  draw(context, SIDE, photo, view, frame);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
  performance.measure("khung-anh", { start, end: performance.now() });
  if (!blob) throw new PhotoError("Máy này chưa lưu được ảnh. Ông/Bà thử bằng trình duyệt khác.");
  return new File([blob], "khung-anh.jpg", { type: "image/jpeg" });
}
